"""Signals while the screens are up, in a terminal of its own: each gives the terminal back and says so by its code."""

import os
import pty
import select
import signal
import sys
import time

import pytest

RESTORES = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l")
PATIENCE_SECONDS = 60


class Terminal:
    """The wizard in a pseudo terminal of 80x24."""

    def __init__(self, *arguments: str) -> None:
        self.output = b""
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            os.environ |= {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
            os.execv(sys.executable, [sys.executable, "-m", "tui", *arguments])  # noqa: S606

    def wait_for(self, text: bytes) -> None:
        """Until the text was written."""
        until = time.monotonic() + PATIENCE_SECONDS
        while text not in self.output:
            assert time.monotonic() < until, self.output[-2000:]
            self._read()

    def exit_code(self) -> int:
        """Of the program, once it has ended; its last words are read too."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self._read()
            if pid:
                return os.waitstatus_to_exitcode(status)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        raise AssertionError("it did not end")

    def _read(self) -> None:
        if self.handle < 0:
            time.sleep(0.1)
        elif select.select([self.handle], [], [], 0.2)[0]:
            try:
                self.output += os.read(self.handle, 65536)
            except OSError:  # the other end was closed
                time.sleep(0.1)

    def close(self) -> None:
        """As closing the window does."""
        os.close(self.handle)
        self.handle = -1


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)], ids=str
)
def test_a_signal_ends_the_wizard_with_its_code_and_the_terminal_restored(number: signal.Signals, code: int):
    terminal = Terminal()
    terminal.wait_for(b"123456789012")

    before = len(terminal.output)
    os.kill(terminal.pid, number)

    assert terminal.exit_code() == code
    assert [one for one in RESTORES if one not in terminal.output[before:]] == []
    assert b"Traceback" not in terminal.output


def test_a_terminal_that_is_closed_ends_the_wizard_too():
    terminal = Terminal()
    terminal.wait_for(b"123456789012")

    terminal.close()

    assert terminal.exit_code() == 129


def test_a_signal_in_the_middle_of_an_apply_lets_the_call_in_flight_finish_and_leaves_the_run_to_be_resumed():
    terminal = Terminal("ec2-wordpress")
    terminal.wait_for(b"123456789012")
    os.write(terminal.handle, b"\x0e")
    terminal.wait_for(b"7 calls")
    os.write(terminal.handle, b"a")
    terminal.wait_for(b"practice account")
    os.write(terminal.handle, b"\r")
    terminal.wait_for(b"of 7")

    os.kill(terminal.pid, signal.SIGTERM)

    assert terminal.exit_code() == 143
    assert [one for one in RESTORES if one not in terminal.output] == []
    again = Terminal()
    again.wait_for(b"123456789012")
    os.kill(again.pid, signal.SIGTERM)
    assert again.exit_code() == 143
