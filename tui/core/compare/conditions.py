"""Condition blocks: what one demands of a request, and when one demands at least as much as another."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from tui.core.compare.operators import value_within
from tui.core.iam.operators import Use, operator_use
from tui.core.iam.policy import as_list, text_of
from tui.core.iam.readings import boolean
from tui.core.iam.variables import resolved
from tui.core.iam.wildcards import VARIABLE

Given = tuple[str, ...] | None
"""What a request brings for a key; None: it does not bring the key."""
Context = Mapping[str, Given]


@dataclass(frozen=True)
class Test:
    """One operator on one key. A request must pass all of a statement's tests."""

    operator: str
    """As written, for reading."""
    key: str
    """In lower case, as IAM compares keys."""
    use: Use
    """Its operator is None where it is not known here."""
    values: frozenset[str]

    @property
    def name(self) -> tuple[str, str]:
        """What makes it the same test with other values."""
        return self.operator.lower(), self.key

    @property
    def is_known(self) -> bool:
        """Whether the operator exists."""
        return self.use.operator is not None

    @property
    def is_null(self) -> bool:
        """Whether it asks for the key's existence."""
        return self.use.operator is not None and self.use.operator.kind == "null"

    @property
    def is_not(self) -> bool:
        """Whether it passes where no value is satisfied."""
        return self.use.operator is not None and self.use.operator.is_not

    @property
    def needs_key(self) -> bool:
        """Whether a request without the key never passes."""
        if self.is_null:
            return self._asked == {False}
        return self.is_known and not self.use.passes_without_key

    @property
    def is_idle(self) -> bool:
        """Whether every request passes."""
        return self.is_null and self._asked >= {True, False}

    @property
    def _asked(self) -> set[bool | None]:
        """Of Null: whether the key may be missing (True), or there (False)."""
        return {boolean(value) for value in self.values}

    def passes(self, given: Given) -> bool | None:
        """Whether a request that brings this passes; None where the operator is not known."""
        if not self.is_known:
            return None
        if self.is_null:
            return (not given) in self._asked
        if not given:
            return self.use.passes_without_key
        match self.use.quantifier:
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
        if self.key != other.key or not self.is_known or not other.is_known:
            return False
        if other.is_null:
            return other._asked == {False} and self.needs_key
        is_other_set = self.use.quantifier != other.use.quantifier
        if self.is_null or is_other_set or (not self.needs_key and other.needs_key):
            return False
        if self.is_not:
            return other.is_not and _covers(other, self)
        if other.is_not:
            is_text = self.use.operator is not None and self.use.operator.kind in ("text", "binary")
            is_plain = is_text and not _has_variable(self) and not _has_variable(other)
            return is_plain and self.needs_key and all(map(other._takes, self.values))
        return _covers(self, other)

    def _takes(self, value: str) -> bool:
        operator = self.use.operator
        return operator is not None and any(operator.satisfied(one, value) for one in self.values) != operator.is_not


def _has_variable(test: Test) -> bool:
    return any(VARIABLE in value for value in test.values)


def _covers(inner: Test, outer: Test) -> bool:
    """Whether each value of the one lies within some value of the other."""
    one, other = inner.use.operator, outer.use.operator
    if one is None or other is None:
        return False
    return all(any(value_within(one, mine, other, theirs) for theirs in outer.values) for mine in inner.values)


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
            found = frozenset(read(text_of(one)) for one in as_list(values))
            yield Test(str(operator), str(key).lower(), operator_use(str(operator)), found)
