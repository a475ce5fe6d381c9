"""Keys of the screen one came from, and a word about what has the focus there."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen

from tui.theme import TITLE
from tui.widgets.catalog_view import heading
from tui.widgets.key_bar import KeyBar, key_name, shown_bindings
from tui.widgets.reader import Reader
from tui.widgets.say import Say

STAGES = ("PickPreset", "ReadCard", "FillPlaceholders", "ReviewPlan", "ApplyPlan", "ReadReport")
SENTENCES = (*STAGES, "ChooseFix", "ListRuns", "DecideRun", "ReviewWayBack", "TakeBack")


class HelpScreen(ModalScreen[None]):
    """Any of the usual keys closes it."""

    CSS = """
    HelpScreen { align: center middle; background: $background 60%; }
    HelpScreen #panel {
        width: 76; max-width: 95%; height: 80%; background: $surface; border: round $primary; padding: 1 1;
    }
    """
    BINDINGS = [
        Binding("up", "nothing", "key.scroll", key_display="↑↓", id="help.scroll"),
        Binding("escape,f1,question_mark,ctrl+b,enter,q", "close", "key.close", id="help.close"),
    ]

    def __init__(self, say: Say, about: Screen[object]) -> None:
        super().__init__()
        self._say = say
        self._about = about

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield Reader(list(self._lines()))
        yield KeyBar(self._say)

    def on_mount(self) -> None:
        self.query_one(Reader).focus()

    def _lines(self) -> Iterator[Content]:
        say, name = self._say, type(self._about).__name__
        yield Content.styled(say("help.title"), TITLE)
        yield Content("")
        if name in SENTENCES:
            yield Content(say(f"help.{name}"))
            yield Content("")
        for node in self._about.focused.ancestors_with_self if self._about.focused else ():
            key = f"help.focus.{node.id or type(node).__name__}"
            if say.has(key):
                yield Content(say(key))
                yield Content("")
                break
        yield heading(say("help.keys"))
        for binding in shown_bindings(self._about.BINDINGS, self.app.BINDINGS):
            keys = key_name(binding)
            yield Content.assemble(
                (f"  {keys}", "bold $text-accent"), " " * max(2, 12 - cell_len(keys)), say(binding.description)
            )
        yield Content("")
        yield Content(say("help.mouse"))

    def action_nothing(self) -> None:
        """The text scrolls by itself; the binding only names the keys."""

    def action_close(self) -> None:
        self.dismiss()
