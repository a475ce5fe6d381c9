"""The first screen: find the preset. It is painted before anything slow is imported, so it imports little."""

from __future__ import annotations

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Input, Static

from tui.core.catalog import CatalogEntry, matching
from tui.core.shown import shown
from tui.core.stage import Stage
from tui.messages import PresetWanted, RunsWanted
from tui.screens.stage_screen import Setting, StageScreen
from tui.theme import MUTED, STRONG
from tui.widgets.catalog_view import entry_detail, entry_row
from tui.widgets.reader import Reader
from tui.widgets.row_list import RowList

NEEDS = ("required", "conditional", "service-linked", "caller-permissions-only", "not-needed")


class PickPreset(StageScreen):
    """Search, read what an entry is about, open it."""

    STAGE = Stage.PICK
    BINDINGS = [
        Binding("up", "move(-1)", "key.move", key_display="↑↓", id="pick.up"),
        Binding("down", "move(1)", show=False, id="pick.down"),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("enter", "open", "key.open", id="pick.open"),
        Binding("f3", "about", "key.about", id="pick.about"),
        Binding("i", "about", show=False),
        Binding("f4", "runs", "key.runs", id="pick.runs"),
        Binding("slash", "search", "key.search", id="pick.search"),
        Binding("escape", "clear", "key.clear", id="pick.clear"),
    ]

    def __init__(self, setting: Setting, entries: tuple[CatalogEntry, ...]) -> None:
        super().__init__(setting)
        self._entries = entries
        self._query = ""
        self._picked = ""
        """Id of the entry the cursor was on."""
        self._short: dict[str, str] = {}

    def compose_body(self) -> ComposeResult:
        search = Input(
            self._query, placeholder=self.say("pick.search"), id="search", compact=True, select_on_focus=False
        )
        yield search
        yield RowList(self._draw, id="entries")
        yield Reader(id="detail")
        yield Static(id="nothing")

    def fill_body(self) -> None:
        self._short = {need: self.say(f"pick.need.{need}") for need in NEEDS}
        self._width = max(map(cell_len, self._short.values()))
        self._list()

    def focus_first(self) -> None:
        self.query_one("#search").focus()

    @property
    def picked(self) -> CatalogEntry | None:
        """The entry the cursor is on."""
        return self._rows.highlighted

    @property
    def _rows(self) -> RowList[CatalogEntry]:
        return self.query_one("#entries", RowList)

    def _list(self) -> None:
        """Lists what matches, the best hit first; in another language the cursor stays on its entry."""
        found = matching(self._entries, self._query)
        at = next((index for index, one in enumerate(found) if one.id == self._picked), 0)
        self.set_class(not found, "-nothing")
        if not found:
            self.query_one("#nothing", Static).update(self._nothing())
        self._rows.show_rows(found, at)
        self._show_detail()

    def _draw(self, entry: CatalogEntry, width: int) -> Content:
        title = entry.text("title", self.language)
        return entry_row(entry, width, self._short.get(entry.need, entry.need), title, self._query, self._width)

    def _show_detail(self) -> None:
        entry = self.picked
        if entry is not None:
            self._picked = entry.id
        self.query_one(Reader).show(entry_detail(entry, self.say) if entry else [])

    def _nothing(self) -> Content:
        return Content.assemble(
            (self.say("pick.nothing", query=shown(self._query)), STRONG), "\n\n", (self.say("pick.nothing.try"), MUTED)
        )

    @on(Input.Changed, "#search")
    def _on_typed(self, event: Input.Changed) -> None:
        if event.value != self._query:
            self._query = event.value
            self._picked = ""
            self._list()

    @on(Input.Submitted, "#search")
    def _on_submitted(self) -> None:
        self.action_open()

    @on(RowList.Highlighted, "#entries")
    def _on_highlighted(self) -> None:
        self._show_detail()

    @on(RowList.Chosen, "#entries")
    def _on_chosen(self) -> None:
        self.action_open()

    def action_move(self, rows: int) -> None:
        self._rows.move(rows)

    def action_page(self, pages: int) -> None:
        self._rows.action_page(pages)

    def action_open(self) -> None:
        if self.picked is not None:
            self.post_message(PresetWanted(self.picked.id))

    def action_about(self) -> None:
        if self.picked is not None:
            self.post_message(PresetWanted(self.picked.id, about=True))

    def action_runs(self) -> None:
        self.post_message(RunsWanted())

    def action_search(self) -> None:
        self.query_one("#search").focus()

    def action_clear(self) -> None:
        self.query_one("#search", Input).value = ""
        self.action_search()
