"""What a reviewer should know, errors first; the fixes taken, what is left of the quotas, and what is waived."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from tui.core.catalog.entries import text_in
from tui.core.checks.findings import Finding
from tui.core.checks.fix import Fix
from tui.core.checks.meters import Meter, meters
from tui.core.plan.review import Review
from tui.core.shown import shown
from tui.theme import BAD, CARE, GOOD, MUTED, TITLE
from tui.widgets.say import Say

SEVERITIES = {"error": ("✗", BAD), "warning": ("!", CARE), "note": ("i", "$text-primary")}
BAR = 20
"""Cells of a full meter."""
PIECES = ("attachments", "tags")
"""Meters that count things, not characters."""


def findings_page(review: Review, say: Say) -> list[Content]:
    """Findings, fixes, meters, waivers."""
    lines: list[Content] = []
    if review.is_blocked:
        lines += [Content.styled(say("review.blocked"), BAD), Content("")]
    lines += _taken(review, say)
    if review.awaits_linter:
        lines += [Content.styled(f"… {say('review.linter_reading')}", MUTED), Content("")]
    found = [one for one in review.findings if one.waiver is None]
    for finding in found:
        lines += [*_finding(finding, say), Content("")]
    if not found:
        lines += [Content.styled(f"✓ {say('review.no_findings')}", GOOD), Content("")]
    lines += _meters(review, say)
    return [*lines, *_waived(review, say)]


def finding_text(finding: Finding, say: Say) -> str:
    """The finding in one sentence."""
    return say(finding.text, **{name: shown(str(value)) for name, value in finding.params.items()})


def fix_text(fix: Fix, say: Say) -> str:
    """What the fix would do, without a subject."""
    return say(f"fix.{fix.code}", **{name: shown(str(value)) for name, value in fix.params.items()})


def _finding(finding: Finding, say: Say) -> Iterator[Content]:
    sign, ink = SEVERITIES[finding.severity]
    yield Content.assemble(
        (f"{sign} {say(f'severity.{finding.severity}')}", f"bold {ink}"), (f"  {shown(finding.where)}", MUTED)
    )
    yield Content(f"  {finding_text(finding, say)}")
    if finding.fix:
        yield Content.styled(f"  {say('review.fix', what=fix_text(finding.fix, say))}", GOOD)


def _taken(review: Review, say: Say) -> Iterator[Content]:
    if not review.taken:
        return
    yield Content.styled(say("review.taken", count=len(review.taken)), f"bold {GOOD}")
    for one in review.taken:
        if one.fix:
            yield Content.assemble(f"  ✓ {fix_text(one.fix, say)}", (f"  {shown(one.where)}", MUTED))
    yield Content("")


def _meters(review: Review, say: Say) -> Iterator[Content]:
    found = meters(review.plan.desired)
    if not found:
        return
    yield Content.styled(say("review.meters"), TITLE)
    where = ""
    room = max(Content(say(f"meter.{one.code}")).cell_length for one in found)
    for one in found:
        if one.where != where:
            where = one.where
            yield Content.styled(f"  {shown(where)}", MUTED)
        yield _meter(one, say, room)
    yield Content("")


def _meter(meter: Meter, say: Say, room: int) -> Content:
    ink = BAD if meter.share > 1 else CARE if meter.share > 0.8 else GOOD
    filled = min(BAR, round(meter.share * BAR)) or (1 if meter.used else 0)
    unit = "pieces" if meter.code in PIECES else "characters"
    told = say(f"meter.{unit}", used=f"{meter.used:,}", quota=f"{meter.quota:,}")
    label = Content(say(f"meter.{meter.code}"))
    return Content.assemble(
        label.pad_left(4).pad_right(room + 2 - label.cell_length),
        ("━" * filled, ink),
        ("─" * (BAR - filled), "$foreground 30%"),
        (f"  {told}", "" if meter.share <= 1 else BAD),
    )


def _waived(review: Review, say: Say) -> Iterator[Content]:
    found = [one for one in review.findings if one.waiver is not None]
    if not found:
        return
    yield Content.styled(say("review.waived", count=len(found)), MUTED)
    for one in found:
        yield Content.styled(f"  · {shown(one.where)}: {finding_text(one, say)}", MUTED)
        reason = text_in(one.waiver or {}, say.language)
        yield Content.styled(f"    {say('review.waiver', reason=shown(reason))}", MUTED)
