"""One sentence with a box: a yes of its own."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui.theme import CARE


class Tick(Widget, can_focus=True):
    """Space, Enter or a click ticks it, and takes the tick away again."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Tick { height: auto; width: 1fr; padding: 0 1; pointer: pointer; border-left: outer $border-blurred; }
    Tick:focus { border-left: outer $primary; background: $foreground 6%; }
    Tick:hover { background: $foreground 8%; }
    """
    BINDINGS = [Binding("enter,space", "tick", show=False)]

    value: reactive[bool] = reactive(False)

    @dataclass
    class Changed(Message):
        """It was ticked, or no longer is."""

        value: bool

    def __init__(self, text: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = text

    def render(self) -> Content:
        return Content.assemble(("[✓] " if self.value else "[ ] ", f"bold {CARE}"), self._text)

    def on_click(self) -> None:
        self.action_tick()

    def action_tick(self) -> None:
        self.value = not self.value
        self.post_message(self.Changed(self.value))
