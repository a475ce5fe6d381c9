"""The values an account offers for a field, narrowed down by what is typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tui.core.preset.choice import Choice
from tui.core.shown import shown
from tui.theme import MUTED
from tui.widgets.catalog_view import highlighted
from tui.widgets.row_list import RowList
from tui.widgets.say import Say


class Picker(RowList[Choice | None]):
    """A list under an input, which keeps the focus. One row of None says why there is nothing to pick."""

    DEFAULT_CSS = "Picker { display: none; height: auto; max-height: 7; background: $panel; }"

    def __init__(self, say: Say) -> None:
        super().__init__(self._drawn, takes_first_click=True)
        self.can_focus = False
        self._say = say
        self._word = ""
        self._trouble = ""
        self.choices: Sequence[Choice] | None = None
        """None until the account has answered."""

    def offer(self, choices: Sequence[Choice], trouble: str = "") -> None:
        """The account has answered, or says why it does not."""
        self.choices, self._trouble = choices, trouble

    def narrow(self, typed: str, current: str) -> None:
        """Lists what holds the typed text, everything where that is one of the choices; `current` gets the cursor."""
        choices = self.choices or ()
        self._word = "" if typed in {one.value for one in choices} else typed.strip()
        word = self._word.casefold()
        found = [one for one in choices if word in f"{one.value} {one.note}".casefold()]
        at = next((index for index, one in enumerate(found) if one.value == current), 0)
        self.show_rows(found or [None], at)

    def _drawn(self, choice: Choice | None, width: int) -> Content:
        if choice is None:
            return Content.styled(f"  {self._trouble or self._say(self._reason())}", MUTED)
        note = Content.styled(shown(choice.note), MUTED)
        line = Content("  ") + highlighted(shown(choice.value), self._word) + "  " + note
        if not note or line.cell_length <= width:
            return line
        # of a long ARN the end tells one from another, and the alias does so even better
        value = shown(choice.value)
        tail = value[-max(0, width - note.cell_length - 5) :]
        return Content("  ") + highlighted(shown(choice.note), self._word) + "  …" + Content.styled(tail, MUTED)

    def _reason(self) -> str:
        return "field.reading" if self.choices is None else "field.none_match" if self.choices else "field.none"


class OpenPicker(Static):
    """The ▾ beside an input."""

    @dataclass
    class Pressed(Message):
        """Open or close the list."""

    def on_click(self) -> None:
        self.post_message(self.Pressed())
