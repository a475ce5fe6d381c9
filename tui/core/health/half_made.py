"""Half-made things: what IAM has in an account and what cannot do what it is there for. Pure; tui.aws.half_made reads.

What AWS keeps itself (service-linked roles, roles and providers of IAM Identity Center) is never half-made by mistake
and is passed over. What could not be read is never taken for fine: whoever reads says so in `Holdings.unread`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from tui.core.calls.api_call import ApiCall, iam
from tui.core.calls.target import Target
from tui.core.iam.arn import account_of, oidc_provider_arn, policy_arn, role_arn
from tui.core.iam.policy import as_list, principals_of, statements_of, wire
from tui.core.iam.principals import is_known
from tui.core.kinds import InstanceProfile, Role
from tui.core.phrase import Listing, Phrase
from tui.core.simulate.principal import SESSION, Principal, principal_of
from tui.core.simulate.request import Request
from tui.core.simulate.statement import Source
from tui.core.simulate.trust import answers_to

AWS_PATHS = ("/aws-service-role/", "/aws-reserved/")
"""Paths that only AWS itself makes roles under."""
AWS_SAML = re.compile(r"AWSSSO_.*_DO_NOT_DELETE")
"""Names of the SAML providers that IAM Identity Center keeps."""
DELETED = re.compile(r"A(?:IDA|ROA)[A-Z0-9]{12,}", re.ASCII)
"""The unique id that IAM puts in place of the ARN of a user or role once that is deleted."""
REMOVABLE = frozenset(
    {
        "role-without-policies",
        "role-nobody-can-assume",
        "role-provider-missing",
        "instance-profile-without-role",
        "oidc-provider-unused",
        "policy-unattached",
    }
)
"""Findings whose thing `doctor --fix` takes away."""
MADE = frozenset({"service-linked-role-missing"})
"""Findings whose thing `doctor --fix` makes."""
ReadProgress = Callable[[int, int], object]
"""Is told how many roles of how many were read."""
ANY_POLICY, ANY_ROLE = "<POLICY_ARN>", "<ROLE_NAME>"
"""What only a person can know, in commands."""


@dataclass(frozen=True)
class LocalPolicy:
    """A customer managed policy and how it is used."""

    name: str
    path: str
    attachments: int
    boundaries: int
    """Users and roles that have it as their permissions boundary."""


@dataclass(frozen=True)
class UsedService:
    """A service of which something is there, and whose service-linked role is not."""

    service: str
    """The AWSServiceName: ecs.amazonaws.com."""
    role_name: str
    things: str
    """What was found, in AWS's words: "ECS clusters"."""


@dataclass(frozen=True)
class Unread:
    """Something that is not known, and so not called fine."""

    code: str
    """denied, unanswered, lacking, elsewhere, practice, region (i18n: doctor.unread.<code>)."""
    where: str
    """The action that was refused, or what is not known of."""
    reason: str = ""

    @property
    def is_failure(self) -> bool:
        """Whether a read failed; else it is something nobody could know from here."""
        return self.code in ("denied", "unanswered", "lacking")


@dataclass(frozen=True)
class Holdings:
    """What IAM has in the account, as far as it could be read; None for a list that could not be."""

    roles: tuple[Role, ...] | None = None
    """All of them, with the names of their policies; those of `unlisted` without."""
    unlisted: frozenset[str] = frozenset()
    """Names of roles whose policies could not be listed."""
    users: frozenset[str] | None = None
    """ARNs."""
    profiles: tuple[InstanceProfile, ...] | None = None
    oidc: tuple[str, ...] | None = None
    saml: tuple[str, ...] | None = None
    """ARNs of identity providers."""
    policies: tuple[LocalPolicy, ...] | None = None
    used: tuple[UsedService, ...] = ()
    created: Mapping[str, str] = field(default_factory=dict)
    """By address: when it was made, ISO 8601."""
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True)
class HalfMade:
    """One thing that is half made."""

    code: str
    """i18n: doctor.fix.<code> says what to do."""
    where: str
    """Kind and name: role/app."""
    text: Phrase
    severity: Literal["warning", "note"] = "warning"
    evidence: Mapping[str, Any] = field(default_factory=dict)
    finish: tuple[ApiCall, ...] = ()
    """Calls that would finish it; what only a person knows stands in them as <NAME>."""
    remove: tuple[ApiCall, ...] = ()
    """The call that would take it away, where no plan of this program does."""
    run: str | None = ""
    """The run of this program that made it, by its tag; "" where none did, None where that could not be read."""

    @property
    def is_ours(self) -> bool | None:
        """Whether this program made it; None where that is not known."""
        return None if self.run is None else bool(self.run)

    @property
    def has_plan(self) -> bool:
        """Whether `doctor --fix` can carry the fix out."""
        return self.code in REMOVABLE | MADE

    @property
    def id(self) -> str:
        """What --fix takes."""
        return f"{self.code}:{self.where}"


