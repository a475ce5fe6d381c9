"""Made-up request contexts: one that passes a condition block and fails others, or the proof that there is none."""

from collections.abc import Iterable, Sequence
from itertools import combinations

from tui.core.compare.conditions import Block, Context, Given, Test
from tui.core.compare.globs import FRESH, variables_in
from tui.core.compare.operators import is_finite, values_like

BLOCKS_MAX = 8
VALUES_MAX = 60
"""Beyond these the answer is "cannot be told"."""
SUBSETS_OF = 4
"""Keys with several values are tried with every set of so many."""


def passing(block: Block, failed: Sequence[Block]) -> tuple[Context | None, bool]:
    """(a context that passes the block and fails each of `failed`, or None; whether a None is proof)."""
    tests = [*block, *(test for one in failed for test in one)]
    if len(failed) > BLOCKS_MAX or any(not test.family for test in tests):
        return None, False
    keys = sorted({test.key for test in tests})
    if any(variables_in(value) & set(keys) for test in tests for value in test.values):
        return None, False
    reached: dict[int, dict[str, Given]] = {0: {}}
    is_proof = True
    for key in keys:
        candidates, is_complete = _candidates([test for test in tests if test.key == key])
        is_proof &= is_complete
        marks = _marks(key, candidates, block, failed)
        reached = {
            mask | mark: {**context, key: given} for mask, context in reached.items() for mark, given in marks.items()
        }
    return reached.get(2 ** len(failed) - 1), is_proof


def _marks(key: str, candidates: Iterable[Given], block: Block, failed: Sequence[Block]) -> dict[int, Given]:
    """By which of the blocks it fails (bits): one candidate that passes all of the block's tests on the key."""
    found: dict[int, Given] = {}
    for given in candidates:
        if all(test.passes(given) for test in block if test.key == key):
            fails = (any(not test.passes(given) for test in one if test.key == key) for one in failed)
            found.setdefault(sum(1 << at for at, does_fail in enumerate(fails) if does_fail), given)
    return found


def _candidates(tests: Sequence[Test]) -> tuple[list[Given], bool]:
    """What a request may bring for the key of these tests, and whether that stands for everything it may bring."""
    values = {FRESH: None} | {
        one: None for test in tests for value in test.values for one in values_like(test.family, value)
    }
    singles = list(values)[:VALUES_MAX]
    found: list[Given] = [None, *((value,) for value in singles)]
    is_complete = len(singles) == len(values)
    is_complete &= all(is_finite(test.family, value) for test in tests for value in test.values)
    kinds = {bool(test.quantifier) for test in tests if test.family != "null"}
    if kinds == {True}:
        are_few = len(singles) <= SUBSETS_OF + 1
        sizes = range(2, len(singles) + 1) if are_few else (2,)
        found += [some for size in sizes for some in combinations(singles, size)]
        is_complete &= are_few
    return found, is_complete and len(kinds) < 2
