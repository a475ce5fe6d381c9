"""The line that says how far a long question has come: for a terminal, and gone afterwards."""

import io
import os
import pty
import sys

import pytest

from tui.line.progress import ProgressLine


def test_at_a_terminal_each_text_takes_the_place_of_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)

        with ProgressLine() as progress:
            progress.tell("one")
            progress.tell("two")
        expected, seen = "\r\x1b[Kone\r\x1b[Ktwo\r\x1b[K", ""
        while len(seen) < len(expected):  # it arrives in pieces where the machine is busy
            seen += os.read(ours, 1000).decode()

    os.close(ours)
    assert seen == expected


def test_elsewhere_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.StringIO()
    monkeypatch.setattr(sys, "stderr", file)

    with ProgressLine() as progress:
        progress.tell("one")

    assert file.getvalue() == ""
