"""Condition operators, one value at a time: what a value lets through, and which value lets through more.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
"""

import calendar
import math
import re
from collections.abc import Callable

from tui.core.compare.globs import FRESH, VARIABLE, matches, specimens, within
from tui.core.iam.wildcards import is_wild

FAMILIES: dict[str, tuple[str, bool]] = {
    "stringequals": ("equals", False),
    "stringnotequals": ("equals", True),
    "stringequalsignorecase": ("fold", False),
    "stringnotequalsignorecase": ("fold", True),
    "stringlike": ("like", False),
    "stringnotlike": ("like", True),
    "arnequals": ("like", False),
    "arnlike": ("like", False),
    "arnnotequals": ("like", True),
    "arnnotlike": ("like", True),
    "numericequals": ("=", False),
    "numericnotequals": ("=", True),
    "numericlessthan": ("<", False),
    "numericlessthanequals": ("<=", False),
    "numericgreaterthan": (">", False),
    "numericgreaterthanequals": (">=", False),
    "dateequals": ("=", False),
    "datenotequals": ("=", True),
    "datelessthan": ("<", False),
    "datelessthanequals": ("<=", False),
    "dategreaterthan": (">", False),
    "dategreaterthanequals": (">=", False),
    "bool": ("bool", False),
    "binaryequals": ("equals", False),
    "ipaddress": ("ip", False),
    "notipaddress": ("ip", True),
    "null": ("null", False),
}
"""Operator in lower case -> (how values are compared, whether it is the operator that says not)."""

ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?Z?)?", re.ASCII)
COMPARED: dict[str, Callable[[float, float], bool]] = {
    "=": lambda given, value: given == value,
    "<": lambda given, value: given < value,
    "<=": lambda given, value: given <= value,
    ">": lambda given, value: given > value,
    ">=": lambda given, value: given >= value,
}


def value_matches(family: str, value: str, given: str) -> bool:
    """Whether what a request brings satisfies one value of a condition."""
    match family:
        case "equals":
            return value == given
        case "fold" | "bool":
            return value.casefold() == given.casefold()
        case "like":
            return matches(value, given)
        case "ip":
            return _ip_within(given, value)
        case _:
            return COMPARED[family](_number(given), _number(value))


def value_within(family: str, value: str, other_family: str, other: str) -> bool:
    """Whether whatever satisfies the one value certainly satisfies the other."""
    match family, other_family:
        case ("equals", "equals" | "fold" | "bool") | ("like", "like") if value == other:
            return True
        case ("fold" | "bool", "fold" | "bool"):
            return value.casefold() == other.casefold()
        case ("equals", "fold"):
            return VARIABLE not in value and value.casefold() == other.casefold()
        case ("equals", "like"):
            return VARIABLE not in value and not is_wild(value) and within(value, other)
        case ("like", "like"):
            return within(value, other)
        case ("like", "equals"):
            return not is_wild(value) and value == other
        case ("ip", "ip"):
            return _ip_within(value, other)
        case (one, two) if one in COMPARED and two in COMPARED:
            return _range_within(one, _number(value), two, _number(other))
        case _:
            return False


def values_like(family: str, value: str) -> list[str]:
    """What requests could bring that this value, or one close to it, tells apart."""
    match family:
        case "like":
            return list(specimens(value))
        case "fold":
            return [value, value.swapcase()]
        case "bool":
            return ["true", "false"]
        case "ip":
            return _addresses(value)
        case "null":
            return []
        case "equals":
            return [value]
        case _:
            number = _number(value)
            return [] if math.isnan(number) else [repr(number), repr(number - 0.5), repr(number + 0.5)]


def is_finite(family: str, value: str) -> bool:
    """Whether values_like and one fresh text stand for every request there can be."""
    if VARIABLE in value:
        return False
    return family in ("equals", "bool", "null") or (family == "like" and not is_wild(value))


def _number(text: str) -> float:
    """The number or, as seconds since 1970, the date; nan for anything else, which compares as false."""
    if found := ISO.fullmatch(text):
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
        return float(calendar.timegm((year, month, day, hour, minute, second, 0, 0, 0)))
    try:
        return float(text) if not text.startswith(FRESH) else math.nan
    except ValueError:
        return math.nan


def _range_within(one: str, value: float, two: str, other: float) -> bool:
    if one == "=":
        return COMPARED[two](value, other)
    if one[0] != two[0]:
        return False
    # x < 5 lies in x <= 5, but x <= 5 does not lie in x < 5
    is_closed_in_open = one.endswith("=") and not two.endswith("=")
    return COMPARED[one[0] if is_closed_in_open else f"{one[0]}="](value, other)


def _ip_within(inner: str, outer: str) -> bool:
    import ipaddress

    try:
        one, other = ipaddress.ip_network(inner, strict=False), ipaddress.ip_network(outer, strict=False)
    except ValueError:
        return False
    return one.version == other.version and other.supernet_of(one)  # type: ignore[arg-type]


def _addresses(value: str) -> list[str]:
    """The block's first address, and its neighbours outside."""
    import ipaddress

    try:
        network = ipaddress.ip_network(value, strict=False)
    except ValueError:
        return []
    first, last = int(network.network_address), int(network.broadcast_address)
    kind = ipaddress.IPv4Address if network.version == 4 else ipaddress.IPv6Address
    highest = 2**network.max_prefixlen - 1
    return [str(kind(one)) for one in (first, last, first - 1, last + 1) if 0 <= one <= highest]
