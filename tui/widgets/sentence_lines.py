"""A statement in words, as lines to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from textual.content import Content

from tui.core.iam.actions import ActionList
from tui.core.phrase import worded
from tui.core.sentences import sentence_of, unfolded
from tui.core.shown import shown
from tui.theme import CARE, MUTED, PLAIN
from tui.widgets.say import Say

NAMES_SHOWN = 6


def sentence_lines(
    statement: Mapping[str, Any], actions: ActionList, say: Say, *, all_names: bool = False
) -> Iterator[Content]:
    """The statement in words, and each of its wildcards."""
    yield Content.styled(f"→ {shown(worded(sentence_of(statement), say))}", PLAIN)
    for one in unfolded(statement, actions):
        yield Content.styled(f"  {shown(worded(one.phrase, say))}", MUTED if one.names else CARE)
        names = [shown(name.partition(":")[2]) for name in one.names]
        listed = ", ".join(names if all_names else names[:NAMES_SHOWN])
        if len(names) > NAMES_SHOWN and not all_names:
            listed = say("unfold.more", names=listed, count=len(names) - NAMES_SHOWN)
        if names:
            yield Content.styled(f"    {listed}", MUTED)
