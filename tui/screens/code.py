"""The code of an MFA device, which a profile asks for before it lends its role."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Input

from tui.core.shown import shown
from tui.screens.confirm import Confirm
from tui.theme import MUTED, STRONG
from tui.widgets.say import Say

DIGITS = 6


class AskCode(Confirm):
    """Answers True when `code` has been typed."""

    BINDINGS = [
        Binding("enter", "nothing", "key.take", id="code.take"),
        Binding("escape,ctrl+b", "cancel", "key.cancel", id="code.cancel"),
    ]

    def __init__(self, say: Say, device: str) -> None:
        super().__init__(say, "mfa.yes", "confirm.cancel")
        self._device = device

    @property
    def code(self) -> str:
        """What was typed."""
        return self.query_one(Input).value

    def question(self) -> list[Content]:
        say = self._say
        return [
            Content.styled(say("mfa.title"), STRONG),
            Content(""),
            Content(say("mfa.device", device=shown(self._device))),
            Content.styled(say("mfa.kept"), MUTED),
        ]

    def more(self) -> ComposeResult:
        yield Input(placeholder="123456", restrict=r"[0-9]*", max_length=DIGITS, id="code", compact=True)

    def prepare(self) -> None:
        self.query_one(Input).focus()
        self._allow()

    @on(Input.Changed)
    def _allow(self) -> None:
        self.query_one("#yes").disabled = len(self.code) != DIGITS

    @on(Input.Submitted)
    def _on_submitted(self) -> None:
        if len(self.code) == DIGITS:
            self.dismiss(True)
