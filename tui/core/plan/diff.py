"""Line differences of what the account has against what it would have.

Documents are compared statement by statement, each after the old one was put into the new one's order, so that only
lines whose meaning differs stand out, and long documents cost no more than their longest statement.
"""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tui.core.compare.arranged import arranged, arranged_plainly
from tui.core.compare.pairing import copied, pair_up
from tui.core.iam.policy import pretty, statements_of, wire

Sign = Literal["+", "-", " "]
CONTEXT = 3
"""Unchanged lines shown on either side of a change."""


@dataclass(frozen=True)
class DiffLine:
    """One line of either side."""

    sign: Sign
    text: str


def diff_lines(before: object, after: object) -> tuple[DiffLine, ...]:
    """All lines, common ones too; `before` None means that everything is new, `after` None that all of it goes."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        if "Statement" in before and "Statement" in after:
            return tuple(_document_lines(before, after))
        before = arranged_plainly(before, after)
    return tuple(_between(_lines(before), _lines(after), is_json=isinstance(after, Mapping)))


def only_changes(lines: Sequence[DiffLine]) -> Iterator[DiffLine | int]:
    """The changed lines with their surroundings; a number stands for so many lines that are left out."""
    near = {
        place for at, line in enumerate(lines) if line.sign != " " for place in range(at - CONTEXT, at + CONTEXT + 1)
    }
    left_out = 0
    for at, line in enumerate(lines):
        # a gap that takes no less room than what it stands for helps nobody
        if at in near or (at - 1 in near and at + 1 in near):
            if left_out:
                yield left_out
            left_out = 0
            yield line
        else:
            left_out += 1
    if left_out:
        yield left_out


def side_by_side(lines: Sequence[DiffLine | int]) -> Iterator[tuple[DiffLine | None, DiffLine | None] | int]:
    """What stands on the left and on the right of each row; numbers stay what they are."""
    gone: list[DiffLine] = []
    come: list[DiffLine] = []
    for line in (*lines, 0):
        if isinstance(line, DiffLine) and line.sign == "-" and not come:
            gone.append(line)
        elif isinstance(line, DiffLine) and line.sign == "+":
            come.append(line)
        else:
            for at in range(max(len(gone), len(come))):
                yield (gone[at] if at < len(gone) else None, come[at] if at < len(come) else None)
            gone, come = [], []
            if isinstance(line, int):
                if line:
                    yield line
            elif line.sign == "-":
                gone.append(line)
            else:
                yield line, line


def _document_lines(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[DiffLine]:
    """The head, each statement against its partner, the statements that go, the end."""
    pairs = pair_up(statements_of(before), statements_of(after))
    old = arranged(before, after, pairs)
    if not (_has_parts(old) and _has_parts(after)):
        yield from _between(_lines(old), _lines(after), is_json=True)
        return
    (old_head, old_end), (head, end) = _around_statements(old), _around_statements(after)
    yield from _between(old_head, head, is_json=True)
    partners = iter(range(len(old["Statement"])))
    copies = copied(before, after, pairs)
    for was, now in pairs:
        place = next(partners) if was is not None else None
        right = [] if now is None else _statement_lines(after["Statement"], now)
        is_alike = None not in (place, now) and wire(old["Statement"][place]) == wire(after["Statement"][now])
        if is_alike or (was, now) in copies:
            yield from (DiffLine(" ", line) for line in right)
        else:
            yield from _between([] if place is None else _statement_lines(old["Statement"], place), right, is_json=True)
    yield from _between(old_end, end, is_json=True)


def _has_parts(document: Mapping[str, Any]) -> bool:
    statements = document["Statement"]
    return isinstance(statements, list) and bool(statements) and all(isinstance(one, Mapping) for one in statements)


def _around_statements(document: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """The document's lines before its statements, and after them."""
    lines = _lines({**document, "Statement": [None]})
    place = lines.index('  "Statement": [') + 1
    return lines[:place], lines[place + 1 :]


def _statement_lines(statements: Sequence[Mapping[str, Any]], at: int) -> list[str]:
    """One of them, as it stands in the document."""
    lines = [f"    {line}" for line in _lines(statements[at])]
    return lines if at == len(statements) - 1 else [*lines[:-1], f"{lines[-1]},"]


def _between(old: list[str], new: list[str], *, is_json: bool) -> Iterator[DiffLine]:
    """In JSON a comma at the end of a line says only that something follows, so it does not count."""
    if not old or not new:
        yield from (DiffLine("-", line) for line in old)
        yield from (DiffLine("+", line) for line in new)
        return
    bare = [[line.rstrip(",") if is_json else line for line in lines] for lines in (old, new)]
    if bare[0] == bare[1]:
        yield from (DiffLine(" ", line) for line in new)
        return
    for tag, old_from, old_to, new_from, new_to in difflib.SequenceMatcher(None, bare[0], bare[1]).get_opcodes():
        if tag == "equal":
            yield from (DiffLine(" ", line) for line in new[new_from:new_to])
        else:
            yield from (DiffLine("-", line) for line in old[old_from:old_to])
            yield from (DiffLine("+", line) for line in new[new_from:new_to])


def _lines(value: object) -> list[str]:
    if value is None:
        return []
    # a text in JSON may hold what Python, unlike JSON, takes for the end of a line
    return pretty(value).split("\n") if isinstance(value, Mapping) else str(value).splitlines() or [""]
