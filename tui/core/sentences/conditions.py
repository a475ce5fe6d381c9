"""Conditions in words: `Null: {"aws:x": "false"}` is "aws:x is present"."""

from collections.abc import Iterator, Mapping
from typing import Any

from tui.core.iam.policy import as_list
from tui.core.iam.wildcards import is_wild
from tui.core.phrase import Listing, Part, Phrase

VALUES_SHOWN = 4

RELATIONS = {
    "stringequals": "is",
    "stringequalsignorecase": "is_caseless",
    "stringnotequals": "is_not",
    "stringnotequalsignorecase": "is_not_caseless",
    "stringlike": "like",
    "stringnotlike": "not_like",
    # IAM User Guide: ArnEquals and ArnLike behave alike
    "arnequals": "like",
    "arnlike": "like",
    "arnnotequals": "not_like",
    "arnnotlike": "not_like",
    "numericequals": "is",
    "numericnotequals": "is_not",
    "numericlessthan": "less",
    "numericlessthanequals": "at_most",
    "numericgreaterthan": "more",
    "numericgreaterthanequals": "at_least",
    "dateequals": "is",
    "datenotequals": "is_not",
    "datelessthan": "before",
    "datelessthanequals": "until",
    "dategreaterthan": "after",
    "dategreaterthanequals": "since",
    "bool": "is",
    "binaryequals": "is",
    "ipaddress": "within",
    "notipaddress": "not_within",
}
"""Operator in lower case to the end of its text's key."""

NAMED_KEYS = {
    "aws:sourceaccount": "source_account",
    "aws:sourcearn": "source_arn",
    "aws:principalorgid": "organization",
    "aws:principalarn": "principal",
    "aws:requestedregion": "region",
    "aws:sourceip": "address",
    "aws:currenttime": "time",
    "aws:calledvia": "called_via",
    "aws:tagkeys": "tag_keys",
    "iam:passedtoservice": "passed_to",
    "iam:awsservicename": "service_name",
    "iam:policyarn": "policy",
    "iam:permissionsboundary": "boundary",
    "kms:viaservice": "via_service",
    "sts:externalid": "external_id",
}
"""Condition keys that have a name people understand."""


def conditions_of(statement: Mapping[str, Any], without: frozenset[tuple[str, str]] = frozenset()) -> tuple[Part, ...]:
    """One phrase per operator and key; `without` are pairs (operator, key) in lower case that were said already."""
    block = statement.get("Condition")
    return tuple(_conditions(block, without)) if isinstance(block, Mapping) else ()


def pairs(statement: Mapping[str, Any]) -> Iterator[tuple[str, str, list[str]]]:
    """(operator, key, values) of every condition, as written."""
    block = statement.get("Condition")
    for operator, keys in block.items() if isinstance(block, Mapping) else ():
        for key, values in keys.items() if isinstance(keys, Mapping) else ():
            yield str(operator), str(key), [_text(one) for one in as_list(values)]


def _conditions(block: Mapping[str, Any], without: frozenset[tuple[str, str]]) -> Iterator[Part]:
    for operator, key, values in pairs({"Condition": block}):
        if (operator.lower(), key.lower()) not in without:
            yield _condition(operator, key, values)


def _condition(operator: str, key: str, values: list[str]) -> Phrase:
    quantity, _, base = operator.lower().rpartition(":")
    if_exists = base.endswith("ifexists")
    base = base.removesuffix("ifexists")
    if base == "null":
        return Phrase("cond.absent" if values == ["true"] else "cond.present", {"key": _name(key)})
    if special := _special(base, key.lower(), values):
        phrase = Phrase(special)
    elif relation := _relation(base, values):
        phrase = Phrase(f"cond.{relation}", {"key": _quantified(quantity, key), "values": _values(values)})
    else:
        phrase = Phrase("cond.other", {"operator": operator, "key": key, "values": _values(values)})
    if if_exists:
        phrase = Phrase("cond.if_exists", {"condition": phrase})
    return Phrase("cond.also_none", {"condition": phrase}) if quantity == "forallvalues" else phrase


def _relation(base: str, values: list[str]) -> str:
    """A pattern without wildcards is the value itself."""
    relation = RELATIONS.get(base, "")
    plain = {"like": "is", "not_like": "is_not"}
    return relation if any(map(is_wild, values)) else plain.get(relation, relation)


def _special(base: str, key: str, values: list[str]) -> str:
    if base == "bool" and key == "aws:securetransport":
        return {"true": "cond.tls", "false": "cond.no_tls"}.get(values[0], "")
    if base == "bool" and key == "aws:multifactorauthpresent":
        return {"true": "cond.mfa", "false": "cond.no_mfa"}.get(values[0], "")
    return ""


def _quantified(quantity: str, key: str) -> Part:
    match quantity:
        case "forallvalues":
            return Phrase("key.every", {"key": _name(key)})
        case "foranyvalue":
            return Phrase("key.any", {"key": _name(key)})
        case _:
            return _name(key)


def _name(key: str) -> Part:
    lower = key.lower()
    if lower in NAMED_KEYS:
        return Phrase(f"key.{NAMED_KEYS[lower]}", {"key": key})
    for end, name in ((":aud", "audience"), (":sub", "subject")):
        if lower.endswith(end):
            return Phrase(f"key.{name}", {"key": key})
    return key


def _values(values: list[str]) -> Part:
    if len(values) > VALUES_SHOWN + 1:
        shown = Listing(tuple(values[:VALUES_SHOWN]), "comma")
        return Phrase("values.more", {"values": shown, "count": len(values) - VALUES_SHOWN})
    return Listing(tuple(one or Phrase("values.empty") for one in values), "or")


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
