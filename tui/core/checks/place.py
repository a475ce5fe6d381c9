"""Where a check looks: one statement of one document of one resource."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tui.core.calls.target import Target
from tui.core.checks.findings import Finding, Severity
from tui.core.checks.fix import Fix, Statement, edited
from tui.core.checks.grammar import refused
from tui.core.iam.actions import ActionList
from tui.core.iam.operators import operator_use
from tui.core.iam.policy import as_list, statements_of, tests_of
from tui.core.kinds import BucketPolicy, ManagedPolicy, Resource, documents_of


@dataclass(frozen=True)
class Context:
    """What the checks know besides the documents."""

    target: Target
    actions: ActionList
    namespaces: frozenset[str] = frozenset()
    """Values of the answers that are Kubernetes namespaces."""
    service_accounts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Place:
    """A statement, and what findings need to know about where it is."""

    resource: Resource
    document: str
    """As documents_of calls it."""
    number: int
    """From 1."""
    statement: Statement

    @property
    def sid(self) -> str:
        """The statement's Sid, or its number in brackets."""
        return str(self.statement.get("Sid") or f"[{self.number}]")

    @property
    def where(self) -> str:
        """For people: role/app trust [1]."""
        return f"{self.resource.address} {self.document} {self.sid}"

    @property
    def is_trust(self) -> bool:
        """Whether it says who may assume a role."""
        return self.document == "trust"

    @property
    def is_of_bucket(self) -> bool:
        """Whether it belongs to a bucket's policy."""
        return isinstance(self.resource, BucketPolicy)

    @property
    def is_allow(self) -> bool:
        """Whether it allows something."""
        return self.statement.get("Effect") == "Allow"

    @cached_property
    def actions(self) -> list[str]:
        """The actions it names."""
        return [str(one) for one in as_list(self.statement.get("Action", []))]

    @cached_property
    def resources(self) -> list[str]:
        """The resources it names."""
        return [str(one) for one in as_list(self.statement.get("Resource", []))]

    @cached_property
    def conditions(self) -> list[tuple[str, str, list[str]]]:
        """(operator, key, values) as written."""
        return list(tests_of(self.statement))

    @cached_property
    def keys(self) -> frozenset[str]:
        """Condition keys in lower case."""
        return frozenset(key.lower() for _, key, _ in self.conditions)

    @cached_property
    def narrowing(self) -> frozenset[str]:
        """Condition keys that let only some values pass, in lower case; of aws:principaltag/x the part before the /.

        Not those that also pass where the key is missing, nor those that any value passes.
        """
        return frozenset(key.lower().partition("/")[0] for key, _ in self.narrow)

    @cached_property
    def narrow(self) -> list[tuple[str, list[str]]]:
        """(key, values) of the same, as written."""
        return [(key, values) for operator, key, values in self.conditions if _narrows(operator, values)]

    def finding(self, code: str, severity: Severity, fix: Fix | None = None, /, **params: object) -> Finding:
        """A finding about this statement."""
        owner = (
            self.resource.name if isinstance(self.resource, ManagedPolicy) else self.document.removeprefix("inline/")
        )
        called = {str(self.statement.get("Sid", "")), f"{owner}[{self.number}]"} - {""}
        return Finding(code, severity, self.where, params, frozenset(called), fix)

    def fix(
        self, code: str, change: Callable[[Statement], Statement | Iterable[Statement]], /, **params: object
    ) -> Fix:
        """A fix that changes this statement."""
        return Fix(code, self.resource.address, self.document, edited(self.number, change), params)


def _narrows(operator: str, values: Iterable[str]) -> bool:
    use = operator_use(operator)
    is_strong = use.operator is not None and use.operator.kind != "null" and not use.operator.is_not
    return is_strong and not use.passes_without_key and all(value.strip("*") for value in values)


def places(resource: Resource) -> Iterator[Place]:
    """Every statement of every document that IAM would take."""
    taken = {name: not refused(resource, name) for name in documents_of(resource)}
    return (one for one in every_place(resource) if taken[one.document])


def every_place(resource: Resource) -> Iterator[Place]:
    """Every statement of every document, whatever IAM says to it."""
    for name, document in documents_of(resource).items():
        for number, statement in enumerate(statements_of(document), start=1):
            yield Place(resource, name, number, statement)


def with_condition(operator: str, key: str, value: object) -> Callable[[Statement], dict[str, Any]]:
    """The change that adds a condition to a statement."""

    def change(statement: Statement) -> dict[str, Any]:
        block = statement.get("Condition")
        before: Mapping[str, Any] = block if isinstance(block, Mapping) else {}
        return {**statement, "Condition": {**before, operator: {**before.get(operator, {}), key: value}}}

    return change


def with_value(operator: str, key: str, before: str, after: str) -> Callable[[Statement], dict[str, Any]]:
    """The change of one value of a condition."""

    def change(statement: Statement) -> dict[str, Any]:
        block = statement["Condition"]
        values = [after if one == before else one for one in as_list(block[operator][key])]
        new = values if isinstance(block[operator][key], list) else values[0]
        return {**statement, "Condition": {**block, operator: {**block[operator], key: new}}}

    return change
