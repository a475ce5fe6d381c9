"""An answer to a what-if question, and checks, as lines to read."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from tui.core.health.verify import Check, Extra, StateCheck, told
from tui.core.iam.actions import ActionList
from tui.core.phrase import worded
from tui.core.shown import shown
from tui.core.simulate import Opinion, Outcome
from tui.core.simulate.notes import Note, answers, headline, hints, other_looks, reason, unknowable
from tui.theme import BAD, CARE, GOOD, MUTED
from tui.widgets.json_text import json_lines
from tui.widgets.say import Say

SIGNS = {"allowed": "✓", "denied": "✗", "depends": "?"}
INKS = {"allowed": GOOD, "denied": BAD, "depends": CARE}


def answer_lines(outcome: Outcome, actions: ActionList, say: Say) -> Iterator[Content]:
    """The answer first, then what decides, then what else was looked at and what is not known."""
    decision = outcome.decision
    yield Content.styled(
        f"{SIGNS[decision.decision]} {_said(headline(outcome), say)}", f"bold {INKS[decision.decision]}"
    )
    for note in reason(outcome):
        yield Content.styled(_said(note, say), CARE if note.code == "keys" else "")
    for note in answers(outcome):
        yield Content(f"  {_said(note, say)}")
    if decision.look:
        yield from (line.pad_left(4) for line in json_lines(decision.look.statement))
    yield from (Content.styled(f"! {_said(note, say)}", CARE) for note in hints(outcome, actions))
    yield from (Content.styled(_said(note, say), MUTED) for note in other_looks(outcome))
    yield Content("")
    yield Content.styled(say("simulate.unknowable"), MUTED)
    yield from (Content.styled(f"  - {_said(note, say)}", MUTED) for note in unknowable(outcome))


def opinion_lines(opinion: Opinion, say: Say) -> Iterator[Content]:
    """What AWS says, and whether it is the same."""
    documents = shown(", ".join(opinion.documents) or "-")
    yield Content.styled(say(f"simulate.aws.{opinion.decision}", documents=documents), INKS[opinion.decision])
    word, ink = ("agrees", GOOD) if opinion.agrees else ("differs", BAD)
    yield Content.styled(say(f"simulate.aws.{word}"), ink)


def check_line(check: Check, say: Say) -> Content:
    """One check and whether it holds."""
    sign, ink = ("✓", GOOD) if check.passed else ("✗", BAD)
    if isinstance(check, StateCheck):
        differences = shown(", ".join(check.differences))
        text = say(f"verify.state.{check.action}", address=shown(check.address), differences=differences)
        return Content.assemble((f"{sign} ", ink), text)
    if isinstance(check, Extra):
        return Content.assemble((f"{sign} ", ink), shown(worded(told(check), say)))
    one = check.expectation
    found = say(f"verify.found.{check.outcome.decision.decision}")
    word = "allowed" if one.is_allowed else "denied"
    said = say(f"verify.{'expects' if check.passed else 'differs'}.{word}", found=found)
    # the answer stands before the ARN, which may be long
    return Content.assemble((f"{sign} ", ink), shown(one.action), (f"  {said}  ", ink), (shown(one.resource), MUTED))


def _said(note: Note, say: Say) -> str:
    return say(f"simulate.{note.code}", **{name: shown(str(value)) for name, value in note.params.items()})
