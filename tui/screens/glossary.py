"""The words of IAM, to look up."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Input

from tui.core.catalog.glossary import TERMS, matching_terms
from tui.core.shown import shown
from tui.core.stage import Stage
from tui.screens.stage_screen import Setting, StageScreen
from tui.theme import MUTED, TITLE
from tui.widgets.catalog_view import highlighted
from tui.widgets.line_input import LineInput
from tui.widgets.reader import Reader
from tui.widgets.row_list import RowList


class Glossary(StageScreen):
    """Type a word, read what it means."""

    STAGE = Stage.PICK
    LIES_OVER = True
    DEFAULT_CSS = """
    Glossary #search {
        margin: 0 1; padding: 0 1; background: $surface; border-left: outer $primary !important; dock: top;
    }
    Glossary #terms { height: 1fr; margin: 1 0 0 0; }
    Glossary #text { height: 1fr; background: $surface; border-top: solid $border-blurred; padding: 0 2; }
    Glossary #text:focus { border-top: solid $primary; }
    """
    BINDINGS = [
        Binding("up", "move(-1)", "key.move", key_display="↑↓", id="glossary.up"),
        Binding("down", "move(1)", show=False, id="glossary.down"),
        Binding("pageup", "scroll(-1)", "key.scroll", key_display="PgUp PgDn", id="glossary.pageup"),
        Binding("pagedown", "scroll(1)", show=False, id="glossary.pagedown"),
        Binding("escape,ctrl+b", "close", "key.back", id="glossary.close"),
    ]

    def __init__(self, setting: Setting, term: str = "") -> None:
        """`term` is the one to begin with."""
        super().__init__(setting)
        self._query = ""
        self._picked = term

    def compose_body(self) -> ComposeResult:
        hint = self.say("glossary.search")
        yield LineInput(self._query, placeholder=hint, id="search", compact=True, select_on_focus=False)
        yield RowList(self._draw, id="terms")
        yield Reader(id="text")

    def fill_body(self) -> None:
        self._list()

    def focus_first(self) -> None:
        self.query_one("#search").focus()

    @property
    def _rows(self) -> RowList[str]:
        return self.query_one("#terms", RowList)

    def _list(self) -> None:
        texts = {one: f"{self._spelled(one)} {self.say(f'glossary.{one}')}" for one in sorted(TERMS, key=self._spelled)}
        found = matching_terms(self._query, texts)
        self._rows.show_rows(found, found.index(self._picked) if self._picked in found else 0)
        self._read()

    def _spelled(self, term: str) -> str:
        return self.say(f"glossary.{term}.term")

    def _draw(self, term: str, width: int) -> Content:  # noqa: ARG002
        return Content("  ") + highlighted(self._spelled(term), self._query)

    def _read(self) -> None:
        term = self._rows.highlighted
        if term is None:
            lines = [Content.styled(self.say("glossary.none", query=shown(self._query)), MUTED)]
        else:
            self._picked = term
            lines = [Content.styled(self._spelled(term), TITLE), Content(self.say(f"glossary.{term}"))]
        self.query_one("#text", Reader).show(lines)

    @on(Input.Changed, "#search")
    def _on_typed(self, event: Input.Changed) -> None:
        if event.value != self._query:
            self._query, self._picked = event.value, ""
            self._list()

    @on(RowList.Highlighted, "#terms")
    def _on_highlighted(self) -> None:
        self._read()

    def action_move(self, rows: int) -> None:
        self._rows.move(rows)

    def action_scroll(self, pages: int) -> None:
        text = self.query_one("#text", Reader)
        text.scroll_page_down(animate=False) if pages > 0 else text.scroll_page_up(animate=False)

    def action_close(self) -> None:
        # not by a message: the App closes nothing while a run is under way
        self.dismiss()
