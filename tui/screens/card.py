"""What a preset says about itself; for those with nothing to apply it is the answer."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Static

from tui.core.iam.policy import pretty
from tui.core.preset.format import Preset
from tui.core.stage import Stage
from tui.messages import BackWanted, CompareWanted, CopyWanted, PresetWanted
from tui.screens.stage_screen import Setting, StageScreen
from tui.widgets.card_lines import card_lines
from tui.widgets.link import Link
from tui.widgets.reader import Reader

MARGINS = 8
"""Cells beside the text: the screen's padding, the reader's, its scroll bar."""


class ReadCard(StageScreen):
    """Verdict, picture, what to do instead, variants, documents, the caller's permissions, sources."""

    STAGE = Stage.PICK
    LIES_OVER = True
    DEFAULT_CSS = """
    ReadCard #card { height: 1fr; padding: 1 2 0 2; }
    ReadCard #status { height: 1; background: $surface; padding: 0 2; }
    ReadCard #gap { width: 1fr; }
    """
    BINDINGS = [
        Binding("up", "nothing", "key.scroll", key_display="↑↓", id="about.scroll"),
        Binding("ctrl+n,enter", "fill", "key.fill", id="about.fill"),
        Binding("v", "compare", "key.compare", id="about.compare"),
        Binding("c", "copy", "key.copy_policy", id="about.copy"),
        Binding("ctrl+b,escape", "back", "key.back", id="about.back"),
    ]

    def __init__(self, setting: Setting, preset: Preset, *, can_fill: bool) -> None:
        """`can_fill` is False where the form lies underneath anyway."""
        super().__init__(setting, preset.id)
        self._preset = preset
        self._can_fill = can_fill and bool(preset.resources)

    def compose_body(self) -> ComposeResult:
        yield Reader(id="card")
        if self._can_fill:
            with Horizontal(id="status"):
                yield Static(id="gap")
                yield Link(self.say("about.fill"), "fill")

    def fill_body(self) -> None:
        self._draw(keep_place=False)

    def on_resize(self) -> None:
        self._draw(keep_place=True)

    def _draw(self, *, keep_place: bool) -> None:
        for card in self.query("#card").results(Reader):
            card.show(list(card_lines(self._preset, self.say, self.size.width - MARGINS)), keep_place=keep_place)

    def focus_first(self) -> None:
        self.query_one("#card").focus()

    @on(Link.Pressed)
    def _on_pressed(self) -> None:
        self.action_fill()

    def can(self, action: str) -> bool:
        if action == "fill":
            return self._can_fill
        if action == "compare":
            return bool(self._preset.choices())
        return bool(self._preset.caller) if action == "copy" else True

    def action_nothing(self) -> None:
        """The text scrolls by itself; the binding only names the keys."""

    def action_fill(self) -> None:
        self.post_message(PresetWanted(self._preset.id))

    def action_compare(self) -> None:
        self.post_message(CompareWanted(self._preset, {}))

    def action_copy(self) -> None:
        self.post_message(CopyWanted(pretty(self._preset.caller_by_default), self.say("about.caller")))

    def action_back(self) -> None:
        self.post_message(BackWanted())
