"""A journey: steps in order, each something to read, to answer, to do elsewhere, or a preset; and a sheet of values.

Data, never a program, like a preset. `core.journey.compose` makes one preset of a journey and the presets it names, so
that review, apply, undo, verification, exports and saved plans are those of any preset.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from tui.core.catalog.entries import Group, Need
from tui.core.preset.format import Fact, OptionId, Placeholder, Preset, Texts, Token, labelled

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=64)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Step(_Strict):
    """One step. What it has decides what it is; it may be several things at once."""

    id: OptionId
    title: Texts
    read: Texts | None = None
    """What to know."""
    ask: tuple[Token, ...] = ()
    """Placeholders to answer here; those of the step's preset follow by themselves."""
    do: Texts | None = None
    """What a person does somewhere else; ticked by hand."""
    preset: str = ""
    """The entry whose resources this step makes."""
    names: dict[Token, Token] = {}
    """What the journey calls the preset's placeholders; those not named keep their names. Equal names are one value."""
    choices: dict[Token, OptionId] = Field(default={}, alias="set")
    """Choices of the preset that the journey has made."""
    when: dict[Token, OptionId] = {}
    """The step is taken only under these options of choices."""
    after: bool = False
    """Whether it comes after everything has been made."""
    pitfalls: tuple[Texts, ...] = ()

    @model_validator(mode="after")
    def _is_something(self) -> Self:
        if not (self.read or self.ask or self.do or self.preset):
            raise ValueError("one of read, ask, do and preset is needed")
        if not self.preset and (self.names or self.choices):
            raise ValueError("names and set belong to a preset")
        return self


class SheetField(_Strict):
    """One value of the form that the journey's values go into."""

    field: Token
    label: Texts
    """As the form calls it."""
    value: str = ""
    """Text with tokens."""
    arn: str = ""
    """The address of what was made, with tokens, for its ARN: role/<ROLE_NAME>, kms-key/<KEY_ALIAS>."""
    who: Texts
    """Who has the value, for as long as it is missing."""
    when: dict[Token, OptionId] = {}
    """Under which options this is the field's value; of several entries for a field the first that applies counts."""

    @model_validator(mode="after")
    def _says_what(self) -> Self:
        if bool(self.value) is bool(self.arn):
            raise ValueError("value or arn is needed, and only one of them")
        return self


class JourneyFile(_Strict):
    """What a file in presets/journeys says."""

    @model_validator(mode="before")
    @classmethod
    def _with_what_follows(cls, given: Any) -> Any:
        """As for a preset: what is left out follows from what is there."""
        if not isinstance(given, Mapping):
            return given
        found = dict(given)
        if "title" in found:
            found.setdefault("why", found["title"])
        if isinstance(found.get("placeholders"), Mapping):
            found["placeholders"] = {name: labelled(name, one) for name, one in found["placeholders"].items()}
        return found

    schema_: Literal["1"] = Field(alias="schema")
    id: Id
    catalog: str = ""
    service: str = ""
    aliases: tuple[str, ...] = ()
    group: Group = "own"
    need: Need = "required"
    rank: Annotated[int, Field(ge=1, le=99)] = 50
    title: Texts
    why: Texts
    captured: str = ""
    docs: tuple[str, ...] = ()
    prerequisites: tuple[Texts, ...] = ()
    notes: tuple[Texts, ...] = ()
    placeholders: dict[Token, Placeholder] = {}
    """Values of the journey's own, and those of its presets that it words otherwise."""
    steps: tuple[Step, ...] = Field(min_length=1)
    sheet: tuple[SheetField, ...] = ()
    """In the order of the form."""
    expects: tuple[Fact, ...] = ()
    caller: dict[str, Any] | None = None
    """What the person needs besides what the presets say: the reads of `expects`."""
    next: Texts | None = None


class JourneyStep(_Strict):
    """A step as it is shown: with every placeholder that is asked in it."""

    step: Step
    tokens: tuple[Token, ...] = ()
    tick: str = ""
    """The choice, open or done, that stands for having done it; "" where there is nothing to tick."""


class Journey(Preset):
    """A journey and its presets as one preset."""

    steps: tuple[JourneyStep, ...] = ()
    sheet: tuple[SheetField, ...] = ()

    @property
    def told(self) -> list[object]:
        """The sheet's values too."""
        return [*super().told, [one.value for one in self.sheet]]

    @property
    def ticks(self) -> frozenset[str]:
        """The choices, open or done, that say what somebody has done elsewhere."""
        return frozenset(filter(None, (one.tick for one in self.steps)))

    @property
    def idle(self) -> frozenset[str]:
        """Choices that need not change what is made: ticks, and what only conditions of steps or fields name."""
        named = [*(one.step.when for one in self.steps), *(one.when for one in self.sheet)]
        return self.ticks | {name for when in named for name in when}

    def step_of(self, token: str) -> int:
        """The number, from 1, of the step a placeholder is asked in; 0 for none."""
        return next((number for number, one in enumerate(self.steps, start=1) if token in one.tokens), 0)


def is_taken(when: Mapping[str, str], choices: Mapping[str, str]) -> bool:
    """Whether something that depends on choices applies."""
    return all(choices.get(name) == option for name, option in when.items())
