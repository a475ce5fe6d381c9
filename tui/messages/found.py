"""What came of it, out of a worker's thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal

from tui.core.calls.target import Target
from tui.messages.told import Told

if TYPE_CHECKING:
    # most of these import pydantic, which must not load before the first paint; here they are only named
    from tui.core.catalog.entries import Catalog
    from tui.core.catalog.search import CatalogSearch
    from tui.core.errors import RoleWizardError
    from tui.core.plan.exported import Exported
    from tui.core.plan.plan import Plan
    from tui.core.plan.review import Review, RunSummary
    from tui.core.preset.choice import Choice
    from tui.core.preset.format import Preset
    from tui.core.run.events import Event
    from tui.core.run.journal import PhaseKind
    from tui.core.run.undo import UndoPlan

Question = Literal[
    "target",
    "catalog",
    "preset",
    "choices",
    "derive",
    "review",
    "ahead",
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


class Collided(Told):
    """An export is not saved: there is something in its place."""

    exported: Exported
    path: str
    """As typed."""
    there: str
    """The first file that is there."""


class Saved(Told):
    """An export is on disk."""

    paths: tuple[str, ...]


class RunsRead(Told):
    """What was done before, newest first."""

    runs: tuple[RunSummary, ...]
    is_start: bool
    """Nobody asked: only a run that needs a decision is worth a word."""


class ResumePlanned(Told):
    """What is left of a run; with the review it belongs to, where that can be made out."""

    plan: Plan
    review: Review | None


class WayBackPlanned(Told):
    """What would be taken back, and what would stay."""

    back: UndoPlan
    kind: PhaseKind


class Kept(Told):
    """The run is closed as it stands."""

    run: str


class CatalogReading(Told):
    """How many of the user's own preset files have been read."""

    done: int
    total: int


class CatalogRead(Told):
    """The whole catalog, and who searches in it."""

    catalog: Catalog
    search: CatalogSearch


class TargetRead(Told):
    """The account has said who it is."""

    target: Target


class PresetRead(Told):
    """A preset in full."""

    preset: Preset
    about: bool
    kept: Mapping[str, str] | None = None
    """Answers given to it on another day."""


class ChoicesRead(Told):
    """What the account has of a type."""

    type_name: str
    choices: tuple[Choice, ...]


class Derived(Told):
    """The value that another one leads to, "" where there is none."""

    token: str
    source: str
    value: str


class Reviewed(Told):
    """The plan for the answers."""

    review: Review
    given: Mapping[str, str]
    is_about_fixes: bool = False
    """The person has just taken a fix, or taken one back."""


class Linted(Told):
    """The linter has read the documents of a review."""

    review: Review
    """As it was."""
    advised: Review
    """With what the linter added."""


class Happened(Told):
    """One event of the run."""

    event: Event


class Paused(Told):
    """The run's credentials have expired; its thread waits for the answer."""

    error: RoleWizardError
    answer: Callable[[bool], None]
    """True to go on."""


class CodeWanted(Told):
    """A profile asks for the code that an MFA device shows; a thread waits for the answer, None where there is none."""

    device: str
    answer: Callable[[str | None], None]


class Failed(Told):
    """A worker could not answer."""

    question: Question
    error: Exception
