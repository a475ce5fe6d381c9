"""Texts of a policy with their variables filled in from a request."""

from __future__ import annotations

from dataclasses import dataclass

from tui.core.iam.variables import parted
from tui.core.iam.wildcards import ARN_PARTS, literal, matches
from tui.core.simulate.request import Request
from tui.core.simulate.truth import FALSE, TRUE, Truth, known, unknown


@dataclass(frozen=True)
class Scope:
    """What a document's texts are read in."""

    request: Request
    has_variables: bool
    """Whether the document is of version 2012-10-17."""


@dataclass(frozen=True)
class Filled:
    """A text of a policy with its variables filled in."""

    pattern: str
    """What is no wildcard in it is literal."""
    keys: frozenset[str] = frozenset()
    """Variables of which nothing is known."""
    is_void: bool = False
    """Whether a variable has no value and no default: the text then matches nothing. Anything stands in its place."""


def filled(text: str, scope: Scope, *, wild: bool) -> Filled:
    """The text; `wild` says whether its own * and ? are wildcards. Those in a variable's value never are."""
    if not scope.has_variables or "${" not in text:
        return Filled(text if wild else literal(text))
    pieces: list[str] = []
    keys: set[str] = set()
    is_void = False
    for one in parted(text):
        if isinstance(one, str):
            pieces.append(one if wild else literal(one))
            continue
        values = () if one.is_sign else scope.request.values(one.name)
        if one.is_sign:
            pieces.append(literal(one.name))
        elif values is None:
            pieces.append("*")
            keys.add(one.name)
        elif len(values) == 1:
            pieces.append(literal(values[0]))
        elif one.default is not None and not values:
            pieces.append(literal(one.default))
        else:
            pieces.append("*")
            is_void = True
    return Filled("".join(pieces), frozenset(keys), is_void)


def match_text(text: str, given: str, scope: Scope, *, wild: bool, fold: bool = False) -> Truth:
    """Whether a given value is what a text of the policy says; `fold` lets upper and lower case be the same."""
    found = filled(text, scope, wild=wild)
    if found.is_void:
        return FALSE
    pattern = found.pattern.lower() if fold else found.pattern
    fits = matches(pattern, literal(given.lower() if fold else given))
    return unknown(found.keys) if fits and found.keys else known(fits)


def void(text: str, scope: Scope, given_arn: str = "") -> Truth:
    """Whether a variable of the text has no value; a statement that wants the two to differ then does not apply.

    AWS says that such a variable "might cause the entire statement to be invalid". Of ARNs in NotResource it matters
    only where everything before the resource part fits anyway.
    """
    found = filled(text, scope, wild=True)
    is_open = found.is_void or bool(found.keys)
    if is_open and given_arn:
        heads = zip(found.pattern.split(":", ARN_PARTS - 1)[:-1], literal(given_arn).split(":"), strict=False)
        is_open = all(matches(head, part) for head, part in heads)
    if not is_open:
        return FALSE
    return TRUE if found.is_void else unknown(found.keys)
