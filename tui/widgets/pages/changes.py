"""What happens to each thing, what it means, and the differences of its documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from textual.content import Content

from tui.core.compare.differences import Differences
from tui.core.compare.parts import verdict_of
from tui.core.compare.verdicts import Comparison
from tui.core.plan.plan import Change, Part, Plan
from tui.core.plan.review import Review
from tui.core.shown import shown
from tui.theme import BAD, CARE, GOOD, MUTED, STRONG
from tui.widgets.diff_text import lines_text
from tui.widgets.reading import Reading
from tui.widgets.say import Say
from tui.widgets.verdict_text import folded_lines, table_lines, verdict_line, verdict_word

SIGNS = {"create": ("+", GOOD), "update": ("~", CARE), "delete": ("-", BAD), "no-op": ("=", MUTED)}
INDENT = 6


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
    """The page as it is read at first, in a small terminal."""
    return ChangesPage.of(review.plan, say, review.differences).lines(Reading(), 80, 74)


@dataclass
class ChangesPage:
    """The page of one plan; comparisons are made once, whatever view they are read in."""

    plan: Plan
    say: Say
    differences: Differences

    @classmethod
    def of(cls, plan: Plan, say: Say, differences: Differences | None = None) -> ChangesPage:
        """The page, compared unless that was done before."""
        return cls(plan, say, differences or Differences.of(plan))

    @property
    def has_folded(self) -> bool:
        """Whether some text differs without meaning anything."""
        return any(one.folded for parts in self.differences.comparisons.values() for one in parts.values())

    def lines(self, reading: Reading, columns: int, width: int) -> list[Content]:
        """All of it for a screen of so many columns, of which the page has `width`."""
        say, view = self.say, reading.view_at(columns)
        lines = [Content.assemble((f"{say('view.line')} ", MUTED), (say(f"view.{view}"), STRONG))]
        if view != reading.view:
            lines[0] += Content.styled(f"  {say('view.too_narrow')}", CARE)
        lines.append(Content(""))
        if self.plan.is_empty:
            lines += [Content.styled(f"✓ {say('review.nothing_to_do')}", GOOD), Content("")]
        for change in self.plan.changes:
            lines += self.change_lines(change, reading, view, width)
        return lines

    def change_lines(self, change: Change, reading: Reading, view: str, width: int) -> list[Content]:
        """One thing's part of the page."""
        return [*self._change(change, reading, view, width), Content("")]

    def _change(self, change: Change, reading: Reading, view: str, width: int) -> Iterator[Content]:
        say = self.say
        sign, ink = SIGNS[change.action]
        kind, _, name = change.address.partition("/")
        verdict = verdict_of(change, self.differences.comparisons)
        yield Content.assemble(
            (f"{sign} {say(f'action.{change.action}')}", f"bold {ink}"),
            (f"  {say(f'kind.{kind}')}  ", MUTED),
            (shown(name), STRONG),
        ) + (Content("   ") + verdict_word(verdict, say) if verdict else "")
        for part in change.parts:
            comparison = self.differences.comparisons[change.address].get(part.name)
            if change.action != "no-op" or (comparison and comparison.folded):
                yield self._head(part)
            if comparison:
                yield from (line.pad_left(INDENT) for line in self._told(part, comparison, reading))
                if part.action != "no-op" and isinstance(_value(part), Mapping):
                    yield from self._compared(change, part, comparison, view, width - INDENT)

    def _told(self, part: Part, comparison: Comparison, reading: Reading) -> Iterator[Content]:
        """The verdict, and what was folded."""
        is_same = part.action == "no-op"
        if not is_same:
            yield verdict_line(comparison.verdict, self.say)
        yield from folded_lines(comparison, self.say, is_all=is_same, shows_rules=reading.shows_folded)

    def _compared(self, change: Change, part: Part, comparison: Comparison, view: str, room: int) -> Iterator[Content]:
        if view == "table":
            yield from (line.pad_left(INDENT) for line in table_lines(comparison.rows, self.say, room))
            return
        yield from lines_text(self.differences.lines[change.address, part.name], view, room, self.say, INDENT)

    def _head(self, part: Part) -> Content:
        say = self.say
        sign, ink = SIGNS[part.action]
        kind, _, name = part.name.partition("/")
        label = say(f"part.{kind}")
        head = Content.assemble((f"    {sign} ", ink), label if not name else f"{label} {shown(name)}")
        value = _value(part)
        if isinstance(value, Mapping):
            return head + (Content.styled(f"  {say('action.no-op')}", MUTED) if part.action == "no-op" else "")
        if part.action == "update":
            return head + Content.assemble("  ", (shown(str(part.before)), BAD), " → ", (shown(str(part.after)), GOOD))
        if kind in ("managed", "client_id"):
            return head
        return head + Content.assemble("  ", (shown(str(value)), MUTED if part.action == "no-op" else ""))


def _value(part: Part) -> object:
    """What will be there, or what was where it goes."""
    return part.after if part.after is not None else part.before
