"""What a look at the account's health says, as lines without a language: every front end paints the same ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tui.core.calls.command import command_line
from tui.core.health.half_made import REMOVABLE, Checkup, HalfMade, Unread
from tui.core.health.last_accessed import (
    RECENT_DAYS,
    TRACKING_DAYS,
    LastAccessed,
    ServiceUse,
    Trim,
    granted_twice,
)
from tui.core.iam.actions import ActionList
from tui.core.phrase import Listing, Part, Phrase
from tui.core.plan.review import RunSummary

Tone = Literal["plain", "title", "good", "bad", "care", "quiet", "code"]
DAY = len("2026-11-30")
MOST_ACTIONS = 8
"""Actions granted twice that a line names; the JSON record has all of them."""


@dataclass(frozen=True)
class ToldLine:
    """One line."""

    parts: tuple[Part, ...]
    """Said one after the other, with two blanks between."""
    tone: Tone = "plain"
    indent: int = 0
    sign: str = ""


EMPTY = ToldLine(())


def finish_commands(one: HalfMade, region: str) -> list[str]:
    """What finishes the thing, as AWS CLI commands."""
    return [command_line(call, region) for call in one.finish]


def remove_commands(one: HalfMade, region: str) -> list[str]:
    """What takes the thing away: this program's own command where it has a plan."""
    if one.code in REMOVABLE:
        others = "" if one.is_ours else " --remove-others"
        return [f"rolewizard doctor --fix {one.id} --yes{others}"]
    return [command_line(call, region) for call in one.remove]


def run_commands(one: RunSummary) -> list[str]:
    """What goes on with a run that stopped, and what takes it back."""
    return [f"rolewizard resume {one.run} --yes", f"rolewizard undo {one.run} --yes"]


def run_text(one: RunSummary) -> Phrase:
    """That a run stopped half way."""
    fields: dict[str, Part] = {"run": one.run, "preset": one.preset, "done": one.done, "total": one.total}
    return Phrase("doctor.run-open", fields)


def unread_text(one: Unread) -> Phrase:
    """What is not known, and why."""
    return Phrase(f"doctor.unread.{one.code}", {"where": one.where, "reason": one.reason})


def checkup_lines(checkup: Checkup, open_runs: Sequence[RunSummary]) -> Iterator[ToldLine]:
    """Every finding with what to do about it, then what is not known, and how many there are."""
    for one in checkup.findings:
        yield from _finding_lines(one, checkup.target.region)
    for run in open_runs:
        yield ToldLine((run_text(run),), "care", sign="!")
        yield ToldLine((Phrase("doctor.fix.run-open"),), indent=1)
        for command in run_commands(run):
            yield ToldLine((command,), "code", indent=2)
    for unread in checkup.unread:
        yield ToldLine(
            (unread_text(unread),), "care" if unread.is_failure else "quiet", sign="?-"[not unread.is_failure]
        )
    count = len(checkup.findings) + len(open_runs)
    if count:
        yield ToldLine((Phrase("doctor.found", {"count": count}),), "title")
    elif checkup.has_failed_reads:
        yield ToldLine((Phrase("doctor.not_known"),), "care")
    else:
        yield ToldLine((Phrase("doctor.nothing", {"count": checkup.roles}),), "good")


def _finding_lines(one: HalfMade, region: str) -> Iterator[ToldLine]:
    is_grave = one.severity == "warning"
    yield ToldLine((f"{one.where}:", one.text), "care" if is_grave else "plain", sign="!" if is_grave else "·")
    for key in ("created", "last_used"):
        if key in one.evidence:
            yield ToldLine((Phrase(f"doctor.{key}", {"date": str(one.evidence[key])}),), "quiet", indent=1)
    whose = {True: Phrase("doctor.ours", {"run": one.run or ""}), False: Phrase("doctor.theirs")}
    yield ToldLine((Phrase("doctor.whose") if one.is_ours is None else whose[one.is_ours],), "quiet", indent=1)
    yield ToldLine((Phrase(f"doctor.fix.{one.code}"),), indent=1)
    for command in (*finish_commands(one, region), *remove_commands(one, region)):
        yield ToldLine((command,), "code", indent=2)


