"""A statement as what it is about: sets of principals, actions and resources, and the tests a request must pass."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from tui.core.compare.conditions import Block, Context, tests_in
from tui.core.iam.policy import OLD_VERSION, ROOT_ARN, PolicyDocument, as_list, statements_of
from tui.core.iam.variables import marked, marked_in, resolved
from tui.core.iam.wildcards import PRIVATE, VARIABLE, is_wild, matches

ELEMENTS = {"principal": "Principal", "action": "Action", "resource": "Resource"}
KNOWN = {"Sid", "Effect", "Condition"} | {f"{no}{name}" for no in ("", "Not") for name in ELEMENTS.values()}
ACCOUNT = re.compile(r"\d{12}", re.ASCII)


@dataclass(frozen=True)
class Names:
    """The texts that match one of the patterns; with `is_not`, all others."""

    patterns: frozenset[str]
    is_not: bool = False

    @cached_property
    def globs(self) -> tuple[str, ...]:
        """The patterns that stand for more than themselves."""
        return tuple(sorted(pattern for pattern in self.patterns if is_wild(pattern)))

    @cached_property
    def is_fixed(self) -> bool:
        """Whether no pattern has a policy variable in it."""
        return not any(VARIABLE in pattern for pattern in self.patterns)

    def has(self, text: str) -> bool:
        """Whether the text is one of them."""
        found = text in self.patterns or any(matches(pattern, text) for pattern in self.globs)
        return found != self.is_not

    def resolved(self, values: Mapping[str, str | None]) -> "Names":
        """With variables put in."""
        return Names(frozenset(resolved(pattern, values) for pattern in self.patterns), self.is_not)


ALL = Names(frozenset(["*"]))


@dataclass(frozen=True)
class Rule:
    """One statement, its Sid left out."""

    effect: str
    principal: Names
    action: Names
    resource: Names
    tests: Block
    unreadable: str = ""
    """Why its meaning cannot be told: a code; "" where it can."""

    @property
    def sets(self) -> tuple[Names, Names, Names]:
        """Principals, actions, resources."""
        return self.principal, self.action, self.resource

    @cached_property
    def variables(self) -> frozenset[str]:
        """Names of the policy variables in it."""
        texts = chain(*(names.patterns for names in self.sets), *(test.values for test in self.tests))
        return frozenset(name for text in texts for name in marked_in(text))

    def applies(self, names: tuple[str, ...], context: Context) -> bool | None:
        """Whether it is about the request (principal, action, resource); None where that cannot be told."""
        if self.unreadable:
            return None
        sets, tests = self.sets, self.tests
        if self.variables & context.keys():
            values = {key: given[0] if given else None for key, given in context.items()}
            sets = (sets[0].resolved(values), sets[1].resolved(values), sets[2].resolved(values))
            tests = tuple(test.resolved(values) for test in tests)
        if not all(names_of.has(name) for names_of, name in zip(sets, names, strict=True)):
            return False
        results = [test.passes(context.get(test.key)) for test in tests]
        return False if False in results else None if None in results else True


def rules_of(document: PolicyDocument) -> tuple[Rule, ...]:
    """One rule per statement, in order."""
    has_variables = document.get("Version", OLD_VERSION) != OLD_VERSION
    return tuple(rule_of(statement, has_variables) for statement in statements_of(document))


def rule_of(statement: Mapping[str, Any], has_variables: bool = True) -> Rule:
    """The rule of a statement; in documents of 2008-10-17 `${...}` is plain text."""

    def read(text: str) -> str:
        if PRIVATE.search(text):
            raise ValueError("characters")
        return marked(text) if has_variables else text

    effect = str(statement.get("Effect"))
    try:
        if effect not in ("Allow", "Deny"):
            raise ValueError("malformed")
        if set(statement) - KNOWN:
            raise ValueError("element")
        names = {element: _names(statement, element, read) for element in ELEMENTS}
        tests = tuple(sorted(tests_in(statement.get("Condition") or {}, read), key=lambda test: test.name))
        if len({test.name for test in tests}) < len(tests):
            raise ValueError("malformed")
    except ValueError as error:
        return Rule(effect, ALL, ALL, ALL, (), str(error))
    return Rule(effect, names["principal"], names["action"], names["resource"], tests)


def spelled(statement: Mapping[str, Any], element: str) -> dict[str, tuple[str, ...]]:
    """The patterns that each value of an element, as it is written, stands for."""
    is_not = f"Not{ELEMENTS[element]}" in statement
    value = statement.get(f"{'Not' * is_not}{ELEMENTS[element]}", [])
    match element:
        case "action":
            return {str(one): (str(one).lower(),) for one in as_list(value)}
        case "principal" if isinstance(value, Mapping):
            pairs = [(str(kind), str(name)) for kind, names in value.items() for name in as_list(names)]
            return {name: _principals(kind, name, is_not) for kind, name in pairs}
        case _:
            return {str(one): (str(one),) for one in as_list(value)}


def _names(statement: Mapping[str, Any], element: str, read: Callable[[str], str]) -> Names:
    plain, inverted = ELEMENTS[element], f"Not{ELEMENTS[element]}"
    if plain in statement and inverted in statement:
        raise ValueError("malformed")
    if plain not in statement and inverted not in statement:
        if element == "action":
            raise ValueError("malformed")
        return ALL
    patterns = (read(pattern) for some in spelled(statement, element).values() for pattern in some)
    return Names(frozenset(patterns), inverted in statement)


def _principals(kind: str, name: str, is_not: bool) -> tuple[str, ...]:
    """An account stands for everybody in it: whom it lets in is for the account to say."""
    root = ROOT_ARN.fullmatch(name)
    account = root[1] if root else name
    if kind == "AWS" and not is_not and ACCOUNT.fullmatch(account):
        return f"AWS:{account}", f"AWS:arn:*::{account}:*"
    return (f"{kind}:{account}",)
