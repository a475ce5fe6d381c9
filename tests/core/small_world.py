"""A world of so few actions, resources and contexts that every request can be asked: the judge of verdicts.

Written apart from the program: fnmatch instead of its patterns, one loop instead of its proofs.
"""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from itertools import product
from typing import Any

from hypothesis import strategies as st

ACTIONS = ("s3:get", "s3:getx", "s3:put", "s3:zet", "s3:zzz", "ec2:run", "q:new")
RESOURCES = ("a", "ab", "b", "z")
PRINCIPALS = ("Service:ec2", "Service:other", "Federated:x")
CONTEXTS: dict[str, tuple[tuple[str, ...] | None, ...]] = {
    "k": (None, ("1",), ("2",), ("12",), ("9",)),
    "m": (None, ("true",), ("false",)),
    "n": (None, ("1",), ("5",), ("7",), ("10",), ("99",)),
    "t": (None, ("1",), ("2",), ("9",), ("1", "2"), ("1", "9"), ("2", "9"), ("1", "2", "9")),
}
TESTS = [
    *((operator, "k", ("1", "2")) for operator in ("StringEquals", "StringNotEquals", "StringEqualsIfExists")),
    ("StringNotEqualsIfExists", "k", ("1", "2")),
    ("StringLike", "k", ("1*", "2", "12")),
    ("StringNotLike", "k", ("1*", "2")),
    ("Null", "k", ("true", "false")),
    ("Bool", "m", ("true", "false")),
    ("BoolIfExists", "m", ("true", "false")),
    ("NumericLessThan", "n", ("5", "10")),
    ("NumericLessThanEquals", "n", ("5", "10")),
    ("NumericGreaterThan", "n", ("5", "10")),
    *(
        (f"{all_or_any}:{operator}", "t", ("1", "2"))
        for all_or_any in ("ForAllValues", "ForAnyValue")
        for operator in ("StringEquals", "StringNotEquals")
    ),
]
ORDER = {"Deny": 0, "": 1, "Allow": 2}


def _some(values: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True)


@st.composite
def _conditions(draw: st.DrawFn) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for operator, key, values in draw(st.lists(st.sampled_from(TESTS), max_size=2, unique_by=lambda test: test[0])):
        found[operator] = {key: draw(_some(values))}
    return found


STATEMENTS = st.builds(
    lambda effect, action, actions, resource, resources, condition: (
        {"Effect": effect, action: actions, resource: resources} | ({"Condition": condition} if condition else {})
    ),
    st.sampled_from(["Allow", "Allow", "Deny"]),
    st.sampled_from(["Action", "Action", "NotAction"]),
    _some(("s3:Get", "s3:Get*", "s3:*", "s3:?et", "s3:Put", "ec2:Run", "*")),
    st.sampled_from(["Resource", "Resource", "NotResource"]),
    _some(("a", "a*", "b", "*")),
    _conditions(),
)
DOCUMENTS = st.lists(STATEMENTS, min_size=0, max_size=3).map(lambda some: {"Version": "2012-10-17", "Statement": some})


def verdict(before: dict[str, Any], after: dict[str, Any]) -> str:
    """By asking everything."""
    names = list(product(ACTIONS, RESOURCES))
    documents = [
        [
            (one, [_is_about(one, "Action", action) and _is_about(one, "Resource", on) for action, on in names])
            for one in document["Statement"]
        ]
        for document in (before, after)
    ]
    ways = set()
    for context in _contexts(before, after):
        near = [[(one["Effect"], about) for one, about in some if _is_passed(one, context)] for some in documents]
        for at in range(len(names)):
            was, now = (ORDER[_strongest({effect for effect, about in some if about[at]})] for some in near)
            ways |= {"broadens"} if now > was else {"narrows"} if now < was else set()
    return "changes" if len(ways) == 2 else next(iter(ways), "neutral")


def decision(document: dict[str, Any], action: str, resource: str, context: Mapping[str, Any]) -> str:
    """Allow, Deny or "", as IAM decides."""
    return _strongest(
        {
            one["Effect"]
            for one in document["Statement"]
            if _is_about(one, "Action", action) and _is_about(one, "Resource", resource) and _is_passed(one, context)
        }
    )


def _strongest(effects: set[str]) -> str:
    return "Deny" if "Deny" in effects else "Allow" if effects else ""


def _contexts(*documents: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every context, as far as the documents ask for it."""
    conditions = (one.get("Condition", {}) for document in documents for one in document["Statement"])
    used = {key for condition in conditions for keys in condition.values() for key in keys}
    for given in product(*(values if key in used else (None,) for key, values in CONTEXTS.items())):
        yield dict(zip(CONTEXTS, given, strict=True))


def _is_passed(statement: dict[str, Any], context: Mapping[str, Any]) -> bool:
    return all(
        _passes(operator, listed(values), context.get(key))
        for operator, keys in statement.get("Condition", {}).items()
        for key, values in keys.items()
    )


def _is_about(statement: dict[str, Any], element: str, value: str) -> bool:
    patterns = statement.get(element, statement.get(f"Not{element}", []))
    patterns = patterns if isinstance(patterns, list) else [patterns]
    found = any(_is_like(value, one.lower() if element == "Action" else one) for one in patterns)
    return found == (element in statement)


def listed(value: Any) -> list[str]:
    """IAM takes single values without brackets, and true for "true"."""
    values = value if isinstance(value, list) else [value]
    return [str(one).lower() if isinstance(one, bool) else str(one) for one in values]


def _is_like(value: str, pattern: str) -> bool:
    return value == pattern or (("*" in pattern or "?" in pattern) and fnmatchcase(value, pattern))


def _passes(operator: str, values: list[str], given: tuple[str, ...] | None) -> bool:
    quantifier, _, name = operator.rpartition(":")
    if name == "Null":
        return any((value == "true") == (given is None) for value in values)
    is_lenient = name.endswith("IfExists")
    name = name.removesuffix("IfExists")
    is_not = "Not" in name
    if given is None:
        return quantifier == "ForAllValues" or (quantifier == "" and (is_lenient or is_not))
    hits = [any(_hit(name, value, one) for value in values) != is_not for one in given]
    return any(hits) if quantifier == "ForAnyValue" else all(hits)


def _hit(name: str, value: str, given: str) -> bool:
    match name:
        case "StringLike" | "StringNotLike" | "ArnLike" | "ArnNotLike" | "ArnEquals":
            return _is_like(given, value)
        case "StringEqualsIgnoreCase":
            return given.lower() == value.lower()
        case "NumericLessThan":
            return float(given) < float(value)
        case "NumericLessThanEquals":
            return float(given) <= float(value)
        case "NumericGreaterThan":
            return float(given) > float(value)
        case _:
            return given == value
