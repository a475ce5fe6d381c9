"""Made-up request contexts: one that passes a condition block and fails others, or the proof that there is none."""

from collections.abc import Iterable, Sequence
from itertools import combinations

from tui.core.compare.conditions import Block, Context, Given, Test
from tui.core.compare.operators import is_finite, values_like
from tui.core.iam.variables import marked_in, resolved
from tui.core.iam.wildcards import FRESH

BLOCKS_MAX = 12
VALUES_MAX = 60
"""Beyond these the answer is "cannot be told"."""
OTHER_ADDRESSES = ("203.0.113.77", "2001:db8:77::1")
"""Of the blocks that are kept for documentation, one of each version."""
SUBSETS_OF = 4
"""Keys with several values are tried with every set of so many."""


def passing(block: Block, failed: Sequence[Block], given: frozenset[str] = frozenset()) -> tuple[Context | None, bool]:
    """(a context that passes the block and fails each of `failed`, or None; whether a None is proof).

    The keys of `given`, which the request's names are made of, are not left out where they are asked about.
    """
    tests = [*block, *(test for one in failed for test in one)]
    if len(failed) > BLOCKS_MAX or any(not test.is_known for test in tests):
        return None, False
    keys = sorted({test.key for test in tests})
    tied = {name for test in tests for value in test.values for name in marked_in(value)} & set(keys)
    reached: dict[int, dict[str, Given]] = {0: {}}
    is_proof = not tied and not given & set(keys)
    for key in keys:
        candidates, is_complete = _candidates([test for test in tests if test.key == key])
        is_proof &= is_complete
        if key in tied or key in given:
            candidates = [one for one in candidates if one]
        marks = _marks(key, candidates, block, failed)
        reached = {
            mask | mark: {**context, key: given} for mask, context in reached.items() for mark, given in marks.items()
        }
    context = reached.get(2 ** len(failed) - 1)
    return context and _resolved(context), is_proof


def _resolved(context: Context) -> Context:
    """With policy variables put in that are keys of the context themselves."""
    values = {key: given[0] if given else None for key, given in context.items()}
    return {key: given and tuple(resolved(one, values) for one in given) for key, given in context.items()}


def _marks(key: str, candidates: Iterable[Given], block: Block, failed: Sequence[Block]) -> dict[int, Given]:
    """By which of the blocks it fails (bits): one candidate that passes all of the block's tests on the key."""
    found: dict[int, Given] = {}
    for given in candidates:
        if all(test.passes(given) for test in block if test.key == key):
            fails = (any(not test.passes(given) for test in one if test.key == key) for one in failed)
            found.setdefault(sum(1 << at for at, does_fail in enumerate(fails) if does_fail), given)
    return found


def _others(kinds: set[str]) -> tuple[str, ...]:
    """What a request can bring that no test names; the key's type is that of the operators it is used with."""
    if "bool" in kinds:
        return ()
    if "address" in kinds:
        return OTHER_ADDRESSES
    return () if kinds & {"number", "date"} else (FRESH,)


def _candidates(tests: Sequence[Test]) -> tuple[list[Given], bool]:
    """What a request may bring for the key of these tests, and whether that stands for everything it may bring."""
    named = [(test.use.operator, value) for test in tests if test.use.operator for value in test.values]
    values = dict.fromkeys(_others({operator.kind for operator, _ in named}))
    values |= {one: None for operator, value in named for one in values_like(operator, value)}
    singles = list(values)[:VALUES_MAX]
    found: list[Given] = [None, *((value,) for value in singles)]
    is_complete = len(singles) == len(values)
    is_complete &= all(is_finite(operator, value) for operator, value in named)
    kinds = {bool(test.use.quantifier) for test in tests if not test.is_null}
    if kinds == {True}:
        are_few = len(singles) <= SUBSETS_OF + 1
        sizes = range(2, len(singles) + 1) if are_few else (2,)
        found += [some for size in sizes for some in combinations(singles, size)]
        is_complete &= are_few
    return found, is_complete and len(kinds) < 2
