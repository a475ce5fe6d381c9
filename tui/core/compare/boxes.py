"""What one statement reaches and others do not: cut away piece by piece, then proved by a request, or proved empty.

A box is a product of sets. Cutting a statement out of a box leaves at most one box per set, so the rest is exact; only
whether a box is empty may stay open.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import islice, product

from tui.core.compare.conditions import Block, Test, block_implies
from tui.core.compare.contexts import passing
from tui.core.compare.rules import ALL, Names, Rule
from tui.core.iam.variables import marked_in, resolved
from tui.core.iam.wildcards import VARIABLE, apart, is_wild, matches, specimens, within

BOXES_MAX, LOOKS_MAX = 400, 200_000
"""How many pieces, and how many pairs of a piece and a rule, are looked at before saying that it cannot be told."""
TRIES_MAX = 24
ANYBODY, ANYBODY_OF_AWS = "*", "AWS:*"


class Rest(Enum):
    """What is left of boxes after cutting."""

    NOTHING = "nothing"
    SOMETHING = "something"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Part:
    """The texts of a pattern that are in none of the sets."""

    pattern: str
    without: tuple[Names, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it certainly holds nothing."""
        return any(_takes_all(self.pattern, names, self.without) for names in self.without)

    def is_apart(self, names: Names) -> bool:
        """Whether it certainly shares nothing with the set."""
        if names is ALL or names == ALL:
            return False
        if _is_plain(self.pattern) and names.is_fixed:
            return not names.has(self.pattern)
        if names.is_not:
            return any(within(self.pattern, pattern) for pattern in names.patterns)
        return all(apart(self.pattern, pattern) for pattern in names.patterns)

    def examples(self) -> Iterator[str]:
        """Some of its texts."""
        inverted = (pattern for names in self.without if names.is_not for pattern in names.patterns)
        for pattern in (self.pattern, *inverted):
            for text in specimens(pattern):
                if matches(self.pattern, text) and not any(names.has(text) for names in self.without):
                    yield text


@dataclass(frozen=True)
class Box:
    """Requests: by principal, action, resource, and what their context passes and fails."""

    rule: Rule
    """The statement it is cut from."""
    parts: tuple[Part, ...]
    """Of principals, actions, resources."""
    failed: tuple[Block, ...] = ()


def boxes_of(rule: Rule, **only: str) -> Iterator[Box]:
    """The boxes of a rule; `only` narrows one set down: boxes_of(rule, action="s3:getobject")."""
    sets = (
        _parts(names, only.get(element))
        for element, names in zip(("principal", "action", "resource"), rule.sets, strict=True)
    )
    for parts in product(*sets):
        yield Box(rule, parts)


def failing(rule: Rule, test: Test) -> Iterator[Box]:
    """The boxes of what a rule reaches where the test fails."""
    return (replace(box, failed=((test,),)) for box in boxes_of(rule))


def rest(boxes: Iterable[Box], rules: Sequence[Rule]) -> Rest:
    """What is left of the boxes without what the rules reach."""
    is_known = True
    most = max(BOXES_MAX, LOOKS_MAX // (len(rules) + 1))
    for number, box in enumerate(boxes):
        if number >= most:
            return Rest.UNKNOWN
        match _rest(box, rules):
            case Rest.SOMETHING:
                return Rest.SOMETHING
            case Rest.UNKNOWN:
                is_known = False
    return Rest.NOTHING if is_known else Rest.UNKNOWN


def _rest(box: Box, rules: Sequence[Rule]) -> Rest:
    if any(part.is_empty for part in box.parts):
        return Rest.NOTHING
    left = [box]
    near = [rule for rule in rules if not _are_apart(box, rule)]
    for rule in near:
        left = [smaller for one in left for smaller in _cut(one, rule)]
        if len(left) > BOXES_MAX:
            return Rest.UNKNOWN
    outcomes = [_proved(one, near) for one in left]
    if Rest.SOMETHING in outcomes:
        return Rest.SOMETHING
    return Rest.UNKNOWN if Rest.UNKNOWN in outcomes else Rest.NOTHING


def _are_apart(box: Box, rule: Rule) -> bool:
    """Whether they certainly share no request; actions first, since they tell most statements apart."""
    who, what, where = box.parts
    return what.is_apart(rule.action) or where.is_apart(rule.resource) or who.is_apart(rule.principal)


def _cut(box: Box, rule: Rule) -> list[Box]:
    """The box without what the rule reaches."""
    if rule.unreadable or _are_apart(box, rule):
        return [box]
    found = []
    for at, (part, names) in enumerate(zip(box.parts, rule.sets, strict=True)):
        smaller = replace(part, without=(*part.without, names))
        if not smaller.is_empty:
            found.append(replace(box, parts=(*box.parts[:at], smaller, *box.parts[at + 1 :])))
    if not block_implies(box.rule.tests, rule.tests):
        found.append(replace(box, failed=(*box.failed, rule.tests)))
    return found


def _proved(box: Box, rules: Sequence[Rule]) -> Rest:
    """Whether a request in the box, that no rule is about, can be named; or that there is none."""
    if any(block_implies(box.rule.tests, failed) for failed in box.failed):
        return Rest.NOTHING
    variables = frozenset(name for part in box.parts for name in marked_in(part.pattern))
    context, is_proof = passing(box.rule.tests, box.failed, variables)
    if context is None:
        return Rest.NOTHING if is_proof else Rest.UNKNOWN
    if any(ANYBODY_OF_AWS in names.patterns for names in box.parts[0].without) and box.parts[0].pattern == ANYBODY:
        return Rest.UNKNOWN  # whether "*" means more than {"AWS": "*"} depends on the service
    values = {key: given[0] if given else None for key, given in context.items()}
    for found in islice(product(*(part.examples() for part in box.parts)), TRIES_MAX):
        names = tuple(resolved(name, values) for name in found)
        is_out = all(rule.applies(names, context) is False for rule in rules)
        if is_out and box.rule.applies(names, context):
            return Rest.SOMETHING
    return Rest.UNKNOWN


def _parts(names: Names, only: str | None) -> list[Part]:
    if names.is_not:
        return [Part(only or "*", (Names(names.patterns),))]
    return [Part(only)] if only else [Part(pattern) for pattern in sorted(names.patterns)]


def _takes_all(pattern: str, names: Names, all_names: tuple[Names, ...]) -> bool:
    """Whether the set certainly holds every text of the pattern that the other sets leave."""
    if _is_held(pattern, names):
        return True
    others = [one for one in all_names if one is not names]
    # outside an inverted set are only its own patterns, so these can be looked at one by one
    return names.is_not and all(
        apart(pattern, one) or any(_is_held(one, other) for other in others) for one in names.patterns
    )


def _is_held(pattern: str, names: Names) -> bool:
    """Whether every text of the pattern is certainly in the set."""
    if _is_plain(pattern) and names.is_fixed:
        return names.has(pattern)
    if names.is_not:
        return all(apart(pattern, one) for one in names.patterns)
    return pattern in names.patterns or any(within(pattern, one) for one in names.globs)


def _is_plain(pattern: str) -> bool:
    """Whether it is one text and nothing else."""
    return not is_wild(pattern) and VARIABLE not in pattern
