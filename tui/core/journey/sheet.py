"""The sheet of a journey: the values of a form in the form's order, and who has those that are missing. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tui.core.journey.format import Journey, is_taken
from tui.core.plan.report import arns_of
from tui.core.plan.review import Review
from tui.core.preset.answers import Answers
from tui.core.preset.format import Preset, Texts
from tui.core.preset.tokens import filled, tokens_in


@dataclass(frozen=True)
class SheetRow:
    """One field of the form."""

    field: str
    label: Texts
    value: str
    """"" while it is missing."""
    who: Texts
    """Who has it, while it is missing."""

    def record(self, language: str) -> dict[str, Any]:
        """As JSON."""
        return {
            "field": self.field,
            "label": self.label.by(language),
            "value": self.value,
            "missing": not self.value,
            "who": "" if self.value else self.who.by(language),
        }


def sheet_rows(review: Review) -> tuple[SheetRow, ...]:
    """All fields in the form's order; () for what is no journey. ARNs count once what they name stands."""
    return rows_of(review.preset, review.answers, _standing(review))


def rows_of(journey: Preset, answers: Answers, standing: Mapping[str, str]) -> tuple[SheetRow, ...]:
    """The same of answers and the ARNs, by address, of what stands."""
    if not isinstance(journey, Journey):
        return ()
    found: dict[str, SheetRow] = {}
    for one in journey.sheet:
        if one.field in found or not is_taken(one.when, answers.choices):
            continue
        value = _told(one.value, answers.values) if one.value else standing.get(_told(one.arn, answers.values), "")
        found[one.field] = SheetRow(one.field, one.label, value, one.who)
    return tuple(found.values())


def sheet_records(review: Review, language: str) -> list[dict[str, Any]]:
    """The sheet as JSON, with labels in that language."""
    return [one.record(language) for one in sheet_rows(review)]


def open_tasks(review: Review) -> tuple[tuple[Texts, Texts], ...]:
    """(title, task) of what a person still has to do elsewhere, in the order of the steps."""
    journey, choices = review.preset, review.answers.choices
    if not isinstance(journey, Journey):
        return ()
    return tuple(
        (one.step.title, one.step.do)
        for one in journey.steps
        if one.step.do and choices.get(one.tick) != "done" and is_taken(one.step.when, choices)
    )


def _standing(review: Review) -> Mapping[str, str]:
    """ARNs of what is there: as observed, and as made since."""
    plan = review.plan
    there = tuple(one for one in plan.desired if plan.observed.get(one.address) is not None)
    return {**arns_of(there, plan.observed, plan.target), **review.made}


def _told(template: str, values: Mapping[str, str]) -> str:
    """The text with its values; "" where one is missing."""
    text = str(filled(template, values))
    return "" if any(tokens_in(text)) else text
