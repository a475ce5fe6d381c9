"""A text made to be taken away: Enter, c or a click copies it."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui.core.shown import shown
from tui.theme import MUTED, STRONG


class Copyable(Widget, can_focus=True):
    """Label and text, wrapped, never cut."""

    DEFAULT_CSS = """
    Copyable {
        height: auto; width: 1fr; padding: 0 0 0 1; margin: 0 1;
        border-left: outer $border-blurred; pointer: pointer;
    }
    Copyable:focus { border-left: outer $primary; background: $foreground 6%; }
    Copyable:hover { background: $foreground 8%; }
    """
    BINDINGS = [
        Binding("enter,c,space", "copy", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    @dataclass
    class Copied(Message):
        """It is wanted in the clipboard."""

        text: str
        label: str

    def __init__(self, label: str, text: str, hint: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._label, self._text, self._hint = label, text, hint

    @property
    def words(self) -> str:
        """What is written here; the help looks for terms in it."""
        return f"{self._label} {self._text}"

    def render(self) -> Content:
        text = Content.styled(shown(self._text), STRONG if self._label else "")
        if not self._label:
            return text
        return (
            Content.styled(shown(self._label), MUTED)
            + Content.styled(f"  {self._hint}" if self.has_focus else "", MUTED)
            + "\n"
            + text
        )

    def on_click(self) -> None:
        self.focus()
        self.action_copy()

    def action_copy(self) -> None:
        self.post_message(self.Copied(self._text, self._label or self._text))
