"""What the screens that lie over another have in common: they too speak another language on the spot."""

from __future__ import annotations

from typing import TypeVar

from textual.screen import ModalScreen
from textual.widgets import Input

from tui.screens.focus import Focus
from tui.widgets.say import Say
from tui.widgets.tick import Tick

Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer]):
    """Subclasses say their texts in compose and `prepare`, so that both can be done again."""

    def __init__(self, say: Say) -> None:
        super().__init__()
        self._say = say
        self._spoken = say.language

    def on_mount(self) -> None:
        self.prepare()

    async def on_screen_resume(self) -> None:
        if self._spoken != self._say.language:
            await self.speak()

    def prepare(self) -> None:
        """Fills what was composed, and puts the focus where the person starts."""

    async def speak(self) -> None:
        """Composes everything again in the language of now; what was typed, ticked and focused stays."""
        self._spoken = self._say.language
        typed = {field.id: field.value for field in self.query(Input)}
        ticked = {tick.id: tick.value for tick in self.query(Tick)}
        focus = Focus(self)
        await self.recompose()
        for field in self.query(Input):
            field.value = typed.get(field.id, field.value)
        for tick in self.query(Tick):
            tick.value = ticked.get(tick.id, tick.value)
        self.prepare()
        focus.comes_back()
