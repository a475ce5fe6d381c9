"""What a reviewer should know before saying yes; errors keep the plan from being applied.

moto checks almost nothing of this, so a plan that passes in the practice account could still fail on AWS: these checks
run for both targets.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from tui.core.calls.target import Target
from tui.core.checks.fix import Fix
from tui.core.iam import limits
from tui.core.iam.arn import account_of, region_of
from tui.core.iam.grammar import PROVIDER
from tui.core.iam.policy import PolicyDocument, policy_size, pretty, same_meaning, statements_of, wire
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
    PrincipalPolicy,
    Resource,
    Role,
    Stream,
    documents_of,
)
from tui.core.kinds.bucket_policy import merged
from tui.core.plan.plan import Plan
from tui.core.preset.format import Preset
from tui.core.preset.values import is_tag_text

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Finding:
    """A code for i18n ("finding.<code>"), how bad it is, and where."""

    code: str
    severity: Severity
    where: str
    params: Mapping[str, object] = field(default_factory=dict)
    statement: frozenset[str] = frozenset()
    """What the statement it is about is called: its Sid, and "<document>[<number>]"; empty where it is about none."""
    fix: Fix | None = None
    waiver: Mapping[str, str] | None = None
    """By language: why the preset's author takes it as it is."""

    @property
    def text(self) -> str:
        """The key of its sentence; where nothing is near what was meant, of the one that proposes nothing."""
        return f"finding.{self.code}" + ".plain" * (self.params.get("nearest") == "")

    @property
    def id(self) -> str:
        """The same for the same finding in another review."""
        return f"{self.code}@{self.where}"


REGIONAL = (
    ApiGatewayAccount,
    Bucket,
    IdentityPoolRoles,
    InstanceProfileAssociation,
    KmsKey,
    LogGroup,
    Stream,
)
"""Kinds whose calls go to one Region."""
UNFILLED = re.compile(r"<[A-Za-z][\w .-]*>", re.ASCII)
"""What people write for a value that is still to come."""


def findings_of(plan: Plan, preset: Preset, values: Mapping[str, str]) -> tuple[Finding, ...]:
    """All findings, errors first."""
    found = [*_values(plan, preset, values)]
    for desired in plan.desired:
        found += _places(desired, plan.observed.get(desired.address), plan.target, values)
        found += _limits(desired)
        found += _collisions(desired, plan.observed.get(desired.address))
    return by_severity(found)


