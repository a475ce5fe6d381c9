"""Errors as other programs read them."""

from tui.core.errors import RoleWizardError
from tui.core.shown import shown
from tui.i18n import Translator


def error_record(error: RoleWizardError, translate: Translator) -> dict[str, str]:
    """The error as JSON's {"code", "message", "where", "hint"}."""
    return {
        "code": error.code,
        "message": shown(translate(f"error.{error.code}", where=error.where, **error.params)),
        "where": shown(error.where),
        "hint": shown(translate.hint(error.code, where=error.where, **error.params)),
    }
