"""The last line of every screen: each key that works here, in the language; a click presses it.

Textual's Footer would come 45-100 ms after the first paint, when it knows the bindings; this is there in the first
frame.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tui.widgets.say import Say

NAMES = {
    "escape": "Esc",
    "enter": "Enter",
    "question_mark": "?",
    "slash": "/",
    "tab": "Tab",
    "space": "Space",
}
GAP = 2


class KeyBar(Widget):
    """Keys and what they do, in as many lines as they need: nothing is ever cut off."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: auto; background: $panel; color: $foreground; padding: 0 1; }
    """

    def __init__(self, say: Say) -> None:
        """`say` is the look-up of texts; the labels of bindings are its keys ("key.open")."""
        super().__init__()
        self._say = say
        self._places: list[tuple[int, int, int, str]] = []
        """(line, first cell, cell after the last, key) of what was drawn."""
        self._drawn: list[Binding] = []

    def redraw(self) -> None:
        """Draws the keys again where other ones can do something now."""
        if self._able() != self._drawn:
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return max(max(line for line, *_ in self._laid_out(width)) + 1, self._hidden_height)

    @property
    def _hidden_height(self) -> int:
        """Of the keys of the screen below, which do nothing while this one lies over it and must not look as if."""
        below = self.app.screen_stack[:-1] if self.screen.is_modal else []
        return max((bar.size.height for screen in below for bar in screen.query(KeyBar)), default=0)

    def render(self) -> Content:
        self._drawn = self._able()
        laid_out = self._laid_out(self.content_size.width)
        self._places = [(line, start, start + item.cell_length, key) for line, start, item, key in laid_out]
        lines: dict[int, Content] = {}
        for line, start, item, _ in laid_out:
            lines[line] = (
                lines.get(line, Content("")).pad_right(start - lines.get(line, Content("")).cell_length) + item
            )
        return Content("\n").join(lines.values())

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        for line, start, stop, key in self._places:
            if offset is not None and offset.y == line and start <= offset.x < stop:
                self.app.simulate_key(key)

    def _laid_out(self, width: int) -> list[tuple[int, int, Content, str]]:
        """(line, first cell, key and label, key) of every item; spelled out where that fits into one line."""
        able = self._able()
        items = self._items(able, spelled_out=True)
        if sum(item.cell_length + GAP for item, _ in items) - GAP > width:
            items = self._items(able, spelled_out=False)
        line, start, placed = 0, 0, []
        for item, key in items:
            if start and start + item.cell_length > width:
                line, start = line + 1, 0
            placed.append((line, start, item, key))
            start += item.cell_length + GAP
        return placed

    def _items(self, able: Sequence[Binding], *, spelled_out: bool) -> list[tuple[Content, str]]:
        return [
            (
                Content.assemble(
                    (key_name(binding, spelled_out), "bold $text-accent"), (f" {self._say(binding.description)}", "")
                ),
                binding.key.split(",")[0],
            )
            for binding in able
        ]

    def _able(self) -> list[Binding]:
        return [
            binding
            for binding in shown_bindings(self.screen.BINDINGS, self.app.BINDINGS)
            if self.screen.check_action(binding.action, ()) and self.app.check_action(binding.action, ())
        ]


def shown_bindings(*groups: Sequence[BindingType]) -> list[Binding]:
    """The bindings that have a label of ours, the screen's own first; the first one of a label counts."""
    found: dict[str, Binding] = {}
    for binding in (one for group in groups for one in group):
        if isinstance(binding, Binding) and binding.show and binding.description.startswith("key."):
            found.setdefault(binding.description, binding)
    return list(found.values())


def key_name(binding: Binding, spelled_out: bool = True) -> str:
    """The key as people write it: Ctrl+N, or ^N where room is short."""
    if binding.key_display:
        return binding.key_display
    key = binding.key.split(",")[0]
    if key.startswith("ctrl+"):
        letter = key.removeprefix("ctrl+").upper()
        return f"Ctrl+{letter}" if spelled_out else f"^{letter}"
    return NAMES.get(key, key.upper() if key.startswith("f") and len(key) > 1 else key)
