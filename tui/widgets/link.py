"""A word one can press: a button in one line."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widget import Widget


class Link(Widget, can_focus=True):
    """Enter, space or a click presses it."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Link {
        width: auto; height: 1; padding: 0 2;
        background: $primary-muted; color: $foreground; text-style: bold; pointer: pointer;
    }
    Link:hover { background: $primary; color: $background; }
    Link:focus { background: $primary; color: $background; text-style: bold underline; }
    Link:disabled { background: $panel; color: $foreground 50%; text-style: none; }
    Link.-danger { background: $warning-muted; }
    Link.-danger:focus, Link.-danger:hover { background: $warning; color: $background; }
    """
    BINDINGS = [Binding("enter,space", "press", show=False)]

    @dataclass
    class Pressed(Message):
        """It was pressed; `name` tells which."""

        link: Link
        name: str

        @property
        def control(self) -> Link:
            return self.link

    def __init__(self, text: str, name: str, *, classes: str = "", id: str | None = None) -> None:
        super().__init__(name=name, classes=classes, id=id)
        self._text = text

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    @text.setter
    def text(self, text: str) -> None:
        self._text = text
        self.refresh(layout=True)

    def render(self) -> Content:
        marked = f"❯ {self._text}" if self.has_focus else f"  {self._text}"
        return Content(marked)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self) -> None:
        self.action_press()

    def action_press(self) -> None:
        self.post_message(self.Pressed(self, self.name or ""))