@dataclass(frozen=True)
class Checkup:
    """All that was found, and what is not known."""

    target: Target
    findings: tuple[HalfMade, ...]
    unread: tuple[Unread, ...]
    roles: int = 0
    """How many roles were looked at; AWS's own not counted."""

    @property
    def has_failed_reads(self) -> bool:
        """Whether something could not be read that could have been."""
        return any(one.is_failure for one in self.unread)


def half_made(there: Holdings, target: Target) -> tuple[HalfMade, ...]:
    """Everything half made, warnings first; of what could not be read nothing is said."""
    found = [
        *_roles(there, target),
        *_profiles(there),
        *_providers(there, target),
        *_policies(there, target),
        *(_linked(one, target) for one in there.used),
    ]
    dated = (
        replace(one, evidence={**one.evidence, "created": there.created[one.where]})
        if one.where in there.created
        else one
        for one in found
    )
    return tuple(sorted(dated, key=lambda one: one.severity != "warning"))


def is_own(role: Role) -> bool:
    """Whether the account's people keep the role, not AWS."""
    return not role.path.startswith(AWS_PATHS)


def users_named(roles: tuple[Role, ...], target: Target) -> bool:
    """Whether some trust policy names a user of this account, so that the users have to be read."""
    return any(
        principal.kind == "user" and principal.account == target.account
        for role in roles
        if is_own(role)
        for principal in _trusted(role)
    )


def elsewhere(roles: tuple[Role, ...], target: Target) -> tuple[str, ...]:
    """Users and roles of other accounts that trust policies name, and that cannot be looked up from here."""
    found = {
        principal.name
        for role in roles
        if is_own(role)
        for principal in _trusted(role)
        if principal.kind in ("user", "role") and principal.account not in ("", target.account)
    }
    return tuple(sorted(found))


def _trusted(role: Role) -> list[Principal]:
    """Whom its Allow statements name, each once."""
    allows = [one for one in statements_of(role.trust) if one.get("Effect") == "Allow"]
    found = [principal_of(kind, value) for kind, value in principals_of({"Statement": allows})]
    if any("NotPrincipal" in one for one in allows):
        found.append(Principal("anyone", "*"))
    return list(dict.fromkeys(found))


def _roles(there: Holdings, target: Target) -> Iterator[HalfMade]:
    for role in there.roles or ():
        if is_own(role):
            if role.name not in there.unlisted and not (role.managed or role.inline or role.other_inline):
                yield _without_policies(role)
            yield from _trust(role, there, target)


def _without_policies(role: Role) -> HalfMade:
    attach = iam("AttachRolePolicy", {"RoleName": role.name, "PolicyArn": ANY_POLICY})
    return HalfMade(
        "role-without-policies",
        role.address,
        Phrase("doctor.role-without-policies", {"name": role.name}),
        evidence={"policies": []},
        finish=(attach,),
    )


