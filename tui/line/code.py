"""What is asked and told at the terminal while an account is opened: the code of an MFA device, a long wait."""

import sys
from collections.abc import Callable

from tui.core.run.credentials import AskCode
from tui.core.shown import shown
from tui.i18n import Translator


def code_at_terminal(t: Translator) -> AskCode:
    """Asks on standard error, so that what a command prints stays what it is; None where nobody sits there."""

    def ask(device: str) -> str | None:
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            return None
        print(t("mfa.line", device=shown(device)), end=" ", file=sys.stderr, flush=True)
        return sys.stdin.readline().strip() or None

    return ask


def tell_of_waiting(t: Translator) -> Callable[[str], None]:
    """Says on standard error what a long wait is for."""

    def tell(endpoint: str) -> None:
        print(t("aws.waiting", endpoint=shown(endpoint)), file=sys.stderr, flush=True)

    return tell
