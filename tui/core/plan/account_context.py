"""What else of an account decides whether a plan will pass: quotas, look-alike names, the caller's rights."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tui.core.calls.denied import MissingPermission
from tui.core.calls.step import RUN_TAG
from tui.core.calls.target import Target
from tui.core.checks.findings import Finding, Severity
from tui.core.iam import limits
from tui.core.iam.arn import account_of
from tui.core.iam.policy import policy_size, principals_of, same_meaning
from tui.core.iam.principals import is_known, nearest
from tui.core.kinds import PrincipalPolicy, Resource, Role
from tui.core.plan.conflicts import taken_names
from tui.core.plan.plan import Plan

UNIQUE_ID = re.compile(r"A(?:ROA|IDA)[A-Z0-9]{12,}")
"""Of a role or a user."""
QUOTAS = {"role": "Roles", "policy": "Policies", "instance-profile": "InstanceProfiles"}
"""Kind of address to GetAccountSummary's key; its quota is <key>Quota."""


OWN_PRINCIPAL = re.compile(r"arn:[^:]+:iam::(\d{12}):(role|user)/(?:\S*/)?([^/\s*?<]+)", re.ASCII)


@dataclass(frozen=True)
class Surroundings:
    """As far as the caller may read it; what could not be read is empty."""

    summary: Mapping[str, int] = field(default_factory=dict)
    """GetAccountSummary's map."""
    lookalikes: Mapping[str, str] = field(default_factory=dict)
    """By address: a name that is there and differs only in letter case; IAM takes the two for the same."""
    denied: tuple[MissingPermission, ...] = ()
    """Planned calls the caller may not make, as SimulatePrincipalPolicy says."""
    other_inline: Mapping[str, int] = field(default_factory=dict)
    """By address: characters of the inline policies that the same role, user or group has besides."""
    is_caller_known: bool = False
    """Whether the caller's rights could be simulated at all."""
    absent: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By address of a role: principals its trust policy names that this account should have and does not."""


def findings_around(plan: Plan, around: Surroundings) -> tuple[Finding, ...]:
    """What a call would be refused for, seen before it is made."""
    found = [*_names(around), *taken_names(plan), *_quotas(plan, around)]
    for desired in plan.desired:
        found += _principals(desired)
        found += _absent(desired, around, plan.target)
        found += _deleted_principals(plan.observed.get(desired.address))
        found += _sizes(desired, plan.observed.get(desired.address), around)
        found += _tags(desired, plan.observed.get(desired.address))
        found += _boundary(desired, plan.target)
    if plan.steps:
        found += [
            Finding("caller_denied", "warning", one.action, {"action": one.action, "resource": one.resource})
            for one in around.denied
        ]
        if not around.is_caller_known:
            found.append(Finding("caller_unknown", "note", plan.target.kind))
    return tuple(found)


def own_principals(plan: Plan) -> dict[str, dict[str, tuple[str, str]]]:
    """By address of a role whose trust policy is new: principals of this account, each as (role or user, name).

    Without those that the plan itself makes, which are there before they are named.
    """
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for desired in plan.desired:
        there = plan.observed.get(desired.address)
        if not isinstance(desired, Role) or (isinstance(there, Role) and same_meaning(desired.trust, there.trust)):
            continue
        for kind, arn in principals_of(desired.trust):
            named = OWN_PRINCIPAL.fullmatch(arn) if kind == "AWS" else None
            is_made = named and f"{named[2]}/{named[3]}" in plan.observed
            if named and not is_made and named[1] == plan.target.account:
                found.setdefault(desired.address, {})[arn] = (named[2], named[3])
    return found


def _names(around: Surroundings) -> Iterator[Finding]:
    for address, name in around.lookalikes.items():
        yield Finding("name_case", "error", address, {"name": name})


def _quotas(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    for kind, key in QUOTAS.items():
        new = sum(1 for one in plan.changes if one.action == "create" and one.address.startswith(f"{kind}/"))
        quota, used = around.summary.get(f"{key}Quota"), around.summary.get(key, 0)
        if quota is not None and new and used + new > quota:
            yield Finding("quota_reached", "error", key, {"used": used, "new": new, "quota": quota})


def _sizes(desired: Resource, there: Resource | None, around: Surroundings) -> Iterator[Finding]:
    """With what is there already, against the account's own quotas, which may have been raised."""
    yield from _inline(desired, around.other_inline.get(desired.address, 0))
    if not isinstance(desired, Role):
        return
    summary = around.summary
    kept = there.managed if isinstance(there, Role) else ()
    trust, attached = policy_size(desired.trust), len({*desired.managed, *kept})
    if trust > summary.get("AssumeRolePolicySizeQuota", trust):
        quota = summary["AssumeRolePolicySizeQuota"]
        yield Finding("trust_size", "error", desired.address, {"size": trust, "quota": quota})
    if attached > summary.get("AttachedPoliciesPerRoleQuota", attached):
        quota = summary["AttachedPoliciesPerRoleQuota"]
        yield Finding("attachments", "error", desired.address, {"size": attached, "quota": quota})


