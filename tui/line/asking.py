"""The kinds of questions line mode asks, with questionary; Ctrl+C and Ctrl+D leave from any of them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import questionary
from prompt_toolkit.application import get_app
from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings

from tui.core.shown import shown
from tui.i18n import Translator

INTERRUPTED = 130
LETTERS = 36
"""Rows that can have a key of their own: the digits, then the letters."""

Picked = TypeVar("Picked")
Judge = Callable[[str], bool | str]
"""True for a text that will do, else what is wrong with it."""


class Left(Exception):
    """The person leaves, or a signal makes the program leave."""

    def __init__(self, code: int = INTERRUPTED) -> None:
        super().__init__(code)
        self.code = code


def ask_text(message: str, *, default: str = "", offers: Sequence[str] = (), judge: Judge | None = None) -> str:
    """What was typed; `offers` are shown while typing. Raises Left."""
    if offers:
        asked = questionary.autocomplete(message, choices=list(offers), default=default, validate=judge)
    else:
        asked = questionary.text(message, default=default, validate=judge)
    return str(_answer(asked))


def ask_yes(message: str, t: Translator) -> bool:
    """Yes only where it is said; Enter alone is no. Raises Left."""
    return choose(message, {"n": t("line.no"), "y": t("line.yes")}, t) == "y"


def choose(message: str, ways: Mapping[str, str], t: Translator, default: str | None = None) -> str:
    """The letter of one of the ways, which are texts by letter; Enter alone takes the default, else the first.

    Raises Left.
    """
    rows = [questionary.Choice(text, value=letter, shortcut_key=letter) for letter, text in ways.items()]
    return str(_answer(_select(message, rows, default, t, has_keys=True)))


def pick(message: str, rows: Sequence[tuple[str, Picked]], t: Translator, default: Picked | None = None) -> Picked:
    """The value of one of the rows, numbered while there are few. Raises Left."""
    choices = [questionary.Choice(shown(text), value=value) for text, value in rows]
    picked: Picked = _answer(_select(message, choices, default, t, has_keys=len(rows) <= LETTERS))
    return picked


def _select(
    message: str, rows: list[questionary.Choice], default: object, t: Translator, *, has_keys: bool
) -> questionary.Question:
    return questionary.select(
        message,
        choices=rows,
        default=default,
        # j and k may be keys of rows
        use_jk_keys=False,
        use_shortcuts=has_keys,
        instruction=t("line.keys" if has_keys else "line.arrows"),
    )


def _answer(question: questionary.Question) -> Any:
    """questionary gives None for Ctrl+C. Raises Left."""
    app = question.application
    app.key_bindings = merge_key_bindings([app.key_bindings or KeyBindings(), _end_of_input()])
    try:
        answer = question.ask(kbi_msg="")
    except EOFError:
        raise Left from None
    if answer is None:
        raise Left
    return answer


def _end_of_input() -> KeyBindings:
    """Ctrl+D ends the input where it has nothing to delete, as it does in a shell."""
    keys = KeyBindings()

    @Condition
    def is_at_end() -> bool:
        return not get_app().current_buffer.document.text_after_cursor

    @keys.add("c-d", filter=is_at_end, eager=True)
    def _end(event: KeyPressEvent) -> None:
        event.app.exit(exception=EOFError, style="class:aborting")

    return keys
