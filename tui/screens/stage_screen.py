"""What the screens of all stages have in common: banner, keys, a body, and speaking another language on the spot."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Protocol, runtime_checkable

from textual.app import ComposeResult
from textual.containers import Container
from textual.events import DescendantBlur
from textual.screen import Screen
from textual.widget import Widget

from tui.core.stage import Stage
from tui.screens.focus import Focus
from tui.widgets.banner import Banner, Where
from tui.widgets.key_bar import KeyBar
from tui.widgets.reading import Reading
from tui.widgets.say import Say


@dataclass(frozen=True)
class Setting:
    """What every screen is told about the world around it."""

    say: Say
    where: Where
    stage: Stage = Stage.PICK
    """How far the person is; screens that lie over any of the stages show it."""
    reading: Reading = field(default_factory=Reading)


@runtime_checkable
class Speaking(Protocol):
    """A screen that can change its language while it is read."""

    async def speak(self) -> None:
        """Says everything again, in the language of now."""
        ...


class StageScreen(Screen[None]):
    """One of the five stages; subclasses compose the body and fill it."""

    STAGE: ClassVar[Stage] = Stage.PICK
    LIES_OVER: ClassVar[bool] = False
    """Whether it can be opened from several stages, and so belongs to none."""
    AUTO_FOCUS = ""
    # above the keys and what stands beside them: a notice often says which key to press
    DEFAULT_CSS = "StageScreen ToastRack { margin-bottom: 3; }"

    def __init__(self, setting: Setting, about: str = "") -> None:
        super().__init__()
        self.say = setting.say
        self.where = setting.where
        self._stage = setting.stage
        self.about = about
        """What is being made, for the banner: the preset's id."""
        self._spoken = setting.say.language
        self._hidden_focus: Widget | None = None
        """What had the focus when the window became too small to show it."""

    @property
    def language(self) -> str:
        """The language that texts of presets are shown in, now."""
        return self.say.language

    def compose(self) -> ComposeResult:
        yield Banner(self.say, self._stage if self.LIES_OVER else self.STAGE, self.where, self.about)
        with Container(id="body"):
            yield from self.compose_body()
        yield KeyBar(self.say)

    def compose_body(self) -> ComposeResult:
        """The screen's own widgets."""
        raise NotImplementedError

    def fill_body(self) -> None:
        """Puts texts and values into the widgets; called when they are there, again after a change of language."""

    def focus_first(self) -> None:
        """Where the person starts."""

    def can(self, action: str) -> bool:  # noqa: ARG002
        """Whether an action of the screen makes sense now; those that do not are not among the keys."""
        return True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        return self.can(action)

    def on_mount(self) -> None:
        self.fill_body()
        self.focus_first()

    async def on_screen_resume(self) -> None:
        if self._spoken != self.language:
            await self.speak()

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        if any(not body.display for body in self.query("#body")):
            self._hidden_focus = event.widget

    def on_resize(self) -> None:
        """Gives the focus back once there is room again."""
        if self._hidden_focus is not None and all(body.display for body in self.query("#body")):
            if self._hidden_focus.is_attached:
                self._hidden_focus.focus()
            self._hidden_focus = None

    def show_where(self, where: Where) -> None:
        """The account has answered, or cannot."""
        self.where = where
        for banner in self.query(Banner):
            banner.where = where

    def refresh_keys(self) -> None:
        """To be called when what the keys can do may have changed."""
        for bar in self.query(KeyBar):
            bar.redraw()

    async def speak(self) -> None:
        """Composes everything again in the language of now; focus, cursor and values stay."""
        self._spoken = self.language
        focus = Focus(self)
        await self.recompose()
        self.fill_body()
        if not focus.comes_back():
            self.focus_first()
