"""The statement table: which values came and went, in which statement, and what each of them means."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal

from tui.core.compare.boxes import Box, boxes_of, failing
from tui.core.compare.conditions import Test
from tui.core.compare.rules import ELEMENTS, Rule, rule_of, spelled
from tui.core.compare.sides import Kind, Sides, together
from tui.core.iam.policy import as_list, meaning_of, text_of
from tui.core.iam.variables import marked

Statement = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    statement: str
    """The Sid, or the statement's number: #2. Where a Sid changed, the new one. "" for the document as a whole."""
    effect: str
    sign: Literal["+", "-", "~"]
    element: str
    """effect, principal, not_principal, action ..., condition, value (of a condition), sid, version, id."""
    key: str
    """Operator and key of a condition; else ""."""
    values: tuple[str, ...]
    """What came or went; of "~" the old and the new."""
    kind: Kind
    reason: str
    """The code of the reason; "" for lines that only complete another one."""
    actions: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    principals: tuple[str, ...] = ()
    """Of the statement, for the reason's sentence; those of inverted elements with the element's name."""


@dataclass(frozen=True)
class Place:
    """A statement and where it stands."""

    statement: Statement
    rule: Rule
    number: int
    has_variables: bool = True
    """Whether the document's version knows policy variables."""

    @property
    def name(self) -> str:
        """What the table calls it."""
        return str(self.statement.get("Sid") or f"#{self.number}")

    def row(
        self, sign: Literal["+", "-", "~"], element: str, values: Sequence[str], kind: Kind, reason: str, key: str = ""
    ) -> Row:
        """A row about it."""
        about = (_about(self.statement, element) for element in ("action", "resource", "principal"))
        return Row(self.name, self.rule.effect, sign, element, key, tuple(values), kind, reason, *about)


def rows_alone(place: Place, sides: Sides, sign: Literal["+", "-"]) -> Iterator[Row]:
    """A statement that only one side has: its effect with the verdict, then everything that is in it."""
    rule = place.rule
    if rule.unreadable:
        kind: Kind = "unknown"
    else:
        kind = (sides.grown if sign == "+" else sides.shrunk)(rule.effect, boxes_of(rule))
    verb = "added" if sign == "+" else "removed"
    what = "who" if _values(place.statement, "principal") else "statement"
    code = f"unknown.{rule.unreadable}" if rule.unreadable else f"{what}.{verb}.{rule.effect.lower()}"
    yield place.row(sign, "effect", [rule.effect], kind, code)
    for element in ELEMENTS:
        if values := _values(place.statement, element):
            yield place.row(sign, _name(place.statement, element), values, kind, "")
    for key, spellings in _conditions(place.statement).values():
        yield place.row(sign, "condition", list(spellings.values()), kind, "", key)


def rows_between(before: Place, after: Place, sides: Sides) -> Iterator[Row]:
    """What changed inside a statement that both sides have."""
    one, other = before.rule, after.rule
    if one.unreadable or other.unreadable:
        if one != other or meaning_of(before.statement) != meaning_of(after.statement):
            why = one.unreadable or other.unreadable
            yield after.row("~", "statement", [], "unknown", f"unknown.{why}")
        return
    if one.effect != other.effect:
        yield from _turned(before, after, sides)
        return
    for element, old, new in zip(ELEMENTS, one.sets, other.sets, strict=True):
        if old == new:
            continue
        if old.is_not == new.is_not:
            yield from _element_rows(before, after, element, sides)
        else:
            kind = together([sides.grown(other.effect, boxes_of(other)), sides.shrunk(one.effect, boxes_of(one))])
            names = (_name(before.statement, element), _name(after.statement, element))
            yield after.row("-", names[0], _values(before.statement, element), kind, "")
            yield after.row("+", names[1], _values(after.statement, element), kind, "switched")
    if one.tests != other.tests:
        yield from _condition_rows(before, after, sides)
    if before.statement.get("Sid", "") != after.statement.get("Sid", ""):
        yield after.row(
            "~", "sid", [str(one.get("Sid", "")) for one in (before.statement, after.statement)], "neutral", "sid"
        )


def row_of_version(before: str, after: str, pairs: Sequence[tuple[Place, Place]], sides: Sides) -> Row:
    """What another language version means: only with 2012-10-17 `${...}` is a policy variable."""
    kinds: list[Kind] = []
    for one, other in pairs:
        if any(rule_of(place.statement, True) != rule_of(place.statement, False) for place in (one, other)):
            kinds.append(sides.grown(other.rule.effect, boxes_of(other.rule)))
            kinds.append(sides.shrunk(one.rule.effect, boxes_of(one.rule)))
    code = "version.variables" if kinds else "version"
    return Row("", "", "~", "version", "", (before, after), together(kinds), code)


