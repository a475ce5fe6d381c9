"""Errors as a person reads them: what is wrong, and what to do about it."""

from tui.core.errors import RoleWizardError
from tui.core.shown import shown
from tui.i18n import Translator


def message_of(error: RoleWizardError, t: Translator) -> str:
    """What is wrong, in one sentence."""
    return shown(t(f"error.{error.code}", where=error.where, **error.params))


def hint_of(error: RoleWizardError, t: Translator) -> str:
    """What to do about it, "" where nothing is known."""
    return shown(t.hint(error.hint_code, where=error.where, **error.params))


def print_error(error: RoleWizardError, t: Translator) -> None:
    """Both, a line each."""
    print(message_of(error, t))
    if hint := hint_of(error, t):
        print(f"  {hint}")
