"""A Terraform configuration that makes what the plan wants."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from tui.core.calls.command import command_line
from tui.core.calls.result_reference import Ref
from tui.core.errors import UsageError
from tui.core.iam.arn import account_of, iam_arn, oidc_provider_arn, policy_arn, role_arn
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
from tui.core.kinds.instance_profile_association import associate
from tui.core.plan.exported import ExportFile
from tui.core.plan.plan import Plan
from tui.core.shown import shown
from tui.export.hcl import Block, Document, Reference, Value, block, identifier
from tui.export.whole import is_left_alone, whole_policy, whole_roles, whole_thing

PUBLIC_ACCESS = ("block_public_acls", "ignore_public_acls", "block_public_policy", "restrict_public_buckets")
HEAD = """\
# {preset}: made by rolewizard for account {account}, region {region}.
# Whatever Terraform does not know yet and the account has already is imported by the import blocks, if any, below.

terraform {{
  required_providers {{
    aws = {{
      source  = "hashicorp/aws"
      version = ">= 6.0"
    }}
  }}
}}

"""
"""From version 6 of the provider on, an OIDC provider needs no thumbprint."""

Body = dict[str, Value]


@dataclass
class Configuration:
    """The blocks under way, and what they call one another."""

    plan: Plan
    names: dict[str, set[str]] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    """Terraform's address of what is made along, by our address."""
    blocks: list[str] = field(default_factory=list)

    def add(self, kind: str, name: str, body: Mapping[str, Value], address: str = "", import_id: str = "") -> str:
        """Writes a resource; returns Terraform's address of it. `import_id` is what finds it in the account."""
        label = identifier(name, self.names.setdefault(kind, set()))
        there = f"{kind}.{label}"
        if address and import_id and self._is_there(address):
            self.blocks.append(block("import", {"to": Reference(there), "id": import_id}))
        self.blocks.append(
            block(f'resource "{kind}" "{label}"', {one: v for one, v in body.items() if v not in ({}, [])})
        )
        if address:
            self.known[address] = there
        return there

    def remark(self, *lines: str) -> None:
        """A comment of its own."""
        self.blocks.append("".join(f"# {shown(line)}\n" for line in lines))

    def reference(self, address: str, attribute: str, otherwise: str) -> Value:
        """The attribute of what is made along, or the value as it is."""
        there = self.known.get(address)
        return Reference(f"{there}.{attribute}") if there else otherwise

    def role_reference(self, arn: str) -> Value:
        """The ARN of a role, by reference where it is made along."""
        return self.reference(f"role/{arn.rpartition('/')[2]}", "arn", arn)

    def policy_reference(self, arn: str) -> Value:
        """The ARN of a managed policy, by reference where it is made along."""
        is_ours = account_of(arn) == self.plan.target.account
        return self.reference(f"policy/{arn.rpartition('/')[2]}", "arn", arn) if is_ours else arn

    def named_in(self, content: object) -> list[Value]:
        """What is made along and named by ARN in a document, for depends_on."""
        text, target = json.dumps(content), self.plan.target
        roles = [one for one in self.plan.desired if isinstance(one, Role)]
        named = [one.address for one in roles if f'"{role_arn(target, one.name, one.path)}"' in text]
        return [Reference(self.known[one]) for one in named if one in self.known]

    def _is_there(self, address: str) -> bool:
        there = self.plan.observed.get(address)
        if isinstance(there, BucketPolicy):
            return there.whole is not None
        if isinstance(there, PrincipalPolicy):
            return bool(there.document)
        return there is not None


def configuration(plan: Plan) -> tuple[ExportFile, ...]:
    """One file, <preset>.tf. Raises UsageError("export.kind")."""
    target = plan.target
    provider = block('provider "aws"', {"region": target.region, "allowed_account_ids": [target.account]})
    written = Configuration(plan)
    for one in plan.desired:
        if is_left_alone(one, plan):
            written.remark(f"{one.address} is there already and stays as it is; Terraform does not manage it.")
        else:
            _write(whole_thing(one, plan), written)
    text = HEAD.format(preset=plan.preset, account=target.account, region=shown(target.region))
    blocks = "\n".join([provider, *written.blocks])
    for one in plan.desired:
        if isinstance(one, KmsKey) and one.address in written.known:
            # the key's id is known to Terraform alone
            blocks = blocks.replace(str(Ref(one.address, "KeyId")), f"${{{written.known[one.address]}.key_id}}")
    return (ExportFile(f"{plan.preset}.tf", text + blocks),)


