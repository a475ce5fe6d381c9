"""What the person who applies this needs."""

from __future__ import annotations

from textual.content import Content

from tui.core.plan.review import Review
from tui.theme import MUTED
from tui.widgets.json_text import json_lines
from tui.widgets.say import Say


def caller_page(review: Review, say: Say) -> list[Content]:
    """What the person who applies this needs."""
    if review.blueprint.caller is None:
        return [Content.styled(say("review.no_caller"), MUTED)]
    return [Content(say("review.caller")), Content(""), *json_lines(review.blueprint.caller)]
