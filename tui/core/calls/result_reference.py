"""References to what only another call's answer will say: the id of a key that does not exist yet.

A preset writes `{result: kms-key/<KEY_ALIAS>, field: Arn}` where a value stands; `put_in` makes a Ref of it. A Ref is a
str, so everything that only reads a document (diff, size, findings, JSON) goes on working and shows its text, but it
knows the address of the resource and the field of its results, and only `resolved` turns it into a value. Policy
documents travel inside calls as JSON text; where they hold references that text is a JsonText, which keeps the tree.

Whoever writes calls in another form (a shell script, a template) asks `refs_in(call.params)`, keeps the results of the
step with the same address in variables (`KeyId`, `Arn`: what `answer_results` finds in its answer) and puts them in
with `resolved`; for JsonText that gives the JSON text with the variables inside.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, Self, TypeVar

from tui.core.calls.api_call import ApiCall
from tui.core.calls.target import Target
from tui.core.errors import PresetInvalid
from tui.core.iam.policy import PolicyDocument, wire

Known = Mapping[str, Mapping[str, str]]
"""By address: field to value."""
Thing = TypeVar("Thing", bound=Any)
SHOWN = re.compile(r"\{from (\S+): (\w+)\}")
ANSWERS = {
    "CreateKey": ("KeyMetadata", ("KeyId", "Arn")),
    "AssociateIamInstanceProfile": ("IamInstanceProfileAssociation", ("AssociationId",)),
    "ReplaceIamInstanceProfileAssociation": ("IamInstanceProfileAssociation", ("AssociationId",)),
}
"""By operation: where in its answer the results are."""


class Ref(str):
    """The text is for reading: {from kms-key/alias/lake: KeyId}, or an ARN with that in it."""

    address: str
    field: str

    def __new__(cls, address: str, field: str, text: str = "") -> Self:
        self = super().__new__(cls, text or f"{{from {address}: {field}}}")
        self.address, self.field = address, field
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self


class JsonText(str):
    """The wire text of a document that holds references; what is sent is made of `document` once they are known."""

    document: PolicyDocument

    def __new__(cls, document: PolicyDocument) -> Self:
        self = super().__new__(cls, wire(document))
        self.document = document
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self


def sent(document: PolicyDocument) -> str:
    """The document as a call carries it."""
    return JsonText(document) if _has_refs(document) else wire(document)


def refs_in(tree: Any) -> Iterator[Ref]:
    """Every reference, in order."""
    match tree:
        case Ref():
            yield tree
        case JsonText():
            yield from refs_in(tree.document)
        case Mapping():
            for value in tree.values():
                yield from refs_in(value)
        case list() | tuple():
            for value in tree:
                yield from refs_in(value)


def resolved(tree: Any, known: Known) -> Any:
    """The tree with the values that are known in place of their references, as plain text."""
    match tree:
        case Ref():
            return known.get(tree.address, {}).get(tree.field, tree)
        case JsonText():
            return sent(resolved(tree.document, known))
        case Mapping():
            return {key: resolved(value, known) for key, value in tree.items()}
        case list():
            return [resolved(value, known) for value in tree]
        case tuple():
            return tuple(resolved(value, known) for value in tree)
        case _:
            return tree


def with_results(resources: Iterable[Thing], observed: Mapping[str, Any]) -> tuple[Thing, ...]:
    """Desired resources with what is there already in place of references to it: then the same means the same."""
    known = {address: results_of(one) for address, one in observed.items() if one is not None}
    return tuple(_resource(one, known) for one in resources)


def results_of(resource: Any) -> Mapping[str, str]:
    """The results an observed resource has; {} for most kinds."""
    results: Mapping[str, str] = getattr(resource, "results", {})
    return {field: value for field, value in results.items() if value}


def answer_results(operation: str, answer: Mapping[str, Any]) -> Mapping[str, str]:
    """The results in the answer to a call."""
    where, names = ANSWERS.get(operation, ("", ()))
    found = answer.get(where)
    return {name: str(found[name]) for name in names if name in found} if isinstance(found, Mapping) else {}


class Results:
    """What is known so far in one run."""

    def __init__(self, observed: Mapping[str, Any]) -> None:
        self._known = {address: results_of(one) for address, one in observed.items() if one is not None}

    def hear(self, address: str, operation: str, answer: Mapping[str, Any]) -> None:
        """A call was answered."""
        if found := answer_results(operation, answer):
            self._known[address] = found

    def see(self, resource: Any) -> None:
        """The resource was read instead, since the answer got lost."""
        if found := results_of(resource):
            self._known[resource.address] = found

    def ready(self, call: ApiCall) -> ApiCall:
        """The call as it can be sent. Raises AssertionError where a result is not known: its step comes first."""
        if not _has_refs(call.params):
            return call
        params = resolved(call.params, self._known)
        if _has_refs(params):
            raise AssertionError(f"{call.operation} needs a result that is not known")
        return replace(call, params=params)


def put_in(tree: Any, target: Target | None = None) -> Any:
    """A filled template with references in place of its `{result, field}` nodes; only to be read without a target.

    Raises PresetInvalid("preset.result") for a node that names no result.
    """
    if isinstance(tree, Mapping):
        if set(tree) == {"result", "field"}:
            return _ref(str(tree["result"]), str(tree["field"]), target)
        return {key: put_in(value, target) for key, value in tree.items()}
    return [put_in(item, target) for item in tree] if isinstance(tree, list | tuple) else tree


def told(text: str, addresses: Iterable[str]) -> str:
    """The text with "<from step 2: KeyId>" where a reference shows; `addresses` are those of the steps, in order."""
    numbers: dict[str, int] = {}
    for number, address in enumerate(addresses, start=1):
        numbers.setdefault(address, number)

    def step(match: re.Match[str]) -> str:
        return f"<from step {numbers[match[1]]}: {match[2]}>" if match[1] in numbers else match[0]

    return SHOWN.sub(step, text)


def told_in(tree: Any, addresses: Iterable[str]) -> Any:
    """The same for every text in a tree, which is plain afterwards."""
    known = list(addresses)
    match tree:
        case str():
            return told(tree, known)
        case Mapping():
            return {key: told_in(value, known) for key, value in tree.items()}
        case list() | tuple():
            return [told_in(value, known) for value in tree]
        case _:
            return tree


def _ref(address: str, field: str, target: Target | None) -> Ref:
    match address.partition("/")[0], field:
        case "kms-key", "Arn":
            if target is None:
                return Ref(address, field)
            here = f"arn:{target.partition}:kms:{target.region}:{target.account}"
            return Ref(address, field, f"{here}:key/{Ref(address, 'KeyId')}")
        case "kms-key", "KeyId":
            return Ref(address, field)
        case _:
            raise PresetInvalid("preset.result", path=("resources",), result=address, field=field)


def _resource(resource: Thing, known: Known) -> Thing:
    values = {one.name: getattr(resource, one.name) for one in fields(resource)}
    changed = {name: resolved(value, known) for name, value in values.items() if _has_refs(value)}
    return replace(resource, **changed) if changed else resource


def _has_refs(tree: Any) -> bool:
    return any(True for _ in refs_in(tree))
