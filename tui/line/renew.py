"""Credentials that expire on the way, asked about in lines: the run waits until the person has renewed them."""

import select
import sys
import threading
from collections.abc import Callable

from tui.core.errors import RoleWizardError
from tui.core.run.credentials import Ask
from tui.core.shown import shown
from tui.i18n import Translator

LOOK_SECONDS = 0.2
"""How often a waiting question looks whether the run is to stop."""


def person_at_terminal(t: Translator, is_cancelled: Callable[[], bool] = lambda: False) -> Ask | None:
    """Who can be asked; None where nobody sits at the other end, and the run has to stop instead."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    asking = threading.Lock()

    def ask(error: RoleWizardError) -> bool:
        with asking:
            print(f"\n{t('pause.title')}")
            print(f"  {shown(t(f'error.{error.code}', where=error.where, **error.params))}")
            print(f"  {t('pause.renew')}")
            print(f"  {t('pause.environment')}")
            print(t("pause.line"), end=" ", flush=True)
            answer = _line(is_cancelled)
            return answer is not None and answer.strip().lower() not in ("q", "n")

    return ask


def _line(is_cancelled: Callable[[], bool]) -> str | None:
    """What was typed; None at the end of the input, and where the run is to stop."""
    while not is_cancelled():
        # readline would go on waiting after a signal whose handler only takes notice
        if select.select([sys.stdin], [], [], LOOK_SECONDS)[0]:
            return sys.stdin.readline() or None
    return None
