"""Policy variables: `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`, and `${*}` `${?}` `${$}` for the signs.

Source: IAM User Guide, "IAM policy elements: Variables and tags". They are only known to documents of version
2012-10-17; in older ones the same text stands for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tui.core.simulate.patterns import Piece, Wild, matches, pieces_of, split_arn
from tui.core.simulate.request import Request
from tui.core.simulate.truth import FALSE, TRUE, Truth, known, unknown

VARIABLE = re.compile(r"\$\{([^{}]*)\}")
DEFAULTED = re.compile(r"\s*([^,\s]+)\s*,\s*'([^']*)'\s*")
SIGNS = ("*", "?", "$")


@dataclass(frozen=True)
class Scope:
    """What a document's texts are read in."""

    request: Request
    has_variables: bool
    """Whether the document is of version 2012-10-17."""


@dataclass(frozen=True)
class Filled:
    """A text of a policy with its variables filled in."""

    pieces: tuple[Piece, ...]
    keys: frozenset[str] = frozenset()
    """Variables of which nothing is known."""
    is_void: bool = False
    """Whether a variable has no value and no default: the text then matches nothing. Anything stands in its place."""


def filled(text: str, scope: Scope, *, wild: bool) -> Filled:
    """The text; `wild` says whether its own * and ? are wildcards. Those in a variable's value never are."""
    if not scope.has_variables or "${" not in text:
        return Filled(tuple(_plain(text, wild)))
    pieces: list[Piece] = []
    keys: set[str] = set()
    is_void = False
    last = 0
    for found in VARIABLE.finditer(text):
        pieces += _plain(text[last : found.start()], wild)
        last = found.end()
        name, default = _parts(found[1])
        values = scope.request.values(name)
        if found[1] in SIGNS:
            pieces.append(found[1])
        elif values is None:
            pieces.append(Wild.MANY)
            keys.add(name)
        elif len(values) == 1:
            pieces.append(values[0])
        elif default is not None and not values:
            pieces.append(default)
        else:
            pieces.append(Wild.MANY)
            is_void = True
    return Filled((*pieces, *_plain(text[last:], wild)), frozenset(keys), is_void)


def match_text(text: str, given: str, scope: Scope, *, wild: bool, fold: bool = False) -> Truth:
    """Whether a given value is what a text of the policy says; `fold` lets upper and lower case be the same."""
    found = filled(text, scope, wild=wild)
    if found.is_void:
        return FALSE
    pieces = [one.lower() if fold and isinstance(one, str) else one for one in found.pieces]
    fits = matches(pieces, given.lower() if fold else given)
    return unknown(found.keys) if fits and found.keys else known(fits)


def void(text: str, scope: Scope, given_arn: str = "") -> Truth:
    """Whether a variable of the text has no value; a statement that wants the two to differ then does not apply.

    AWS says that such a variable "might cause the entire statement to be invalid". Of ARNs in NotResource it matters
    only where everything before the resource part fits anyway.
    """
    found = filled(text, scope, wild=True)
    is_open = found.is_void or bool(found.keys)
    if is_open and given_arn:
        heads = zip(split_arn(found.pieces)[:-1], given_arn.split(":"), strict=False)
        is_open = all(matches(head, part) for head, part in heads)
    if not is_open:
        return FALSE
    return TRUE if found.is_void else unknown(found.keys)


def variables_in(text: str) -> Iterator[str]:
    """The context keys that the text's variables name."""
    for inside in VARIABLE.findall(text):
        if inside not in SIGNS:
            yield _parts(inside)[0]


def _parts(inside: str) -> tuple[str, str | None]:
    defaulted = DEFAULTED.fullmatch(inside)
    return (defaulted[1], defaulted[2]) if defaulted else (inside.strip(), None)


def _plain(text: str, wild: bool) -> list[Piece]:
    return pieces_of(text) if wild else [text]
