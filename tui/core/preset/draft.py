"""The answers while they are being typed: what every field holds, where it comes from, and whether it fits. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from tui.core.calls.target import Target
from tui.core.errors import AnswerRejected
from tui.core.preset.answers import Question, built_in_values, choices_of, questions
from tui.core.preset.documents import DOCUMENTS
from tui.core.preset.format import Preset
from tui.core.preset.role_options import ROLE_OPTIONS
from tui.core.preset.tokens import TOKEN, filled
from tui.core.preset.values import check_value

Origin = Literal["typed", "default", "account", "none"]


@dataclass(frozen=True)
class FieldState:
    """One field as it stands."""

    text: str = ""
    """What the field shows: as typed, else what the account or the default says; "" when there is nothing yet."""
    value: str = ""
    """Checked and normalised; "" when there is none."""
    origin: Origin = "none"
    error: AnswerRejected | None = field(default=None, compare=False)
    is_asked: bool = True
    is_required: bool = False

    @property
    def trouble(self) -> tuple[str, str]:
        """What is wrong, comparable: errors are equal to nothing but themselves."""
        return (self.error.code, str(self.error.params)) if self.error else ("", "")

    @property
    def is_answered(self) -> bool:
        """Whether the plan could be made with it."""
        return bool(self.value) or (not self.is_required and self.error is None)

    @property
    def is_normalised(self) -> bool:
        """Whether the value is another text than what stands in the field."""
        return bool(self.value) and self.origin == "typed" and self.value != self.text


@dataclass(frozen=True)
class Draft:
    """All answers of one preset, given so far."""

    preset: Preset
    given: Mapping[str, str] = field(default_factory=dict)
    """By token, as typed; "" and missing are the same."""
    derived: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Token to (source value it was read for, value)."""
    target: Target | None = None

    def with_given(self, token: str, text: str) -> Draft:
        """The draft after typing."""
        given = {name: value for name, value in self.given.items() if name != token}
        return replace(self, given=given | ({token: text} if text.strip() else {}))

    def with_derived(self, token: str, source: str, value: str) -> Draft:
        """The draft after the account has answered."""
        return replace(self, derived={**self.derived, token: (source, value)})

    @property
    def choices(self) -> Mapping[str, str]:
        """The option taken of every choice; a given one that does not exist counts as not given."""
        try:
            return choices_of(self.preset, self.given)
        except AnswerRejected:
            return choices_of(self.preset, {})

    @cached_property
    def fields(self) -> Mapping[str, FieldState]:
        """Every placeholder that takes a value, and the role's options."""
        asked = {one.name: one for one in questions(self.preset, self.choices)}
        found: dict[str, FieldState] = {}
        for name, placeholder in self.preset.placeholders.items():
            if placeholder.type != "choice":
                self._resolve(name, asked, found)
        found = {name: found[name] for name in self.preset.placeholders if name in found}
        for name, kind in ROLE_OPTIONS.items() if self.preset.has_role else ():
            found[name] = _checked(FieldState(self.given.get(name, ""), origin="typed"), kind, name)
        return found

    def values(self) -> dict[str, str]:
        """Tokens that have a value, the target's own too."""
        own = built_in_values(self.target) if self.target else {}
        return own | {name: one.value for name, one in self.fields.items() if one.value}

    def progress(self) -> tuple[int, int]:
        """(answered, asked) of the values that must be there; choices always are."""
        needed = [one for one in self.fields.values() if one.is_asked and (one.is_required or one.origin != "none")]
        return sum(1 for one in needed if one.is_answered and one.value), len(needed)

    def wrong(self) -> list[str]:
        """Tokens of the fields that keep the plan from being made, in the form's order."""
        return [name for name, one in self.fields.items() if one.is_asked and (one.error or not one.is_answered)]

    def to_derive(self) -> list[tuple[str, str, str]]:
        """(token, type, source value) of what the account could tell and was not asked for yet."""
        wanted = []
        for name, one in self.fields.items():
            placeholder = self.preset.placeholders.get(name)
            source = self.fields[placeholder.source].value if placeholder and placeholder.source else ""
            is_known = self.derived.get(name, ("", ""))[0] == source
            if one.is_asked and placeholder and source and one.origin != "typed" and not is_known:
                wanted.append((name, placeholder.type, source))
        return wanted

    def _resolve(self, name: str, asked: Mapping[str, Question], found: dict[str, FieldState]) -> FieldState:
        """Fills `found` for a token, what it is made from first."""
        if name in found or name not in self.preset.placeholders:
            return found.get(name, FieldState())
        placeholder = self.preset.placeholders[name]
        question = asked.get(name)
        is_led_to = placeholder.source is not None and question is not None and not question.is_only_told
        is_required = bool(question and (question.is_required or is_led_to))
        found[name] = FieldState(is_asked=question is not None, is_required=is_required)
        origin: Origin = "typed"
        text = self.given.get(name, "")
        if not text and placeholder.source:
            source = self._resolve(placeholder.source, asked, found).value
            read_for, value = self.derived.get(name, ("", ""))
            text, origin = (value, "account") if source and read_for == source else ("", "none")
        if not text and placeholder.default:
            own = built_in_values(self.target) if self.target else {}
            made_of = {token: self._resolve(token, asked, found).value for token in TOKEN.findall(placeholder.default)}
            text = filled(placeholder.default, own | {token: value for token, value in made_of.items() if value})
            text, origin = ("", "none") if TOKEN.search(text) else (text, "default")
        state = replace(found[name], text=text, origin=origin if text else "none")
        found[name] = _checked(state, placeholder.type, name)
        return found[name]


def _checked(state: FieldState, kind: str, name: str) -> FieldState:
    if not state.text.strip():
        return replace(state, origin="none")
    if kind in DOCUMENTS and state.text.lstrip().startswith("@"):
        return replace(state, value=state.text.strip())  # a file, which is read when the plan is made
    try:
        return replace(state, value=check_value(kind, state.text, name))
    except AnswerRejected as error:
        return replace(state, error=error)
