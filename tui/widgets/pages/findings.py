"""What a reviewer should know; errors first."""

from __future__ import annotations

from textual.content import Content

from tui.core.shown import shown
from tui.core.wizard import Review
from tui.theme import BAD, CARE, GOOD, MUTED
from tui.widgets.say import Say

SEVERITIES = {"error": ("✗", BAD), "warning": ("!", CARE), "note": ("i", "$text-primary")}


def findings_page(review: Review, say: Say) -> list[Content]:
    """What a reviewer should know; errors first."""
    lines: list[Content] = []
    for finding in review.findings:
        sign, ink = SEVERITIES[finding.severity]
        text = say(f"finding.{finding.code}", **{name: shown(str(value)) for name, value in finding.params.items()})
        lines += [
            Content.styled(f"{sign} {say(f'severity.{finding.severity}')}", f"bold {ink}")
            + Content.styled(f"  {shown(finding.where)}", MUTED),
            Content(f"  {text}"),
            Content(""),
        ]
    if review.is_blocked:
        lines.insert(0, Content.styled(say("review.blocked"), BAD))
    return lines or [Content.styled(f"✓ {say('review.no_findings')}", GOOD)]
