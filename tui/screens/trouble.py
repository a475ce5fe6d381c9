"""What went wrong, where, and what to do about it."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from tui.core.errors import RoleWizardError
from tui.core.shown import shown
from tui.screens.dialog import Dialog
from tui.theme import MUTED
from tui.widgets.key_bar import KeyBar
from tui.widgets.link import Link
from tui.widgets.reader import Reader
from tui.widgets.say import Say


def sentence(say: Say, error: RoleWizardError) -> str:
    """The error in one sentence of the language."""
    return say(f"error.{error.code}", **_shown_fields(error))


def advice(say: Say, error: RoleWizardError) -> str:
    """What to do about it, "" where nothing general can be said."""
    return say.hint(error.hint_code, **_shown_fields(error))


def _shown_fields(error: RoleWizardError) -> dict[str, str]:
    return {name: shown(str(value)) for name, value in {**error.params, "where": error.where}.items()}


class TellTrouble(Dialog[bool]):
    """Answers True to try again."""

    DEFAULT_CSS = """
    TellTrouble { align: center middle; background: $background 60%; }
    TellTrouble #panel {
        width: 72; max-width: 95%; height: auto; max-height: 80%;
        background: $surface; border: round $error; padding: 0 1;
    }
    TellTrouble #title { color: $text-error; text-style: bold; padding: 0 1; }
    TellTrouble Reader { height: auto; max-height: 14; margin: 1 0 0 0; }
    TellTrouble #buttons { height: 1; align-horizontal: right; margin: 1 0 0 0; }
    TellTrouble Link { margin: 0 0 0 2; }
    """
    BINDINGS = [
        Binding("r", "retry", "key.retry", id="trouble.retry"),
        Binding("escape,ctrl+b", "close", "key.close", id="trouble.close"),
    ]

    def __init__(self, say: Say, error: RoleWizardError, *, can_retry: bool) -> None:
        super().__init__(say)
        self._error = error
        self._can_retry = can_retry

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield Static(Content(f"✗ {self._say('trouble.title')}"), id="title")
            yield Reader(self._lines())
            with Horizontal(id="buttons"):
                if self._can_retry:
                    yield Link(self._say("trouble.retry"), "retry")
                yield Link(self._say("trouble.close"), "close")
        yield KeyBar(self._say)

    def prepare(self) -> None:
        self.query(Link).first().focus()

    def _lines(self) -> list[Content]:
        say, error = self._say, self._error
        lines = [Content(sentence(say, error))]
        if error.where:
            lines.append(Content.assemble((f"{say('trouble.where')}  ", MUTED), shown(error.where)))
        if hint := advice(say, error):
            lines += [Content(""), Content.assemble((f"{say('trouble.hint')}  ", MUTED), hint)]
        return lines

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        return self._can_retry if action == "retry" else True

    @on(Link.Pressed)
    def _on_pressed(self, event: Link.Pressed) -> None:
        self.dismiss(event.name == "retry")

    def action_retry(self) -> None:
        self.dismiss(True)

    def action_close(self) -> None:
        self.dismiss(False)
