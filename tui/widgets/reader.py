"""Text to read, of any length: only the lines on the screen are drawn, long ones are wrapped, never cut."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from rich.segment import Segment
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.theme import HIT
from tui.widgets.wrapping import hung


class Reader(ScrollView, can_focus=True):
    """Lines of Content, scrolled with the usual keys and searched by text."""

    DEFAULT_CSS = """
    Reader { scrollbar-gutter: stable; overflow-x: hidden; scrollbar-size: 0 1; padding: 0 1; }
    """
    BINDINGS = [
        Binding("up", "scroll_up", show=False),
        Binding("down", "scroll_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown,space", "page_down", show=False),
        Binding("home", "scroll_home", show=False),
        Binding("end", "scroll_end", show=False),
    ]

    def __init__(self, lines: Sequence[Content] = (), *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: Sequence[Content] = lines
        self._starts: list[int] = []
        """First row of every line."""
        self._wrapped: dict[int, list[Content]] = {}
        """Rows of the lines that need more than one."""
        self._rows = 0
        self._width = 0
        self._query = ""
        self._at: int | None = None
        """The line that was found last."""
        self._strips: dict[int, Strip] = {}

    @property
    def plain(self) -> str:
        """The whole text, for the clipboard."""
        return "\n".join(line.plain for line in self._lines)

    @property
    def words(self) -> str:
        """The lines of which something is on the screen; the help looks for terms in them."""
        if not self._starts:
            return self.plain
        top, height = self.scroll_offset.y, max(1, self.scrollable_content_region.height)
        first, after = bisect_right(self._starts, top) - 1, bisect_right(self._starts, top + height - 1)
        return "\n".join(line.plain for line in self._lines[first:after])

    def show(self, lines: Sequence[Content], *, keep_place: bool = False) -> None:
        """Puts other lines in, from the top unless `keep_place`."""
        if keep_place and self._replace(lines):
            return
        self._lines, self._at = lines, None
        self._lay_out()
        if not keep_place:
            self.scroll_to(y=0, animate=False)

    def show_line(self, line: int, *, same_place: bool = False) -> None:
        """Scrolls so that the line can be read; with `same_place` always to the upper third, where the eye looks."""
        if line < len(self._starts):
            row, height = self._starts[line], self.scrollable_content_region.height
            if same_place or not self.scroll_offset.y <= row < self.scroll_offset.y + height:
                self.scroll_to(y=max(0, row - height // 3), animate=False)

    def find(self, query: str, *, onward: bool = False) -> int:
        """Marks every occurrence and scrolls to the first, `onward` to the next one below, after the last to the first.

        Returns how many lines hold it.
        """
        self._query = query.casefold()
        self._strips.clear()
        self.refresh()
        found = self._found()
        if found:
            after = [index for index in found if index > self._here] if onward else found
            self._at = (after or found)[0]
            self.scroll_to(y=self._starts[self._at], animate=False)
        return len(found)

    @property
    def _here(self) -> int:
        """The line from which one goes on: what was found last, unless that was scrolled out of sight."""
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        if self._at is not None and top <= self._starts[self._at] < top + height:
            return self._at
        return bisect_right(self._starts, top) - 1

    @property
    def hits(self) -> int:
        """How many lines hold what was searched for last."""
        return len(self._found())

    def _found(self) -> list[int]:
        return [index for index, line in enumerate(self._lines) if self._query and self._query in line.plain.casefold()]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        room = width - self.scrollbar_size_vertical
        return sum(1 if line.cell_length <= room else len(hung(line, room)) for line in self._lines)

    def on_resize(self) -> None:
        self._lay_out()

    def notify_style_update(self) -> None:
        """Colours have changed (theme): nothing drawn before is true any more."""
        self._strips.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        if self.scrollable_content_region.width != self._width:
            # the first frame is drawn before the news of the size arrives
            self._wrap()
        row, width = y + self.scroll_offset.y, self._width
        if row not in self._strips:
            self._strips[row] = self._drawn(self._row(row), width)
        return self._strips[row]

    def _drawn(self, row: Content, width: int) -> Strip:
        """A row that needs no wrapping any more, which Textual's own way of drawing would do five times as slowly."""
        style = self.visual_style
        drawn = row.render(style, end="")
        strip = Strip((Segment(text, part.rich_style) for text, part in drawn), row.cell_length)
        return strip.adjust_cell_length(width, style.rich_style)

    def _row(self, row: int) -> Content:
        line = bisect_right(self._starts, row) - 1
        if row >= self._rows:
            return Content("")
        if not self._query:
            return self._wrapped[line][row - self._starts[line]] if line in self._wrapped else self._lines[line]
        # marked before it is wrapped, since what is searched for may go on in the next row
        marked = self._lines[line].highlight_regex(re.compile(re.escape(self._query), re.IGNORECASE), style=HIT)
        return hung(marked, self._width)[row - self._starts[line]] if line in self._wrapped else marked

    def _replace(self, lines: Sequence[Content]) -> bool:
        """Draws only the lines that differ; False when that is not enough, because rows would move."""
        if len(lines) != len(self._starts) or self.scrollable_content_region.width != self._width:
            return False
        news = {at: line for at, line in enumerate(lines) if not line.is_same(self._lines[at])}
        rows = {at: hung(line, self._width) for at, line in news.items() if line.cell_length > self._width}
        if any(len(rows.get(at, " ")) != len(self._wrapped.get(at, " ")) for at in news):
            return False
        self._lines = lines
        self._wrapped |= rows
        for at in news:
            count = len(rows.get(at, " "))
            for row in range(self._starts[at], self._starts[at] + count):
                self._strips.pop(row, None)
            self.refresh_lines(self._starts[at], count)
        return True

    def _lay_out(self) -> None:
        self._wrap()
        if self._width:
            self.virtual_size = Size(1, self._rows)
            self.refresh()

    def _wrap(self) -> None:
        self._width = width = self.scrollable_content_region.width
        self._starts, self._wrapped, self._rows = [], {}, 0
        self._strips.clear()
        for index, line in enumerate(self._lines if width else ()):
            self._starts.append(self._rows)
            if line.cell_length > width:
                self._wrapped[index] = hung(line, width)
            self._rows += len(self._wrapped.get(index, " "))