def _write(one: Resource, to: Configuration) -> None:
    target = to.plan.target
    match one:
        case Role():
            _role(one, to)
        case ManagedPolicy():
            body: Body = {"name": one.name, **_path(one.path)}
            if one.description is not None:
                body["description"] = one.description
            body |= {"policy": Document(one.document), "tags": dict(one.tags)}
            to.add("aws_iam_policy", one.name, body, one.address, policy_arn(target, one.name, one.path))
        case InstanceProfile():
            body = {"name": one.name, **_path(one.path)}
            if one.role:
                body["role"] = to.reference(f"role/{one.role}", "name", one.role)
            to.add("aws_iam_instance_profile", one.name, {**body, "tags": dict(one.tags)}, one.address, one.name)
        case OidcProvider():
            body = {"url": f"https://{one.host_path}", "client_id_list": list(one.client_ids), "tags": dict(one.tags)}
            arn = oidc_provider_arn(target, one.host_path)
            to.add("aws_iam_openid_connect_provider", one.host_path, body, one.address, arn)
        case ServiceLinkedRole():
            arn = iam_arn(target, f"role/aws-service-role/{one.service}/{one.role_name}")
            to.add("aws_iam_service_linked_role", one.role_name, {"aws_service_name": one.service}, one.address, arn)
        case LogGroup():
            body = {"name": one.name, "tags": dict(one.tags)}
            to.add("aws_cloudwatch_log_group", one.name, body, one.address, one.name)
        case Bucket():
            there = to.add(
                "aws_s3_bucket", one.name, {"bucket": one.name, "tags": dict(one.tags)}, one.address, one.name
            )
            blocks: Body = dict.fromkeys(PUBLIC_ACCESS, True)
            to.add("aws_s3_bucket_public_access_block", one.name, {"bucket": Reference(f"{there}.id"), **blocks})
        case Stream():
            body = {"name": one.name}
            if one.shards is not None:
                body["shard_count"] = one.shards
            mode = Block({"stream_mode": "ON_DEMAND" if one.shards is None else "PROVISIONED"})
            body |= {"stream_mode_details": mode, "tags": dict(one.tags)}
            to.add("aws_kinesis_stream", one.name, body, one.address, one.name)
        case KmsKey():
            found = to.plan.observed.get(one.address)
            known = found.unique_id if isinstance(found, KmsKey) else ""
            there = to.add(
                "aws_kms_key", one.alias, {"description": one.alias, "tags": dict(one.tags)}, one.address, known
            )
            named: Body = {"name": one.alias, "target_key_id": Reference(f"{there}.key_id")}
            to.add("aws_kms_alias", one.alias, named)
        case PrincipalPolicy():
            holder = to.reference(f"{one.kind}/{one.holder}", "name", one.holder)
            body = {"name": one.name, one.kind: holder, "policy": Document(one.document)}
            to.add(f"aws_iam_{one.kind}_policy", one.name, body, one.address, f"{one.holder}:{one.name}")
        case BucketPolicy():
            document = whole_policy(one, to.plan)
            to.remark("A bucket has one policy, and Terraform writes all of it: statements added elsewhere since go.")
            bucket = to.reference(f"bucket/{one.bucket}", "id", one.bucket)
            body = {"bucket": bucket, "policy": Document(document), "depends_on": to.named_in(document)}
            to.add("aws_s3_bucket_policy", one.bucket, body, one.address, one.bucket)
        case ApiGatewayAccount():
            to.remark("One setting for all APIs of the account in this region; it replaces the one that is there.")
            body = {"cloudwatch_role_arn": to.role_reference(one.role_arn), "depends_on": _fillings(to)}
            to.add("aws_api_gateway_account", "this", body, one.address)
        case IdentityPoolRoles():
            _identity_pool(one, to)
        case InstanceProfileAssociation():
            to.remark(
                "Terraform has no resource for the profile of an instance it does not manage. Once this is applied:",
                command_line(associate(one.instance, one.profile), target.region),
            )
        case _:
            raise UsageError("export.kind", one.address, kind=type(one).__name__, format="terraform")


def _role(one: Role, to: Configuration) -> None:
    body: Body = {"name": one.name, **_path(one.path)}
    if one.description is not None:
        body["description"] = one.description
    if one.max_session_seconds is not None:
        body["max_session_duration"] = one.max_session_seconds
    if one.permissions_boundary is not None:
        body["permissions_boundary"] = to.policy_reference(one.permissions_boundary)
    body |= {"assume_role_policy": Document(one.trust), "tags": dict(one.tags), "depends_on": to.named_in(one.trust)}
    there = to.add("aws_iam_role", one.name, body, one.address, one.name)
    named = Reference(f"{there}.name")
    for name, document in one.inline.items():
        to.add("aws_iam_role_policy", name, {"name": name, "role": named, "policy": Document(document)})
    for arn in one.managed:
        body = {"role": named, "policy_arn": to.policy_reference(arn)}
        to.add("aws_iam_role_policy_attachment", f"{one.name}_{arn.rpartition('/')[2]}", body)


def _identity_pool(one: IdentityPoolRoles, to: Configuration) -> None:
    whole = whole_roles(one, to.plan)
    roles: Body = {kind: to.role_reference(arn) for kind, arn in whole.roles.items()}
    if whole.mappings:
        to.remark("The pool also has rules that choose roles by token; add them as role_mapping blocks, or they go.")
    body: Body = {"identity_pool_id": one.pool, "roles": roles}
    to.add("aws_cognito_identity_pool_roles_attachment", "this", body, one.address, one.pool)


def _fillings(to: Configuration) -> list[Value]:
    """Everything put into roles so far: a service looks into its role at once."""
    kinds = ("aws_iam_role_policy", "aws_iam_role_policy_attachment")
    return [Reference(f"{kind}.{name}") for kind in kinds for name in sorted(to.names.get(kind, ()))]


def _path(path: str) -> Body:
    return {"path": path} if path != "/" else {}
