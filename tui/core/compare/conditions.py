"""Condition blocks: what one demands of a request, and when one demands at least as much as another."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from tui.core.compare.globs import VARIABLE, resolved
from tui.core.compare.operators import FAMILIES, value_matches, value_within
from tui.core.iam.policy import as_list

Given = tuple[str, ...] | None
"""What a request brings for a key; None: it does not bring the key."""
Context = Mapping[str, Given]
QUANTIFIERS = ("foranyvalue", "forallvalues")


@dataclass(frozen=True)
class Test:
    """One operator on one key. A request must pass all of a statement's tests."""

    operator: str
    """As written, for reading."""
    key: str
    """In lower case, as IAM compares keys."""
    family: str
    """How one value is compared; "" for an operator that is not known here."""
    is_not: bool
    is_if_exists: bool
    quantifier: str
    """foranyvalue, forallvalues or ""."""
    values: frozenset[str]

    @property
    def name(self) -> tuple[str, str]:
        """What makes it the same test with other values."""
        return self.operator.lower(), self.key

    @property
    def needs_key(self) -> bool:
        """Whether a request without the key never passes."""
        if not self.family or self.family == "null":
            return self.values == {"false"} and self.family == "null"
        if self.quantifier:
            return self.quantifier == "foranyvalue"
        return not (self.is_if_exists or self.is_not)

    @property
    def is_idle(self) -> bool:
        """Whether every request passes."""
        return self.family == "null" and self.values == {"true", "false"}

    def passes(self, given: Given) -> bool | None:
        """Whether a request that brings this passes; None where the operator is not known."""
        if not self.family:
            return None
        if self.family == "null":
            return ("true" in self.values and not given) or ("false" in self.values and bool(given))
        if not given:
            return self.quantifier == "forallvalues" or not self.needs_key
        match self.quantifier:
            case "foranyvalue":
                return any(map(self._takes, given))
            case "forallvalues":
                return all(map(self._takes, given))
            case _:
                return self._takes(given[0])

    def resolved(self, values: Mapping[str, str | None]) -> "Test":
        """With policy variables put in."""
        return replace(self, values=frozenset(resolved(value, values) for value in self.values))

    def implies(self, other: "Test") -> bool:
        """Whether every request that passes this one certainly passes the other."""
        if self == other:
            return True
        if self.key != other.key or not self.family or not other.family:
            return False
        if other.family == "null":
            return other.values == {"false"} and self.needs_key
        if self.family == "null" or self.quantifier != other.quantifier or (not self.needs_key and other.needs_key):
            return False
        if self.is_not:
            return other.is_not and _covers(other, self)
        if other.is_not:
            is_plain = self.family == "equals" and not _has_variable(self) and not _has_variable(other)
            return is_plain and self.needs_key and all(map(other._takes, self.values))
        return _covers(self, other)

    def _takes(self, value: str) -> bool:
        return any(value_matches(self.family, one, value) for one in self.values) != self.is_not


def _has_variable(test: Test) -> bool:
    return any(VARIABLE in value for value in test.values)


def _covers(inner: Test, outer: Test) -> bool:
    """Whether each value of the one lies within some value of the other."""
    return all(
        any(value_within(inner.family, one, outer.family, other) for other in outer.values) for one in inner.values
    )


Block = tuple[Test, ...]


def block_implies(block: Block, other: Block) -> bool:
    """Whether every request that passes the one block certainly passes the other."""
    return all(wanted.is_idle or any(test.implies(wanted) for test in block) for wanted in other)


def tests_in(condition: object, read: Callable[[str], str]) -> Iterator[Test]:
    """The tests of a Condition element; `read` sets policy variables apart. Raises ValueError for another shape."""
    if not isinstance(condition, Mapping):
        raise ValueError("malformed")
    for operator, keys in condition.items():
        if not isinstance(keys, Mapping):
            raise ValueError("malformed")
        for key, values in keys.items():
            yield _test(str(operator), str(key).lower(), frozenset(read(text_of(one)) for one in as_list(values)))


def text_of(value: object) -> str:
    """A condition's value as IAM takes it: true and "true" are the same."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _test(operator: str, key: str, values: frozenset[str]) -> Test:
    quantifier, colon, name = operator.lower().rpartition(":")
    is_if_exists = name.endswith("ifexists")
    family, is_not = FAMILIES.get(name.removesuffix("ifexists"), ("", False))
    if (colon and quantifier not in QUANTIFIERS) or (family == "null" and (is_if_exists or colon)):
        family = ""
    if family == "null":
        values = frozenset(value.lower() for value in values)
    return Test(operator, key, family, is_not, is_if_exists, quantifier, values)
