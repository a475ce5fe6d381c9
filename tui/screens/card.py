"""What a preset says about itself; for those with nothing to apply it is the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from tui.core.card import assumed_by, reaches
from tui.core.policy import pretty
from tui.core.preset import Preset, Texts
from tui.core.shown import shown
from tui.core.stage import Stage
from tui.messages import BackWanted, CopyWanted, PresetWanted
from tui.screens.stage_screen import Setting, StageScreen
from tui.theme import CARE, MUTED, NEED_GLYPHS, NEED_INKS, TITLE
from tui.widgets.catalog_view import heading
from tui.widgets.json_text import json_lines
from tui.widgets.link import Link
from tui.widgets.reader import Reader


class ReadCard(StageScreen):
    """Verdict, reasons, what to do instead, the caller's permissions, sources."""

    STAGE = Stage.PICK
    CSS = """
    ReadCard #card { height: 1fr; padding: 1 2 0 2; }
    ReadCard #status { height: 1; background: $surface; padding: 0 2; }
    ReadCard #gap { width: 1fr; }
    """
    BINDINGS = [
        Binding("up", "nothing", "key.scroll", key_display="↑↓", id="about.scroll"),
        Binding("ctrl+n,enter", "fill", "key.fill", id="about.fill"),
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
        self.query_one("#card", Reader).show(list(self._lines()))

    def focus_first(self) -> None:
        self.query_one("#card").focus()

    def _lines(self) -> Iterator[Content]:
        preset, language = self._preset, self.language
        yield Content.styled(shown(preset.title.by(language)), TITLE)
        need = preset.need
        yield Content.styled(f"{NEED_GLYPHS[need]} {self.say(f'need.{need}')}", NEED_INKS[need])
        yield Content("")
        yield Content(shown(preset.why.by(language)))
        yield Content("")
        if preset.instead:
            yield from self._section("about.instead", [preset.instead])
        facts = {"pick.assumed_by": assumed_by(preset), "pick.reaches": reaches(preset)}
        for key, names in facts.items():
            if names:
                yield Content.assemble((f"{self.say(key)}  ", MUTED), shown(", ".join(names)))
        if any(facts.values()):
            yield Content("")
        yield from self._section("about.prerequisites", preset.prerequisites)
        yield from self._section("about.notes", preset.notes)
        if caller := preset.caller_by_default:
            yield heading(self.say("about.caller"))
            yield from (line.pad_left(2) for line in json_lines(caller))
            yield Content("")
        yield from self._section("about.stale", preset.stale)
        if preset.docs:
            yield heading(self.say("about.sources", date=shown(preset.captured)))
            yield from (Content(f"  {shown(url)}") for url in preset.docs)

    def _section(self, key: str, texts: Sequence[Texts]) -> Iterator[Content]:
        if texts:
            yield heading(self.say(key))
            for text in texts:
                yield Content.assemble(("  · ", CARE), shown(text.by(self.language)))
            yield Content("")

    @on(Link.Pressed)
    def _on_pressed(self) -> None:
        self.action_fill()

    def can(self, action: str) -> bool:
        if action == "fill":
            return self._can_fill
        return bool(self._preset.caller) if action == "copy" else True

    def action_nothing(self) -> None:
        """The text scrolls by itself; the binding only names the keys."""

    def action_fill(self) -> None:
        self.post_message(PresetWanted(self._preset.id))

    def action_copy(self) -> None:
        self.post_message(CopyWanted(pretty(self._preset.caller_by_default), self.say("about.caller")))

    def action_back(self) -> None:
        self.post_message(BackWanted())
