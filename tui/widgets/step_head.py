"""The head of a journey's step in the form and on the report: its number, what to know or do, and what goes wrong."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from tui.core.journey.format import Step
from tui.core.shown import shown
from tui.theme import CARE, MUTED, TITLE
from tui.widgets.prose import Prose
from tui.widgets.say import Say


class StepHead(Prose):
    """Reads like a chapter's title and first lines; holds no focus."""

    DEFAULT_CSS = "StepHead { margin: 1 2 1 1; }"

    def __init__(self, number: int, total: int, step: Step, say: Say) -> None:
        super().__init__(*step_lines(number, total, step, say))


def step_lines(number: int, total: int, step: Step, say: Say) -> Iterator[Content]:
    """The lines of one step, in the language of `say`."""
    language = say.language
    mark = Content.styled(f"{say('step.number', number=number, total=total)}  ", MUTED)
    yield mark + Content.styled(shown(step.title.by(language)), TITLE)
    for text in filter(None, (step.read, step.do)):
        yield Content(shown(text.by(language)))
    for one in step.pitfalls:
        yield Content.styled("! ", CARE) + Content.styled(shown(one.by(language)), MUTED)