def _trust(role: Role, there: Holdings, target: Target) -> Iterator[HalfMade]:
    """Of a trust policy: principals that are not there, and whether anybody is left."""
    named = _trusted(role)
    reasons = {one: why for one in named if (why := _why_not(one, role, there, target))}
    missing = tuple(one.name for one, why in reasons.items() if why.key == "doctor.why.provider")
    if missing:
        yield _provider_missing(role, missing)
    others = tuple(why for why in reasons.values() if why.key != "doctor.why.provider")
    if len(reasons) == len(named) and (others or not named):
        told = tuple(reasons.values()) or (Phrase("doctor.why.nobody"),)
        yield HalfMade(
            "role-nobody-can-assume",
            role.address,
            Phrase("doctor.role-nobody-can-assume", {"name": role.name, "reasons": Listing(told, "and")}),
            evidence={"principals": [one.name for one in named]},
            finish=(_update_trust(role, f"file://{role.name}-trust.json"),),
        )
    elif others:
        gone = [one for one, why in reasons.items() if why in others]
        yield HalfMade(
            "role-trusts-missing",
            role.address,
            Phrase("doctor.role-trusts-missing", {"name": role.name, "reasons": Listing(others, "and")}),
            "note",
            evidence={"principals": [one.name for one in gone]},
            finish=(_update_trust(role, wire(_without(role, gone))),),
        )


def _update_trust(role: Role, document: str) -> ApiCall:
    return iam("UpdateAssumeRolePolicy", {"RoleName": role.name, "PolicyDocument": document})


def _without(role: Role, gone: list[Principal]) -> dict[str, Any]:
    """The trust policy without these principals, and without statements that name nobody then."""
    statements = []
    for statement in statements_of(role.trust):
        principal = statement.get("Principal")
        if isinstance(principal, Mapping):
            kept: dict[str, Any] = {}
            for kind, values in principal.items():
                rest = [value for value in as_list(values) if principal_of(kind, str(value)) not in gone]
                if rest:
                    kept[kind] = rest if isinstance(values, list) else rest[0]
            if not kept:
                continue
            statement = {**statement, "Principal": kept}
        statements.append(statement)
    return {**role.trust, "Statement": statements}


def _why_not(one: Principal, role: Role, there: Holdings, target: Target) -> Phrase | None:
    """Why this principal cannot assume the role; None where it can, or where nobody can tell from here."""
    fields = {"principal": one.name}
    if DELETED.fullmatch(one.name):
        return Phrase("doctor.why.deleted", fields)
    if is_absent := _is_absent(one, there, target):
        return Phrase(is_absent, fields)
    # the practice account takes any name for a service; AWS refuses those it does not have
    if one.kind == "service" and target.kind == "practice" and not is_known(one.name):
        return Phrase("doctor.why.service", fields)
    trust, arn = Source("trust", role.trust, has_principal=True), role_arn(target, role.name, role.path)
    asked = [Request(action, arn, principal=one) for action in _assuming(one)]
    answers = [answer.decision.decision for request in asked for answer in answers_to(trust, request)]
    return Phrase("doctor.why.not-allowed", fields) if set(answers) == {"denied"} else None


def _assuming(one: Principal) -> tuple[str, ...]:
    """The actions by which such a principal assumes a role."""
    if one.kind == "anyone":
        return "sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"
    if one.kind != "federated":
        return ("sts:AssumeRole",)
    return ("sts:AssumeRoleWithSAML" if ":saml-provider/" in one.name else "sts:AssumeRoleWithWebIdentity",)


def _is_absent(one: Principal, there: Holdings, target: Target) -> str:
    """The reason why it is not there; "" where it is, or where its list could not be read."""
    is_provider = one.kind == "federated" and one.name.startswith("arn:")
    if is_provider and one.account != target.account:
        return "doctor.why.elsewhere"
    if is_provider:
        listed = there.saml if ":saml-provider/" in one.name else there.oidc
        return "" if listed is None or one.name in listed else "doctor.why.provider"
    if one.kind not in ("user", "role") or one.account != target.account:
        return ""
    if one.kind == "user":
        return "" if there.users is None or one.name in there.users else "doctor.why.absent"
    roles = there.roles or ()
    if session := SESSION.fullmatch(one.name):
        return "" if any(role.name == session[3] for role in roles) else "doctor.why.absent"
    if ":role/" not in one.name:
        return ""
    known = {role_arn(target, role.name, role.path) for role in roles}
    return "" if one.name in known else "doctor.why.absent"


