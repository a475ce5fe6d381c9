"""The first screen: find the preset. It is painted before anything slow is imported, so it imports little."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Input, Static

from tui.core.catalog.entries import NEEDS, BrokenPreset, Catalog, CatalogEntry
from tui.core.catalog.filters import Filters
from tui.core.stage import Stage
from tui.messages import BrokenWanted, PresetWanted, RunsWanted, ServiceWanted
from tui.screens.stage_screen import Setting, StageScreen
from tui.widgets.catalog_head import error_lines, head, nothing
from tui.widgets.catalog_view import Row, broken_detail, broken_row, entry_detail, entry_row, service_detail
from tui.widgets.line_input import LineInput
from tui.widgets.reader import Reader
from tui.widgets.row_list import RowList

if TYPE_CHECKING:
    # compiles expressions that nobody needs before the first letter is typed
    from textual.content import Content

    from tui.core.catalog.atlas import ServiceEvidence
    from tui.core.catalog.search import CatalogSearch


class SearchInput(LineInput):
    """The key that leads here does nothing more where one is here already, with nothing typed."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "slash" and not self.value:
            event.stop()
            event.prevent_default()


class PickPreset(StageScreen):
    """Search, filter, read what an entry is about, open it."""

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
        Binding("f5", "next_need", "key.need", id="pick.need"),
        Binding("f6", "next_group", "key.group", id="pick.group"),
        Binding("slash", "search", "key.search", id="pick.search"),
        Binding("escape", "clear", "key.clear", id="pick.clear"),
    ]

    def __init__(self, setting: Setting, entries: tuple[CatalogEntry, ...]) -> None:
        """`entries` are those known at once; `show_catalog` brings the others."""
        super().__init__(setting)
        self._catalog = Catalog(entries)
        self._search: CatalogSearch | None = None
        self._found: Sequence[CatalogEntry] = entries
        """What the query finds, before the filters."""
        self._filters = Filters()
        self._reading = (0, 0)
        self._query = ""
        self._evidence: dict[str, ServiceEvidence] = {}
        """What stands behind the rows of the atlas, by id."""
        self._read_as = ""
        """What a mistyped query was taken for."""
        self._picked = ""
        """Id of the entry the cursor was on."""
        self._short: dict[str, str] = {}

    def compose_body(self) -> ComposeResult:
        search = SearchInput(
            self._query, placeholder=self.say("pick.search"), id="search", compact=True, select_on_focus=False
        )
        yield search
        yield Static(id="state")
        yield RowList(self._draw, id="entries")
        yield Reader(id="detail")
        yield Static(id="nothing")

    def fill_body(self) -> None:
        self._short = {need: self.say(f"pick.need.{need}") for need in (*NEEDS, "unknown")}
        self._width = max(map(cell_len, (*self._short.values(), self.say("pick.broken"))))
        self._list()

    def focus_first(self) -> None:
        self.query_one("#search").focus()

    def show_reading(self, done: int, total: int) -> None:
        """How far the reading of the user's own presets is."""
        self._reading = (done, total)
        self._show_state()

    def show_catalog(self, catalog: Catalog, search: CatalogSearch) -> None:
        """The whole catalog is known; who has not moved yet starts at its top."""
        is_news = catalog != self._catalog
        self._catalog, self._search, self._reading = catalog, search, (0, 0)
        if is_news:
            if self._rows.cursor == 0:
                self._picked = ""
            self._list()

    @property
    def picked(self) -> CatalogEntry | None:
        """The entry the cursor is on."""
        row = self._rows.highlighted
        return row if isinstance(row, CatalogEntry) else None

    @property
    def _rows(self) -> RowList[Row]:
        return self.query_one("#entries", RowList)

    def _list(self) -> None:
        """Lists what matches, the best hit first; in another language the cursor stays on its entry."""
        self._found = self._find()
        rows = [*self._with_broken(self._filters.narrow(self._found)), *self._services()]
        first = next((at for at, one in enumerate(rows) if isinstance(one, CatalogEntry)), 0)
        at = next((at for at, one in enumerate(rows) if self._is_picked(one)), first) if self._picked else first
        self.set_class(not rows, "-nothing")
        if not rows:
            self.query_one("#nothing", Static).update(nothing(self._query, self._found, self._filters, self.say))
        self._rows.show_rows(rows, at)
        self._show_state()
        self._show_detail()

    def _find(self) -> Sequence[CatalogEntry]:
        self._read_as = ""
        if not self._query.strip():
            return self._catalog.entries
        if self._search is None:
            from tui.core.catalog.search import CatalogSearch

            self._search = CatalogSearch(self._catalog.entries)
        self._read_as = self._search.read_as(self._query)
        return self._search.find(self._query)

    def _services(self) -> list[CatalogEntry]:
        """Services that the query means, from AWS's API data, behind the entries; none while a filter is set."""
        self._evidence = {}
        if self._catalog.atlas is None or self._filters.are_set or not self._query.strip():
            return []
        from tui.core.catalog.atlas import row_of
        from tui.core.phrase import worded

        listed = {one.id for one in self._found}
        found = [one for one in self._catalog.atlas.matching(self._query) if one.name not in listed]
        self._evidence = {one.name: one for one in found}
        return [row_of(one, {self.language: worded(one.why, self.say)}) for one in found]

    def _with_broken(self, found: Sequence[CatalogEntry]) -> Sequence[Row]:
        """Files that are no presets stand behind the user's other ones; a search finds them by their path, last."""
        broken = self._catalog.broken
        if not broken or self._filters.are_set:
            return found
        if query := self._query.strip().casefold():
            return [*found, *(one for one in broken if query in one.where.casefold())]
        own = [one for one in found if one.origin != "bundled"]
        return [*own, *broken, *found[len(own) :]]

    def _is_picked(self, row: Row) -> bool:
        return isinstance(row, CatalogEntry) and row.id == self._picked

    def _draw(self, row: Row, width: int) -> Content:
        if isinstance(row, BrokenPreset):
            return broken_row(row, width, self.say, self._width)
        title = row.text("title", self.language)
        return entry_row(row, width, self._short.get(row.need, row.need), title, self._query, self._width)

    def _show_detail(self) -> None:
        row = self._rows.highlighted
        self._picked = row.id if isinstance(row, CatalogEntry) else ""
        if isinstance(row, BrokenPreset):
            self.query_one(Reader).show(broken_detail(row, self.say))
        elif row and (evidence := self._evidence.get(row.id)) and row.origin == "atlas":
            self.query_one(Reader).show(service_detail(evidence, self.say, self._query))
        else:
            about = error_lines(self._query, self.say)
            self.query_one(Reader).show([*about, *entry_detail(row, self.say, self._query)] if row else [])

    def _show_state(self) -> None:
        count = sum(isinstance(row, CatalogEntry) and row.origin != "atlas" for row in self._rows.rows)
        line = head(count, self._catalog, self._filters, self._reading, self.say, self._query, self._read_as)
        self.query_one("#state", Static).update(line)

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
        self._open(about=False)

    def action_about(self) -> None:
        self._open(about=True)

    def _open(self, about: bool) -> None:
        match self._rows.highlighted:
            case CatalogEntry(id=name, origin="atlas"):
                self._open_service(self._evidence[name], about)
            case CatalogEntry(id=preset_id):
                self.post_message(PresetWanted(preset_id, about=about))
            case BrokenPreset() as broken:
                self.post_message(BrokenWanted(broken))

    def _open_service(self, evidence: ServiceEvidence, about: bool) -> None:
        """On to the entry for any service, filled in; where no role can be made, or to read, its card."""
        if about or not evidence.makes_role:
            self.post_message(ServiceWanted(evidence))
            return
        from tui.core.catalog.atlas import ANY_SERVICE

        self.post_message(PresetWanted(ANY_SERVICE, given={"SERVICE": evidence.principals[0][0]}))

    def action_runs(self) -> None:
        self.post_message(RunsWanted())

    def action_next_need(self) -> None:
        self._filters = self._filters.next_need(self._found)
        self._picked = ""
        self._list()

    def action_next_group(self) -> None:
        self._filters = self._filters.next_group(self._found)
        self._picked = ""
        self._list()

    def action_search(self) -> None:
        self.query_one("#search").focus()

    def action_clear(self) -> None:
        self._filters = Filters()
        self.query_one("#search", Input).value = ""
        self._query = ""
        self._list()
        self.action_search()
