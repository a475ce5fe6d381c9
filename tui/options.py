"""What the command line asked for, as one frozen value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tui.core.calls.target import TargetKind

COMMANDS = (
    "catalog",
    "explain",
    "diagnose",
    "doctor",
    "last-accessed",
    "about",
    "plan",
    "apply",
    "verify",
    "prove",
    "onboard",
    "simulate",
    "runs",
    "resume",
    "undo",
    "export",
    "lint",
    "preset",
    "practice",
    "completion",
)


@dataclass(frozen=True)
class Options:
    """Every flag with its meaning; see `rolewizard --help`."""

    command: str
    """One of COMMANDS, or "wizard"."""
    words: tuple[str, ...] = ()
    """The command's own arguments: a preset, a query, paths."""
    target: TargetKind = "practice"
    is_practice_asked: bool = False
    """Whether --practice was said outright; else the practice account is only where one ends up."""
    profile: str | None = None
    region: str | None = None
    endpoint_url: str | None = None
    timeout_seconds: float | None = None
    """How long one try of a call waits for its answer; None: as the program has it."""
    is_dry_run: bool = False
    is_plain: bool = False
    is_debug: bool = False
    """Whether the debug log is written."""
    language: str = "en"
    folders: tuple[Path, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)
    answers_file: Path | None = None
    as_json: bool = False
    is_confirmed: bool = False
    need: str = ""
    group: str = ""
    has_detailed_exitcode: bool = False
    out: Path | None = None
    action: str = ""
    """What-if: the action asked about, "s3:GetObject"."""
    resource: str = ""
    """What-if: the ARN asked about."""
    context: Mapping[str, str] = field(default_factory=dict)
    """What-if: condition keys and their values; several values of one key are separated by commas."""
    export_format: str = ""
    is_redacted: bool = False
    """Whether account ids are masked in what is handed over."""
    rolls_back: bool = True
    """Whether a failed or interrupted apply is taken back by itself."""
    fix: str = ""
    """doctor: the finding to act on, CODE:WHERE."""
    takes_others: bool = False
    """doctor: whether also what this program did not make may be removed."""
    performs: bool = False
    """Whether smoke steps are to be performed in an AWS account."""
    lists: bool = False
    """onboard: whether only to list the journeys."""
    trims: bool = False
    """last-accessed: whether to plan taking out what was never used."""
    own_yes: frozenset[str] = frozenset()
    """What --yes alone does not cover and was said besides: codes of core.plan.conflicts.OWN_YES."""
