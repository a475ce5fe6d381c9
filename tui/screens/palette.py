"""The menu of commands, speaking the language; Textual's own speaks English where nothing matches."""

from __future__ import annotations

from textual.command import CommandPalette, Hit, Hits, Provider
from textual.system_commands import SystemCommandsProvider
from textual.theme import ThemeProvider

from tui.widgets.say import Say


def menu(say: Say) -> CommandPalette:
    """Everything the App can do that has no place on a screen."""
    return CommandPalette(providers=[commands_in(say)], placeholder=say("menu.search"), id="--command-palette")


def themes(say: Say) -> CommandPalette:
    """The themes, whose names are the same in every language."""
    return CommandPalette(providers=[ThemeProvider], placeholder=say("menu.theme.search"))


def commands_in(say: Say) -> type[Provider]:
    """The App's commands; one row says so where none matches."""

    class Commands(SystemCommandsProvider):
        async def search(self, query: str) -> Hits:
            is_any = False
            async for hit in super().search(query):
                is_any = True
                yield hit
            if not is_any:
                yield Hit(1, say("menu.none"), _nothing)

    return Commands


def _nothing() -> None:
    """The row is there to be read."""
