"""Keys of the screen one came from, a word about what has the focus there, and the terms that are used there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tui.core.catalog.glossary import terms_in
from tui.screens.dialog import Dialog
from tui.theme import TITLE
from tui.widgets.catalog_view import heading
from tui.widgets.key_bar import KeyBar, key_name, shown_bindings
from tui.widgets.reader import Reader
from tui.widgets.row_list import RowList
from tui.widgets.say import Say

MOST_TERMS = 5
"""Rows of the list of terms; it scrolls."""


class HelpScreen(Dialog[None]):
    """Any of the usual keys closes it; a term opens the glossary."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; background: $background 60%; }
    HelpScreen #panel {
        width: 76; max-width: 95%; height: 90%; background: $surface; border: round $primary; padding: 1 1;
    }
    HelpScreen #sentences { height: 1fr; }
    HelpScreen #terms { height: auto; }
    HelpScreen #here { height: 1; margin: 1 0 0 0; padding: 0 1; }
    """
    BINDINGS = [
        Binding("up", "nothing", "key.scroll", key_display="PgUp PgDn", id="help.scroll"),
        Binding("pageup", "scroll(-1)", show=False),
        Binding("pagedown,space", "scroll(1)", show=False),
        Binding("enter", "open", "key.words", key_display="↑↓ Enter", id="help.words"),
        Binding("escape,f1,question_mark,ctrl+b,q", "close", "key.close", id="help.close"),
    ]

    def __init__(self, say: Say, about: Screen[object], opens: Callable[[str], None]) -> None:
        """`opens` shows a term of the glossary; the help closes itself before."""
        super().__init__(say)
        self._about = about
        self._opens = opens
        self._terms = terms_in(words_at_focus(about))

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield Reader(list(self._lines()), id="sentences")
            if self._terms:
                yield Static(heading(self._say("glossary.here")), id="here")
                yield RowList(self._draw, self._terms, id="terms", takes_first_click=True)
        yield KeyBar(self._say)

    def prepare(self) -> None:
        for terms in self.query("#terms"):
            terms.styles.max_height = MOST_TERMS
            terms.focus()
            return
        self.query_one(Reader).focus()

    def _draw(self, term: str, width: int) -> Content:  # noqa: ARG002
        return Content(f"  {self._say(f'glossary.{term}.term')}")

    def _lines(self) -> Iterator[Content]:
        say, name = self._say, type(self._about).__name__
        yield Content.styled(say("help.title"), TITLE)
        yield Content("")
        if say.has(f"help.{name}"):
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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        return bool(self._terms) if action == "open" else True

    @on(RowList.Chosen, "#terms")
    def _on_chosen(self, event: RowList.Chosen) -> None:
        self.dismiss()
        self._opens(str(event.row))

    def action_nothing(self) -> None:
        """The text scrolls by itself; the binding only names the keys."""

    def action_open(self) -> None:
        self.query_one("#terms", RowList).action_take()

    def action_scroll(self, pages: int) -> None:
        sentences = self.query_one("#sentences", Reader)
        sentences.scroll_page_down(animate=False) if pages > 0 else sentences.scroll_page_up(animate=False)

    def action_close(self) -> None:
        self.dismiss()


def words_at_focus(screen: Screen[object]) -> str:
    """What is written where the person is: the nearest widget around the focus that knows, else the whole screen."""
    for node in screen.focused.ancestors_with_self if screen.focused else ():
        words = getattr(node, "words", "")
        if words:
            return str(words)
    return "\n".join(reader.words for reader in screen.query(Reader))
