"""A CloudFormation template that makes what the plan wants."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tui.core.calls.command import command_line
from tui.core.calls.result_reference import Ref
from tui.core.errors import UsageError
from tui.core.iam.arn import account_of, role_arn
from tui.core.kinds import (
    ApiGatewayAccount,
    Bucket,
    BucketPolicy,
    IdentityPoolRoles,
    InstanceProfile,
    InstanceProfileAssociation,
    KmsKey,
    LogGroup,
    ManagedPolicy,
    OidcProvider,
    PrincipalPolicy,
    Resource,
    Role,
    ServiceLinkedRole,
    Stream,
)
from tui.core.kinds.bucket import BLOCKS
from tui.core.kinds.instance_profile_association import associate
from tui.core.plan.exported import ExportFile
from tui.core.plan.plan import Plan
from tui.core.shown import shown
from tui.export.whole import Shared, is_left_alone, whole_policy, whole_roles
from tui.export.yaml_text import yaml

LOGICAL_ID_MAX = 255
RESOLVED = "{{resolve:"
"""Begins a dynamic reference, which CloudFormation replaces by a parameter or a secret; it knows no way around that."""
HOLDERS = {"user": "Users", "group": "Groups", "role": "Roles"}


@dataclass
class Template:
    """The resources under way, and what they call one another."""

    plan: Plan
    resources: dict[str, Any] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    """Logical ids by our addresses."""
    remarks: list[str] = field(default_factory=list)
    """What a template cannot say, for the comment at its head."""

    def add(self, one: Resource, kind: str, name: str, properties: Mapping[str, Any], keep: bool = False) -> None:
        """Writes what makes a resource of ours."""
        self.ids[one.address] = self.write(kind, name, properties, keep)

    def write(self, kind: str, name: str, properties: Mapping[str, Any], keep: bool = False) -> str:
        """The logical id. `keep` leaves the thing when the stack goes: it holds data, or others use it too."""
        body: dict[str, Any] = {"Type": f"AWS::{kind}"}
        if keep:
            body |= {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
        if waits := self._named_in(properties):
            body["DependsOn"] = waits
        given = {key: value for key, value in properties.items() if value not in (None, [], {})}
        body["Properties"] = self._with_results(given)
        logical = self._id(kind.rpartition(":")[2], name)
        self.resources[logical] = body
        return logical

    def ref(self, address: str, otherwise: str) -> Any:
        """What is made along, by reference, or the value as it is."""
        return {"Ref": self.ids[address]} if address in self.ids else otherwise

    def role_arn(self, arn: str) -> Any:
        """A role's ARN, by reference where the role is made along."""
        there = self.ids.get(f"role/{arn.rpartition('/')[2]}")
        return {"Fn::GetAtt": [there, "Arn"]} if there else arn

    def policy_arn(self, arn: str) -> Any:
        """A managed policy's ARN, by reference where the policy is made along."""
        is_ours = account_of(arn) == self.plan.target.account
        return self.ref(f"policy/{arn.rpartition('/')[2]}", arn) if is_ours else arn

    def _with_results(self, tree: Any) -> Any:
        """The tree with what only CloudFormation will know in place of references to it."""
        match tree:
            case Ref():
                return {"Fn::GetAtt": [self.ids[tree.address], tree.field]}
            case Mapping():
                return {key: self._with_results(value) for key, value in tree.items()}
            case list() | tuple():
                return [self._with_results(value) for value in tree]
            case _:
                return tree

    def _named_in(self, properties: Mapping[str, Any]) -> list[str]:
        """Roles made along that a document names by their ARNs, which is no reference to CloudFormation."""
        text, target = json.dumps(properties), self.plan.target
        roles = [one for one in self.plan.desired if isinstance(one, Role) and one.address in self.ids]
        return [self.ids[one.address] for one in roles if f'"{role_arn(target, one.name, one.path)}"' in text]

    def _id(self, kind: str, name: str) -> str:
        """Letters and digits, as CloudFormation wants it, and not yet taken."""
        stem = kind + "".join(part[:1].upper() + part[1:] for part in re.findall(r"[A-Za-z0-9]+", name))
        stem = stem[: LOGICAL_ID_MAX - 4]
        number, found = 1, stem
        while found in self.resources:
            number += 1
            found = f"{stem}{number}"
        return found


def template(plan: Plan) -> tuple[ExportFile, ...]:
    """One file, <preset>.yaml.

    Raises UsageError: export.kind; export.nothing where no resource is left; export.resolved where a text would not
    arrive as it is.
    """
    written = Template(plan)
    for one in plan.desired:
        if is_left_alone(one, plan):
            written.remarks.append(f"{one.address} is there already and stays as it is.")
            continue
        if plan.observed.get(one.address) and not isinstance(one, Shared | PrincipalPolicy):
            written.remarks.append(f"{one.address} is there already: a stack can only take it over by an import.")
        _write(one, written)
    if not written.resources:
        raise UsageError("export.nothing", plan.preset, format="cloudformation")
    target = plan.target
    # the name of a stack begins with a letter
    stack = plan.preset if plan.preset[0].isalpha() else f"stack-{plan.preset}"
    head = [
        f"{plan.preset}: made by rolewizard for account {target.account}, region {target.region}.",
        f"aws cloudformation deploy --stack-name {stack} --template-file {plan.preset}.yaml \\",
        f"  --capabilities CAPABILITY_NAMED_IAM --region {target.region}",
        *written.remarks,
    ]
    body = yaml(
        {
            "AWSTemplateFormatVersion": "2010-09-09",
            "Description": f"{plan.preset}, made by rolewizard",
            "Resources": written.resources,
            **_outputs(plan, written),
        }
    )
    if RESOLVED in body:
        raise UsageError("export.resolved", plan.preset, text=RESOLVED)
    return (ExportFile(f"{plan.preset}.yaml", "".join(f"# {shown(line)}\n" for line in head) + body),)


