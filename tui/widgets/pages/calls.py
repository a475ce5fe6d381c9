"""The calls in the order they are sent."""

from __future__ import annotations

import json

from textual.content import Content

from tui.core.calls.api_call import ApiCall
from tui.core.calls.result_reference import told
from tui.core.plan.review import Review
from tui.core.shown import shown
from tui.theme import MUTED, TITLE
from tui.widgets.json_text import inked, pretty_lines
from tui.widgets.say import Say


def calls_page(review: Review, say: Say) -> list[Content]:
    """The calls in the order they are sent."""
    lines: list[Content] = []
    addresses = [step.address for step in review.plan.steps]
    for number, step in enumerate(review.plan.steps, start=1):
        lines.append(
            Content.assemble(
                (f"{number:>3}  ", MUTED),
                (f"{step.do.service} {step.do.operation}", TITLE),
                (f"   {call_summary(step.do, say)}", MUTED),
            )
        )
        lines += [inked(told(line, addresses)).pad_left(5) for line in params_lines(step.do)]
        lines.append(Content(""))
    return lines or [Content.styled(say("review.no_calls"), MUTED)]


def call_summary(call: ApiCall, say: Say) -> str:
    """The call in one line of the language."""
    key = f"step.{call.operation}"
    text = say(key, **{name: shown(str(value)) for name, value in call.params.items()})
    return call.operation if text == key else text


def params_lines(call: ApiCall) -> list[str]:
    """Parameters one under the other; documents that are sent as text are unfolded."""
    return pretty_lines({name: _unfolded(value) for name, value in call.params.items()})


def _unfolded(value: object) -> object:
    if isinstance(value, str) and value.startswith("{"):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
