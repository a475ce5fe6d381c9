"""Where an export is to be saved, and whether it may replace what is there."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from tui.core.plan.exported import Exported
from tui.core.shown import shown
from tui.screens.confirm import Confirm
from tui.screens.dialog import Dialog
from tui.theme import MUTED, STRONG
from tui.widgets.key_bar import KeyBar
from tui.widgets.prose import Prose
from tui.widgets.say import Say


class AskPath(Dialog[str | None]):
    """A file, or a folder for several files; None where the person thinks better of it."""

    DEFAULT_CSS = """
    AskPath { align: center middle; background: $background 60%; }
    AskPath #panel {
        width: 76; max-width: 95%; height: auto; background: $surface; border: round $primary; padding: 1 2;
    }
    AskPath #path { margin: 1 0 0 0; padding: 0 1; background: $panel; border-left: outer $primary !important; }
    """
    BINDINGS = [
        Binding("enter", "submit", "key.save", id="save_as.save"),
        Binding("escape,ctrl+b", "cancel", "key.cancel", id="save_as.cancel"),
    ]

    def __init__(self, say: Say, exported: Exported, path: str = "") -> None:
        """`path` is what was typed before; else the file's own name in the working directory."""
        super().__init__(say)
        self._exported = exported
        self._path = path or exported.suggested_path

    def compose(self) -> ComposeResult:
        say, files = self._say, self._exported.files
        kind = "folder" if self._exported.is_folder else "file"
        with Vertical(id="panel"):
            yield Prose(
                Content.styled(say(f"export.save.{kind}"), STRONG),
                Content.styled(say("export.save.where", names=shown(", ".join(one.name for one in files))), MUTED),
            )
            yield Input(self._path, compact=True, id="path")
        yield KeyBar(say)

    def prepare(self) -> None:
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def action_submit(self) -> None:
        if path := self.query_one(Input).value.strip():
            self.dismiss(path)

    def action_cancel(self) -> None:
        self.dismiss(None)


class ConfirmReplace(Confirm):
    """Asked where there is something already."""

    def __init__(self, say: Say, path: str) -> None:
        super().__init__(say, "export.replace.yes", "confirm.cancel")
        self._path = path

    def question(self) -> list[Content]:
        say = self._say
        return [
            Content.styled(say("export.replace.title"), STRONG),
            Content(""),
            Content(say("export.replace", path=shown(self._path))),
        ]
