"""Policy documents: when two of them mean the same, how large one is, what it touches.

A document is the parsed JSON: {"Version": ..., "Statement": [...]}. It is never rewritten: canonical forms are for
comparing, and what is sent to AWS is the document as its author wrote it.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

PolicyDocument = Mapping[str, Any]

ROOT_ARN = re.compile(r"arn:[^:]+:iam::(\d{12}):root", re.ASCII)
OLD_VERSION = "2008-10-17"
"""What IAM takes a document without Version for (no policy variables)."""


def same_meaning(one: PolicyDocument | str | None, other: PolicyDocument | str | None) -> bool:
    """Whether IAM would decide every request alike under both.

    Equal are: a string and a list of one; any order of statements, actions, resources and values; repeated values;
    one statement and a list of one; upper and lower case of actions, condition operators and keys; true and "true";
    an empty Sid or Condition and none; an account id and its root ARN as principal. Different are: Principal "*" and
    {"AWS": "*"}, the case of resources, and a missing Version (it means 2008-10-17).
    """
    if one is None or other is None:
        return one is other
    return canonical(one) == canonical(other)


def canonical(document: PolicyDocument | str) -> str:
    """A text that is the same for documents of the same meaning."""
    parsed = json.loads(document) if isinstance(document, str) else document
    statements = {meaning_of(statement) for statement in statements_of(parsed)}
    head = {"Version": parsed.get("Version", OLD_VERSION), "Statement": sorted(statements)}
    if parsed.get("Id"):
        head["Id"] = parsed["Id"]
    return _dump(head)


def meaning_of(statement: Mapping[str, Any]) -> str:
    """As canonical, of one statement."""
    return _dump(_statement(statement))


def statements_of(document: PolicyDocument) -> list[Mapping[str, Any]]:
    """The statements as a list, also where the document has a single one without brackets."""
    return [one for one in as_list(document.get("Statement", [])) if isinstance(one, Mapping)]


def as_list(value: object) -> list[Any]:
    """A list, also of the single value IAM lets people write without brackets."""
    return list(value) if isinstance(value, list | tuple) else [value]


def text_of(value: object) -> str:
    """A condition's value as IAM takes it: true and "true" are the same, and so are 5 and "5"."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def tests_of(statement: Mapping[str, Any]) -> Iterator[tuple[str, str, list[str]]]:
    """(operator, key, values) of every condition, as written."""
    block = statement.get("Condition")
    for operator, keys in block.items() if isinstance(block, Mapping) else ():
        for key, values in keys.items() if isinstance(keys, Mapping) else ():
            yield str(operator), str(key), [text_of(one) for one in as_list(values)]


def wire(document: PolicyDocument) -> str:
    """The JSON text that is sent: compact, and ASCII since IAM refuses characters beyond U+00FF."""
    return json.dumps(document, separators=(",", ":"), ensure_ascii=True)


def pretty(document: object) -> str:
    """The JSON text that people read."""
    return json.dumps(document, indent=2, ensure_ascii=False)


def policy_size(document: PolicyDocument) -> int:
    """Characters that count toward IAM's quotas; IAM leaves white space between tokens out."""
    return len(json.dumps(document, separators=(",", ":"), ensure_ascii=False))


def actions_of(document: PolicyDocument) -> Iterator[str]:
    """Every Action and NotAction as written."""
    for statement in statements_of(document):
        for key in ("Action", "NotAction"):
            yield from (action for action in as_list(statement.get(key, [])) if isinstance(action, str))


def principals_of(document: PolicyDocument) -> Iterator[tuple[str, str]]:
    """(kind, value) of every principal: ("Service", "ec2.amazonaws.com"), ("*", "*")."""
    for statement in statements_of(document):
        principal = statement.get("Principal")
        if isinstance(principal, Mapping):
            for kind, values in principal.items():
                yield from ((kind, str(value)) for value in as_list(values))
        elif principal is not None:
            yield "*", str(principal)


def _statement(statement: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in statement.items():
        if value in ("", {}, None) and key in ("Sid", "Condition"):
            continue
        match key:
            case "Action" | "NotAction":
                found[key] = sorted({str(action).lower() for action in as_list(value)})
            case "Resource" | "NotResource":
                found[key] = sorted({str(resource) for resource in as_list(value)})
            case "Principal" | "NotPrincipal":
                found[key] = _principal(value)
            case "Condition":
                found[key] = _condition(value)
            case _:
                found[key] = str(value)
    return found


def _principal(value: object) -> object:
    if not isinstance(value, Mapping):
        return value
    return {kind: sorted({_account(str(one)) for one in as_list(values)}) for kind, values in value.items()}


def _account(principal: str) -> str:
    """The account id in an account's root ARN, every other principal as it is."""
    root = ROOT_ARN.fullmatch(principal)
    return root[1] if root else principal


def _condition(value: object) -> object:
    """Values by operator and key; of what is there twice, in two spellings, both count. What is none stays as it is."""
    if not isinstance(value, Mapping) or not all(isinstance(keys, Mapping) for keys in value.values()):
        return value
    found: dict[str, dict[str, list[list[str]]]] = {}
    for operator, keys in value.items():
        tests = found.setdefault(operator.lower(), {})
        for key, values in keys.items():
            tests.setdefault(key.lower(), []).append(sorted({text_of(one) for one in as_list(values)}))
    return {
        operator: {key: some[0] if len(some) == 1 else sorted(some) for key, some in tests.items()}
        for operator, tests in found.items()
    }


def _dump(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=True)
