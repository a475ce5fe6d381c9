"""What the form is made of: a field for every placeholder and role option of a draft, and the word about its state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.content import Content

from tui.core.journey.format import Journey
from tui.core.preset.draft import Draft
from tui.core.preset.format import Placeholder
from tui.core.preset.role_options import ROLE_OPTIONS
from tui.theme import BAD, GOOD, MUTED
from tui.widgets.choice_field import ChoiceField, OptionText
from tui.widgets.field import Field, FieldText
from tui.widgets.say import Say
from tui.widgets.step_head import StepHead


def placeholder_fields(draft: Draft, say: Say) -> Iterator[Field | ChoiceField | StepHead]:
    """In the preset's order, a journey's under its steps; those that are not asked now are there too, unseen."""
    journey = draft.preset if isinstance(draft.preset, Journey) else None
    if journey is None:
        yield from _fields(draft.preset.placeholders, draft, say)
        return
    for number, one in enumerate(journey.steps, start=1):
        yield StepHead(number, len(journey.steps), one.step, say)
        yield from _fields(one.tokens, draft, say)


def _fields(tokens: Iterable[str], draft: Draft, say: Say) -> Iterator[Field | ChoiceField]:
    language = say.language
    for token in tokens:
        placeholder = draft.preset.placeholders[token]
        if placeholder.type == "choice":
            yield _choice_field(token, placeholder, draft, say)
        else:
            text = FieldText(placeholder.label.by(language), placeholder.help.by(language), placeholder.example)
            yield Field(token, placeholder.type, text, say, draft.fields[token])


def role_option_fields(draft: Draft, say: Say) -> Iterator[Field]:
    """The fields every role has besides the preset's."""
    for token, kind in ROLE_OPTIONS.items():
        text = FieldText(say(f"option.{token}.label"), say(f"option.{token}.help"), "")
        yield Field(token, kind, text, say, draft.fields[token])


def progress_line(draft: Draft, say: Say) -> Content:
    """How much is answered, or how much is wrong."""
    done, total = draft.progress()
    wrong = [name for name, one in draft.fields.items() if one.is_asked and one.error]
    if wrong:
        return Content.styled(f"✗ {say('fill.errors', count=len(wrong))}", BAD)
    if not total:
        return Content.styled(f"✓ {say('fill.nothing_needed')}", GOOD)
    told = say("fill.progress", done=done, total=total)
    return Content.styled(f"✓ {told}", GOOD) if done == total else Content.styled(told, MUTED)


def _choice_field(token: str, placeholder: Placeholder, draft: Draft, say: Say) -> ChoiceField:
    language = say.language
    options = [
        OptionText(id, option.label.by(language), option.why.by(language), id == placeholder.default)
        for id, option in placeholder.options.items()
    ]
    label, help = placeholder.label.by(language), placeholder.help.by(language)
    return ChoiceField(token, label, help, options, say, draft.choices[token])
