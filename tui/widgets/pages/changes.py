"""What happens to each thing, with the differences of its documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from textual.content import Content

from tui.core.plan import Change, Part, Plan
from tui.core.shown import shown
from tui.core.wizard import Review
from tui.theme import BAD, CARE, GOOD, MUTED, STRONG
from tui.widgets.json_text import diff_text
from tui.widgets.say import Say

SIGNS = {"create": ("+", GOOD), "update": ("~", CARE), "delete": ("-", BAD), "no-op": ("=", MUTED)}


def summary(plan: Plan, say: Say) -> Content:
    """ "3 to create, 1 to update, 2 unchanged" with signs."""
    counts = Counter(change.action for change in plan.changes)
    parts = []
    for action in ("create", "update", "delete", "no-op"):
        if counts[action]:
            sign, ink = SIGNS[action]
            parts.append(Content.styled(f"{sign} {say(f'review.count.{action}', count=counts[action])}", ink))
    return Content("   ").join(parts)


def changes_page(review: Review, say: Say) -> list[Content]:
    """What happens to each thing, with the differences of its documents."""
    plan = review.plan
    lines: list[Content] = []
    if plan.is_empty:
        lines = [Content.styled(f"✓ {say('review.nothing_to_do')}", GOOD), Content("")]
    for change in plan.changes:
        lines += [*_change(change, say), Content("")]
    return lines


def _change(change: Change, say: Say) -> Iterator[Content]:
    sign, ink = SIGNS[change.action]
    kind, _, name = change.address.partition("/")
    yield Content.assemble(
        (f"{sign} {say(f'action.{change.action}')}", f"bold {ink}"),
        (f"  {say(f'kind.{kind}')}  ", MUTED),
        (shown(name), STRONG),
    )
    if change.action == "no-op":
        return
    for part in change.parts:
        yield from _part(part, say)


def _part(part: Part, say: Say) -> Iterator[Content]:
    sign, ink = SIGNS[part.action]
    kind, _, name = part.name.partition("/")
    label = say(f"part.{kind}")
    head = Content.assemble((f"    {sign} ", ink), label if not name else f"{label} {shown(name)}")
    if isinstance(part.after, Mapping):
        yield head + (Content.styled(f"  {say('action.no-op')}", MUTED) if part.action == "no-op" else "")
        if part.action != "no-op":
            yield from (line.pad_left(6) for line in diff_text(part.before, part.after))
    elif part.action == "update":
        yield head + Content.assemble("  ", (shown(str(part.before)), BAD), " → ", (shown(str(part.after)), GOOD))
    elif kind in ("managed", "client_id"):
        yield head
    else:
        yield head + Content.assemble("  ", (shown(str(part.after)), MUTED if part.action == "no-op" else ""))
