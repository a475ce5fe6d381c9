"""What the values somebody gave are in the account, or say, against what a preset expects of them. Pure.

A fact has an item (a subnet, an ARN in a document; "" where the value is one thing) and a word. What could be looked up
and was not answered is told as not known, never as right.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tui.core.calls.target import Target
from tui.core.checks.findings import Finding
from tui.core.iam.arn import account_of, region_of
from tui.core.iam.policy import as_list, principals_of, statements_of, tests_of
from tui.core.kinds import Bucket, Resource, Stream
from tui.core.preset.format import Fact, Preset
from tui.core.preset.tokens import filled

Words = tuple[tuple[str, str], ...]
"""(item, word)."""

KNOWN: dict[str, tuple[str, ...]] = {
    "kms-key-arn": ("spec", "usage", "state", "manager", "region"),
    "kinesis-stream-name": ("mode", "shards", "status"),
    "s3-bucket-name": ("region",),
    "vpc-id": ("state",),
    "subnet-ids": ("vpc", "zones", "route", "unusual_route", "addresses"),
    "trust-document": ("principal", "external_id", "statements"),
    "policy-document": ("account", "region"),
}
"""The facts there are, by type of placeholder."""
IN_DOCUMENT = ("trust-document", "policy-document")
"""Types whose facts stand in the value itself."""
EXAMPLE_ACCOUNTS = frozenset({"111122223333", "444455556666", "777788889999", "000000000000", "999999999999"})
"""Accounts that AWS's guides print; 123456789012 is the practice account, and told of as one's own there."""
EXAMPLE_ID = re.compile(
    r"(?i)(.*(example|paste|your[-_ ]|placeholder|external[-_ ]?id|xxx).*)|0+|1234\d*|test|abc(123)?"
)
"""External ids that a guide prints instead of one: example-id, your-external-id, 12345."""


@dataclass(frozen=True)
class Seen:
    """What was found out about one value."""

    words: Mapping[str, Words]
    """By fact."""
    is_absent: bool = False
    """Whether nothing of that name is in the account and Region."""
    is_unread: bool = False
    """Whether the account did not say."""
    absent_items: tuple[str, ...] = ()
    """Of a list: those that are not there."""


def findings_of_values(
    preset: Preset, values: Mapping[str, str], seen: Mapping[str, Seen], target: Target, made: Iterable[Resource]
) -> Iterator[Finding]:
    """What is not as expected; `seen` has what the account says of the values, by token.

    What is not there is no finding where it is about to be `made`.
    """
    told: set[str] = set()
    coming = {one.name for one in made if isinstance(one, Bucket | Stream)}
    for fact in preset.expects:
        value = values.get(fact.value, "")
        if not value:
            continue
        kind = preset.placeholders[fact.value].type
        one = (
            _in_document(kind, value, target) if kind in IN_DOCUMENT else seen.get(fact.value, Seen({}, is_unread=True))
        )
        if one.is_absent and value in coming:
            continue
        if (one.is_absent or one.is_unread or one.absent_items) and fact.value not in told:
            told.add(fact.value)
            yield from _about_reading(fact, kind, value, one, target)
        if not one.is_absent:
            yield from _differences(fact, kind, value, one.words.get(fact.fact), values)


def _about_reading(fact: Fact, kind: str, value: str, one: Seen, target: Target) -> Iterator[Finding]:
    params = {"kind": kind, "region": target.region}
    if one.is_unread:
        yield Finding("value_unread", "warning", fact.value, {**params, "value": value})
    elif one.is_absent:
        yield Finding("value_absent", "error", fact.value, {**params, "value": value})
    for item in one.absent_items:
        yield Finding("value_absent", "error", fact.value, {**params, "value": item})


def _differences(
    fact: Fact, kind: str, value: str, words: Words | None, values: Mapping[str, str]
) -> Iterator[Finding]:
    wanted = tuple(str(filled(one, values)) for one in fact.allowed)
    for item, word in words or ():
        is_right = word.isdigit() and int(word) >= int(fact.at_least) if fact.at_least else word in wanted
        if not is_right:
            params = {"value": item or value, "found": word, "wanted": ", ".join(wanted) or fact.at_least}
            yield Finding(f"fact.{kind}.{fact.fact}", fact.severity, fact.value, params)


def _in_document(kind: str, value: str, target: Target) -> Seen:
    document = json.loads(value)
    return Seen(_of_trust(document, target) if kind == "trust-document" else _of_policy(document))


def _of_trust(document: Mapping[str, Any], target: Target) -> dict[str, Words]:
    """principal: other-, own- or example-account, anyone, or its kind; external_id: there, example, none."""
    allows = [one for one in statements_of(document) if one.get("Effect") == "Allow"]
    principals = [(name, _whose(kind, name, target)) for kind, name in principals_of({"Statement": allows})]
    ids = []
    for statement in allows:
        found = [
            str(value)
            for operator, key, values in tests_of(statement)
            for value in values
            if key.lower() == "sts:externalid" and operator.lower() in ("stringequals", "forallvalues:stringequals")
        ]
        ids += [(one, "example" if EXAMPLE_ID.fullmatch(one) else "there") for one in found] or [("", "none")]
    return {
        "principal": tuple(principals) or (("", "none"),),
        "external_id": tuple(ids),
        "statements": (("", str(len(statements_of(document)))),),
    }


def _whose(kind: str, name: str, target: Target) -> str:
    if name == "*":
        return "anyone"
    if kind != "AWS":
        return kind.lower()
    account = name if name.isdigit() else account_of(name)
    if account == target.account:
        return "own-account"
    return "example-account" if account in EXAMPLE_ACCOUNTS else "other-account"


def _of_policy(document: Mapping[str, Any]) -> dict[str, Words]:
    """account and region: of every ARN among the resources and conditions that names one."""
    arns = dict.fromkeys(
        str(one)
        for statement in statements_of(document)
        for one in (
            *as_list(statement.get("Resource", [])),
            *as_list(statement.get("NotResource", [])),
            *(value for _, _, values in tests_of(statement) for value in values),
        )
        if str(one).startswith("arn:")
    )
    return {
        "account": tuple((arn, account_of(arn)) for arn in arns if account_of(arn).isdigit()),
        "region": tuple((arn, region_of(arn)) for arn in arns if region_of(arn) not in ("", "*")),
    }
