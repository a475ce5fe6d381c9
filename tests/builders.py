"""Builders that name only what matters, and a small account to apply plans to."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from fakes import FakeGateway

from tui.aws.observe import observe
from tui.core.calls.api_call import ApiCall, Gateway, iam
from tui.core.calls.step import Step
from tui.core.calls.target import Target, practice_target
from tui.core.errors import AwsRefused, AwsUnreachable, RoleWizardError
from tui.core.iam.arn import policy_arn
from tui.core.iam.policy import PolicyDocument, wire
from tui.core.kinds import (
    InstanceProfile,
    ManagedPolicy,
    OidcProvider,
    Resource,
    Role,
    ServiceLinkedRole,
    steps_for,
)
from tui.core.plan.blueprint import Blueprint
from tui.core.plan.plan import Plan, make_plan
from tui.core.preset.format import Preset, parse
from tui.core.run.deployer import Deployer
from tui.core.run.events import Event

ISSUER = "oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF"
KEY_ARN = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
BOUNDARY = "arn:aws:iam::aws:policy/PowerUserAccess"


def allow(*actions: str, on: str = "*", **elements: Any) -> dict[str, Any]:
    """A document of one statement."""
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": on, **elements}
    return {"Version": "2012-10-17", "Statement": [statement]}


def trust(service: str = "ec2.amazonaws.com") -> dict[str, Any]:
    """A trust policy for one service."""
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return {"Version": "2012-10-17", "Statement": [statement]}


def a_role(name: str = "app", **fields: Any) -> Role:
    return Role(**{"name": name, "trust": trust()} | fields)


def a_policy(name: str = "shared", **fields: Any) -> ManagedPolicy:
    return ManagedPolicy(**{"name": name, "document": allow("s3:GetObject")} | fields)


def a_profile(name: str = "app", role: str | None = "app", **fields: Any) -> InstanceProfile:
    return InstanceProfile(name, role, **fields)


def a_provider(*client_ids: str, **fields: Any) -> OidcProvider:
    return OidcProvider(ISSUER, client_ids or ("sts.amazonaws.com",), **fields)


def a_linked_role(service: str = "opensearchservice.amazonaws.com") -> ServiceLinkedRole:
    return ServiceLinkedRole(service, "AWSServiceRoleForAmazonOpenSearchService")


def a_target(region: str = "us-east-1", **fields: Any) -> Target:
    return replace(practice_target(region), **fields)


def a_blueprint(*resources: Resource, **fields: Any) -> Blueprint:
    parts = {"preset": "test", "choices": {}, "caller": None, "checks": (), "smoke": (), "next": {}}
    return Blueprint(**parts | {"resources": resources} | fields)


def a_plan(
    *desired: Resource, observed: Iterable[Resource | None] = (), target: Target | None = None, run: str = "r1"
) -> Plan:
    """The plan for an account that has the `observed` things and nothing else."""
    found = {one.address: one for one in observed if one}
    seen = {one.address: found.get(one.address) for one in desired}
    return make_plan(a_blueprint(*desired), seen, target or a_target(), run)


def texts(english: str = "Text") -> dict[str, str]:
    return {"en": english, "ko": "글", "ja": "文"}


def a_placeholder(type_name: str = "role-name", **fields: Any) -> dict[str, Any]:
    return {"type": type_name, "label": texts(), "help": texts(), "example": "example-1", **fields}


def a_choice(*options: str, **fields: Any) -> dict[str, Any]:
    """A placeholder that picks a variant; the first option is the default."""
    known = {option: {"label": texts(), "why": texts()} for option in options}
    return {"type": "choice", "label": texts(), "help": texts(), "default": options[0], "options": known, **fields}


def a_role_item(**fields: Any) -> dict[str, Any]:
    return {"role": {"name": "<ROLE_NAME>", "trust": trust()} | fields}


def a_preset_tree(**fields: Any) -> dict[str, Any]:
    """The tree of a valid preset: one role whose name is asked for."""
    tree = {"schema": "1", "id": "test", "catalog": "<0>", "service": "ec2", "group": "compute", "need": "required"}
    tree |= {"title": texts("Title"), "why": texts("Why"), "captured": "2026-11-22"}
    return tree | {"placeholders": {"ROLE_NAME": a_placeholder()}, "resources": [a_role_item()]} | fields


def a_preset(**fields: Any) -> Preset:
    return parse(a_preset_tree(**fields))


class Account(FakeGateway):
    """The fake account, with the two calls it lacks and a fault to order."""

    def refusing(self, after: int, code: str = "AccessDenied") -> "Account":
        """Takes `after` more changing calls, then refuses."""
        self.fail_at, self.fail_code = len(self.sent) + after, code
        return self

    def expiring(self, after: int) -> "Account":
        """Takes `after` more changing calls, then no credentials any more until it is mended."""
        return self.refusing(after, "ExpiredToken")

    def call(self, call: ApiCall) -> Mapping[str, Any]:
        try:
            return super().call(call)
        except AwsRefused as error:
            if error.aws_code == "ExpiredToken":
                raise AwsUnreachable("aws.expired", call.operation, reason="ExpiredToken: expired") from error
            raise

    def _TagOpenIDConnectProvider(self, OpenIDConnectProviderArn: str, Tags: Any) -> Any:  # noqa: N802, N803
        provider = self.providers[OpenIDConnectProviderArn]
        provider["Tags"] = tag_list_of(tags_of(provider) | tags_of({"Tags": Tags}))

    def _UntagOpenIDConnectProvider(self, OpenIDConnectProviderArn: str, TagKeys: Any) -> Any:  # noqa: N802, N803
        provider = self.providers[OpenIDConnectProviderArn]
        provider["Tags"] = [one for one in provider["Tags"] if one["Key"] not in TagKeys]


class Moody:
    """An account that answers the first calls of one operation with these errors."""

    def __init__(self, account: Account, operation: str, *errors: RoleWizardError) -> None:
        self.account = account
        self.target = account.target
        self.operation = operation
        self.errors = list(errors)

    def call(self, call: ApiCall) -> Mapping[str, Any]:
        if call.operation == self.operation and self.errors:
            raise self.errors.pop(0)
        return self.account.call(call)


def refused(code: str, message: str = "", operation: str = "AttachRolePolicy", status: int = 400) -> AwsRefused:
    return AwsRefused(code, message, operation, status)


def an_account(*resources: Resource) -> Account:
    """An account in which these things, and only these, were made by somebody else."""
    account = Account()
    for one in resources:
        for step in steps_for(one, None, account.target, ""):
            account.call(step.do)
    return account


def with_versions(account: Account, name: str, *documents: PolicyDocument) -> Account:
    """The account after these documents were saved as new versions of a managed policy, each as the default."""
    at = {"PolicyArn": policy_arn(account.target, name)}
    for document in documents:
        account.call(iam("CreatePolicyVersion", {**at, "PolicyDocument": wire(document), "SetAsDefault": True}))
    return account


def deployed(account: Gateway, plan: Plan, **fields: Any) -> list[Event]:
    """The events of carrying the plan out, without waiting."""
    return list(Deployer(account, observe, sleep=lambda _: None, **fields).deploy(plan))


def take_back(account: Gateway, steps: Iterable[Step]) -> None:
    """The steps' undo calls, last step first."""
    for step in reversed(list(steps)):
        for call in step.undo:
            account.call(call)


def tags_of(thing: Mapping[str, Any]) -> dict[str, str]:
    return {one["Key"]: one["Value"] for one in thing.get("Tags", [])}


def tag_list_of(tags: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]
