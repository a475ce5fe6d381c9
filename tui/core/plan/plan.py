"""What would change, and the calls that change it. Pure: desired and observed in, plan out."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from tui.core.calls.result_reference import with_results
from tui.core.calls.step import Step
from tui.core.calls.target import Target
from tui.core.iam.policy import canonical, same_meaning
from tui.core.kinds import LogGroup, Removable, Resource, Stream, removal_steps, steps_for
from tui.core.plan.blueprint import Blueprint

Action = Literal["create", "update", "delete", "no-op"]

Observed = Mapping[str, Resource | None]
"""What the account has at each desired resource's address; None where nothing is."""

ONLY_AT_CREATION = ("path", "capacity")
"""Parts that no call can change later; a finding says so where they differ."""


@dataclass(frozen=True)
class Part:
    """One thing of a resource before and after: its trust policy, one inline policy, one tag."""

    name: str
    action: Action
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    """What happens to one resource."""

    address: str
    action: Action
    parts: tuple[Part, ...]
    """All of them, also those that stay."""


@dataclass(frozen=True)
class Plan:
    """Everything a person approves: changes to read, steps to take."""

    preset: str
    run: str
    """The id this plan's apply will have; made things carry it in the tag rolewizard:run."""
    target: Target
    changes: tuple[Change, ...]
    steps: tuple[Step, ...]
    desired: tuple[Resource, ...]
    observed: Observed
    digest: str
    """Of the target, the desired and the observed state: two plans with the same digest are the same decision."""
    given: Mapping[str, str] = field(default_factory=dict)
    """The answers it was made from, as typed, so that another process can tell what comes next."""
    leaves: tuple[str, ...] = ()
    """Of a way back: addresses of what it refuses to take back."""
    removes: tuple[str, ...] = ()
    """Addresses of what is not to be there afterwards; `desired` has those things as they were."""

    @property
    def is_empty(self) -> bool:
        """Whether the account already is as desired."""
        return not self.steps


def make_plan(blueprint: Blueprint, observed: Observed, target: Target, run: str) -> Plan:
    """The plan that takes the account to the blueprint."""
    return plan_between(blueprint.preset, blueprint.resources, observed, target, run)


def plan_between(preset: str, resources: tuple[Resource, ...], observed: Observed, target: Target, run: str) -> Plan:
    """The plan that takes the account from what is observed to these resources."""
    resources = with_results(resources, observed)
    changes: list[Change] = []
    steps: list[Step] = []
    for desired in resources:
        found = observed.get(desired.address)
        changes.append(_change(desired, found))
        steps.extend(steps_for(desired, found, target, run))
    return Plan(
        preset=preset,
        run=run,
        target=target,
        changes=tuple(changes),
        steps=tuple(steps),
        desired=resources,
        observed=observed,
        digest=digest_of(target, resources, observed),
    )


def plan_removal(name: str, observed: Removable, target: Target, run: str) -> Plan:
    """The plan that takes a thing away; `name` stands where a preset's would. Its undo makes the thing again."""
    there = {observed.address: observed}
    return Plan(
        preset=name,
        run=run,
        target=target,
        changes=(change_between(observed.address, observed, None),),
        steps=removal_steps(observed, target),
        desired=(observed,),
        observed=there,
        digest=digest_of(target, (observed,), there),
        removes=(observed.address,),
    )


def change_between(address: str, now: Resource | None, then: Resource | None) -> Change:
    """What happens to a resource that is one thing now and another one, or gone, afterwards."""
    old, new = now.parts() if now else {}, then.parts() if then else {}
    parts = tuple(
        Part(name, _action(old.get(name), new.get(name)), old.get(name), new.get(name))
        for name in dict.fromkeys([*old, *new])
    )
    if now is None:
        return Change(address, "no-op" if then is None else "create", parts)
    if then is None:
        return Change(address, "delete", parts)
    return Change(address, "update" if any(part.action != "no-op" for part in parts) else "no-op", parts)


def _action(old: object, new: object) -> Action:
    if new is None:
        return "delete"
    return "create" if old is None else "no-op" if same_value(old, new) else "update"


def digest_of(target: Target, desired: Iterable[Resource], observed: Observed) -> str:
    """SHA-256 over account, partition, desired and observed state; documents count by meaning."""
    seen = {
        "account": [target.kind, target.account, target.partition],
        "desired": [fingerprint(one) for one in desired],
        "observed": {address: fingerprint(one) for address, one in observed.items()},
    }
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()


def named_after(plan: Plan) -> str:
    """The role's name, or that of the first thing the plan is about: what a person types to say yes to it."""
    return main_address([change.address for change in plan.changes]).partition("/")[2]


def main_address(addresses: Sequence[str]) -> str:
    """The role's, or else the first; empty where there is none."""
    return next((one for one in addresses if one.startswith("role/")), next(iter(addresses), ""))


def same_value(before: object, after: object) -> bool:
    """Equality by meaning: policy documents canonically, everything else as it is."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return same_meaning(before, after)
    return before == after


def _change(desired: Resource, found: Resource | None) -> Change:
    before = found.parts() if found else {}
    parts = tuple(_part(name, before.get(name), after) for name, after in desired.parts().items())
    if found is None:
        return Change(desired.address, "create", parts)
    is_changed = any(part.action != "no-op" and part.name not in ONLY_AT_CREATION for part in parts)
    return Change(desired.address, "update" if is_changed else "no-op", parts)


def _part(name: str, before: object, after: object) -> Part:
    if before is None:
        return Part(name, "create", None, after)
    return Part(name, "no-op" if same_value(before, after) else "update", before, after)


def fingerprint(resource: Resource | None) -> Any:
    """What makes two states of a resource the same: unique ids and versions too, documents by meaning."""
    if resource is None:
        return None
    values = {one.name: getattr(resource, one.name) for one in fields(resource)}
    values |= {"inline": None, "trust": None, "document": None}
    # AWS promises no order for attachments, audiences and versions
    values = {name: sorted(value) if isinstance(value, tuple) else value for name, value in values.items()}
    if isinstance(resource, LogGroup | Stream):
        # the time it was made, which the practice account gives anew at every start; what is there stays as it is
        values["unique_id"] = None
    return [
        type(resource).__name__,
        values,
        {name: canonical(value) for name, value in resource.parts().items() if isinstance(value, Mapping)},
    ]
