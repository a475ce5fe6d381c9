"""Condition operators, one value at a time: which value lets through more, and what requests tell values apart."""

from __future__ import annotations

from decimal import Decimal
from ipaddress import IPv4Address, IPv6Address

from tui.core.iam.operators import HOLDS, READ, Operator
from tui.core.iam.readings import boolean, date_text, is_network_within, network
from tui.core.iam.wildcards import VARIABLE, arn_within, is_wild, specimens, within

NEAR = (Decimal(0), Decimal("-0.5"), Decimal("0.5"))


def value_within(operator: Operator, value: str, other: Operator, other_value: str) -> bool:
    """Whether whatever satisfies the one value certainly satisfies the other."""
    match operator.kind, other.kind:
        case ("text" | "binary", "text" | "binary") | ("pattern", "pattern") | ("arn", "arn") if value == other_value:
            return True
        case ("text" | "caseless" | "bool", "bool"):
            return boolean(other_value) is not None and value.lower() == other_value.lower()
        case ("caseless" | "bool", "caseless"):
            return value.lower() == other_value.lower()
        case ("text", "caseless"):
            return VARIABLE not in value and value.lower() == other_value.lower()
        case ("text" | "arn", "pattern") if _is_one_text(operator, value):
            return within(value, other_value)
        case ("text" | "pattern", "arn") if _is_one_text(operator, value):
            return other.satisfied(other_value, value)
        case ("pattern", "pattern"):
            return within(value, other_value)
        case ("arn", "arn"):
            return arn_within(value, other_value)
        case ("pattern" | "arn", "text"):
            return not is_wild(value) and value == other_value
        case ("address", "address"):
            return is_network_within(value, other_value)
        case (one, two) if one == two and one in READ:
            return _range_within(operator, READ[one](value), other, READ[one](other_value))
        case _:
            return False


def values_like(operator: Operator, value: str) -> list[str]:
    """What requests could bring that this value, or one close to it, tells apart."""
    match operator.kind:
        case "pattern" | "arn":
            return list(specimens(value))
        case "caseless":
            return [value, value.swapcase()]
        case "bool":
            return ["true", "false"]
        case "address":
            return _addresses(value)
        case "null":
            return []
        case "number":
            number = READ["number"](value)
            return (
                [] if number is None else [f"{number + step:f}" for step in (Decimal(0), Decimal("-.5"), Decimal(".5"))]
            )
        case "date":
            moment = READ["date"](value)
            return [] if moment is None else [value, date_text(moment - 1), date_text(moment + 1)]
        case "text" | "binary":
            return [value]


def is_finite(operator: Operator, value: str) -> bool:
    """Whether values_like and one fresh text stand for every request there can be."""
    if VARIABLE in value:
        return False
    return operator.kind in ("text", "binary", "bool", "null") or (operator.is_wild and not is_wild(value))


def _is_one_text(operator: Operator, value: str) -> bool:
    """Whether only this very text satisfies the value."""
    return VARIABLE not in value and (operator.kind == "text" or not is_wild(value))


def _range_within(one: Operator, value: Decimal | None, two: Operator, other: Decimal | None) -> bool:
    if value is None or other is None:
        return value is None  # what nothing satisfies lies within everything
    if one.relation == "=":
        return HOLDS[two.relation](value, other)
    if one.relation[0] != two.relation[0]:
        return False
    # x < 5 lies in x <= 5, but x <= 5 does not lie in x < 5
    is_closed_in_open = one.relation.endswith("=") and not two.relation.endswith("=")
    if one.relation[0] == "<":
        return value < other if is_closed_in_open else value <= other
    return value > other if is_closed_in_open else value >= other


def _addresses(value: str) -> list[str]:
    """The block's first address and its last, and its neighbours outside."""
    block = network(value)
    if block is None:
        return []
    first, last = int(block.network_address), int(block.broadcast_address)
    kind = IPv4Address if block.version == 4 else IPv6Address
    highest = 2**block.max_prefixlen - 1
    return [str(kind(one)) for one in (first, last, first - 1, last + 1) if 0 <= one <= highest]
