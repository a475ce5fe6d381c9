"""Differences of the text that mean nothing, counted by the rule that says so."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tui.core.compare.arranged import account_of
from tui.core.compare.pairing import Pair, copied
from tui.core.iam.policy import PolicyDocument, as_list, statements_of, text_of

RULES = (
    "key_order",
    "list_order",
    "statement_order",
    "one_or_list",
    "repeated",
    "letter_case",
    "scalar",
    "empty",
    "account_root",
    "version",
)
"""In the order they are told."""


def folded(before: PolicyDocument, after: PolicyDocument, pairs: Sequence[Pair]) -> dict[str, int]:
    """How many differences each rule folds away; rules that fold nothing are not there."""
    counts = Counter(_of_documents(before, after, pairs))
    old, new = statements_of(before), statements_of(after)
    for was, now in pairs:
        if was is not None and now is not None:
            counts.update(_of_statements(old[was], new[now]))
    return {rule: counts[rule] for rule in RULES if counts[rule]}


def _of_documents(before: PolicyDocument, after: PolicyDocument, pairs: Sequence[Pair]) -> Iterator[str]:
    yield from _key_order(before, after)
    if isinstance(before.get("Statement"), Mapping) != isinstance(after.get("Statement"), Mapping):
        yield "one_or_list"
    places = [was for was, now in pairs if was is not None and now is not None]
    if places != sorted(places):
        yield "statement_order"
    if ("Version" in before) != ("Version" in after) and "2012-10-17" not in (
        before.get("Version"),
        after.get("Version"),
    ):
        yield "version"
    if not before.get("Id") and not after.get("Id") and ("Id" in before) != ("Id" in after):
        yield "empty"
    yield from ("repeated" for _ in copied(before, after, pairs))


def _of_statements(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    if before == after:
        yield from _key_order(before, after)  # equal mappings may still be written in another order
        for key in ("Principal", "NotPrincipal", "Condition"):
            yield from _nested_order(before.get(key), after.get(key))
        return
    yield from _key_order(before, after)
    for key in ("Sid", "Condition"):
        if (key in before) != (key in after) and not before.get(key) and not after.get(key):
            yield "empty"
    for key in before.keys() & after.keys():
        match key:
            case "Action" | "NotAction":
                yield from _lists(before[key], after[key], _lower, "letter_case")
            case "Resource" | "NotResource":
                yield from _lists(before[key], after[key], str, "scalar")
            case "Principal" | "NotPrincipal":
                yield from _principals(before[key], after[key])
            case "Condition":
                yield from _conditions(before[key], after[key])


def _nested_order(before: object, after: object) -> Iterator[str]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _key_order(before, after)
        for key in before.keys() & after.keys():
            yield from _nested_order(before[key], after[key])


def _key_order(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    if [key for key in before if key in after] != [key for key in after if key in before]:
        yield "key_order"


def _principals(before: object, after: object) -> Iterator[str]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _key_order(before, after)
        for kind in before.keys() & after.keys():
            yield from _lists(before[kind], after[kind], account_of, "account_root")


def _conditions(before: object, after: object) -> Iterator[str]:
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return
    yield from _key_order(before, after)
    others = {str(operator).lower(): (operator, keys) for operator, keys in after.items()}
    for operator, keys in before.items():
        spelling, twin = others.get(str(operator).lower(), (operator, None))
        if twin is None or not isinstance(keys, Mapping):
            continue
        if spelling != operator:
            yield "letter_case"
        yield from _key_order(keys, twin)
        spellings = {str(key).lower(): key for key in twin}
        for key, values in keys.items():
            other = spellings.get(str(key).lower())
            if other is not None:
                if other != key:
                    yield "letter_case"
                yield from _lists(values, twin[other], text_of, "scalar")


def _lists(before: object, after: object, read: Callable[[Any], str], spelling: str) -> Iterator[str]:
    """What differs between two lists of which the common items mean the same; `spelling` folds their letters."""
    old, new = as_list(before), as_list(after)
    if isinstance(before, list) != isinstance(after, list) and len(old) == len(new) == 1:
        yield "one_or_list"
    by_old, by_new = _by_meaning(old, read), _by_meaning(new, read)
    if len(old) - len(by_old) != len(new) - len(by_new):
        yield "repeated"
    common = [one for one in by_old if one in by_new]
    if common != [one for one in by_new if one in by_old]:
        yield "list_order"
    for one in common:
        was, now = by_old[one], by_new[one]
        if was != now or type(was) is not type(now):
            yield spelling


def _by_meaning(values: list[Any], read: Callable[[Any], str]) -> dict[str, Any]:
    """The first spelling of each value, last value first."""
    return {read(value): value for value in reversed(values)}


def _lower(action: object) -> str:
    return str(action).lower()
