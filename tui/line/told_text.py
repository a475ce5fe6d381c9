"""Lines about the account's health, as plain text."""

from collections.abc import Iterable

from tui.core.health.told import ToldLine
from tui.core.phrase import worded
from tui.core.shown import shown
from tui.i18n import Translator

INDENT = "   "


def print_told(lines: Iterable[ToldLine], t: Translator) -> None:
    """Each on a line of its own."""
    for line in lines:
        text = "  ".join(shown(worded(part, t)) for part in line.parts)
        print(f"{INDENT * line.indent}{f'{line.sign} ' if line.sign else ''}{text}".rstrip())
