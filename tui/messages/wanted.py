"""What a person wants, said by the screen they are at. No message carries a widget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual.message import Message

if TYPE_CHECKING:
    # most of these import pydantic, which must not load before the first paint; here they are only named
    from tui.core.catalog import BrokenPreset
    from tui.core.exported import Exported
    from tui.core.journal import PhaseKind
    from tui.core.preset import Preset
    from tui.core.simulate import Outcome
    from tui.core.undo import UndoPlan
    from tui.core.wizard import RunSummary

RunWish = Literal["look", "resume", "rollback", "undo", "keep"]
"""What to do about a run that was made before."""


@dataclass(eq=False, repr=False)
class PresetWanted(Message):
    """Open this preset: to fill it, or only to read about it."""

    preset_id: str
    about: bool = False


@dataclass(eq=False, repr=False)
class CompareWanted(Message):
    """Show what the options of a choice make otherwise; of the preset's first one where none is named."""

    preset: Preset
    given: Mapping[str, str]
    """Choices and values given so far."""
    choice: str = ""


@dataclass(eq=False, repr=False)
class VariantTaken(Message):
    """The person takes the option looked at."""

    choice: str
    option: str


@dataclass(eq=False, repr=False)
class BrokenWanted(Message):
    """Say what is wrong with a file that is no preset."""

    broken: BrokenPreset


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
    fixes: tuple[str, ...] | None = None
    """Ids of the findings whose fixes are taken; None for those taken before."""


@dataclass(eq=False, repr=False)
class FixesWanted(Message):
    """Make the plan of the review on the screen anew, with exactly these fixes taken."""

    fixes: tuple[str, ...]


@dataclass(eq=False, repr=False)
class ApplyWanted(Message):
    """The person asks for the plan on the screen to be applied; a confirmation follows."""


@dataclass(eq=False, repr=False)
class WhatIfWanted(Message):
    """The person wants to ask what the draft would be allowed."""


@dataclass(eq=False, repr=False)
class OpinionWanted(Message):
    """Ask AWS's own simulator the same question."""

    outcome: Outcome


@dataclass(eq=False, repr=False)
class VerifyWanted(Message):
    """Ask whether what is there is what the preset wants."""


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
class ExportWanted(Message):
    """Show the plan as scripts, templates and a sheet."""


@dataclass(eq=False, repr=False)
class SaveWanted(Message):
    """Ask where to save an export, and save it."""

    exported: Exported
    path: str = ""
    """What was typed before, where it is asked again."""


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
