"""What a person wants, said by the screen they are at. No message carries a widget."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from tui.messages.told import Told

if TYPE_CHECKING:
    # most of these import pydantic, which must not load before the first paint; here they are only named
    from tui.core.catalog.atlas import ServiceEvidence
    from tui.core.catalog.entries import BrokenPreset
    from tui.core.plan.exported import Exported, Format
    from tui.core.plan.review import RunSummary
    from tui.core.preset.format import Preset
    from tui.core.run.journal import PhaseKind
    from tui.core.run.undo import UndoPlan
    from tui.core.simulate import Outcome

RunWish = Literal["look", "resume", "rollback", "undo", "keep"]
"""What to do about a run that was made before."""


class PresetWanted(Told):
    """Open this preset: to fill it, or only to read about it."""

    preset_id: str
    about: bool = False
    given: Mapping[str, str] | None = None
    """Answers to begin with."""


class CompareWanted(Told):
    """Show what the options of a choice make otherwise; of the preset's first one where none is named."""

    preset: Preset
    given: Mapping[str, str]
    """Choices and values given so far."""
    choice: str = ""


class VariantTaken(Told):
    """The person takes the option looked at."""

    choice: str
    option: str


class BrokenWanted(Told):
    """Say what is wrong with a file that is no preset."""

    broken: BrokenPreset


class DraftChanged(Told):
    """The answers as they stand, typed by the person."""

    given: Mapping[str, str]


class ServiceWanted(Told):
    """Show what AWS's API data says of a service."""

    evidence: ServiceEvidence


class ChoicesWanted(Told):
    """Ask the account what it has of a type."""

    type_name: str


class DeriveWanted(Told):
    """Ask the account where a value leads."""

    token: str
    type_name: str
    source: str


class ReviewWanted(Told):
    """The answers are complete; make the plan."""

    given: Mapping[str, str]
    fixes: tuple[str, ...] | None = None
    """Ids of the findings whose fixes are taken; None for those taken before."""


class ReviewLikely(Told):
    """The answers are complete and have been let stand: most likely their review will be wanted."""

    given: Mapping[str, str]


class FixesWanted(Told):
    """Make the plan of the review on the screen anew, with exactly these fixes taken."""

    fixes: tuple[str, ...]


class ApplyWanted(Told):
    """The person asks for the plan on the screen to be applied; a confirmation follows."""


class WhatIfWanted(Told):
    """The person wants to ask what the draft would be allowed."""


class OpinionWanted(Told):
    """Ask AWS's own simulator the same question."""

    outcome: Outcome


class VerifyWanted(Told):
    """Ask whether what is there is what the preset wants."""


class StopWanted(Told):
    """Stop after the call in flight."""


class ReportWanted(Told):
    """Leave the list of steps for the report."""


class BackWanted(Told):
    """One stage back, answers kept."""

    taken: str = ""
    """The name that is to be replaced by another one, when that is why."""


class AnotherWanted(Told):
    """Back to the catalog for another role."""


class CopyWanted(Told):
    """Put this text into the clipboard."""

    text: str
    what: str


class ExportWanted(Told):
    """Show the plan as scripts, templates and a sheet; or save it as `format` at once."""

    format: Format | None = None


class SaveWanted(Told):
    """Ask where to save an export, and save it."""

    exported: Exported
    path: str = ""
    """What was typed before, where it is asked again."""


class CloseWanted(Told):
    """Leave a screen that is no stage of the way: a list of runs, a way back, a run that has ended."""


class RunsWanted(Told):
    """List what was done before."""


class RunWanted(Told):
    """Do something about a run that was made before; `summary` only to look at it."""

    run: str
    wish: RunWish
    summary: RunSummary | None = None


class WayBackWanted(Told):
    """The person has seen the way back and takes it."""

    back: UndoPlan
    kind: PhaseKind
