"""From AWS's "not authorized" to the statement an administrator can paste."""

import re
from dataclasses import dataclass
from typing import Any

from tui.core.arn import instance_profile_arn, oidc_provider_arn, policy_arn, role_arn
from tui.core.calls import ApiCall
from tui.core.target import Target

# "User: arn:... is not authorized to perform: iam:CreateRole on resource: arn:... because ..."
MESSAGE = re.compile(r"not authorized to perform: (?P<action>[a-z0-9-]+:\w+)(?: on resource: (?P<resource>\S+))?")


@dataclass(frozen=True)
class MissingPermission:
    """What the caller may not do."""

    action: str
    resource: str

    @property
    def statement(self) -> dict[str, Any]:
        """The statement that would allow it, and nothing else."""
        return {"Effect": "Allow", "Action": self.action, "Resource": self.resource}


def missing_permission(message: str, call: ApiCall, target: Target) -> MissingPermission:
    """The action and resource in AWS's message; what it leaves out comes from the call itself."""
    found = MESSAGE.search(message)
    action = found["action"] if found else f"{call.service}:{call.operation}"
    resource = (found["resource"] if found else None) or resource_of(call, target)
    return MissingPermission(action, resource.rstrip("."))


def resource_of(call: ApiCall, target: Target) -> str:
    """The ARN the call is about; "*" where it names none."""
    params = call.params
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
