"""One kind of text of many rows, searched in all of them at once."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

BETWEEN = "\0"
"""Stands between rows; no folded text has it."""


class Column:
    """The rows one by one, and joined: one scan of a long text is three times as fast as ten thousand of short ones."""

    def __init__(self, rows: Sequence[str]) -> None:
        self.rows = rows
        self._joined = BETWEEN.join(rows)
        self._starts = [0, *accumulate(len(row) + len(BETWEEN) for row in rows)]

    def holding(self, text: str) -> list[int]:
        """The rows that hold the text, in their order."""
        found = []
        find, starts = self._joined.find, self._starts
        at, row = find(text), 0
        while at >= 0:
            row = bisect_right(starts, at, row) - 1
            found.append(row)
            row += 1
            at = find(text, starts[row])
        return found
