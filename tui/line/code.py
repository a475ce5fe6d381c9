"""The code of an MFA device, asked for at the terminal."""

import sys

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
