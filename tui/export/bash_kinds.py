"""What a bash script does for each kind of resource."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tui.core.calls.api_call import ApiCall, iam
from tui.core.calls.target import Target
from tui.core.errors import UsageError
from tui.core.iam.arn import oidc_provider_arn, policy_arn
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
    steps_for,
)
from tui.core.kinds.bucket_policy import VERSION
from tui.export.arguments import Files, Shell, command, file_text

QUIET = " > /dev/null"


@dataclass(frozen=True)
class Writer:
    """Writes one block of the script after the other."""

    shell: Shell
    files: Files
    target: Target
    desired: tuple[Resource, ...]

    def block(self, one: Resource) -> str:
        """The commands for it. Raises UsageError("export.kind")."""
        match one:
            case Role():
                return self._role(one)
            case ManagedPolicy():
                return self._policy(one)
            case InstanceProfile():
                return self._profile(one)
            case OidcProvider():
                return self._provider(one)
            case ServiceLinkedRole():
                look = self._quiet(iam("GetRole", {"RoleName": one.role_name}))
                return self._unless(look, self._calls(self._fresh(one)))
            case LogGroup():
                return "\n".join(f"made {self._line(call)}" for call in self._fresh(one))
            case Bucket():
                return self._bucket(one)
            case Stream():
                name = self._flag("--stream-name", one.name)
                look = self._quiet(ApiCall("kinesis", "DescribeStreamSummary", {"StreamName": one.name}))
                wait = f"aws kinesis wait stream-exists {name} --region {self._region}"
                return self._unless(look, [*self._calls(self._fresh(one)), wait])
            case KmsKey():
                return self._key(one)
            case PrincipalPolicy():
                return "\n".join(self._calls(self._fresh(one)))
            case BucketPolicy():
                return self._bucket_policy(one)
            case ApiGatewayAccount():
                return self._api_gateway(one)
            case IdentityPoolRoles():
                return self._identity_pool(one)
            case InstanceProfileAssociation():
                return self._association(one)
            case _:
                raise UsageError("export.kind", one.address, kind=type(one).__name__, format="bash")

    @property
    def _region(self) -> str:
        return self.shell.word(self.target.region) or ""

    def _flag(self, flag: str, name: str) -> str:
        """The option with its value, of which none is taken for an option: a role may be called --yes."""
        return f"{flag}{'=' if name.startswith('-') else ' '}{self.shell.word(name)}"

    def _bucket(self, one: Bucket) -> str:
        look = self._quiet(ApiCall("s3", "HeadBucket", {"Bucket": one.name}))
        *make, block = self._calls(self._fresh(one))
        return "\n".join([self._unless(look, make), block])

    def _key(self, one: KmsKey) -> str:
        create, name = self._fresh(one)
        look = ApiCall("kms", "DescribeKey", {"KeyId": one.alias})
        alias = ApiCall("kms", "CreateAlias", {"AliasName": one.alias})
        make = [
            f"key=$({self._line(create)} \\\n  --query KeyMetadata.KeyId --output text)",
            f'{self._line(alias)} --target-key-id "$key"',
        ]
        read = f"key=$({self._line(look)} --query KeyMetadata.KeyId --output text)"
        known = self.shell.word(str(name.params["TargetKeyId"]))
        return "\n".join([self._unless(self._quiet(look), make), read, f'fill {known} "$key"'])

    def _fresh(self, one: Resource) -> list[ApiCall]:
        return [step.do for step in steps_for(one, None, self.target, "")]

    def _line(self, call: ApiCall) -> str:
        """One command, continued over lines where it is long."""
        pieces = command(call, self.shell, self.files, self.target.region)
        line = " ".join(pieces)
        return line if len(line) <= 100 else " \\\n  ".join(pieces)

    def _quiet(self, call: ApiCall) -> str:
        return f"there {self._line(call)}"

    def _calls(self, calls: Iterable[ApiCall]) -> list[str]:
        return [self._line(call) + (QUIET if call.operation.startswith("Create") else "") for call in calls]

    def _unless(self, look: str, otherwise: list[str], there: Iterable[str] = ()) -> str:
        """`if it is there; then put right; else make it; fi`."""
        kept = list(there)
        if not kept:
            return "\n".join([f"if ! {look}; then", *map(_indented, otherwise), "fi"])
        return "\n".join([f"if {look}; then", *map(_indented, kept), "else", *map(_indented, otherwise), "fi"])

    def _role(self, one: Role) -> str:
        name = {"RoleName": one.name}
        create, *fill = self._fresh(one)
        known = Role(one.name, {}, managed=one.managed, inline=one.inline)
        bare = replace(one, description=None, max_session_seconds=None)
        update = [step.do for step in steps_for(bare, known, self.target, "")]
        make = [*self._calls([create]), f"aws iam wait role-exists {self._flag('--role-name', one.name)}"]
        block = self._unless(self._quiet(iam("GetRole", name)), make, [*self._update_role(one), *self._calls(update)])
        fills = [f"settled {self._line(call)}" for call in fill]
        return "\n".join([block, *fills])

    def _update_role(self, one: Role) -> list[str]:
        """UpdateRole sets a session length it is not given back to one hour, so both always go together."""
        description, seconds = one.description, one.max_session_seconds
        if description is None and seconds is None:
            return []
        if description is not None and seconds is not None:
            told = {"RoleName": one.name, "Description": description, "MaxSessionDuration": seconds}
            return [self._line(iam("UpdateRole", told))]
        read = f"aws iam get-role {self._flag('--role-name', one.name)} --output"
        if seconds is None:
            update = self._line(iam("UpdateRole", {"RoleName": one.name, "Description": description}))
            return [
                f"seconds=$({read} text --query Role.MaxSessionDuration)",
                f'{update} --max-session-duration "$seconds"',
            ]
        return [
            f"role=$({read} json --query \"Role.{{RoleName: RoleName, Description: Description || ''}}\")",
            f'aws iam update-role --cli-input-json "$role" --max-session-duration {seconds}',
        ]

    def _policy(self, one: ManagedPolicy) -> str:
        arn = policy_arn(self.target, one.name, one.path)
        file = self.files.put(one.name, file_text(one.document))
        known = replace(one, tags={})
        there = [f'put_version {self.shell.word(arn)} "$work/{file}"']
        there += self._calls(step.do for step in steps_for(one, known, self.target, ""))
        wait = f"aws iam wait policy-exists --policy-arn {self.shell.word(arn)}"
        look = self._quiet(iam("GetPolicy", {"PolicyArn": arn}))
        return self._unless(look, [*self._calls(self._fresh(one)), wait], there)

    def _profile(self, one: InstanceProfile) -> str:
        name = {"InstanceProfileName": one.name}
        create, *_ = self._fresh(one)
        tagging = [step.do for step in steps_for(one, replace(one, tags={}), self.target, "")]
        profile = self._flag("--instance-profile-name", one.name)
        make = [*self._calls([create]), f"aws iam wait instance-profile-exists {profile}"]
        lines = [self._unless(self._quiet(iam("GetInstanceProfile", name)), make, self._calls(tagging))]
        if one.role is None:
            return "\n".join(lines)
        add = iam("AddRoleToInstanceProfile", {**name, "RoleName": one.role})
        return "\n".join(
            [
                *lines,
                f"role=$(aws iam get-instance-profile {profile} \\",
                "  --query 'InstanceProfile.Roles[].RoleName' --output text)",
                f'if [ "$role" != {self.shell.word(one.role)} ]; then',
                "  # a profile holds one role",
                '  if [ -n "$role" ]; then',
                f'    aws iam remove-role-from-instance-profile {profile} --role-name="$role"',
                "  fi",
                _indented(f"settled {self._line(add)}"),
                "fi",
            ]
        )

    def _provider(self, one: OidcProvider) -> str:
        arn = {"OpenIDConnectProviderArn": oidc_provider_arn(self.target, one.host_path)}
        look = iam("GetOpenIDConnectProvider", arn)
        read = f"{self._line(look)} --query ClientIDList --output text"
        there = []
        for client in one.client_ids:
            add = iam("AddClientIDToOpenIDConnectProvider", {**arn, "ClientID": client})
            lookup = f"tr '\\t' '\\n' | grep -qxF -- {self.shell.word(client)}"
            there += [f"if ! {read} | {lookup}; then", _indented(self._line(add)), "fi"]
        tagging = [step.do for step in steps_for(one, replace(one, tags={}), self.target, "")]
        return self._unless(self._quiet(look), self._calls(self._fresh(one)), [*there, *self._calls(tagging)])

    def _bucket_policy(self, one: BucketPolicy) -> str:
        document = {"Version": VERSION, "Statement": list(one.statements.values())}
        file = self.files.put(f"{one.bucket}-bucket-policy", file_text(document))
        return f'merge_bucket_policy {self.shell.word(one.bucket)} "$work/{file}"'

    def _api_gateway(self, one: ApiGatewayAccount) -> str:
        region = self.shell.word(one.region)
        [call] = self._fresh(one)
        return "\n".join(
            [
                f"role=$(aws apigateway get-account --query cloudwatchRoleArn --output text --region {region})",
                f'if [ "$role" != {self.shell.word(one.role_arn)} ]; then',
                "  printf 'API Gateway wrote its logs with: %s\\n' \"$role\"",
                _indented(f"settled {self._line(call)}"),
                "fi",
            ]
        )

    def _identity_pool(self, one: IdentityPoolRoles) -> str:
        where = f"--identity-pool-id {self.shell.word(one.pool)} --region {self.shell.word(self.target.region)}"
        read = f"aws cognito-identity get-identity-pool-roles {where} --output"
        lines = [f"roles={self.shell.word(json.dumps(one.roles)[:-1])}"]
        for kind in sorted({"authenticated", "unauthenticated"} - set(one.roles)):
            lines += [
                f"role=$({read} text --query Roles.{kind})",
                'if [ "$role" != None ]; then',
                f'  roles="$roles, \\"{kind}\\": \\"$role\\""',
                "fi",
            ]
        put = f'settled aws cognito-identity set-identity-pool-roles {where} --roles "$roles}}"'
        return "\n".join(
            [
                "# the call replaces all of it: what nobody asked about is sent along as it is",
                *lines,
                f"mappings=$({read} json --query RoleMappings)",
                'if [ "$mappings" = null ]; then',
                f"  {put}",
                "else",
                f'  {put} --role-mappings "$mappings"',
                "fi",
            ]
        )

    def _association(self, one: InstanceProfileAssociation) -> str:
        instance, region = self.shell.word(one.instance), self.shell.word(self.target.region)
        profile = self.shell.word(f"Name={one.profile}")
        filters = f"Name=instance-id,Values={one.instance} Name=state,Values=associating,associated"
        words = " ".join(self.shell.word(word) or "" for word in filters.split(" "))
        read = f"aws ec2 describe-iam-instance-profile-associations --region {region} --output text"
        state = f"aws ec2 describe-instances --instance-ids {instance} --region {region} --output text"
        associate = f"aws ec2 associate-iam-instance-profile --instance-id {instance} --region {region}"
        return "\n".join(
            [
                f"association=$({read} --filters {words} \\",
                "  --query 'IamInstanceProfileAssociations[].[AssociationId, IamInstanceProfile.Arn]')",
                'read -r id arn <<< "$association"',
                'if [ -z "$association" ]; then',
                f"  settled {associate} \\\n    --iam-instance-profile {profile}",
                f'elif [ "${{arn##*/}}" != {self.shell.word(one.profile)} ]; then',
                "  printf 'The instance had: %s\\n' \"$arn\"",
                f"  state=$({state} \\\n    --query 'Reservations[].Instances[].State.Name')",
                '  if [ "$state" = running ]; then',
                '    settled aws ec2 replace-iam-instance-profile-association --association-id "$id" \\',
                f"      --iam-instance-profile {profile} --region {region}",
                "  else",
                f'    aws ec2 disassociate-iam-instance-profile --association-id "$id" --region {region}{QUIET}',
                f"    settled {associate} \\\n      --iam-instance-profile {profile}",
                "  fi",
                "fi",
            ]
        )


def _indented(text: str) -> str:
    """Two spaces before each line; documents are in files, so no line belongs to a value."""
    return "\n".join(f"  {line}" for line in text.split("\n"))
