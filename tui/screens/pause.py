"""Credentials that expired while calls are being sent: the run waits until the person has renewed them, or stops."""

from __future__ import annotations

from textual.binding import Binding
from textual.content import Content

from tui.core.errors import RoleWizardError
from tui.screens.confirm import Confirm
from tui.screens.trouble import sentence
from tui.theme import CARE, MUTED
from tui.widgets.say import Say


class PausedRun(Confirm):
    """Answers True when the run may go on; the call that was refused goes out again."""

    BINDINGS = [
        Binding("left,right", "other", "key.choose", key_display="←→", id="pause.other"),
        Binding("enter", "nothing", "key.take", id="pause.take"),
        Binding("escape,ctrl+b,n", "cancel", "key.stop", id="pause.stop"),
    ]

    def __init__(self, say: Say, error: RoleWizardError) -> None:
        super().__init__(say, "pause.go_on", "pause.stop")
        self._error = error

    def question(self) -> list[Content]:
        say = self._say
        return [
            Content.styled(say("pause.title"), f"bold {CARE}"),
            Content(""),
            Content(sentence(say, self._error)),
            Content(""),
            Content(say("pause.renew")),
            Content(""),
            Content.styled(say("pause.environment"), MUTED),
        ]

    def prepare(self) -> None:
        # going on sends nothing but what was approved, and asks again where credentials are still no good
        self.query_one("#yes").focus()
