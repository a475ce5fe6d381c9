"""Differences as lines: only what changed, everything, or both sides. Signs say what colours say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from textual.content import Content

from tui.core.plan.diff import DiffLine, diff_lines, only_changes, side_by_side
from tui.core.shown import shown
from tui.theme import BAD, GOOD, MUTED
from tui.widgets.say import Say
from tui.widgets.wrapping import hung

INKS = {"+": GOOD, "-": BAD, " ": MUTED}
BETWEEN = " │ "


def diff_text(before: object, after: object, view: str, width: int, say: Say) -> Iterator[Content]:
    """The differences of two documents or texts, as lines_text."""
    return lines_text(diff_lines(before, after), view, width, say)


def lines_text(lines: Sequence[DiffLine], view: str, width: int, say: Say, indent: int = 0) -> Iterator[Content]:
    """The lines of a view: "changes" (with three lines around them), "unified" or "side_by_side".

    `width` is the columns of both sides together; the other views take as many as a line needs.
    """
    pad = " " * indent
    has_two_sides = any(line.sign != lines[0].sign for line in lines)
    if view == "side_by_side" and has_two_sides:
        for row in side_by_side(tuple(only_changes(lines))):
            yield from [_left_out(row, say, pad)] if isinstance(row, int) else _both(*row, width, pad)
        return
    chosen: Iterable[DiffLine | int] = only_changes(lines) if view == "changes" else lines
    for line in chosen:
        yield _left_out(line, say, pad) if isinstance(line, int) else _one(line, pad)


def _one(line: DiffLine, pad: str = "") -> Content:
    return Content.styled(f"{pad}{line.sign} {shown(line.text)}", INKS[line.sign])


def _left_out(count: int, say: Say, pad: str) -> Content:
    return Content.styled(f"{pad}  … {say('diff.left_out', count=count)}", MUTED)


def _both(left: DiffLine | None, right: DiffLine | None, width: int, pad: str) -> Iterator[Content]:
    """One row of both sides; what is too long goes on below itself."""
    room = (width - len(BETWEEN)) // 2
    columns = [_column(line, room) for line in (left, right)]
    for at in range(max(map(len, columns))):
        cells = [column[at] if at < len(column) else Content("") for column in columns]
        gap = " " * max(0, room - cells[0].cell_length)
        yield Content.assemble(pad, cells[0], gap, (BETWEEN, MUTED), cells[1])


def _column(line: DiffLine | None, room: int) -> list[Content]:
    if line is None:
        return []
    whole = _one(line)
    return [whole] if whole.cell_length <= room else hung(whole, room)
