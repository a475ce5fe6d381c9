"""A line to type what to find on a page, and how often it is there."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from tui.theme import CARE, MUTED
from tui.widgets.say import Say


class FindRow(Horizontal):
    """The Input is #find; the screen searches, and tells what it found."""

    DEFAULT_CSS = """
    FindRow { height: 1; background: $panel; }
    FindRow #find { width: 1fr; padding: 0 1; background: $panel; border-left: outer $primary !important; }
    FindRow #found { width: auto; padding: 0 2; }
    """

    def __init__(self, say: Say, query: str) -> None:
        super().__init__()
        self._say = say
        self._query = query

    def compose(self) -> ComposeResult:
        yield Input(self._query, placeholder=self._say("review.find"), compact=True, id="find")
        yield Static(id="found")

    def tell(self, count: int | None) -> None:
        """How many lines of the page hold it; None where nothing is searched for."""
        key = "review.found" if count else "review.not_found"
        text = "" if count is None else self._say(key, count=count)
        self.query_one("#found", Static).update(Content.styled(text, MUTED if count else CARE))