def _deleted_principals(there: Resource | None) -> Iterator[Finding]:
    """IAM shows the unique id of a principal that is gone; one of the same name that is made later is another one."""
    if not isinstance(there, Role):
        return
    for kind, name in principals_of(there.trust):
        if kind == "AWS" and UNIQUE_ID.fullmatch(name):
            yield Finding("principal_deleted", "warning", f"{there.address} trust", {"id": name})


def _inline(desired: Resource, others: int) -> Iterator[Finding]:
    """Of what is desired alone core.checks.findings tells."""
    match desired:
        case Role(inline=documents):
            own, quota = sum(map(policy_size, documents.values())), limits.INLINE_POLICIES_SIZE
        case PrincipalPolicy(document=document):
            own, quota = policy_size(document), limits.INLINE_SIZES[desired.kind]
        case _:
            return
    if own and others and own <= quota < own + others:
        params = {"size": own + others, "quota": quota, "others": others}
        yield Finding("inline_size_together", "error", desired.address, params)


def _tags(desired: Resource, there: Resource | None) -> Iterator[Finding]:
    """IAM counts the tags that are there already, and this run's own; keys differ by more than letter case."""
    tags: Mapping[str, str] = getattr(desired, "tags", {})
    for key in tags:
        if key.casefold().startswith("aws:"):
            yield Finding("tag_reserved", "error", desired.address, {"tag": key})
    kept: Mapping[str, str] = getattr(there, "tags", {})
    run = {RUN_TAG} if there is None and hasattr(desired, "tags") else set()
    count = len({key.casefold() for key in (*tags, *kept, *run)})
    if count > limits.TAGS_MAX:
        yield Finding("tags_too_many", "error", desired.address, {"count": count, "quota": limits.TAGS_MAX})


def _boundary(desired: Resource, target: Target) -> Iterator[Finding]:
    """A boundary is a managed policy of the same account, or AWS's own, in the same partition."""
    arn = desired.permissions_boundary if isinstance(desired, Role) else None
    if not arn:
        return
    if account_of(arn) not in ("aws", target.account):
        params = {"account": account_of(arn), "target": target.account}
        yield Finding("boundary_account", "error", desired.address, params)
    partition = arn.split(":")[1] if ":" in arn else ""
    if partition != target.partition:
        params = {"partition": partition, "target": target.partition}
        yield Finding("boundary_partition", "error", desired.address, params)


def _absent(desired: Resource, around: Surroundings, target: Target) -> Iterator[Finding]:
    """IAM refuses a trust policy that names a user or role which does not exist; the practice account does not."""
    for principal in around.absent.get(desired.address, ()):
        severity: Severity = "error" if target.kind == "account" else "warning"
        yield Finding("principal_absent", severity, f"{desired.address} trust", {"principal": principal})


def _principals(desired: Resource) -> Iterator[Finding]:
    if not isinstance(desired, Role):
        return
    for kind, name in principals_of(desired.trust):
        if kind == "Service" and not is_known(name):
            where = f"{desired.address} trust"
            yield Finding("principal_unknown", "warning", where, {"name": name, "nearest": nearest(name)})
