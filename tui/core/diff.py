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
from tui.core.policy import pretty, statements_of

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
    old_parts, new_parts = _in_parts(old), _in_parts(after)
    yield from _between(old_parts[0], new_parts[0], is_json=True)
    partners = iter(old_parts[1:-1])
    copies = copied(before, after, pairs)
    for pair in pairs:
        was, now = pair
        right = new_parts[1 + now] if now is not None else []
        left = next(partners) if was is not None else right if pair in copies else []
        if right or pair not in copies:
            yield from _between(left, right, is_json=True)
    yield from _between(old_parts[-1], new_parts[-1], is_json=True)


def _has_parts(document: Mapping[str, Any]) -> bool:
    statements = document["Statement"]
    return isinstance(statements, list) and bool(statements) and all(isinstance(one, Mapping) for one in statements)


def _in_parts(document: Mapping[str, Any]) -> list[list[str]]:
    """The document's lines: up to the statements, those of each statement, the rest."""
    lines = _lines(document)
    place = lines.index('  "Statement": [') + 1
    parts = [lines[:place]]
    for statement in document["Statement"]:
        height = pretty(statement).count("\n") + 1
        parts.append(lines[place : place + height])
        place += height
    return [*parts, lines[place:]]


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
    return pretty(value).splitlines() if isinstance(value, Mapping) else str(value).splitlines() or [""]
