"""A page that can be searched: / opens a line to type in, Enter and n go on to the next line that holds it."""

from __future__ import annotations

from textual import on
from textual.widgets import Input

from tui.screens.stage_screen import Setting, StageScreen
from tui.widgets.find_row import FindRow
from tui.widgets.reader import Reader


class Searching(StageScreen):
    """Subclasses have a Reader #page and a row #status, put `find_row` between them, and bind find and find_next."""

    def __init__(self, setting: Setting, about: str = "") -> None:
        super().__init__(setting, about)
        self._query, self._is_finding = "", False
        self._is_opening = False
        """Whether the line is on its way: letters that come with its key are no keys either."""

    @property
    def page(self) -> Reader:
        """What is read and searched."""
        return self.query_one("#page", Reader)

    @property
    def is_typing(self) -> bool:
        """Whether letters go into the line, and are no keys."""
        return isinstance(self.focused, Input) or self._is_opening

    def find_row(self) -> tuple[FindRow, ...]:
        """The line, while it is open."""
        return (FindRow(self.say, self._query),) if self._is_finding else ()

    def tell_found(self) -> None:
        """Beside what is searched for: how many lines of this page hold it."""
        for row in self.query(FindRow):
            row.tell(self.page.hits if self._query else None)

    def can(self, action: str) -> bool:
        return self._is_finding if action == "find_next" else True

    def on_descendant_focus(self) -> None:
        self._is_opening = False
        self.refresh_keys()

    @on(Input.Changed, "#find")
    def _on_find_typed(self, event: Input.Changed) -> None:
        self._find(event.value)

    @on(Input.Submitted, "#find")
    def _on_find_submitted(self) -> None:
        self.action_find_next()

    def _find(self, query: str) -> None:
        self._query = query
        self.page.find(query)
        self.tell_found()

    async def action_find(self) -> None:
        self._is_opening = True
        if not self._is_finding:
            self._is_finding = True
            await self.mount(*self.find_row(), before="#status")
        self.query_one("#find").focus()

    def action_find_next(self) -> None:
        self.page.find(self._query, onward=True)

    async def close_find(self) -> bool:
        """Whether the line was open; it is closed then."""
        if not self._is_finding:
            return False
        self._is_finding = False
        self.page.focus()
        await self.query(FindRow).remove()
        self._find("")
        self.refresh_keys()
        return True
