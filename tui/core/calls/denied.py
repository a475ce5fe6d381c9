"""From AWS's "not authorized" to the statement an administrator can paste."""

import re
from dataclasses import dataclass
from typing import Any

from tui.core.calls.api_call import ApiCall
from tui.core.calls.target import Target
from tui.core.errors import is_barred
from tui.core.iam.arn import iam_arn, instance_profile_arn, oidc_provider_arn, policy_arn, role_arn

# "User: arn:... is not authorized to perform: iam:CreateRole on resource: arn:... because ..."
# IAM itself also says "on resource: role app" or "policy path /", which is nothing a statement could name.
MESSAGE = re.compile(
    r"not authorized to perform: (?P<action>[a-z0-9-]+:\w+)(?: on resource: \"?(?P<resource>arn:[^\s\"]+|\*))?"
)


@dataclass(frozen=True)
class MissingPermission:
    """What the caller may not do."""

    action: str
    resource: str
    is_barred: bool = False
    """Whether a deny or a limit stands in the way, so that one more Allow does not help."""

    @property
    def statement(self) -> dict[str, Any]:
        """The statement that would allow it, and nothing else."""
        return {"Effect": "Allow", "Action": self.action, "Resource": self.resource}


def missing_permission(message: str, call: ApiCall, target: Target) -> MissingPermission:
    """The action and resource in AWS's message; what it leaves out comes from the call itself."""
    found = MESSAGE.search(message)
    action = found["action"] if found else action_of(call)
    resource = (found["resource"] if found else None) or resource_of(call, target)
    return MissingPermission(action, resource.rstrip("."), is_barred(message))


def action_of(call: ApiCall) -> str:
    """The IAM action that allows the call; API Gateway's are named after HTTP's methods."""
    return METHODS.get((call.service, call.operation), f"{call.service}:{call.operation}")


METHODS = {
    ("apigateway", "GetAccount"): "apigateway:GET",
    ("apigateway", "UpdateAccount"): "apigateway:PATCH",
    ("s3", "HeadBucket"): "s3:ListBucket",
    ("s3", "ListObjectsV2"): "s3:ListBucket",
    ("s3", "GetPublicAccessBlock"): "s3:GetBucketPublicAccessBlock",
    ("s3", "PutPublicAccessBlock"): "s3:PutBucketPublicAccessBlock",
    ("s3", "DeletePublicAccessBlock"): "s3:PutBucketPublicAccessBlock",
}


def resource_of(call: ApiCall, target: Target) -> str:
    """The ARN the call is about; "*" where it names none."""
    if call.service != "iam":
        return _elsewhere(call, target)
    params = call.params
    if "UserName" in params:
        return iam_arn(target, f"user/{params['UserName']}")
    if "GroupName" in params:
        return iam_arn(target, f"group/{params['GroupName']}")
    if "PolicyArn" in params and call.operation != "AttachRolePolicy" and "RoleName" not in params:
        return str(params["PolicyArn"])
    if "InstanceProfileName" in params:
        return instance_profile_arn(target, params["InstanceProfileName"], params.get("Path", "/"))
    if "RoleName" in params:
        return role_arn(target, params["RoleName"], params.get("Path", "/"))
    if "PolicyName" in params:
        return policy_arn(target, params["PolicyName"], params.get("Path", "/"))
    if "OpenIDConnectProviderArn" in params:
        return str(params["OpenIDConnectProviderArn"])
    if "Url" in params:
        return oidc_provider_arn(target, params["Url"].removeprefix("https://"))
    return "*"


def _elsewhere(call: ApiCall, target: Target) -> str:
    """The ARN of what a call to another service than IAM is about."""
    params, here = call.params, f"{target.region}:{target.account}"
    match call.service:
        case "s3" if "Bucket" in params:
            return f"arn:{target.partition}:s3:::{params['Bucket']}"
        case "apigateway":
            return f"arn:{target.partition}:apigateway:{target.region}::/account"
        case "cognito-identity" if "IdentityPoolId" in params:
            return f"arn:{target.partition}:cognito-identity:{here}:identitypool/{params['IdentityPoolId']}"
        case "ec2" if "InstanceId" in params:
            return f"arn:{target.partition}:ec2:{here}:instance/{params['InstanceId']}"
        case "kinesis" if "StreamName" in params:
            return f"arn:{target.partition}:kinesis:{here}:stream/{params['StreamName']}"
        case "kms" if "AliasName" in params:
            return f"arn:{target.partition}:kms:{here}:{params['AliasName']}"
        case "kms" if "KeyId" in params:
            return f"arn:{target.partition}:kms:{here}:key/{params['KeyId']}"
        case "logs" if "logGroupName" in params:
            return f"arn:{target.partition}:logs:{here}:log-group:{params['logGroupName']}"
        case _:
            return "*"
