"""What else of an account decides whether a plan will pass: quotas, look-alike names, the caller's rights."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tui.core.denied import MissingPermission
from tui.core.findings import Finding
from tui.core.plan import Plan
from tui.core.policy import policy_size, principals_of
from tui.core.principals import is_known, nearest
from tui.core.resources import Resource, Role

QUOTAS = {"role": "Roles", "policy": "Policies", "instance-profile": "InstanceProfiles"}
"""Kind of address to GetAccountSummary's key; its quota is <key>Quota."""


@dataclass(frozen=True)
class Surroundings:
    """As far as the caller may read it; what could not be read is empty."""

    summary: Mapping[str, int] = field(default_factory=dict)
    """GetAccountSummary's map."""
    lookalikes: Mapping[str, str] = field(default_factory=dict)
    """By address: a name that is there and differs only in letter case; IAM takes the two for the same."""
    denied: tuple[MissingPermission, ...] = ()
    """Planned calls the caller may not make, as SimulatePrincipalPolicy says."""
    is_caller_known: bool = False
    """Whether the caller's rights could be simulated at all."""


def findings_around(plan: Plan, around: Surroundings) -> tuple[Finding, ...]:
    """What a call would be refused for, seen before it is made."""
    found = [*_names(around), *_quotas(plan, around)]
    for desired in plan.desired:
        found += _principals(desired)
        found += _sizes(desired, plan.observed.get(desired.address), around.summary)
    if plan.steps:
        found += [
            Finding("caller_denied", "warning", one.action, {"action": one.action, "resource": one.resource})
            for one in around.denied
        ]
        if not around.is_caller_known:
            found.append(Finding("caller_unknown", "note", plan.target.kind))
    return tuple(found)


def _names(around: Surroundings) -> Iterator[Finding]:
    for address, name in around.lookalikes.items():
        yield Finding("name_case", "error", address, {"name": name})


def _quotas(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    for kind, key in QUOTAS.items():
        new = sum(1 for one in plan.changes if one.action == "create" and one.address.startswith(f"{kind}/"))
        quota, used = around.summary.get(f"{key}Quota"), around.summary.get(key, 0)
        if quota is not None and new and used + new > quota:
            yield Finding("quota_reached", "error", key, {"used": used, "new": new, "quota": quota})


def _sizes(desired: Resource, there: Resource | None, summary: Mapping[str, int]) -> Iterator[Finding]:
    """Against the account's own quotas, which may have been raised."""
    if not isinstance(desired, Role):
        return
    kept = there.managed if isinstance(there, Role) else ()
    trust, attached = policy_size(desired.trust), len({*desired.managed, *kept})
    if trust > summary.get("AssumeRolePolicySizeQuota", trust):
        quota = summary["AssumeRolePolicySizeQuota"]
        yield Finding("trust_size", "error", desired.address, {"size": trust, "quota": quota})
    if attached > summary.get("AttachedPoliciesPerRoleQuota", attached):
        quota = summary["AttachedPoliciesPerRoleQuota"]
        yield Finding("attachments", "error", desired.address, {"size": attached, "quota": quota})


def _principals(desired: Resource) -> Iterator[Finding]:
    if not isinstance(desired, Role):
        return
    for kind, name in principals_of(desired.trust):
        if kind == "Service" and not is_known(name):
            where = f"{desired.address} trust"
            yield Finding("principal_unknown", "warning", where, {"name": name, "nearest": nearest(name)})
