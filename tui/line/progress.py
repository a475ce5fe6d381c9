"""A line that says how far a long question has come, for whoever sits at a terminal; nothing in a pipe or a file."""

import sys
from typing import Self

CLEAR = "\r\x1b[K"
"""Back to the beginning of the line, and nothing after it."""


class ProgressLine:
    """Written to standard error, over itself; gone when the block ends."""

    def __init__(self) -> None:
        self._is_shown = sys.stderr.isatty()
        self._has_told = False

    def tell(self, text: str) -> None:
        """Shows the text instead of the one before."""
        if self._is_shown:
            self._has_told = True
            sys.stderr.write(f"{CLEAR}{text}")
            sys.stderr.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._has_told:
            sys.stderr.write(CLEAR)
            sys.stderr.flush()
