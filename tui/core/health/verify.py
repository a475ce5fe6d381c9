"""Whether what is there is what a preset wants: each resource by itself, and each promise by the documents there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from tui.core.calls.target import Target
from tui.core.iam.policy import PolicyDocument, as_list, statements_of
from tui.core.kinds import Resource, Role
from tui.core.phrase import Listing, Part, Phrase
from tui.core.plan.blueprint import Blueprint, Expectation
from tui.core.plan.plan import Action, Change, Observed, Plan
from tui.core.simulate import Outcome, Subject, Texts, expected, holds, subjects_in, subjects_of


@dataclass(frozen=True)
class StateCheck:
    """One resource: is it as wanted?"""

    address: str
    action: Action
    """What would have to happen; no-op where it is as wanted."""
    differences: tuple[str, ...]
    """Names of the parts that are missing or other than wanted."""

    @property
    def passed(self) -> bool:
        """Whether nothing would have to happen."""
        return self.action == "no-op"

    def record(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "check": "state",
            "action": None,
            "resource": self.address,
            "expect": "no-op",
            "decision": self.action,
            "differences": list(self.differences),
            "passed": self.passed,
        }


@dataclass(frozen=True)
class AccessCheck:
    """One of the preset's promises, by the documents that are there."""

    expectation: Expectation
    outcome: Outcome

    @property
    def passed(self) -> bool:
        """Whether it is kept."""
        return holds(self.expectation, self.outcome)

    def record(self) -> dict[str, Any]:
        """As JSON."""
        one = self.expectation
        return {
            "check": "access",
            "action": one.action,
            "resource": one.resource,
            "context": dict(one.context),
            "expect": "allowed" if one.is_allowed else "denied",
            **self.outcome.decision.record(),
            "subject": self.outcome.subject.name,
            "passed": self.passed,
        }


@dataclass(frozen=True)
class Extra:
    """A policy of a role that nobody asked for: an inline one, an attached one, or a permissions boundary."""

    address: str
    """Of the role."""
    policy: str
    """inline/NAME, the ARN of a managed policy, or boundary/ARN."""
    allows: tuple[str, ...] | None
    """The actions it allows, as written; None where its text could not be read."""
    is_administrator: bool
    """Whether it allows every action on everything."""
    is_difference: bool = False
    """Whether that it is there is itself a difference: from what a run left, not from what an entry wants."""

    @property
    def is_boundary(self) -> bool:
        """Whether it takes away instead of adding."""
        return self.policy.startswith("boundary/")

    @property
    def passed(self) -> bool:
        """Never with administrator access that nobody asked for."""
        return not self.is_difference and (self.is_boundary or not self.is_administrator)

    def record(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "check": "extra",
            "action": None,
            "resource": self.address,
            "policy": self.policy,
            "expect": "none",
            "decision": "administrator" if self.is_administrator and not self.is_boundary else "extra",
            "allows": None if self.allows is None else list(self.allows),
            "administrator": self.is_administrator,
            "passed": self.passed,
        }


Check = StateCheck | AccessCheck | Extra
ALLOWS_NAMED = 6
"""Actions of an extra policy that its sentence names; the record has all of them."""


def told(extra: Extra) -> Phrase:
    """What a role has besides, and what that allows or takes away."""
    fields: dict[str, Part] = {"address": extra.address, "policy": extra.policy.removeprefix("boundary/")}
    if extra.is_boundary:
        return Phrase("verify.extra.boundary", fields)
    if extra.is_administrator:
        return Phrase("verify.extra.administrator", fields)
    if extra.allows is None:
        return Phrase("verify.extra.unread", fields)
    few: Part = Listing(extra.allows[:ALLOWS_NAMED], "comma") if extra.allows else "-"
    if (rest := len(extra.allows) - ALLOWS_NAMED) > 0:
        few = Phrase("list.more", {"items": few, "count": rest})
    return Phrase("verify.extra.allows", {**fields, "actions": few})


