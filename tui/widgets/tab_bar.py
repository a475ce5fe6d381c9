"""One line of tabs, picked by number, cursor keys or click."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui.theme import MUTED


class TabBar(Widget):
    """Numbered titles; which one is open is told, not decided here."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "TabBar { height: 1; padding: 0 1; background: $surface; pointer: pointer; }"

    open: reactive[str] = reactive("")

    @dataclass
    class Picked(Message):
        """A tab was clicked."""

        name: str

    def __init__(self, titles: Mapping[str, Content], open: str) -> None:
        super().__init__()
        self._titles = dict(titles)
        self._places: list[tuple[int, int, str]] = []
        self.set_reactive(TabBar.open, open)

    def render(self) -> Content:
        """Titles in full where they fit, else the number alone for those that are not open."""
        is_short = sum(title.cell_length + 5 for title in self._titles.values()) - 1 > self.content_size.width
        line, self._places = Content(""), []
        for number, (name, title) in enumerate(self._titles.items(), start=1):
            if name == self.open:
                item = Content.styled(f" {number} ", "bold") + title + " "
                item = item.stylize("bold $text on $primary-muted")
            else:
                item = Content.styled(f" {number} ", "bold $text-accent") + (Content("") if is_short else title + " ")
            self._places.append((line.cell_length, line.cell_length + item.cell_length, name))
            line += item + Content.styled(" ", MUTED)
        return line

    def retitle(self, name: str, title: Content) -> None:
        """Calls one of the tabs otherwise."""
        self._titles[name] = title
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        for start, stop, name in self._places:
            if offset is not None and start <= offset.x < stop:
                self.post_message(self.Picked(name))
