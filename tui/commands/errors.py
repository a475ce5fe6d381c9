"""Errors as other programs read them."""

from tui.core.errors import RoleWizardError
from tui.core.shown import shown
from tui.i18n import Translator
from tui.line.trouble import hint_of, message_of


def error_record(error: RoleWizardError, translate: Translator) -> dict[str, str]:
    """The error as JSON's {"code", "message", "where", "hint"}."""
    return {
        "code": error.code,
        "message": message_of(error, translate),
        "where": shown(error.where),
        "hint": hint_of(error, translate),
    }