def _provider_missing(role: Role, missing: tuple[str, ...]) -> HalfMade:
    calls = []
    for arn in missing:
        kind, _, name = arn.split(":", 5)[-1].partition("/")
        if kind == "saml-provider":
            metadata = {"Name": name, "SAMLMetadataDocument": f"file://{name}-metadata.xml"}
            calls.append(iam("CreateSAMLProvider", metadata))
        else:
            clients = _audiences(role, name) or ["sts.amazonaws.com"]
            calls.append(iam("CreateOpenIDConnectProvider", {"Url": f"https://{name}", "ClientIDList": clients}))
    return HalfMade(
        "role-provider-missing",
        role.address,
        Phrase("doctor.role-provider-missing", {"name": role.name, "providers": Listing(missing, "and")}),
        evidence={"providers": list(missing)},
        finish=tuple(calls),
    )


def _audiences(role: Role, provider: str) -> list[str]:
    """The audiences that the trust policy takes tokens for, which the provider has to have."""
    found: dict[str, None] = {}
    for statement in statements_of(role.trust):
        conditions = statement.get("Condition")
        for operator, tests in conditions.items() if isinstance(conditions, Mapping) else ():
            for key, values in tests.items() if isinstance(tests, Mapping) else ():
                if key.lower() == f"{provider}:aud".lower() and operator.startswith("StringEquals"):
                    found |= dict.fromkeys(map(str, as_list(values)))
    return list(found)


def _profiles(there: Holdings) -> Iterator[HalfMade]:
    names = {role.name for role in there.roles or ()}
    for profile in there.profiles or ():
        if profile.role is None:
            role = profile.name if profile.name in names else ANY_ROLE
            add = iam("AddRoleToInstanceProfile", {"InstanceProfileName": profile.name, "RoleName": role})
            yield HalfMade(
                "instance-profile-without-role",
                profile.address,
                Phrase("doctor.instance-profile-without-role", {"name": profile.name}),
                evidence={"role_of_that_name": profile.name in names},
                finish=(add,),
            )


def _providers(there: Holdings, target: Target) -> Iterator[HalfMade]:
    if there.roles is None:
        return
    trusted = {value for role in there.roles for kind, value in principals_of(role.trust) if kind == "Federated"}
    for arn in there.oidc or ():
        host_path = arn.partition(":oidc-provider/")[2]
        if arn not in trusted and account_of(arn) == target.account:
            yield HalfMade(
                "oidc-provider-unused",
                f"oidc-provider/{host_path}",
                Phrase("doctor.oidc-provider-unused", {"name": host_path}),
                "note",
                evidence={"arn": oidc_provider_arn(target, host_path)},
            )
    for arn in there.saml or ():
        name = arn.rpartition("/")[2]
        if arn not in trusted and not AWS_SAML.fullmatch(name):
            yield HalfMade(
                "saml-provider-unused",
                f"saml-provider/{name}",
                Phrase("doctor.saml-provider-unused", {"name": name}),
                "note",
                evidence={"arn": arn},
                # its metadata cannot be had again from anywhere else
                remove=(
                    iam("GetSAMLProvider", {"SAMLProviderArn": arn}),
                    iam("DeleteSAMLProvider", {"SAMLProviderArn": arn}),
                ),
            )


def _policies(there: Holdings, target: Target) -> Iterator[HalfMade]:
    for policy in there.policies or ():
        if policy.attachments == 0 and policy.boundaries == 0:
            arn = policy_arn(target, policy.name, policy.path)
            yield HalfMade(
                "policy-unattached",
                f"policy/{policy.name}",
                Phrase("doctor.policy-unattached", {"name": policy.name}),
                "note",
                evidence={"arn": arn},
                finish=(iam("AttachRolePolicy", {"RoleName": ANY_ROLE, "PolicyArn": arn}),),
            )


def _linked(one: UsedService, target: Target) -> HalfMade:
    return HalfMade(
        "service-linked-role-missing",
        f"service-linked-role/{one.service}",
        Phrase(
            "doctor.service-linked-role-missing",
            {"things": one.things, "region": target.region, "role": one.role_name},
        ),
        evidence={"things": one.things, "region": target.region, "role": one.role_name},
        finish=(iam("CreateServiceLinkedRole", {"AWSServiceName": one.service}),),
    )
