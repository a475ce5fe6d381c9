"""The App: what is on the screen first, which keys work everywhere, how it ends."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.app import SystemCommand
from textual.binding import Binding
from textual.screen import Screen, SystemModalScreen

from tui import messages
from tui.i18n import LANGUAGES, NAMES, Translator
from tui.screens.exporting import Exporting
from tui.screens.pick import PickPreset
from tui.screens.stage_screen import Speaking
from tui.theme import ROLEWIZARD
from tui.widgets.banner import LEAST_SIZE

if TYPE_CHECKING:
    # imports pydantic, which must not load before the first paint; here it is only named
    from tui.core.plan.review import Desk


WORK_UNSEEN = ("ctrl+q", "f1")
"""Keys that do something in a window too small to show what they do."""


class RoleWizard(Exporting):
    """PICK, FILL, REVIEW, APPLY, REPORT in a terminal.

    Exits with 1 if the last run failed, 130, 143 or 129 if it was interrupted.
    """

    CSS_PATH = "app.tcss"
    TITLE = "rolewizard"
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (100, "-wide"), (110, "-roomy")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (15, "-low"), (30, "-tall")]
    BINDINGS = [
        # with priority, or they would end at a dialog
        Binding("f1", "help", "key.help", id="app.help", priority=True),
        Binding("question_mark", "help", show=False, id="app.help_sign"),
        Binding("f2", "next_language", "key.language", id="app.language", priority=True),
        Binding("ctrl+p", "command_palette", "key.menu", id="app.menu", priority=True),
        Binding("ctrl+q", "quit", "key.quit", id="app.quit", priority=True),
    ]

    def __init__(
        self,
        desk: Desk,
        translate: Translator,
        *,
        start_preset: str | None = None,
        given: Mapping[str, str] | None = None,
    ) -> None:
        """`start_preset` opens that preset at once, with the answers of `given`."""
        super().__init__(desk, translate, start_preset, given or {})
        self.animation_level = "none"
        self.register_theme(ROLEWIZARD)
        self.theme = ROLEWIZARD.name

    def _fatal_error(self) -> None:
        """Ends the App; Textual's own way prints a traceback with the values of every variable."""
        self._close_messages_no_wait()

    @property
    def crash(self) -> Exception | None:
        """The error nobody expected that has ended the App."""
        return self._exception

    def get_default_screen(self) -> Screen[None]:
        return PickPreset(self.setting, self._desk.entries)

    async def on_event(self, event: events.Event) -> None:
        """In a window that shows nothing no key does anything but to leave or to open the help, and no click."""
        is_small = self.size.width < LEAST_SIZE[0] or self.size.height < LEAST_SIZE[1]
        is_taken = isinstance(event, events.Key) and event.key in WORK_UNSEEN
        if not (is_small and isinstance(event, events.InputEvent | events.Paste)) or is_taken or event.is_forwarded:
            await super().on_event(event)

    def on_mount(self) -> None:
        self.call_after_refresh(self._after_first_paint)

    def _after_first_paint(self) -> None:
        gc.enable()
        self._read_target()
        self._read_catalog()
        self.run_worker(
            partial(_warm_up, self._desk, self._translate), thread=True, exit_on_error=False, group="warm-up"
        )
        if self._start[0]:
            self.post_message(messages.PresetWanted(self._start[0]))

    def action_help(self) -> None:
        from tui.screens.help import HelpScreen

        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss()
        elif not isinstance(self.screen, SystemModalScreen):
            self.push_screen(HelpScreen(self._translate, self.screen, self.action_glossary))

    def action_glossary(self, term: str = "") -> None:
        from tui.screens.glossary import Glossary

        self.push_screen(Glossary(self.setting, term))

    def action_command_palette(self) -> None:
        from textual.command import CommandPalette

        from tui.screens.palette import menu

        if not isinstance(self.screen, CommandPalette):
            self.push_screen(menu(self._translate))

    def search_themes(self) -> None:
        from tui.screens.palette import themes

        self.push_screen(themes(self._translate))

    async def action_next_language(self) -> None:
        await self.action_language(self._translate.next_language())

    async def action_language(self, language: str) -> None:
        self._translate.language = language
        if isinstance(self.screen, Speaking):
            await self.screen.speak()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The language is changed where that can be seen; the menu has no help of its own."""
        if action == "next_language":
            return isinstance(self.screen, Speaking)
        if action == "help":
            return not isinstance(self.screen, SystemModalScreen)
        return super().check_action(action, parameters)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002
        say = self._translate
        yield SystemCommand(say("menu.theme"), say("menu.theme.help"), self.action_change_theme)
        for language in LANGUAGES:
            yield SystemCommand(NAMES[language], say("menu.language.help"), partial(self.action_language, language))
        if self._run is None:
            yield SystemCommand(say("menu.runs"), say("menu.runs.help"), self.action_runs)
        yield SystemCommand(say("menu.glossary"), say("menu.glossary.help"), self.action_glossary)
        yield SystemCommand(say("menu.help"), say("menu.help.help"), self.action_help)
        yield SystemCommand(say("menu.quit"), say("menu.quit.help"), self.action_quit)

    def action_runs(self) -> None:
        self.post_message(messages.RunsWanted())


def _warm_up(desk: Desk, translate: Translator) -> None:
    """Imports what the next screens need while the person reads the first one, and reads their texts."""
    import tui.core.plan.review
    import tui.screens.fill
    import tui.screens.review  # noqa: F401

    translate("review.who")
    desk.warm_up()
