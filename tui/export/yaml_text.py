"""YAML written from plain values: every text is a JSON string, which YAML reads as it is, so nothing is mistaken."""

import json
import re
from collections.abc import Mapping
from typing import Any

PLAIN_KEY = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:(?:::|-|/|\.)[A-Za-z0-9]+)*", re.ASCII)
RESERVED = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""What YAML 1.1 takes for something else than a text."""
PLAIN_VALUE = re.compile(r"AWS::[A-Za-z0-9]+::[A-Za-z0-9]+", re.ASCII)


def yaml(value: Any) -> str:
    """The value as block YAML."""
    return "\n".join(_lines(value)) + "\n"


def _lines(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [line for key, one in value.items() for line in _entry(f"{_key(str(key))}:", one, "  ")]
    return [line for one in value for line in _item(one)]


def _entry(head: str, value: Any, indent: str) -> list[str]:
    if isinstance(value, Mapping | list | tuple) and value:
        return [head, *(indent + line for line in _lines(value))]
    return [f"{head} {_scalar(value)}"]


def _item(value: Any) -> list[str]:
    if not (isinstance(value, Mapping | list | tuple) and value):
        return [f"- {_scalar(value)}"]
    first, *rest = _lines(value)
    return [f"- {first}", *(f"  {line}" for line in rest)]


def _key(key: str) -> str:
    return key if PLAIN_KEY.fullmatch(key) and key.lower() not in RESERVED else _scalar(key)


def _scalar(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, list | tuple):
        return "[]"
    if isinstance(value, str) and PLAIN_VALUE.fullmatch(value):
        return value
    text = json.dumps(value, ensure_ascii=False)
    return "".join(one if one.isprintable() else _escape(one) for one in text)


def _escape(one: str) -> str:
    """What nobody can see, beyond what JSON escapes."""
    return f"\\u{ord(one):04x}" if ord(one) < 0x10000 else f"\\U{ord(one):08x}"
