"""Signals while the screens are up, in a terminal of its own: each gives the terminal back and says so by its code."""

import json
import os
import pty
import select
import signal
import sys
import time
from pathlib import Path

import pyte
import pytest

RESTORES = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l")
PATIENCE_SECONDS = 60
WIZARD = ("-m", "tui")
HERE = Path(__file__).parent
SLOW = """
import json, sys, time
from builders import Account
from desk import FakeDesk
from tui.app import RoleWizard
from tui.core.calls.api_call import is_read
from tui.i18n import Translator

class Slow(Account):
    def call(self, call):
        if not is_read(call.operation):
            time.sleep(1)
        return super().call(call)

desk = FakeDesk(Slow())
app = RoleWizard(desk, Translator(), start_preset="ec2-wordpress")
app.run()
with open(sys.argv[1], "w") as file:
    json.dump([record for notebook in desk.journals.values() for record in notebook.records], file)
sys.exit(app.code_of_signal)
"""


class Terminal:
    """The wizard in a pseudo terminal of 80x24."""

    def __init__(self, *arguments: str) -> None:
        self.output = b""
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            path = os.pathsep.join(map(str, (HERE, HERE.parent, HERE.parents[1])))
            os.environ |= {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24", "PYTHONPATH": path}
            os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606

    def wait_for(self, text: str) -> None:
        """Until the text is on the screen."""
        until = time.monotonic() + PATIENCE_SECONDS
        while text not in (seen := "\n".join(self._screen.display)):
            assert time.monotonic() < until, seen
            self._read()

    def press(self, key: bytes) -> None:
        os.write(self.handle, key)

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
                data = os.read(self.handle, 65536)
            except OSError:  # the other end was closed
                time.sleep(0.1)
                return
            self.output += data
            self._stream.feed(data)

    def close(self) -> None:
        """As closing the window does."""
        os.close(self.handle)
        self.handle = -1


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)], ids=str
)
def test_a_signal_ends_the_wizard_with_its_code_and_the_terminal_restored(number: signal.Signals, code: int):
    terminal = Terminal(*WIZARD)
    terminal.wait_for("123456789012")

    before = len(terminal.output)
    os.kill(terminal.pid, number)

    assert terminal.exit_code() == code
    assert [one for one in RESTORES if one not in terminal.output[before:]] == []
    assert b"Traceback" not in terminal.output


def test_a_terminal_that_is_closed_ends_the_wizard_too():
    terminal = Terminal(*WIZARD)
    terminal.wait_for("123456789012")

    terminal.close()

    assert terminal.exit_code() == 129


def test_a_thread_that_reads_a_closed_terminal_for_ever_does_not_keep_the_process_alive():
    script = "import threading, time; from tui.start import leave\n"
    script += "threading.Thread(target=time.sleep, args=(600,)).start()\nleave(129)"

    terminal = Terminal("-c", script)

    assert terminal.exit_code() == 129


def test_a_signal_in_the_middle_of_an_apply_lets_the_call_in_flight_finish_and_closes_the_journal(tmp_path: Path):
    journal = tmp_path / "journal.json"
    terminal = Terminal("-c", SLOW, str(journal))
    terminal.wait_for("umemoto-wordpress-role")
    terminal.press(b"\x0e")
    terminal.wait_for("7 calls")
    terminal.press(b"a")
    terminal.wait_for("Apply to the practice account?")
    terminal.press(b"\r")
    terminal.wait_for("▶ doing")

    os.kill(terminal.pid, signal.SIGTERM)

    assert terminal.exit_code() == 143
    assert [one for one in RESTORES if one not in terminal.output] == []
    records = json.loads(journal.read_text())
    sent = {one["step"] for one in records if one["record"] == "intent"}
    assert 0 < len(sent) < 7
    assert {one["step"] for one in records if one["record"] == "outcome" and one["status"] == "done"} == sent
    assert records[-1] == {"record": "end", "state": "failed"}
