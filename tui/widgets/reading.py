"""How somebody wants to read differences; chosen once, kept while the app runs."""

from __future__ import annotations

from dataclasses import dataclass

VIEWS = ("changes", "unified", "side_by_side", "table")
SIDE_BY_SIDE_COLUMNS = 100
"""Of the whole screen; below, two sides have no room."""


@dataclass
class Reading:
    """One for the whole app."""

    view: str = "changes"
    shows_folded: bool = False
    """Whether the rules that fold meaningless differences are told."""
    in_words: bool = True
    """Documents: sentences, and what wildcards stand for."""
    all_names: bool = False
    """Documents: every action a wildcard stands for, not only the first few."""

    def turn(self) -> None:
        """The next view, in a circle."""
        self.view = VIEWS[(VIEWS.index(self.view) + 1) % len(VIEWS)]

    def view_at(self, columns: int) -> str:
        """The view there is room for."""
        return "unified" if self.view == "side_by_side" and columns < SIDE_BY_SIDE_COLUMNS else self.view
