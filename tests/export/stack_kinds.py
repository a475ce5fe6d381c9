"""What stands in templates, for moto's CloudFormation to make: by AWS's own calls, from what the template says alone.

moto 5.2.5 leaves out most of it without a word: what is attached to roles, the names of instance profiles that are
needed twice, streams' modes, buckets' public access; keys need a policy, which AWS does not; and OIDC providers, bucket
policies, service-linked roles, identity pools' roles and API Gateway's setting it does not know. Here a property that
nobody takes fails the stack. Ref and Fn::GetAtt give what the AWS CloudFormation template reference says under "Return
values" of each type; resolving them and the order of making is moto's.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import boto3
from botocore.exceptions import ClientError, ParamValidationError
from moto.cloudformation import parsing
from moto.cloudformation.exceptions import UnformattedGetAttTemplateException, ValidationError
from moto.core.common_models import CloudFormationModel

Given = dict[str, Any]
Client = Callable[[str], Any]
PRINCIPALS = {"Users": "user", "Groups": "group", "Roles": "role"}


@dataclass(frozen=True)
class Made:
    """A resource of the stack's."""

    ref: str
    attributes: Mapping[str, str] = field(default_factory=dict)


def _role(given: Given, client: Client) -> Made:
    iam, name = client("iam"), given.pop("RoleName")
    managed, inline = given.pop("ManagedPolicyArns", []), given.pop("Policies", [])
    plain = ("Path", "Description", "MaxSessionDuration", "PermissionsBoundary", "Tags")
    trust = json.dumps(given.pop("AssumeRolePolicyDocument"))
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust, **_taken(given, *plain))["Role"]
    for arn in managed:
        iam.attach_role_policy(RoleName=name, PolicyArn=arn)
    for one in inline:
        document = json.dumps(one.pop("PolicyDocument"))
        iam.put_role_policy(RoleName=name, PolicyName=one.pop("PolicyName"), PolicyDocument=document)
        _nothing_left("a role's policy", one)
    return Made(name, {"Arn": role["Arn"]})


def _managed_policy(given: Given, client: Client) -> Made:
    document = json.dumps(given.pop("PolicyDocument"))
    name = given.pop("ManagedPolicyName")
    plain = _taken(given, "Path", "Description")
    policy = client("iam").create_policy(PolicyName=name, PolicyDocument=document, **plain)["Policy"]
    return Made(policy["Arn"])


def _policy(given: Given, client: Client) -> Made:
    name, document = given.pop("PolicyName"), json.dumps(given.pop("PolicyDocument"))
    for holders, kind in PRINCIPALS.items():
        for holder in given.pop(holders, []):
            at = {f"{kind.title()}Name": holder, "PolicyName": name, "PolicyDocument": document}
            getattr(client("iam"), f"put_{kind}_policy")(**at)
    return Made(name)


def _instance_profile(given: Given, client: Client) -> Made:
    iam, name = client("iam"), given.pop("InstanceProfileName")
    made = iam.create_instance_profile(InstanceProfileName=name, **_taken(given, "Path"))["InstanceProfile"]
    for role in given.pop("Roles"):
        iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=role)
    return Made(name, {"Arn": made["Arn"]})


def _oidc_provider(given: Given, client: Client) -> Made:
    clients = given.pop("ClientIdList", [])
    made = client("iam").create_open_id_connect_provider(
        Url=given.pop("Url"), ClientIDList=clients, **_taken(given, "Tags")
    )
    return Made(made["OpenIDConnectProviderArn"])


def _service_linked_role(given: Given, client: Client) -> Made:
    made = client("iam").create_service_linked_role(AWSServiceName=given.pop("AWSServiceName"))
    return Made(made["Role"]["RoleName"])


def _log_group(given: Given, client: Client) -> Made:
    name = given.pop("LogGroupName")
    client("logs").create_log_group(logGroupName=name, tags=_by_key(given.pop("Tags", [])))
    return Made(name)


def _bucket(given: Given, client: Client) -> Made:
    s3, name = client("s3"), given.pop("BucketName")
    region = s3.meta.region_name
    place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    s3.create_bucket(Bucket=name, **place)
    if tags := given.pop("Tags", []):
        s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": tags})
    if blocks := _taken(given, "PublicAccessBlockConfiguration"):
        s3.put_public_access_block(Bucket=name, **blocks)
    return Made(name)


def _bucket_policy(given: Given, client: Client) -> Made:
    bucket = given.pop("Bucket")
    client("s3").put_bucket_policy(Bucket=bucket, Policy=json.dumps(given.pop("PolicyDocument")))
    return Made(bucket)