def by_severity(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors first, then warnings and notes; what is waived comes last. Of two that say the same, the graver one."""
    rank = {"error": 0, "warning": 1, "note": 2}
    told: dict[str, Finding] = {}
    for one in sorted(findings, key=lambda one: (one.waiver is not None, rank[one.severity])):
        told.setdefault(f"{one.code} {one.where} {dict(one.params)}", one)
    return tuple(told.values())


def blocks(findings: tuple[Finding, ...]) -> bool:
    """Whether the plan must not be applied."""
    return any(one.severity == "error" and one.waiver is None for one in findings)


def _values(plan: Plan, preset: Preset, values: Mapping[str, str]) -> Iterator[Finding]:
    """Values that are well formed but belong to another account or region."""
    if any(one.type == "oidc-provider-host-path" for one in preset.placeholders.values()):
        # an ARN may be typed for the host; its account would be lost
        typed = ((name, PROVIDER.fullmatch(text.strip())) for name, text in plan.given.items())
        for name, found in typed:
            if found and found[2] != plan.target.account:
                params = {"principal": found[0], "account": found[2], "target": plan.target.account}
                yield Finding("provider_elsewhere", "error", name, params)
    for name, placeholder in preset.placeholders.items():
        value = values.get(name, "")
        if not value.startswith("arn:"):
            continue
        if account_of(value) not in ("", "aws", plan.target.account):
            yield Finding(
                "other_account", "warning", name, {"account": account_of(value), "target": plan.target.account}
            )
        if placeholder.type == "kms-key-arn" and region_of(value) != values.get("REGION"):
            yield Finding(
                "other_region", "warning", name, {"region": region_of(value), "target": values.get("REGION", "")}
            )
        if value.split(":")[1] != plan.target.partition:
            yield Finding(
                "other_partition", "error", name, {"partition": value.split(":")[1], "target": plan.target.partition}
            )


def _limits(resource: Resource) -> Iterator[Finding]:
    where = resource.address
    for name, document in documents_of(resource).items():
        yield from _document(f"{where} {name}", document)
    match resource:
        case Role():
            yield from _name(where, resource.name, limits.ROLE_NAME_MAX)
            yield from _text(where, resource.description)
            yield from _size(where, "trust_size", policy_size(resource.trust), limits.TRUST_POLICY_SIZE)
            total = sum(policy_size(document) for document in resource.inline.values())
            yield from _size(where, "inline_size", total, limits.INLINE_POLICIES_SIZE)
            yield from _size(where, "attachments", len(resource.managed), limits.MANAGED_POLICIES_PER_ROLE)
            for policy in resource.inline:
                yield from _name(f"{where} inline/{policy}", policy, limits.POLICY_NAME_MAX)
        case ManagedPolicy():
            yield from _name(where, resource.name, limits.POLICY_NAME_MAX)
            yield from _text(where, resource.description)
            yield from _size(where, "policy_size", policy_size(resource.document), limits.MANAGED_POLICY_SIZE)
        case InstanceProfile():
            yield from _name(where, resource.name, limits.INSTANCE_PROFILE_NAME_MAX)
        case PrincipalPolicy():
            yield from _name(where, resource.name, limits.POLICY_NAME_MAX)
            quota = limits.INLINE_SIZES[resource.kind]
            yield from _size(where, "inline_size", policy_size(resource.document), quota)
    path = getattr(resource, "path", "/")
    if len(path) > limits.PATH_MAX or not limits.PATH.fullmatch(path):
        yield Finding("path", "error", where, {"path": path})
    for key, value in getattr(resource, "tags", {}).items():
        if not is_tag_text(key + value) or len(key) > limits.TAG_KEY_MAX or len(value) > limits.TAG_VALUE_MAX:
            yield Finding("tag", "error", where, {"tag": key})


def _places(
    desired: Resource, observed: Resource | None, target: Target, values: Mapping[str, str]
) -> Iterator[Finding]:
    """What the resource belongs to has to be there, in this account and region."""
    where, is_orphan = desired.address, getattr(observed, "is_orphan", False)
    match desired:
        case PrincipalPolicy():
            if account_of(desired.principal) != target.account:
                yield Finding("foreign_principal", "error", where, {"principal": desired.principal})
            elif is_orphan:
                yield Finding("no_principal", "error", where, {"principal": desired.principal})
        case BucketPolicy():
            if is_orphan:
                yield Finding("no_bucket", "error", where, {"bucket": desired.bucket})
            before = observed.whole if isinstance(observed, BucketPolicy) else None
            size = policy_size(merged(before, desired.statements, desired.statements) or {})
            yield from _size(where, "bucket_policy_size", size, limits.BUCKET_POLICY_SIZE)
        case Bucket():
            yield from _bucket(where, desired, observed, target)
        case KmsKey() if isinstance(observed, KmsKey) and not observed.is_usable:
            yield Finding("key_unusable", "error", where, {"alias": desired.alias})
        case IdentityPoolRoles() if is_orphan:
            yield Finding("no_identity_pool", "error", where, {"pool": desired.pool})
        case InstanceProfileAssociation() if is_orphan:
            yield Finding("no_instance", "error", where, {"instance": desired.instance})
    is_private = not isinstance(observed, Bucket) or observed.is_private
    if isinstance(desired, Bucket | Stream | KmsKey) and observed is not None and is_private:
        yield Finding("adopted", "note", where)
    if isinstance(desired, REGIONAL) and values.get("REGION", target.region) != target.region:
        params = {"region": values["REGION"], "target": target.region}
        yield Finding("region_of_call", "error", where, params)


def _bucket(where: str, desired: Bucket, observed: Resource | None, target: Target) -> Iterator[Finding]:
    if not isinstance(observed, Bucket):
        return
    if observed.is_foreign:
        yield Finding("bucket_taken", "error", where, {"bucket": desired.name})
    elif observed.region not in ("", target.region):
        yield Finding("bucket_region", "warning", where, {"region": observed.region, "target": target.region})


def _name(where: str, name: str, maximum: int) -> Iterator[Finding]:
    if not limits.NAME.fullmatch(name) or len(name) > maximum:
        yield Finding("name", "error", where, {"name": name, "maximum": maximum})


def _text(where: str, text: str | None) -> Iterator[Finding]:
    if text is not None and (len(text) > limits.DESCRIPTION_MAX or not limits.DESCRIPTION.fullmatch(text)):
        yield Finding("description", "error", where, {"maximum": limits.DESCRIPTION_MAX})


NOT_RAISED = ("inline_size", "policy_size", "bucket_policy_size")


def _size(where: str, code: str, size: int, quota: int) -> Iterator[Finding]:
    """Quotas AWS raises on request only warn."""
    if size > quota:
        severity: Severity = "error" if code in NOT_RAISED else "warning"
        yield Finding(code, severity, where, {"size": size, "quota": quota})


def _document(where: str, document: PolicyDocument) -> Iterator[Finding]:
    if not limits.DOCUMENT.fullmatch(pretty(document)):
        yield Finding("document_charset", "error", where)
    for number, statement in enumerate(statements_of(document), start=1):
        place = str(statement.get("Sid") or f"[{number}]")
        for token in dict.fromkeys(UNFILLED.findall(wire(statement))):
            yield Finding("placeholder_left", "error", f"{where} {place}", {"token": token})


def _collisions(desired: Resource, observed: Resource | None) -> Iterator[Finding]:
    """What already has the name."""
    if observed is None:
        return
    if getattr(observed, "path", "/") != getattr(desired, "path", "/"):
        yield Finding("path_fixed", "warning", desired.address, {"path": getattr(observed, "path", "/")})
    match desired, observed:
        case Role(), Role():
            if not same_meaning(desired.trust, observed.trust):
                yield Finding("trust_changes", "warning", desired.address)
            if extra := [*observed.other_inline, *(arn for arn in observed.managed if arn not in desired.managed)]:
                yield Finding("left_alone", "note", desired.address, {"names": ", ".join(extra)})
        case ApiGatewayAccount(), ApiGatewayAccount():
            if observed.role_arn != desired.role_arn:
                yield Finding("setting_replaced", "warning", desired.address, {"role": observed.role_arn})
        case InstanceProfileAssociation(), InstanceProfileAssociation():
            if not observed.is_orphan and observed.profile != desired.profile:
                params = {"profile": observed.profile, "new": desired.profile}
                yield Finding("association_replaced", "warning", desired.address, params)
        case IdentityPoolRoles(), IdentityPoolRoles():
            if names := [arn for kind, arn in observed.roles.items() if desired.roles.get(kind, arn) != arn]:
                yield Finding("setting_replaced", "warning", desired.address, {"role": ", ".join(names)})
        case InstanceProfile(), InstanceProfile():
            if observed.role not in (None, desired.role):
                yield Finding(
                    "profile_has_role", "warning", desired.address, {"role": observed.role, "new": desired.role}
                )
        case ManagedPolicy(), ManagedPolicy():
            is_full = len(observed.other_versions) + 1 >= limits.POLICY_VERSIONS_MAX
            if is_full and not same_meaning(desired.document, observed.document):
                yield Finding("versions_full", "warning", desired.address, {"version": observed.other_versions[0]})