def _outputs(plan: Plan, written: Template) -> dict[str, Any]:
    """The ARNs people need next."""
    found: dict[str, Any] = {}
    for one in plan.desired:
        kind = {Role: "RoleArn", InstanceProfile: "InstanceProfileArn"}.get(type(one))
        if kind and kind not in found:
            found[kind] = {"Value": {"Fn::GetAtt": [written.ids[one.address], "Arn"]}}
    return {"Outputs": found} if found else {}


def _write(one: Resource, to: Template) -> None:
    named: dict[str, Any]
    match one:
        case Role():
            _role(one, to)
        case ManagedPolicy():
            _no_tags(one, "AWS::IAM::ManagedPolicy", to)
            named = {"ManagedPolicyName": one.name, "Path": one.path, "Description": one.description}
            to.add(one, "IAM::ManagedPolicy", one.name, {**named, "PolicyDocument": one.document})
        case InstanceProfile():
            _no_tags(one, "AWS::IAM::InstanceProfile", to)
            roles = [to.ref(f"role/{one.role}", one.role)] if one.role else []
            named = {"InstanceProfileName": one.name, "Path": one.path}
            to.add(one, "IAM::InstanceProfile", one.name, {**named, "Roles": roles})
        case OidcProvider():
            clients = {"ClientIdList": list(one.client_ids), "Tags": _tags(one.tags)}
            to.add(one, "IAM::OIDCProvider", one.host_path, {"Url": f"https://{one.host_path}", **clients}, keep=True)
        case ServiceLinkedRole():
            to.remarks.append(f"{one.role_name}: an account has one; take the resource out where it exists.")
            to.add(one, "IAM::ServiceLinkedRole", one.role_name, {"AWSServiceName": one.service}, keep=True)
        case LogGroup():
            named = {"LogGroupName": one.name, "Tags": _tags(one.tags)}
            to.add(one, "Logs::LogGroup", one.name, named, keep=True)
        case Bucket():
            private = {"PublicAccessBlockConfiguration": dict.fromkeys(BLOCKS, True)}
            named = {"BucketName": one.name, **private, "Tags": _tags(one.tags)}
            to.add(one, "S3::Bucket", one.name, named, keep=True)
        case Stream():
            mode = {"StreamMode": "ON_DEMAND" if one.shards is None else "PROVISIONED"}
            named = {"Name": one.name, "StreamModeDetails": mode, "ShardCount": one.shards, "Tags": _tags(one.tags)}
            to.add(one, "Kinesis::Stream", one.name, named, keep=True)
        case KmsKey():
            to.add(one, "KMS::Key", one.alias, {"Description": one.alias, "Tags": _tags(one.tags)}, keep=True)
            named = {"AliasName": one.alias, "TargetKeyId": to.ref(one.address, one.alias)}
            to.write("KMS::Alias", one.alias, named)
        case PrincipalPolicy():
            body = {
                "PolicyName": one.name,
                "PolicyDocument": one.document,
                HOLDERS[one.kind]: [to.ref(f"{one.kind}/{one.holder}", one.holder)],
            }
            to.add(one, "IAM::Policy", one.name, body)
        case BucketPolicy():
            to.remarks.append(f"{one.bucket}: a bucket has one policy; statements added since this export go.")
            bucket = to.ref(f"bucket/{one.bucket}", one.bucket)
            body = {"Bucket": bucket, "PolicyDocument": whole_policy(one, to.plan)}
            to.add(one, "S3::BucketPolicy", one.bucket, body, keep=True)
        case ApiGatewayAccount():
            to.remarks.append("The API Gateway account setting replaces the one that is there.")
            to.add(one, "ApiGateway::Account", "", {"CloudWatchRoleArn": to.role_arn(one.role_arn)}, keep=True)
        case IdentityPoolRoles():
            whole = whole_roles(one, to.plan)
            if whole.mappings:
                to.remarks.append("The pool has rules that choose roles by token; add them as RoleMappings.")
            roles_of_pool = {kind: to.role_arn(arn) for kind, arn in whole.roles.items()}
            body = {"IdentityPoolId": one.pool, "Roles": roles_of_pool}
            to.add(one, "Cognito::IdentityPoolRoleAttachment", "", body)
        case InstanceProfileAssociation():
            to.remarks.append("CloudFormation cannot give a profile to an instance that is not in a stack. Afterwards:")
            to.remarks.append(command_line(associate(one.instance, one.profile), to.plan.target.region))
        case _:
            raise UsageError("export.kind", one.address, kind=type(one).__name__, format="cloudformation")


def _role(one: Role, to: Template) -> None:
    boundary = one.permissions_boundary
    properties = {
        "RoleName": one.name,
        "Path": one.path,
        "Description": one.description,
        "MaxSessionDuration": one.max_session_seconds,
        "PermissionsBoundary": None if boundary is None else to.policy_arn(boundary),
        "AssumeRolePolicyDocument": one.trust,
        "ManagedPolicyArns": [to.policy_arn(arn) for arn in one.managed],
        "Policies": [{"PolicyName": name, "PolicyDocument": document} for name, document in one.inline.items()],
        "Tags": _tags(one.tags),
    }
    to.add(one, "IAM::Role", one.name, properties)


def _tags(tags: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def _no_tags(one: ManagedPolicy | InstanceProfile, kind: str, to: Template) -> None:
    if one.tags:
        tags = json.dumps(dict(one.tags))
        to.remarks.append(f"CloudFormation cannot tag {kind}; {json.dumps(one.name)} goes without {tags}.")
