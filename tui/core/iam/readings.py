"""Numbers, dates, booleans and addresses, as the values of conditions and requests have them.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators": integers and decimals; "one of the W3C
implementations of the ISO 8601 date formats or epoch (UNIX) time"; true and false; IPv4 and IPv6 addresses and CIDR
blocks. Whatever Python reads besides (1e5, 1_000, infinity) is none of them.
"""

import calendar
import ipaddress
import re
from decimal import Decimal
from functools import lru_cache

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

NUMBER = re.compile(r"[+-]?\d{1,40}(\.\d{1,40})?", re.ASCII)
DATE = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?)?)?", re.ASCII
)
EPOCH = re.compile(r"\d{1,3}|-?\d{5,15}", re.ASCII)
"""Seconds since 1970; four digits are a year."""
LEAST = ("0", "1", "1", "0", "0", "0")
"""Month and day count from 1."""


def number(text: str) -> Decimal | None:
    """The number; None where the text is none."""
    return Decimal(text) if NUMBER.fullmatch(text) else None


@lru_cache(maxsize=4096)
def moment(text: str) -> Decimal | None:
    """Seconds since 1970 of a date, in UTC where it names no time zone, or of such a number; None of anything else."""
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


def date_text(seconds: Decimal) -> str:
    """A text that `moment` reads as this date, whole seconds: at least five digits, so that it is no year."""
    return f"{int(seconds):06d}"


def boolean(text: str) -> bool | None:
    """The truth value, in any letter case; None of anything else."""
    return {"true": True, "false": False}.get(text.lower())


def address(text: str) -> Address | None:
    """The IP address; None where the text is none."""
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def network(text: str) -> Network | None:
    """The addresses of a CIDR block, also of one that names an address inside it, or one address; None of other
    texts.
    """
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


def is_network_within(inner: str, outer: str) -> bool:
    """Whether every address of the one is certainly one of the other."""
    one, other = network(inner), network(outer)
    if isinstance(one, ipaddress.IPv4Network):
        return isinstance(other, ipaddress.IPv4Network) and one.subnet_of(other)
    return isinstance(one, ipaddress.IPv6Network) and isinstance(other, ipaddress.IPv6Network) and one.subnet_of(other)


def _offset(zone: str) -> int:
    """Seconds a time zone is ahead of UTC."""
    if zone == "Z":
        return 0
    sign = -1 if zone[0] == "-" else 1
    return sign * (int(zone[1:3]) * 3600 + int(zone[-2:]) * 60)
