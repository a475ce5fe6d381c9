"""Texts with `*` and `?`, matched in time that no pattern can make explode."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import Enum
from functools import lru_cache


class Wild(Enum):
    """What is no literal text in a pattern."""

    MANY = "*"
    """Any characters, also none; `/` and `:` are characters like others."""
    ONE = "?"


Piece = str | Wild
ARN_PARTS = 6
WILDCARD = re.compile(r"[*?]")


def pieces_of(text: str) -> list[Piece]:
    """The text with its wildcards told apart."""
    found: list[Piece] = []
    last = 0
    for match in WILDCARD.finditer(text):
        found += [text[last : match.start()], Wild(match[0])]
        last = match.end()
    return [*found, text[last:]]


def matches(pieces: Sequence[Piece], text: str) -> bool:
    """Whether the whole text is what the pieces describe; case counts."""
    first, *others = _chunks(tuple(pieces))
    if not others:
        return first[0].fullmatch(text) is not None
    last, last_width = others[-1]
    end = len(text) - last_width
    start = first[0].match(text, 0, max(end, 0))
    if end < 0 or start is None or not last.fullmatch(text, end):
        return False
    at = start.end()
    for chunk, _ in others[:-1]:
        found = chunk.search(text, at, end)
        if found is None:
            return False
        at = found.end()
    return True


def like(pattern: str, text: str) -> bool:
    """Whether the text matches a pattern that has no policy variables; case counts."""
    return pattern == "*" or matches(pieces_of(pattern), text)


def split_arn(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces parted at the first five colons of their literal text."""
    parts: list[list[Piece]] = [[]]
    for piece in pieces:
        if isinstance(piece, Wild):
            parts[-1].append(piece)
            continue
        first, *others = piece.split(":", ARN_PARTS - len(parts))
        parts[-1].append(first)
        parts += [[one] for one in others]
    return parts


@lru_cache(maxsize=4096)
def _chunks(pieces: tuple[Piece, ...]) -> tuple[tuple[re.Pattern[str], int], ...]:
    """What stands between the `*`, each of a fixed width: searching them from left to right never goes back."""
    chunks: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece is Wild.MANY:
            chunks.append([])
        else:
            chunks[-1].append(piece)
    return tuple((re.compile(_expression(chunk), re.DOTALL), _width(chunk)) for chunk in chunks)


def _expression(chunk: Iterable[Piece]) -> str:
    return "".join("." if isinstance(piece, Wild) else re.escape(piece) for piece in chunk)


def _width(chunk: Iterable[Piece]) -> int:
    return sum(1 if isinstance(piece, Wild) else len(piece) for piece in chunk)
