"""Differences as lines: only what changed, everything, or both sides. Signs say what colours say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.content import Content

from tui.core.diff import DiffLine, diff_lines, only_changes, side_by_side
from tui.core.shown import shown
from tui.theme import BAD, GOOD, MUTED
from tui.widgets.say import Say
from tui.widgets.wrapping import hung

INKS = {"+": GOOD, "-": BAD, " ": MUTED}
BETWEEN = " │ "


def diff_text(before: object, after: object, view: str, width: int, say: Say) -> Iterator[Content]:
    """The lines of a view: "changes" (with three lines around them), "unified" or "side_by_side".

    `width` is the columns of both sides together; the other views take as many as a line needs.
    """
    lines = diff_lines(before, after)
    if view == "side_by_side" and before is not None and after is not None:
        for row in side_by_side(tuple(only_changes(lines))):
            yield from [_left_out(row, say)] if isinstance(row, int) else _both(*row, (width - len(BETWEEN)) // 2)
        return
    chosen: Iterable[DiffLine | int] = only_changes(lines) if view == "changes" else lines
    for line in chosen:
        yield _left_out(line, say) if isinstance(line, int) else _one(line)


def _one(line: DiffLine) -> Content:
    return Content.styled(f"{line.sign} {shown(line.text)}", INKS[line.sign])


def _left_out(count: int, say: Say) -> Content:
    return Content.styled(f"  … {say('diff.left_out', count=count)}", MUTED)


def _both(left: DiffLine | None, right: DiffLine | None, width: int) -> Iterator[Content]:
    """One row of both sides; what is too long goes on below itself."""
    if left is right and left is not None:
        left = right = DiffLine(" ", left.text)
    columns = [hung(_one(line), width) if line else [] for line in (left, right)]
    for at in range(max(map(len, columns))):
        cells = [column[at] if at < len(column) else Content("") for column in columns]
        yield cells[0].pad_right(max(0, width - cells[0].cell_length)) + Content.styled(BETWEEN, MUTED) + cells[1]
