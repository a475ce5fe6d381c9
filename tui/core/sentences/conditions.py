"""Conditions in words: `Null: {"aws:x": "false"}` is "aws:x is present"."""

from collections.abc import Iterator, Mapping
from typing import Any

from tui.core.iam.operators import Operator, Use, operator_use
from tui.core.iam.policy import tests_of
from tui.core.iam.readings import boolean
from tui.core.iam.wildcards import is_wild
from tui.core.phrase import Listing, Part, Phrase

VALUES_SHOWN = 4

PLAIN = {"=": "is", "<": "less", "<=": "at_most", ">": "more", ">=": "at_least"}
OF_DATES = {"=": "is", "<": "before", "<=": "until", ">": "after", ">=": "since"}
NEGATED = {"is": "is_not", "is_caseless": "is_not_caseless", "like": "not_like", "within": "not_within"}

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


TAGS = {"resourcetag": "resource_tag", "requesttag": "request_tag", "principaltag": "principal_tag"}
TAGS |= {"existingobjecttag": "resource_tag", "requestobjecttag": "request_tag"}
"""What stands before the slash of a key, in lower case, without the service."""


def conditions_of(statement: Mapping[str, Any], without: frozenset[tuple[str, str]] = frozenset()) -> tuple[Part, ...]:
    """One phrase per operator and key; `without` are pairs (operator, key) in lower case that were said already."""
    block = statement.get("Condition")
    return tuple(_conditions(block, without)) if isinstance(block, Mapping) else ()


def _conditions(block: Mapping[str, Any], without: frozenset[tuple[str, str]]) -> Iterator[Part]:
    for operator, key, values in tests_of({"Condition": block}):
        if (operator.lower(), key.lower()) not in without:
            yield _condition(operator, key, values)


def _condition(operator: str, key: str, values: list[str]) -> Phrase:
    use = operator_use(operator)
    if use.operator is None:
        return Phrase("cond.other", {"operator": operator, "key": key, "values": _values(values)})
    if use.operator.kind == "null":
        is_absent = {boolean(value) for value in values}
        if is_absent != {True} and is_absent != {False}:
            return Phrase("cond.any", {"key": _name(key)})
        kind, tag = _tag(key)
        where = f".{kind}" if kind else ""
        word = "absent" if True in is_absent else "present"
        return Phrase(f"cond.{word}{where}", {"tag": tag, "key": key} if kind else {"key": _name(key)})
    if special := _special(use.operator, key.lower(), values):
        phrase = Phrase(special)
    else:
        relation = _relation(use.operator, values)
        phrase = Phrase(f"cond.{relation}", {"key": _quantified(use, key), "values": _values(values)})
    if use.if_exists:
        phrase = Phrase("cond.if_exists", {"condition": phrase})
    return Phrase("cond.also_none", {"condition": phrase}) if use.quantifier == "forallvalues" else phrase


def _relation(operator: Operator, values: list[str]) -> str:
    """The end of the relation's text key; a pattern without wildcards is the value itself."""
    match operator.kind:
        case "caseless":
            word = "is_caseless"
        case "pattern" | "arn" if any(map(is_wild, values)):
            word = "like"
        case "address":
            word = "within"
        case "date":
            word = OF_DATES[operator.relation]
        case _:
            word = PLAIN[operator.relation]
    return NEGATED[word] if operator.is_not else word


def _special(operator: Operator, key: str, values: list[str]) -> str:
    if operator.kind == "bool" and key == "aws:securetransport":
        return {"true": "cond.tls", "false": "cond.no_tls"}.get(values[0], "")
    if operator.kind == "bool" and key == "aws:multifactorauthpresent":
        return {"true": "cond.mfa", "false": "cond.no_mfa"}.get(values[0], "")
    return ""


def _quantified(use: Use, key: str) -> Part:
    match use.quantifier:
        case "forallvalues":
            return Phrase("key.every", {"key": _name(key)})
        case "foranyvalue":
            return Phrase("key.any", {"key": _name(key)})
        case _:
            return _name(key)


def _name(key: str) -> Part:
    lower = key.lower()
    kind, tag = _tag(key)
    if kind:
        return Phrase(f"key.{kind}", {"tag": tag, "key": key})
    if lower in NAMED_KEYS:
        return Phrase(f"key.{NAMED_KEYS[lower]}", {"key": key})
    for end, name in ((":aud", "audience"), (":sub", "subject")):
        if lower.endswith(end):
            return Phrase(f"key.{name}", {"key": key})
    return key


def _tag(key: str) -> tuple[str, str]:
    """Whose tag the key is about, and which: ("resource_tag", "team"); ("", "") for other keys."""
    head, slash, tag = key.partition("/")
    kind = TAGS.get(head.lower().rpartition(":")[2], "") if slash else ""
    return (kind, tag) if kind and tag else ("", "")


def _values(values: list[str]) -> Part:
    if len(values) > VALUES_SHOWN + 1:
        shown = Listing(tuple(values[:VALUES_SHOWN]), "comma")
        return Phrase("values.more", {"values": shown, "count": len(values) - VALUES_SHOWN})
    return Listing(tuple(one or Phrase("values.empty") for one in values), "or") if values else Phrase("values.none")
