"""What came of it, out of a worker's thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual.message import Message

from tui.core.target import Target

if TYPE_CHECKING:
    # most of these import pydantic, which must not load before the first paint; here they are only named
    from tui.core.catalog import Catalog
    from tui.core.choice import Choice
    from tui.core.errors import RoleWizardError
    from tui.core.events import Event
    from tui.core.exported import Exported
    from tui.core.journal import PhaseKind
    from tui.core.plan import Plan
    from tui.core.preset import Preset
    from tui.core.search import CatalogSearch
    from tui.core.undo import UndoPlan
    from tui.core.wizard import Review, RunSummary

Question = Literal[
    "target",
    "catalog",
    "preset",
    "choices",
    "derive",
    "review",
    "linter",
    "apply",
    "runs",
    "resume",
    "way back",
    "keep",
    "what if",
    "save",
]
"""What a worker was asked."""


@dataclass(eq=False, repr=False)
class Collided(Message):
    """An export is not saved: there is something in its place."""

    exported: Exported
    path: str
    """As typed."""
    there: str
    """The first file that is there."""


@dataclass(eq=False, repr=False)
class Saved(Message):
    """An export is on disk."""

    paths: tuple[str, ...]


@dataclass(eq=False, repr=False)
class RunsRead(Message):
    """What was done before, newest first."""

    runs: tuple[RunSummary, ...]
    is_start: bool
    """Nobody asked: only a run that needs a decision is worth a word."""


@dataclass(eq=False, repr=False)
class ResumePlanned(Message):
    """What is left of a run; with the review it belongs to, where that can be made out."""

    plan: Plan
    review: Review | None


@dataclass(eq=False, repr=False)
class WayBackPlanned(Message):
    """What would be taken back, and what would stay."""

    back: UndoPlan
    kind: PhaseKind


@dataclass(eq=False, repr=False)
class Kept(Message):
    """The run is closed as it stands."""

    run: str


@dataclass(eq=False, repr=False)
class CatalogReading(Message):
    """How many of the user's own preset files have been read."""

    done: int
    total: int


@dataclass(eq=False, repr=False)
class CatalogRead(Message):
    """The whole catalog, and who searches in it."""

    catalog: Catalog
    search: CatalogSearch


@dataclass(eq=False, repr=False)
class TargetRead(Message):
    """The account has said who it is."""

    target: Target


@dataclass(eq=False, repr=False)
class PresetRead(Message):
    """A preset in full."""

    preset: Preset
    about: bool


@dataclass(eq=False, repr=False)
class ChoicesRead(Message):
    """What the account has of a type."""

    type_name: str
    choices: tuple[Choice, ...]


@dataclass(eq=False, repr=False)
class Derived(Message):
    """The value that another one leads to, "" where there is none."""

    token: str
    source: str
    value: str


@dataclass(eq=False, repr=False)
class Reviewed(Message):
    """The plan for the answers."""

    review: Review
    given: Mapping[str, str]
    is_about_fixes: bool = False
    """The person has just taken a fix, or taken one back."""


@dataclass(eq=False, repr=False)
class Linted(Message):
    """The linter has read the documents of a review."""

    review: Review
    """As it was."""
    advised: Review
    """With what the linter added."""


@dataclass(eq=False, repr=False)
class Happened(Message):
    """One event of the run."""

    event: Event


@dataclass(eq=False, repr=False)
class Paused(Message):
    """The run's credentials have expired; its thread waits for the answer."""

    error: RoleWizardError
    answer: Callable[[bool], None]
    """True to go on."""


@dataclass(eq=False, repr=False)
class Failed(Message):
    """A worker could not answer."""

    question: Question
    error: Exception
