"""Standard streams that cannot stop the work: a reader that goes away, a full disk, an encoding without Hangul.

What a run has begun it ends, whoever listens. That something could not be told is remembered for the exit code.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO

LOST = 141
"""Exit code for an output that could not be written whole, as a shell has it for SIGPIPE: 128 + 13."""


class Telling:
    """A text stream whose failures are remembered instead of raised; after the first one nothing more is written."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self.is_lost = False
        """Whether something could not be written."""

    def write(self, text: str) -> int:
        """Takes all of the text, whether it arrives or not."""
        if self._stream is None:
            self.is_lost = self.is_lost or bool(text)
        elif not self.is_lost:
            try:
                self._stream.write(text)
            except OSError:
                self._lose()
        return len(text)

    def flush(self) -> None:
        """Sends what is buffered."""
        if self._stream is not None and not self.is_lost:
            try:
                self._stream.flush()
            except OSError:
                self._lose()

    def _lose(self) -> None:
        self.is_lost = True
        # what is left in the buffer goes nowhere; the interpreter would fail over it again when it ends
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.fileno())
            os.close(nowhere)

    def fileno(self) -> int:
        """Raises ValueError where there is no file behind it."""
        if self._stream is None:
            raise ValueError("no stream")
        return self._stream.fileno()

    def isatty(self) -> bool:
        """Whether somebody looks at it."""
        return self._stream is not None and self._stream.isatty()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def telling() -> Iterator[Telling]:
    """Standard output and error as `Telling` streams while the block runs; gives that of the output."""
    before = sys.stdout, sys.stderr
    output, errors = Telling(sys.stdout), Telling(sys.stderr)
    sys.stdout, sys.stderr = output, errors
    try:
        yield output
        output.flush()
        errors.flush()
    finally:
        sys.stdout, sys.stderr = before


def make_streams_usable() -> None:
    """A closed standard input is an empty one; letters that an encoding lacks are replaced instead of refused."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115  open as long as the process
    for stream in (sys.stdout, sys.stderr):
        if (reconfigure := getattr(stream, "reconfigure", None)) is not None:
            reconfigure(errors="replace")
