"""The focus, put back where it was after a screen has been composed again."""

from typing import Any

from textual.screen import Screen
from textual.widgets import Input


class Focus:
    """What has the focus now and, while one types, what of the text is marked and where the cursor stands."""

    def __init__(self, screen: Screen[Any]) -> None:
        focused = screen.focused
        self._screen = screen
        self._id = focused.id if focused else None
        self._selection = focused.selection if isinstance(focused, Input) else None

    def comes_back(self) -> bool:
        """Whether it could; False where nothing has that id any more."""
        for again in self._screen.query(f"#{self._id}") if self._id else ():
            self._screen.set_focus(again)
            if isinstance(again, Input) and self._selection is not None:
                # an Input that gets the focus marks all of its text, and the next key would replace it
                again.call_later(setattr, again, "selection", self._selection)
            return True
        return False