def _stream(given: Given, client: Client) -> Made:
    name, tags = given.pop("Name"), _by_key(given.pop("Tags", []))
    client("kinesis").create_stream(StreamName=name, Tags=tags, **_taken(given, "ShardCount", "StreamModeDetails"))
    return Made(name)


def _key(given: Given, client: Client) -> Made:
    tags = [{"TagKey": one["Key"], "TagValue": one["Value"]} for one in given.pop("Tags", [])]
    key = client("kms").create_key(Tags=tags, **_taken(given, "Description"))["KeyMetadata"]
    return Made(key["KeyId"], {"Arn": key["Arn"], "KeyId": key["KeyId"]})


def _alias(given: Given, client: Client) -> Made:
    name = given.pop("AliasName")
    client("kms").create_alias(AliasName=name, TargetKeyId=given.pop("TargetKeyId"))
    return Made(name)


def _api_gateway_account(given: Given, client: Client) -> Made:
    change = {"op": "replace", "path": "/cloudwatchRoleArn", "value": given.pop("CloudWatchRoleArn")}
    client("apigateway").update_account(patchOperations=[change])
    return Made("account")


def _identity_pool_roles(given: Given, client: Client) -> Made:
    pool = given.pop("IdentityPoolId")
    client("cognito-identity").set_identity_pool_roles(IdentityPoolId=pool, Roles=given.pop("Roles"))
    return Made(pool)


KINDS: dict[str, Callable[[Given, Client], Made]] = {
    "AWS::ApiGateway::Account": _api_gateway_account,
    "AWS::Cognito::IdentityPoolRoleAttachment": _identity_pool_roles,
    "AWS::IAM::InstanceProfile": _instance_profile,
    "AWS::IAM::ManagedPolicy": _managed_policy,
    "AWS::IAM::OIDCProvider": _oidc_provider,
    "AWS::IAM::Policy": _policy,
    "AWS::IAM::Role": _role,
    "AWS::IAM::ServiceLinkedRole": _service_linked_role,
    "AWS::KMS::Alias": _alias,
    "AWS::KMS::Key": _key,
    "AWS::Kinesis::Stream": _stream,
    "AWS::Logs::LogGroup": _log_group,
    "AWS::S3::Bucket": _bucket,
    "AWS::S3::BucketPolicy": _bucket_policy,
}


@cache
def teach(url: str) -> tuple[type[CloudFormationModel], ...]:
    """Has moto's CloudFormation make these kinds by calls to that server; the classes, which moto itself drops."""
    models = tuple(_model(kind, url) for kind in KINDS)
    for known in (parsing.get_model_list, parsing.get_model_map, parsing.get_name_type_map):
        known.cache_clear()
    return models


def _model(kind: str, url: str) -> type[CloudFormationModel]:
    """A class is known to moto by being a subclass, and of two for one type the younger counts."""

    class Model(CloudFormationModel):
        __module__ = "moto.cloudformation.templates"  # moto files its instances under the second part

        def __init__(self, made: Made) -> None:
            self.made = made

        @property
        def physical_resource_id(self) -> str:
            return self.made.ref

        def get_cfn_attribute(self, attribute_name: str) -> str:
            if attribute_name not in self.made.attributes:
                raise UnformattedGetAttTemplateException
            return self.made.attributes[attribute_name]

        @staticmethod
        def cloudformation_name_type() -> str:
            return ""

        @staticmethod
        def cloudformation_type() -> str:
            return kind

        @classmethod
        def create_from_cloudformation_json(cls, *told: Any, **_: Any) -> "Model":
            _name, resource, _account, region = told
            given = dict(resource["Properties"])
            try:
                made = KINDS[kind](given, lambda name: boto3.client(name, endpoint_url=url, region_name=region))
            except (ClientError, ParamValidationError, KeyError) as error:
                # anything else becomes an answer 500, which is asked for again and again
                raise ValidationError(kind, f"{kind}: {error!r}") from error
            _nothing_left(kind, given)
            return cls(made)

    return Model


def _taken(given: Given, *names: str) -> Given:
    return {name: given.pop(name) for name in names if name in given}


def _by_key(tags: list[Mapping[str, str]]) -> dict[str, str]:
    return dict(_pairs(tags))


def _pairs(tags: list[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    for one in tags:
        yield one["Key"], one["Value"]


def _nothing_left(what: str, given: Given) -> None:
    if given:
        raise ValidationError(what, f"Nothing known of {what}: {', '.join(given)}")
