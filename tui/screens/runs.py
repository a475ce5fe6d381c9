"""What was done before: the list of runs, and one of them with what can be done about it."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from tui.core.plan.review import RunSummary
from tui.core.shown import shown
from tui.core.stage import Stage
from tui.messages import CloseWanted, RunWanted
from tui.screens.stage_screen import Setting, StageScreen
from tui.theme import BAD, CARE, GOOD, MUTED, STRONG
from tui.widgets.prose import Prose
from tui.widgets.row_list import RowList
from tui.widgets.say import Say

INKS = {"done": GOOD, "failed": BAD, "interrupted": CARE, "damaged": BAD}
DATE_CELLS, STATE_CELLS = 18, 16
MOST_THINGS = 4
"""Addresses that are named; of more it is told how many."""


class ListRuns(StageScreen):
    """Newest first; open one, or take it back."""

    STAGE = Stage.PICK
    DEFAULT_CSS = """
    ListRuns #title { height: 2; padding: 0 2; margin: 1 0 0 0; }
    ListRuns #runs { height: 1fr; padding: 0 1; }
    ListRuns #detail { height: auto; max-height: 5; background: $surface; padding: 0 2; }
    ListRuns #none { height: 1fr; padding: 1 2; }
    """
    BINDINGS = [
        Binding("up", "move(-1)", "key.move", key_display="↑↓", id="runs.up"),
        Binding("down", "move(1)", show=False, id="runs.down"),
        Binding("enter", "look", "key.open", id="runs.look"),
        Binding("u", "undo", "key.undo", id="runs.undo"),
        Binding("ctrl+b,escape,f4", "close", "key.back", id="runs.close"),
    ]

    def __init__(self, setting: Setting, runs: tuple[RunSummary, ...]) -> None:
        super().__init__(setting)
        self._runs = runs

    def compose_body(self) -> ComposeResult:
        yield Static(Content.styled(self.say("runs.title"), STRONG), id="title")
        if self._runs:
            yield RowList(self._draw, id="runs")
            yield Prose(id="detail")
        else:
            yield Static(Content(self.say("runs.none")), id="none")

    def fill_body(self) -> None:
        if self._runs:
            self._rows.show_rows(self._runs, self._rows.cursor)
            self._tell_detail()

    def focus_first(self) -> None:
        if self._runs:
            self._rows.focus()

    async def list(self, runs: tuple[RunSummary, ...]) -> None:
        """Lists them anew; the cursor stays in its place."""
        if runs != self._runs:
            self._runs = runs
            await self.speak()

    @property
    def _rows(self) -> RowList[RunSummary]:
        return self.query_one("#runs", RowList)

    @property
    def _picked(self) -> RunSummary | None:
        return self._rows.highlighted if self.query("#runs") else None

    def _draw(self, one: RunSummary, width: int) -> Content:
        where = run_place(one, self.say)
        place = Content.styled(where, MUTED)
        room = max(8, width - DATE_CELLS - STATE_CELLS - place.cell_length - 1)
        name = shown(one.path) if one.state == "damaged" else shown(one.preset)
        return Content.assemble(
            Content.styled(shown(one.date), MUTED).truncate(DATE_CELLS, pad=True),
            Content.styled(self.say(f"run.state.{one.state}"), INKS.get(one.state, "")).truncate(STATE_CELLS, pad=True),
            Content(name).truncate(room, ellipsis=True, pad=True),
            " ",
            place,
        )

    def can(self, action: str) -> bool:
        picked = self._picked
        if action == "look":
            return picked is not None
        return action != "undo" or (picked is not None and picked.state != "damaged")

    @on(RowList.Highlighted)
    def _on_highlighted(self) -> None:
        self._tell_detail()
        self.refresh_keys()

    def _tell_detail(self) -> None:
        """What the run under the cursor was about: a preset's id alone does not tell two of them apart."""
        if self._picked is not None:
            self.query_one("#detail", Prose).tell(*run_facts(self._picked, self.say))

    @on(RowList.Chosen)
    def _on_chosen(self) -> None:
        self.action_look()

    def action_move(self, rows: int) -> None:
        if self._runs:
            self._rows.move(rows)

    def action_look(self) -> None:
        if self._picked is not None:
            self.post_message(RunWanted(self._picked.run, "look", self._picked))

    def action_undo(self) -> None:
        if self._picked is not None:
            self.post_message(RunWanted(self._picked.run, "rollback" if self._picked.is_open else "undo"))

    def action_close(self) -> None:
        self.post_message(CloseWanted())


def run_place(one: RunSummary, say: Say) -> str:
    """The account, or the practice account."""
    if one.state == "damaged":
        return ""
    if one.target not in ("practice", "account"):
        return say("target.unknown")
    return say("target.practice") if one.target == "practice" else shown(f"{one.account} {one.region}")


def run_facts(one: RunSummary, say: Say) -> list[Content]:
    """What it was about, and who made it."""
    things = [one.thing, *(thing for thing in one.things if thing != one.thing)]
    named = ", ".join(map(shown, things[:MOST_THINGS]))
    if len(things) > MOST_THINGS:
        named = f"{named}, {say('runs.more', count=len(things) - MOST_THINGS)}"
    who = say("runs.by", caller=shown(one.caller)) if one.caller and one.target == "account" else ""
    return [Content(named), Content.styled("   ".join(filter(None, (say("runs.id", run=shown(one.run)), who))), MUTED)]
