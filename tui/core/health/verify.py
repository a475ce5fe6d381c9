"""Whether what is there is what a preset wants: each resource by itself, and each promise by the documents there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from tui.core.calls.target import Target
from tui.core.iam.policy import PolicyDocument
from tui.core.kinds import Resource, Role
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
class Verification:
    """All of it."""

    preset: str
    target: Target
    states: tuple[StateCheck, ...]
    accesses: tuple[AccessCheck, ...]

    @property
    def checks(self) -> tuple[StateCheck | AccessCheck, ...]:
        """Resources first."""
        return (*self.states, *self.accesses)

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
        }


def verification(plan: Plan, blueprint: Blueprint, there: tuple[Resource, ...], texts: Texts) -> Verification:
    """`there` is what was observed, its roles with the text of every inline policy."""
    subjects = subjects_there(blueprint, there, plan.target, texts)
    return Verification(
        preset=plan.preset,
        target=plan.target,
        states=tuple(_state(change) for change in plan.changes),
        accesses=tuple(AccessCheck(one, expected(subjects, one)) for one in blueprint.checks) if subjects else (),
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
