"""`rolewizard practice reset`: empties the practice account."""

from tui.commands import print_json
from tui.core.errors import UsageError
from tui.i18n import Translator
from tui.options import Options
from tui.start import reset_practice


def run(options: Options, t: Translator) -> int:
    """Forgets every call; the next start has the sample things only."""
    try:
        count = reset_practice()
    except OSError as error:
        raise UsageError("usage.unwritable", error.filename or "", reason=error.strerror or str(error)) from error
    if options.as_json:
        print_json({"forgotten": count})
    else:
        print(t("practice.reset", count=count))
    return 0
