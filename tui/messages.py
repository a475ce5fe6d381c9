"""What screens decide and what workers found out; the App is the only one that hears both.

Decisions come up from a screen, answers come out of a thread; neither carries a widget.

No message is compared or printed, and each method that dataclass need not write is 0.1 ms less before the first paint.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual.message import Message

from tui.core.target import Target

if TYPE_CHECKING:
    # these modules import pydantic, which must not load before the first paint; here they are only named
    from tui.core.choice import Choice
    from tui.core.errors import RoleWizardError
    from tui.core.events import Event
    from tui.core.journal import PhaseKind
    from tui.core.plan import Plan
    from tui.core.preset import Preset
    from tui.core.undo import UndoPlan
    from tui.core.wizard import Review, RunSummary

Question = Literal["target", "preset", "choices", "derive", "review", "apply", "runs", "resume", "way back", "keep"]
"""What a worker was asked."""
RunWish = Literal["look", "resume", "rollback", "undo", "keep"]
"""What to do about a run that was made before."""


@dataclass(eq=False, repr=False)
class PresetWanted(Message):
    """Open this preset: to fill it, or only to read about it."""

    preset_id: str
    about: bool = False


@dataclass(eq=False, repr=False)
class DraftChanged(Message):
    """The answers as they stand, typed by the person."""

    given: Mapping[str, str]


@dataclass(eq=False, repr=False)
class ChoicesWanted(Message):
    """Ask the account what it has of a type."""

    type_name: str


@dataclass(eq=False, repr=False)
class DeriveWanted(Message):
    """Ask the account where a value leads."""

    token: str
    type_name: str
    source: str


@dataclass(eq=False, repr=False)
class ReviewWanted(Message):
    """The answers are complete; make the plan."""

    given: Mapping[str, str]


@dataclass(eq=False, repr=False)
class ApplyWanted(Message):
    """The person asks for the plan on the screen to be applied; a confirmation follows."""


@dataclass(eq=False, repr=False)
class StopWanted(Message):
    """Stop after the call in flight."""


@dataclass(eq=False, repr=False)
class ReportWanted(Message):
    """Leave the list of steps for the report."""


@dataclass(eq=False, repr=False)
class BackWanted(Message):
    """One stage back, answers kept."""

    taken: str = ""
    """The name that is to be replaced by another one, when that is why."""


@dataclass(eq=False, repr=False)
class AnotherWanted(Message):
    """Back to the catalog for another role."""


@dataclass(eq=False, repr=False)
class CopyWanted(Message):
    """Put this text into the clipboard."""

    text: str
    what: str


@dataclass(eq=False, repr=False)
class CloseWanted(Message):
    """Leave a screen that is no stage of the way: a list of runs, a way back, a run that has ended."""


@dataclass(eq=False, repr=False)
class RunsWanted(Message):
    """List what was done before."""


@dataclass(eq=False, repr=False)
class RunWanted(Message):
    """Do something about a run that was made before; `summary` only to look at it."""

    run: str
    wish: RunWish
    summary: RunSummary | None = None


@dataclass(eq=False, repr=False)
class WayBackWanted(Message):
    """The person has seen the way back and takes it."""

    back: UndoPlan
    kind: PhaseKind


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
