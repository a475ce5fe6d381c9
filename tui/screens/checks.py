"""Whether what is there is what the preset wants, and does what it promises."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content

from tui.core.health.verify import Verification
from tui.core.stage import Stage
from tui.messages import CloseWanted, CopyWanted
from tui.screens.stage_screen import Setting, StageScreen
from tui.theme import BAD, GOOD
from tui.widgets.answer_lines import check_line
from tui.widgets.reader import Reader


class ReadChecks(StageScreen):
    """Every resource and every promise, one line each."""

    STAGE = Stage.REPORT
    LIES_OVER = True
    DEFAULT_CSS = "ReadChecks #checks { height: 1fr; padding: 1 2 0 2; }"
    BINDINGS = [
        Binding("up", "nothing", "key.scroll", key_display="↑↓", id="checks.scroll"),
        Binding("c", "copy", "key.copy", id="checks.copy"),
        Binding("ctrl+b,escape", "close", "key.back", id="checks.close"),
    ]

    def __init__(self, setting: Setting, found: Verification) -> None:
        super().__init__(setting, found.preset)
        self._found = found

    def compose_body(self) -> ComposeResult:
        yield Reader(id="checks")

    def fill_body(self) -> None:
        self.query_one("#checks", Reader).show(list(self._lines()))

    def focus_first(self) -> None:
        self.query_one("#checks").focus()

    def _lines(self) -> Iterator[Content]:
        found = self._found
        counts = {"passed": sum(1 for one in found.checks if one.passed), "total": len(found.checks)}
        word, ink = ("passed", GOOD) if found.passed else ("failed", BAD)
        yield Content.styled(self.say(f"verify.{word}", **counts), f"bold {ink}")
        yield Content("")
        yield from (check_line(one, self.say) for one in found.checks)

    def action_nothing(self) -> None:
        """The text scrolls by itself; the binding only names the keys."""

    def action_copy(self) -> None:
        self.post_message(CopyWanted(self.query_one("#checks", Reader).plain, self.say("verify.title")))

    def action_close(self) -> None:
        self.post_message(CloseWanted())
