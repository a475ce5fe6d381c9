"""A list that draws only the lines on the screen: ten thousand rows cost what twenty cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

Row = TypeVar("Row")


class RowList(ScrollView, Generic[Row], can_focus=True):
    """Rows of one line each, with a cursor; what a row looks like is its owner's business."""

    COMPONENT_CLASSES = {"row-list--cursor", "row-list--hover"}
    DEFAULT_CSS = """
    RowList { scrollbar-gutter: stable; overflow-x: hidden; scrollbar-size: 0 1; }
    RowList > .row-list--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    RowList > .row-list--hover { background: $foreground 8%; }
    """
    BINDINGS = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "jump(0)", show=False),
        Binding("end", "jump(-1)", show=False),
        Binding("enter", "take", show=False),
    ]

    cursor: reactive[int] = reactive(0, repaint=False)
    """Index of the row the cursor is on; 0 also when there is none."""

    @dataclass
    class Highlighted(Message):
        """The cursor moved to another row, or the rows changed."""

        list: RowList[Any]
        row: object

        @property
        def control(self) -> RowList[Any]:
            return self.list

    @dataclass
    class Chosen(Message):
        """A row was taken."""

        list: RowList[Any]
        row: object

        @property
        def control(self) -> RowList[Any]:
            return self.list

    def __init__(
        self,
        draw: Callable[[Row, int], Content],
        rows: Sequence[Row] = (),
        *,
        takes_first_click: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`takes_first_click` is for pick lists; where rows are read first, the second click on a row takes it."""
        super().__init__(id=id, classes=classes)
        self._draw = draw
        self._rows: Sequence[Row] = rows
        self._takes_first_click = takes_first_click
        self._hovered = -1
        self.set_reactive(RowList.virtual_size, Size(1, len(rows)))

    @property
    def rows(self) -> Sequence[Row]:
        """What is listed."""
        return self._rows

    @property
    def highlighted(self) -> Row | None:
        """The row the cursor is on."""
        return self._rows[self.cursor] if self._rows else None

    def show_rows(self, rows: Sequence[Row], cursor: int = 0) -> None:
        """Lists other rows."""
        self._rows = rows
        self.set_reactive(RowList.cursor, max(0, min(cursor, len(rows) - 1)))
        # as wide as the widget is: a width of its own would only mean one more layout
        self.virtual_size = Size(1, len(rows))
        self.scroll_to(y=0, animate=False)
        self._keep_in_view()
        self.refresh()
        self._tell()

    def move(self, rows: int) -> None:
        """Moves the cursor; for an input field that keeps the focus."""
        self.cursor = max(0, min(self.cursor + rows, len(self._rows) - 1))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(self._rows)

    def on_resize(self) -> None:
        self._keep_in_view()

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        index = y + self.scroll_offset.y
        style = self.visual_style
        if index >= len(self._rows):
            return Strip.blank(width, style.rich_style)
        if index == self.cursor:
            style += Style.from_styles(self.get_component_styles("row-list--cursor"))
        elif index == self._hovered:
            style += Style.from_styles(self.get_component_styles("row-list--hover"))
        line = self._draw(self._rows[index], width).truncate(width, ellipsis=True)
        return Visual.to_strips(self, line, width, 1, style, pad=True)[0]

    def watch_cursor(self, before: int, after: int) -> None:
        self.refresh_lines(before)
        self.refresh_lines(after)
        self._keep_in_view()
        self._tell()

    def on_click(self, event: events.Click) -> None:
        index = self._index_at(event)
        if index is None:
            return
        is_second = index == self.cursor
        self.cursor = index
        if is_second or self._takes_first_click:
            self.action_take()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._hover(self._index_at(event))

    def on_leave(self) -> None:
        self._hover(None)

    def action_move(self, rows: int) -> None:
        self.move(rows)

    def action_page(self, pages: int) -> None:
        self.move(pages * max(1, self.size.height - 1))

    def action_jump(self, index: int) -> None:
        self.cursor = index % max(1, len(self._rows))

    def action_take(self) -> None:
        if self.highlighted is not None:
            self.post_message(self.Chosen(self, self.highlighted))

    def _index_at(self, event: events.MouseEvent) -> int | None:
        offset = event.get_content_offset(self)
        index = offset.y + self.scroll_offset.y if offset is not None else len(self._rows)
        return index if index < len(self._rows) else None

    def _hover(self, index: int | None) -> None:
        before, self._hovered = self._hovered, -1 if index is None else index
        if before != self._hovered:
            self.refresh_lines(before)
            self.refresh_lines(self._hovered)

    def _keep_in_view(self) -> None:
        height = self.scrollable_content_region.height
        top = self.scroll_offset.y
        if height and not top <= self.cursor < top + height:
            self.scroll_to(y=self.cursor if self.cursor < top else self.cursor - height + 1, animate=False)

    def _tell(self) -> None:
        if self.is_attached:
            self.post_message(self.Highlighted(self, self.highlighted))