def _turned(before: Place, after: Place, sides: Sides) -> Iterator[Row]:
    """Allow has become Deny, or the other way round."""
    one, other = before.rule, after.rule
    if (one.sets, one.tests) == (other.sets, other.tests):
        kind = together([sides.shrunk(one.effect, boxes_of(one)), sides.grown(other.effect, boxes_of(other))])
        yield after.row("~", "effect", [one.effect, other.effect], kind, "effect")
        return
    yield from rows_alone(before, sides, "-")
    yield from rows_alone(after, sides, "+")


def _element_rows(before: Place, after: Place, element: str, sides: Sides) -> Iterator[Row]:
    old, new = spelled(before.statement, element), spelled(after.statement, element)
    known = (_patterns(old), _patterns(new))
    # what a NotAction no longer names is what the statement reaches further
    is_not = _name(after.statement, element).startswith("not_")
    for sign, verb, here, there in (("+", "added", new, known[0]), ("-", "removed", old, known[1])):
        grows = (sign == "+") != is_not
        place = after if grows else before
        judged: dict[Kind, list[str]] = {}
        for value, patterns in here.items():
            if not set(patterns) <= there:
                boxes = chain.from_iterable(_narrowed(place, element, pattern) for pattern in patterns)
                kind = (sides.grown if grows else sides.shrunk)(place.rule.effect, boxes)
                judged.setdefault(kind, []).append(value)
        code = f"not.{verb}" if is_not else f"{element}.{verb}.{place.rule.effect.lower()}"
        for kind, values in judged.items():
            yield after.row("+" if sign == "+" else "-", _name(after.statement, element), values, kind, code)


def _narrowed(place: Place, element: str, pattern: str) -> Iterator[Box]:
    return boxes_of(place.rule, **{element: marked(pattern) if place.has_variables else pattern})


def _condition_rows(before: Place, after: Place, sides: Sides) -> Iterator[Row]:
    old, new = _conditions(before.statement), _conditions(after.statement)
    tests = ({test.name: test for test in before.rule.tests}, {test.name: test for test in after.rule.tests})
    for name in dict.fromkeys([*old, *new]):
        was, now = tests[0].get(name), tests[1].get(name)
        if was == now:
            continue
        gain = sides.grown(after.rule.effect, failing(after.rule, was)) if was else "neutral"
        loss = sides.shrunk(before.rule.effect, failing(before.rule, now)) if now else "neutral"
        if was and now:
            yield from _value_rows(after, old[name], new[name], now, gain, loss)
        elif now:
            yield after.row("+", "condition", list(new[name][1].values()), loss, "condition.added", new[name][0])
        else:
            yield after.row("-", "condition", list(old[name][1].values()), gain, "condition.removed", old[name][0])


Spelling = tuple[str, dict[str, str]]
"""(operator and key as written, values as IAM takes them -> as written)."""


def _value_rows(place: Place, old: Spelling, new: Spelling, now: Test, gain: Kind, loss: Kind) -> Iterator[Row]:
    """A value more lets more through, unless the operator says not."""
    added = [text for value, text in new[1].items() if value not in old[1]]
    removed = [text for value, text in old[1].items() if value not in new[1]]
    kinds = (loss, gain) if now.is_not else (gain, loss)
    if added:
        yield place.row("+", "value", added, kinds[0], "value.added", new[0])
    if removed:
        yield place.row("-", "value", removed, kinds[1], "value.removed", new[0])


def _conditions(statement: Statement) -> dict[tuple[str, str], Spelling]:
    condition = statement.get("Condition")
    if not isinstance(condition, Mapping):
        return {}
    return {
        (str(operator).lower(), str(key).lower()): (
            f"{operator} {key}",
            {text_of(one): text_of(one) for one in as_list(values)},
        )
        for operator, keys in condition.items()
        if isinstance(keys, Mapping)
        for key, values in keys.items()
    }


def _name(statement: Statement, element: str) -> str:
    return f"not_{element}" if f"Not{ELEMENTS[element]}" in statement else element


def _values(statement: Statement, element: str) -> tuple[str, ...]:
    return tuple(spelled(statement, element))


def _about(statement: Statement, element: str) -> tuple[str, ...]:
    names = _values(statement, element)
    if names and f"Not{ELEMENTS[element]}" in statement:
        return (f"Not{ELEMENTS[element]} {names[0]}", *names[1:])
    return names


def _patterns(values: Mapping[str, tuple[str, ...]]) -> set[str]:
    return {pattern for patterns in values.values() for pattern in patterns}
