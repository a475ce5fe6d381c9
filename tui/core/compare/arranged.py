"""The old document written the way the new one is, so that only what differs in meaning differs in text."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tui.core.compare.pairing import Pair
from tui.core.iam.policy import OLD_VERSION, ROOT_ARN, as_list, meaning_of, statements_of, text_of

Read = Callable[[Any], str]
"""What of a value counts."""


def arranged(before: Mapping[str, Any], after: Mapping[str, Any], pairs: Sequence[Pair]) -> dict[str, Any]:
    """`before` in the order and spelling of `after`; its statements in the order of the pairs."""
    old, new = statements_of(before), statements_of(after)
    statements: Any = [
        old[was] if now is None else arranged_statement(old[was], new[now]) for was, now in pairs if was is not None
    ]
    if isinstance(after.get("Statement"), Mapping) and len(statements) == 1:
        statements = statements[0]
    head = {key: value for key, value in before.items() if key != "Statement"}
    if after.get("Version", OLD_VERSION) == before.get("Version", OLD_VERSION):
        head = _with_key_of(after, "Version", head)
    if not after.get("Id") and not before.get("Id"):
        head = _with_key_of(after, "Id", head)
    return _in_order({**head, "Statement": statements}, after)


def arranged_statement(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """One statement of the old document in the spelling of its partner."""
    if meaning_of(before) == meaning_of(after):
        return dict(after)
    found = dict(before)
    for key in ("Sid", "Condition"):
        if not before.get(key) and not after.get(key):
            found = _with_key_of(after, key, found)
    for key in found.keys() & after.keys():
        match key:
            case "Action" | "NotAction":
                found[key] = like(found[key], after[key], lambda action: str(action).lower())
            case "Principal" | "NotPrincipal":
                found[key] = _mapping(found[key], after[key], lambda one, other: like(one, other, account_of), str)
            case "Condition":
                found[key] = _mapping(found[key], after[key], _keys, str.lower)
            case _:
                found[key] = like(found[key], after[key], str)
    return _in_order(found, after)


def arranged_plainly(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """A mapping that is no policy: lists and keys in the order of the new one."""
    found = {
        key: arranged_plainly(value, after[key])
        if isinstance(value, Mapping) and isinstance(after.get(key), Mapping)
        else like(value, after[key], str)
        if key in after
        else value
        for key, value in before.items()
    }
    return _in_order(found, after)


def like(before: Any, after: Any, read: Read) -> Any:
    """A list, or a text for a list of one, in the order and spelling of the other."""
    if isinstance(before, Mapping) or isinstance(after, Mapping):
        return before
    old, new = {read(one): one for one in as_list(before)}, {read(one): one for one in as_list(after)}
    items = [*(one for key, one in new.items() if key in old), *(one for key, one in old.items() if key not in new)]
    if old.keys() == new.keys():
        return after
    return items[0] if len(items) == 1 and not isinstance(after, list) else items


def account_of(principal: object) -> str:
    """The account id in an account's root ARN, every other principal as it is."""
    root = ROOT_ARN.fullmatch(str(principal))
    return root[1] if root else str(principal)


def _keys(before: Any, after: Any) -> Any:
    """Keys and values of one condition operator."""
    return _mapping(before, after, lambda one, other: like(one, other, text_of), str.lower)


def _mapping(before: Any, after: Any, inner: Callable[[Any, Any], Any], read: Read) -> Any:
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return before
    spellings = {read(key): key for key in after}
    found = {}
    for key, value in before.items():
        twin = spellings.get(read(key))
        found[key if twin is None else twin] = value if twin is None else inner(value, after[twin])
    return _in_order(found, after)


def _in_order(found: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    keys = [key for key in after if key in found] + [key for key in found if key not in after]
    return {key: found[key] for key in keys}


def _with_key_of(after: Mapping[str, Any], key: str, found: Mapping[str, Any]) -> dict[str, Any]:
    """`found` with the key as `after` has it, or has it not."""
    rest = {name: value for name, value in found.items() if name != key}
    return rest | {key: after[key]} if key in after else rest
