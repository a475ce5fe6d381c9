"""The condition operators: whether one value of the request is what one value of the policy says.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
"""

from __future__ import annotations

import calendar
import ipaddress
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial

from tui.core.simulate.patterns import ARN_PARTS, matches, split_arn
from tui.core.simulate.truth import FALSE, Truth, all_of, known, unknown
from tui.core.simulate.variables import Scope, filled, match_text

Comparison = Callable[[str, str, Scope], Truth]
"""(value in the policy, value in the request, ...)."""

NUMBER = re.compile(r"[+-]?\d{1,40}(\.\d{1,40})?", re.ASCII)
DATE = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?)?)?", re.ASCII
)
EPOCH = re.compile(r"-?\d{5,15}", re.ASCII)
"""Seconds since 1970; four digits are a year."""
LEAST = ("0", "1", "1", "0", "0", "0")
"""Month and day count from 1."""


def number(text: str) -> Decimal | None:
    """The number, None where the text is none."""
    return Decimal(text) if NUMBER.fullmatch(text) else None


def moment(text: str) -> Decimal | None:
    """Seconds since 1970 of an ISO 8601 date as W3C has them, or of such a number; None of anything else."""
    if EPOCH.fullmatch(text):
        return Decimal(text)
    found = DATE.fullmatch(text)
    if not found:
        return None
    parts = zip(found.groups()[:6], LEAST, strict=True)
    year, month, day, hour, minute, second = (int(part or least) for part, least in parts)
    if not (year and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    if hour > 23 or minute > 59 or second > 59:
        return None
    seconds = calendar.timegm((year, month, day, hour, minute, second)) - _offset(found[8] or "Z")
    return seconds + Decimal(f"0.{found[7] or 0}")


def _offset(zone: str) -> int:
    """Seconds a time zone is ahead of UTC."""
    if zone == "Z":
        return 0
    sign = -1 if zone[0] == "-" else 1
    return sign * (int(zone[1:3]) * 3600 + int(zone[-2:]) * 60)


def _text(said: str, given: str, scope: Scope, *, wild: bool = False, fold: bool = False) -> Truth:
    return match_text(said, given, scope, wild=wild, fold=fold)


def _measure(
    read: Callable[[str], Decimal | None],
    holds: Callable[[Decimal, Decimal], bool],
    said: str,
    given: str,
    scope: Scope,  # noqa: ARG001
) -> Truth:
    one, other = read(given), read(said)
    return known(one is not None and other is not None and holds(one, other))


def _bool(said: str, given: str, scope: Scope) -> Truth:  # noqa: ARG001
    return known(said.lower() in ("true", "false") and said.lower() == given.lower())


def _binary(said: str, given: str, scope: Scope) -> Truth:  # noqa: ARG001
    return known(said == given)


def _address(said: str, given: str, scope: Scope) -> Truth:  # noqa: ARG001
    try:
        return known(ipaddress.ip_address(given) in ipaddress.ip_network(said, strict=False))
    except ValueError:
        return FALSE


def _arn(said: str, given: str, scope: Scope) -> Truth:
    """Each of the six parts by itself: a wildcard does not reach over a colon, except in the last part."""
    found = filled(said, scope, wild=True)
    if found.is_void:
        return FALSE
    if found.keys:
        return unknown(found.keys) if matches(found.pieces, given) else FALSE
    parts, given_parts = split_arn(found.pieces), given.split(":", ARN_PARTS - 1)
    if len(parts) != ARN_PARTS or len(given_parts) != ARN_PARTS:
        return FALSE
    return all_of(known(matches(part, one)) for part, one in zip(parts, given_parts, strict=True))


def _both(name: str, comparison: Comparison, negated: str = "") -> dict[str, tuple[Comparison, bool]]:
    return {name: (comparison, False), negated or name.replace("string", "stringnot"): (comparison, True)}


OPERATORS: Mapping[str, tuple[Comparison, bool]] = {
    **_both("stringequals", _text),
    **_both("stringequalsignorecase", partial(_text, fold=True)),
    **_both("stringlike", partial(_text, wild=True)),
    **_both("numericequals", partial(_measure, number, lambda one, other: one == other), "numericnotequals"),
    "numericlessthan": (partial(_measure, number, lambda one, other: one < other), False),
    "numericlessthanequals": (partial(_measure, number, lambda one, other: one <= other), False),
    "numericgreaterthan": (partial(_measure, number, lambda one, other: one > other), False),
    "numericgreaterthanequals": (partial(_measure, number, lambda one, other: one >= other), False),
    **_both("dateequals", partial(_measure, moment, lambda one, other: one == other), "datenotequals"),
    "datelessthan": (partial(_measure, moment, lambda one, other: one < other), False),
    "datelessthanequals": (partial(_measure, moment, lambda one, other: one <= other), False),
    "dategreaterthan": (partial(_measure, moment, lambda one, other: one > other), False),
    "dategreaterthanequals": (partial(_measure, moment, lambda one, other: one >= other), False),
    "bool": (_bool, False),
    "binaryequals": (_binary, False),
    **_both("ipaddress", _address, "notipaddress"),
    **_both("arnequals", _arn, "arnnotequals"),
    **_both("arnlike", _arn, "arnnotlike"),
}
"""By name in lower case: the comparison, and whether the operator asks for the opposite."""

WITH_VARIABLES = ("string", "arn")
"""What the names of the operators begin with in whose values policy variables are known."""
