"""What AWS's API data says of a service that has no entry, as a card of its own."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Static

from tui.core.catalog.atlas import ANY_SERVICE, ServiceEvidence
from tui.core.stage import Stage
from tui.messages import BackWanted, CopyWanted, PresetWanted
from tui.screens.stage_screen import Setting, StageScreen
from tui.widgets.catalog_view import service_detail
from tui.widgets.link import Link
from tui.widgets.reader import Reader


class ReadService(StageScreen):
    """Verdict, evidence operation by operation, principals, policies, limits; and on to the entry for any service."""

    STAGE = Stage.PICK
    LIES_OVER = True
    DEFAULT_CSS = """
    ReadService #card { height: 1fr; padding: 1 2 0 2; }
    ReadService #status { height: 1; background: $surface; padding: 0 2; }
    ReadService #gap { width: 1fr; }
    """
    BINDINGS = [
        Binding("up", "nothing", "key.scroll", key_display="↑↓", id="service.scroll"),
        Binding("ctrl+n,enter", "fill", "key.fill", id="service.fill"),
        Binding("c", "copy", "key.copy_principal", id="service.copy"),
        Binding("ctrl+b,escape", "back", "key.back", id="service.back"),
    ]

    def __init__(self, setting: Setting, evidence: ServiceEvidence) -> None:
        super().__init__(setting, evidence.name)
        self._evidence = evidence

    def compose_body(self) -> ComposeResult:
        yield Reader(id="card")
        if self._evidence.makes_role:
            with Horizontal(id="status"):
                yield Static(id="gap")
                yield Link(self.say("about.fill"), "fill")

    def fill_body(self) -> None:
        self.query_one("#card", Reader).show(service_detail(self._evidence, self.say))

    def focus_first(self) -> None:
        self.query_one("#card").focus()

    @on(Link.Pressed)
    def _on_pressed(self) -> None:
        self.action_fill()

    def can(self, action: str) -> bool:
        if action == "fill":
            return self._evidence.makes_role
        return bool(self._evidence.principals) if action == "copy" else True

    def action_nothing(self) -> None:
        """The text scrolls by itself; the binding only names the keys."""

    def action_fill(self) -> None:
        self.post_message(PresetWanted(ANY_SERVICE, given={"SERVICE": self._evidence.principals[0][0]}))

    def action_copy(self) -> None:
        self.post_message(CopyWanted(self._evidence.principals[0][0], self.say("atlas.principals")))

    def action_back(self) -> None:
        self.post_message(BackWanted())
