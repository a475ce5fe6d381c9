"""True, false, or "it depends": what is known of a condition when the values of some context keys are not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Truth:
    """Kleene's three values. An unknown one says which context keys would decide it."""

    value: bool | None
    keys: frozenset[str] = frozenset()
    """Spelt as in the policy; empty for known values, and where the text of a policy is what is not known."""

    @property
    def is_true(self) -> bool:
        """Certainly so."""
        return self.value is True

    @property
    def is_false(self) -> bool:
        """Certainly not so."""
        return self.value is False

    @property
    def is_unknown(self) -> bool:
        """Depends on something."""
        return self.value is None


TRUE = Truth(True)
FALSE = Truth(False)


def known(value: bool) -> Truth:
    """A certain truth."""
    return TRUE if value else FALSE


def unknown(keys: Iterable[str] = ()) -> Truth:
    """Depends on these context keys."""
    return Truth(None, frozenset(keys))


def all_of(truths: Iterable[Truth]) -> Truth:
    """And: one that is false decides, whatever is not known."""
    return _joined(truths, decides=False)


def any_of(truths: Iterable[Truth]) -> Truth:
    """Or: one that is true decides, whatever is not known."""
    return _joined(truths, decides=True)


def negation(truth: Truth) -> Truth:
    """Not."""
    return truth if truth.value is None else known(not truth.value)


def _joined(truths: Iterable[Truth], *, decides: bool) -> Truth:
    is_open = False
    keys: frozenset[str] = frozenset()
    for one in truths:
        if one.value is decides:
            return one
        if one.value is None:
            is_open, keys = True, keys | one.keys
    return unknown(keys) if is_open else known(not decides)