@dataclass(frozen=True)
class Verification:
    """All of it."""

    preset: str
    target: Target
    states: tuple[StateCheck, ...]
    accesses: tuple[AccessCheck, ...]
    extras: tuple[Extra, ...] = ()
    """What the roles have besides."""

    @property
    def checks(self) -> tuple[Check, ...]:
        """Resources first."""
        return (*self.states, *self.accesses, *self.extras)

    @property
    def passed(self) -> bool:
        """Whether everything is as the preset wants."""
        return all(one.passed for one in self.checks)

    def record(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "passed": self.passed,
            "preset": self.preset,
            "target": self.target.kind,
            "account": self.target.account,
            "region": self.target.region,
            "checks": [one.record() for one in self.checks],
            "extras": [one.record() for one in self.extras],
        }


def verification(
    plan: Plan, blueprint: Blueprint, there: tuple[Resource, ...], texts: Texts, *, is_of_run: bool = False
) -> Verification:
    """`there` is what was observed, its roles with the text of every inline policy.

    With `is_of_run` the blueprint is what a run left: every policy besides is a difference from it.
    """
    subjects = subjects_there(blueprint, there, plan.target, texts)
    return Verification(
        preset=plan.preset,
        target=plan.target,
        states=tuple(_state(change) for change in plan.changes),
        accesses=tuple(AccessCheck(one, expected(subjects, one)) for one in blueprint.checks) if subjects else (),
        extras=tuple(
            replace(one, is_difference=is_of_run)
            for role in there
            if isinstance(role, Role)
            for one in extras_of(role, _wanted(blueprint, role), texts)
        ),
    )


def _wanted(blueprint: Blueprint, role: Role) -> Role:
    """The role as the blueprint has it; one that it does not have wants nothing."""
    mine = (one for one in blueprint.resources if isinstance(one, Role) and one.name == role.name)
    return next(mine, Role(role.name, role.trust))


def extras_of(role: Role, wanted: Role, texts: Texts) -> Iterator[Extra]:
    """What an observed role, with the text of all its inline policies, has besides the wanted one."""
    for name in role.other_inline:
        document = role.inline.get(name)
        allowed = None if document is None else allowed_by(document)
        yield Extra(role.address, f"inline/{name}", allowed, is_administrator(document))
    for arn in role.managed:
        if arn not in wanted.managed:
            document = texts.get(arn)
            allowed = None if document is None else allowed_by(document)
            is_admin = arn.endswith(":aws:policy/AdministratorAccess") or is_administrator(document)
            yield Extra(role.address, arn, allowed, is_admin)
    boundary = role.permissions_boundary
    if boundary and boundary != wanted.permissions_boundary:
        document = texts.get(boundary)
        yield Extra(role.address, f"boundary/{boundary}", None if document is None else allowed_by(document), False)


def allowed_by(document: PolicyDocument) -> tuple[str, ...]:
    """The actions its Allow statements name, as written, each once."""
    allows = [one for one in statements_of(document) if one.get("Effect") == "Allow"]
    named = [str(action) for one in allows for action in as_list(one.get("Action", []))]
    excepted = [f"NotAction: {action}" for one in allows for action in as_list(one.get("NotAction", []))]
    return tuple(dict.fromkeys((*named, *excepted)))


def is_administrator(document: PolicyDocument | None) -> bool:
    """Whether a statement of it allows every action on everything, without a condition."""
    return document is not None and any(
        one.get("Effect") == "Allow"
        and {"*", "*:*"} & set(map(str, as_list(one.get("Action", []))))
        and "*" in as_list(one.get("Resource", []))
        and not one.get("Condition")
        for one in statements_of(document)
    )


def subjects_there(
    blueprint: Blueprint, there: tuple[Resource, ...], target: Target, texts: Texts
) -> tuple[Subject, ...]:
    """The blueprint's subjects with the documents that the account has; without any where the account lacks them."""
    found = {one.name: one for one in subjects_in(there, target, texts)}
    wanted = subjects_of(blueprint, target, texts)
    return tuple(one if one.name == "caller" else found.get(one.name, Subject(one.name, one.arn)) for one in wanted)


def _state(change: Change) -> StateCheck:
    differences = tuple(part.name for part in change.parts if part.action != "no-op")
    return StateCheck(change.address, change.action, differences)


def with_documents(role: Role, documents: Iterable[tuple[str, PolicyDocument]]) -> Role:
    """The role with the texts of inline policies nobody asked about."""
    return replace(role, inline={**role.inline, **dict(documents)})


def found_in(observed: Observed) -> tuple[Resource, ...]:
    """What is there of what was looked for."""
    return tuple(one for one in observed.values() if one is not None)
