"""How the program ends: by a key or a signal, never in the middle of a call, never with a broken terminal."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from tui.screens.applying import INTERRUPTED
from tui.screens.wondering import Wondering

SIGNALS = (signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else []))


class LeftBehind(ThreadPoolExecutor):
    """Threads nobody waits for at the end: a read that hangs would keep the window open as long as it hangs."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002  asyncio's own wish
        super().shutdown(wait=False, cancel_futures=True)


class Leaving(Wondering):
    """Textual knows no signals: without this they end the process and leave the terminal in its hands."""

    code_of_signal: int | None = None
    """128 + the signal's number; None where none came."""

    def on_load(self) -> None:
        if self.is_headless:
            return
        loop = asyncio.get_running_loop()
        loop.set_default_executor(LeftBehind())
        for number in SIGNALS:
            with suppress(NotImplementedError):  # Windows
                loop.add_signal_handler(number, self._on_signal, number)

    def _on_signal(self, number: signal.Signals) -> None:
        self.code_of_signal = self._leaves_with = 128 + number
        if number is not signal.SIGINT:
            _let_go_of_terminal()
        if self._run is None:
            self.exit(return_code=self._leaves_with)
        else:
            self._run.set()

    def action_help_quit(self) -> None:
        """Ctrl+C: Textual's own words for it know one language."""
        self._notice(self._translate("notice.quit_key"))

    async def action_quit(self) -> None:
        if self._leaves_with is not None:
            # asked for the second time: the call in flight is the journal's to tell of
            self.exit(return_code=self._leaves_with)
            return
        if self._run is None:
            self.exit(return_code=self._code)
            return
        from tui.screens.confirm import ConfirmQuit

        def decide(leave: bool | None) -> None:
            if not leave:
                return
            self._leaves_with = INTERRUPTED
            if self._run is None:
                self.exit(return_code=INTERRUPTED if self._code else 0)
            else:
                self._ask_to_stop()

        if not isinstance(self.screen, ConfirmQuit):
            self.push_screen(ConfirmQuit(self._translate), decide)


def _let_go_of_terminal() -> None:
    """A terminal that was closed takes no more writing, and Textual's writer would wait for it forever."""
    import termios

    try:
        termios.tcgetattr(sys.__stderr__ or 2)
    except (termios.error, OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_RDWR)
        for number in (1, 2):
            os.dup2(nowhere, number)
