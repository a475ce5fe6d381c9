"""One part of a what-if question: its name, a text, and what the documents offer for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from tui.core.preset.choice import Choice
from tui.core.shown import shown
from tui.theme import CARE, MUTED
from tui.widgets.picker import OpenPicker, Picker
from tui.widgets.row_list import RowList
from tui.widgets.say import Say

NAME_CELLS = 28


class AskField(Vertical):
    """A line to type in, with a list under it that opens with the cursor key."""

    DEFAULT_CSS = """
    AskField { height: auto; padding: 0 1; }
    AskField .row { height: auto; }
    AskField .name { width: 32; height: auto; padding: 0 1 0 0; }
    AskField Input { width: 1fr; padding: 0 1; background: $surface; }
    AskField Input:focus { background: $panel; }
    AskField OpenPicker { width: 3; background: $panel; color: $primary; content-align: center middle; }
    AskField.-open Picker { display: block; max-height: 6; }
    """
    BINDINGS = [
        Binding("down,ctrl+@,ctrl+space", "down", show=False),
        Binding("up", "up", show=False),
        Binding("escape", "close", show=False),
    ]

    @dataclass
    class Typed(Message):
        """Another text; "" where there is none."""

        name: str
        text: str

    def __init__(self, name: str, hint: str, choices: Sequence[Choice], say: Say, text: str = "", *, id: str) -> None:
        """`name` is what messages call it and what is shown where `say` has no better word."""
        super().__init__(id=id)
        self.key = name
        self._hint = hint
        self._choices = choices
        self._say = say
        self._text = text
        self._decides = False

    def compose(self) -> ComposeResult:
        with Horizontal(classes="row"):
            yield Static(self._label(), classes="name")
            yield Input(self._text, placeholder=self._hint, compact=True, id=f"{self.id}-input")
            yield OpenPicker(Content("▾"))
        yield Picker(self._say)

    def on_mount(self) -> None:
        self.query_one(Picker).offer(self._choices)

    @property
    def input(self) -> Input:
        """Where one types."""
        return self.query_one(Input)

    def offer(self, choices: Sequence[Choice]) -> None:
        """Lists other values from now on."""
        self._choices = choices
        self.query_one(Picker).offer(choices)

    def mark(self, decides: bool) -> None:
        """Shows that the answer hangs on this one."""
        if decides != self._decides:
            self._decides = decides
            self.query_one(".name", Static).update(self._label())

    def fill(self) -> None:
        """Takes the first value the documents mention."""
        self.input.focus()
        if self._choices:
            self.input.value = self._choices[0].value

    def _label(self) -> Content:
        told = self._say(f"ask.{self.key}") if self._say.has(f"ask.{self.key}") else shown(self.key)
        if cell_len(told) > NAME_CELLS:
            # of the keys of an identity provider the end tells one from another; the answer has them in full
            told = f"…{told[-NAME_CELLS + 1 :]}"
        return Content.styled(f"? {told}", CARE) if self._decides else Content.styled(told, MUTED)

    def _list(self) -> None:
        self.query_one(Picker).narrow(self.input.value, self.input.value)
        self.call_after_refresh(self.scroll_visible, animate=False)

    def _take(self, choice: Choice | None) -> None:
        self.action_close()
        if choice is not None:
            self.input.value = choice.value
            self.input.cursor_position = len(choice.value)

    @on(Input.Changed)
    def _on_typed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self._text:
            self._text = event.value
            if self.has_class("-open"):
                self._list()
            self.post_message(self.Typed(self.key, event.value))

    @on(Input.Submitted)
    def _on_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self.has_class("-open"):
            self._take(self.query_one(Picker).highlighted)
        else:
            self.screen.focus_next()

    @on(RowList.Chosen)
    def _on_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self._take(self.query_one(Picker).highlighted)

    @on(RowList.Highlighted)
    def _on_highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()

    @on(OpenPicker.Pressed)
    def _on_pressed(self, event: OpenPicker.Pressed) -> None:
        event.stop()
        self.input.focus()
        self.action_close() if self.has_class("-open") else self.action_down()

    def on_descendant_blur(self) -> None:
        self.action_close()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Escape and ↑ are the field's only while its list is open."""
        return self.has_class("-open") if action in ("up", "close") else True

    def action_down(self) -> None:
        if self.has_class("-open"):
            self.query_one(Picker).move(1)
        else:
            self.add_class("-open")
            self._list()

    def action_up(self) -> None:
        self.query_one(Picker).move(-1)

    def action_close(self) -> None:
        self.remove_class("-open")
