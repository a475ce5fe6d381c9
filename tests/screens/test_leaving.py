"""Leaving whatever hangs, and windows too small to show what a key does."""

import os
import random
import signal
import time
from pathlib import Path

import pytest
from driving import driving
from test_signals import WIZARD, Terminal

from tui.core.stage import Stage

LONGEST = 5.0
"""Seconds; half a second where nothing else runs, and for ever before."""


def children_of(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="this system does not tell a process's children")
def test_the_wizard_is_left_at_once_while_a_read_hangs():
    # Ctrl+Q took as long as the read did: for ever with a practice account that was stopped
    terminal = Terminal(*WIZARD, "ec2-wordpress")
    terminal.wait_for("umemoto-wordpress-role")
    for child in children_of(terminal.pid):
        os.kill(child, signal.SIGSTOP)
    terminal.press(b"x\x0e")
    time.sleep(1)

    began = time.monotonic()
    terminal.press(b"\x11")

    assert terminal.exit_code() == 0
    assert time.monotonic() - began < LONGEST


@pytest.mark.parametrize("size", [(40, 12), (20, 5), (59, 40), (120, 14)], ids=str)
async def test_no_key_does_anything_in_a_window_too_small_to_show_it(size: tuple[int, int]):
    # letters were swallowed, but Enter and Ctrl+N worked behind the notice: another preset than typed was applied
    dice = random.Random(f"{size}")  # noqa: S311  keys, no secret
    keys = [
        *"aynwx123/?",
        "enter",
        "ctrl+n",
        "ctrl+b",
        "escape",
        "tab",
        "down",
        "f3",
        "f4",
        "ctrl+p",
        "ctrl+s",
        "space",
    ]
    async with driving(preset="ec2-wordpress", size=(80, 24)) as person:
        before = (person.stage, person.app.state.stage, dict(person.app.state.given))
        await person.pilot.resize_terminal(*size)
        await person.press(*dice.choices(keys, k=150))

        assert "60x15" in person.text().replace("\n", "")
        await person.pilot.resize_terminal(80, 24)
        await person.settle()
        assert (person.stage, person.app.state.stage, dict(person.app.state.given)) == before
        assert person.app.state.stage is Stage.FILL


async def test_the_wizard_can_be_left_from_a_window_that_is_too_small():
    async with driving(preset="ec2-wordpress", size=(40, 12)) as person:
        await person.pilot.press("ctrl+q")
        await person.pilot.pause()

        assert person.app.return_code == 0