def last_accessed_lines(report: LastAccessed, actions: ActionList) -> Iterator[ToldLine]:
    """Service by service, then what was never used, what is granted twice, and what all this does not say."""
    entity = report.entity
    yield ToldLine((entity.address, entity.arn), "title")
    if entity.created:
        fields: dict[str, Part] = {"date": entity.created[:DAY], "days": entity.age_days or 0}
        yield ToldLine((Phrase("last_accessed.created", fields),), indent=1)
    yield ToldLine((Phrase(f"last_accessed.source.{report.source}", {"days": TRACKING_DAYS}),), "quiet", indent=1)
    if not report.is_known:
        yield ToldLine((Phrase("last_accessed.nothing_recorded", {"name": entity.name}),), "care", indent=1)
    yield EMPTY
    width = max((len(one.service) for one in report.services), default=0)
    for one in report.services:
        yield from _service_lines(one, width, report)
    if not report.services:
        yield ToldLine((Phrase("last_accessed.no_services"),))
    if report.unused:
        yield EMPTY
        yield ToldLine((Phrase("last_accessed.unused"), ", ".join(report.unused)), "care")
    if twice := granted_twice(report.grants, actions):
        yield EMPTY
        yield ToldLine((Phrase("last_accessed.twice"),), "title")
        for doubled in twice:
            yield ToldLine((_few(doubled.actions),), indent=1)
            yield ToldLine((", ".join(doubled.policies),), "quiet", indent=2)
    yield EMPTY
    yield from _notes(report)


def _few(actions: tuple[str, ...]) -> Part:
    few: Part = Listing(actions[:MOST_ACTIONS], "comma")
    rest = len(actions) - MOST_ACTIONS
    return Phrase("list.more", {"items": few, "count": rest}) if rest > 0 else few


def _service_lines(one: ServiceUse, width: int, report: LastAccessed) -> Iterator[ToldLine]:
    yield ToldLine((f"{one.service:{width}}", _when(one, report)), "plain" if one.is_used else "care")
    if one.by and report.entity.kind in ("group", "policy"):
        yield ToldLine((Phrase("last_accessed.by", {"who": one.by}),), "quiet", indent=2)
    if one.granted_by:
        policies = Phrase("last_accessed.granted_by", {"policies": ", ".join(one.granted_by)})
        yield ToldLine((policies,), "quiet", indent=2)
    used = [f"{action.name} {action.last_accessed[:DAY]}".strip() for action in one.actions if action.is_used]
    never = [action.name for action in one.actions if not action.is_used]
    if used:
        yield ToldLine((Phrase("last_accessed.actions", {"actions": ", ".join(used)}),), "quiet", indent=2)
    if never and one.last_accessed:
        yield ToldLine((Phrase("last_accessed.actions_never", {"actions": ", ".join(never)}),), "quiet", indent=2)
    for entity in one.entities:
        yield ToldLine((entity.arn, entity.last_accessed[:DAY]), "quiet", indent=2)


def _when(one: ServiceUse, report: LastAccessed) -> Part:
    if one.last_accessed:
        return f"{one.last_accessed[:DAY]}  {one.region}".strip()
    if one.by:
        return Phrase("last_accessed.undated")
    return Phrase("last_accessed.never" if report.is_known else "last_accessed.unknown")


def _notes(report: LastAccessed) -> Iterator[ToldLine]:
    if report.entity.is_recent:
        fields: dict[str, Part] = {"days": report.entity.age_days or 0, "least": RECENT_DAYS}
        yield ToldLine((Phrase("last_accessed.recent", fields),), "care", sign="!")
    if report.source == "iam":
        yield ToldLine((Phrase("last_accessed.retention", {"days": TRACKING_DAYS}),), "quiet", sign="-")
        yield ToldLine((Phrase(f"last_accessed.grants_by.{report.grants_by}"),), "quiet", sign="-")
    for one in report.unread:
        yield ToldLine((Phrase("last_accessed.unread", {"what": one}),), "care", sign="?")


def untrimmed_lines(trim: Trim) -> Iterator[ToldLine]:
    """The policies that stay although they allow something that was never used, and why."""
    for one in trim.left:
        why = Phrase(f"last_accessed.left.{one.code}", {"names": ", ".join(one.names)})
        yield ToldLine((f"{one.policy}:", why), sign="!")
