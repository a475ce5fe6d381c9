"""The App's memory and legs: the state, the stack of screens, going back, telling the person something."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Event as Flag
from typing import TYPE_CHECKING, TypeVar

from textual import on
from textual.app import App
from textual.screen import Screen

from tui import messages
from tui.core.errors import RoleWizardError
from tui.core.stage import Stage
from tui.i18n import Translator
from tui.screens.stage_screen import Setting, StageScreen
from tui.widgets.banner import Banner, Where
from tui.widgets.reading import Reading

if TYPE_CHECKING:
    # these import pydantic, which must not load before the first paint; here they are only named
    from tui.core.plan.review import Desk, Review, WizardState
    from tui.core.preset.format import Preset

Shown = TypeVar("Shown", bound=Screen[None])


class Flow(App[None]):
    """What the stages have in common. Asking the desk and applying are built on it."""

    def __init__(self, desk: Desk, translate: Translator) -> None:
        super().__init__()
        self._desk = desk
        self._translate = translate
        self._state: WizardState | None = None
        self._where = Where(is_dry_run=desk.is_dry_run)
        self._reading = Reading()
        self._run: Flag | None = None
        """Of the run under way; set when the person asks to stop. None while nothing is applied."""

    @property
    def state(self) -> WizardState:
        """What has been decided so far."""
        if self._state is None:
            from tui.core.plan.review import WizardState

            self._state = WizardState()
        return self._state

    @state.setter
    def state(self, state: WizardState) -> None:
        self._state = state

    @property
    def answers_left(self) -> tuple[Preset, Mapping[str, str]] | None:
        """The preset that was being filled in and its answers; None where there are none."""
        state = self._state
        return (state.preset, state.given) if state and state.preset and state.given else None

    @property
    def setting(self) -> Setting:
        """What a new screen is told."""
        return Setting(self._translate, self._where, self._state.stage if self._state else Stage.PICK, self._reading)

    def _shown(self, kind: type[Shown]) -> Shown | None:
        """The screen of that kind, wherever it is in the stack."""
        return next((one for one in reversed(self.screen_stack) if isinstance(one, kind)), None)

    def _leave_to(self, stage: Stage) -> None:
        """Closes the screens of later stages, and whatever lies over them."""
        while len(self.screen_stack) > 1 and not (isinstance(self.screen, StageScreen) and stage >= self.screen.STAGE):
            self.pop_screen()

    def _show_where(self, where: Where) -> None:
        self._where = where
        for screen in self.screen_stack:
            if isinstance(screen, StageScreen):
                screen.show_where(where)

    @on(messages.BackWanted)
    def _on_back(self, wanted: messages.BackWanted) -> None:
        review = self.state.review
        self._back()
        if wanted.taken and review is not None:
            self._rename(review, wanted.taken)

    def _rename(self, review: Review, name: str) -> None:
        """Lets the person give another name than the one that is taken."""
        raise NotImplementedError

    def _back(self) -> None:
        if self._run is not None or len(self.screen_stack) == 1:
            return
        stage = self.state.stage
        screen = self.screen
        self.pop_screen()
        if not isinstance(screen, StageScreen) or screen.LIES_OVER or screen.STAGE is not stage:
            return
        self.state = self.state.back()
        if stage is Stage.REPORT:
            self._leave_to(Stage.PICK)

    @on(messages.AnotherWanted)
    def _another(self) -> None:
        if self._run is None:
            self._leave_to(Stage.PICK)
            while self.state.stage is not Stage.PICK:
                self.state = self.state.back()

    @on(Banner.StageClicked)
    def _on_stage_clicked(self, clicked: Banner.StageClicked) -> None:
        while self.state.stage > clicked.stage and self._run is None:
            self._back()

    @on(messages.CopyWanted)
    def _copy(self, wanted: messages.CopyWanted) -> None:
        self.copy_to_clipboard(wanted.text)
        self._notice(self._translate("notice.copied", what=wanted.what))

    def _notice(self, text: str, severity: str = "information") -> None:
        self.notify(text, severity=severity, markup=False, timeout=4 if severity == "information" else 10)  # type: ignore[arg-type]

    def _tell_trouble(self, error: RoleWizardError, again: Callable[[], None] | None) -> None:
        from tui.screens.trouble import TellTrouble

        def decide(retry: bool | None) -> None:
            if retry and again:
                again()

        self.push_screen(TellTrouble(self._translate, error, can_retry=again is not None), decide)

    def _sentence(self, error: RoleWizardError, *, with_advice: bool = False) -> str:
        from tui.screens.trouble import advice, sentence

        hint = advice(self._translate, error) if with_advice else ""
        return "\n".join(filter(None, (sentence(self._translate, error), hint)))
