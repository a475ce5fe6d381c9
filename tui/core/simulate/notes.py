"""An answer as codes with parameters, in the order people ask; texts are "simulate.<code>"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tui.core.iam.actions import ActionList
from tui.core.simulate.decision import NEVER_KNOWN
from tui.core.simulate.question import Outcome
from tui.core.simulate.request import ANY
from tui.core.simulate.statement import Look

TOLD = (*NEVER_KNOWN, "resource-policy", "caller-policy")
"""What an answer cannot know that has a text of its own; everything else is the ARN of a policy without a text."""


@dataclass(frozen=True)
class Note:
    """One line."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


def headline(outcome: Outcome) -> Note:
    """The answer in one sentence."""
    request = outcome.request
    kind = "assume." if outcome.is_about_trust else ""
    params = {"subject": outcome.subject.name, "action": request.action, "resource": request.resource}
    return Note(f"{kind}{outcome.decision.decision}", params)


def reason(outcome: Outcome) -> Iterator[Note]:
    """What decides: the statement, or what is missing, or the context keys."""
    decision = outcome.decision
    if decision.look:
        params = {"statement": decision.look.label, "document": decision.look.source.where}
        yield Note(f"by.{decision.decision}", params)
    else:
        yield Note(f"why.{decision.reason}")
    if decision.keys:
        yield Note("keys", {"keys": ", ".join(decision.keys)})


def answers(outcome: Outcome) -> Iterator[Note]:
    """Who may take on the role, one line each."""
    for one in outcome.who:
        params = {"principal": one.principal.name, "keys": ", ".join(one.decision.keys)}
        yield Note(f"who.{one.decision.decision}", params)


def other_looks(outcome: Outcome) -> Iterator[Note]:
    """The statements about the action that do not decide, and why each does not."""
    for look in outcome.decision.looks:
        if look is not outcome.decision.look:
            yield Note(f"look.{_state(look)}", {"statement": look.label, "document": look.source.where})


def unknowable(outcome: Outcome) -> Iterator[Note]:
    """What could change the answer and was not at hand."""
    for one in outcome.decision.unknowable:
        yield Note(f"unknowable.{one}") if one in TOLD else Note("unknowable.text", {"arn": one})


def hints(outcome: Outcome, actions: ActionList) -> Iterator[Note]:
    """What the list of IAM's actions says about the question: no such action, never checked on such a resource,
    or checked on some where everything was asked about."""
    action, resource = outcome.request.action, outcome.request.resource
    patterns = actions.patterns(action)
    said = {"action": action, "patterns": ", ".join(patterns) or ANY}
    if actions.is_empty:
        return
    if not actions.known(action):
        yield Note("hint.unknown", {"action": action, "nearest": actions.nearest(action) or "?"})
    elif outcome.is_about_trust:
        return
    elif resource == ANY and patterns and outcome.decision.decision == "denied":
        yield Note("hint.any", said)
    elif not actions.fits(action, resource):
        yield Note("hint.unfit", said)


def _state(look: Look) -> str:
    """allow, deny, or the first element that keeps it from applying; condition.open where that is not known."""
    if look.applies.is_true:
        return "deny" if look.is_deny else "allow"
    if look.resource.is_false:
        return "resource"
    return "open" if look.applies.is_unknown else "condition"
