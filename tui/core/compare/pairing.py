"""Which statement of one document a reader would call the same statement in the other."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tui.core.iam.policy import PolicyDocument, as_list, meaning_of, statements_of

Statement = Mapping[str, Any]
Pair = tuple[int | None, int | None]
"""(place before, place after), counted from 0; None where the other side has no such statement."""
ALIKE = 0.2
"""From this share of common values on, statements count as one that was changed."""


def pair_up(before: Sequence[Statement], after: Sequence[Statement]) -> list[Pair]:
    """Pairs in the order of `after`, then what is only in `before`: by meaning, by Sid, by what they have in common."""
    old, new = dict(enumerate(before)), dict(enumerate(after))
    partner: dict[int, int] = {}
    for key in (meaning_of, _meaning_without_sid, _sid, _meaning_but_effect):
        places: dict[str, list[int]] = {}
        for at, statement in old.items():
            places.setdefault(key(statement), []).append(at)
        for at, statement in list(new.items()):
            name = key(statement)
            if name and places.get(name):
                partner[at] = places[name].pop(0)
                del old[partner[at]], new[at]
    for at, twin in _most_alike(old, new):
        partner[at] = twin
        del old[twin]
    return [*((partner.get(at), at) for at in range(len(after))), *((at, None) for at in old)]


def copied(before: PolicyDocument, after: PolicyDocument, pairs: Sequence[Pair]) -> set[Pair]:
    """The statements without a partner that only say again what some statement of the other side says."""
    alone = [pair for pair in pairs if None in pair]
    if not alone:
        return set()
    old, new = statements_of(before), statements_of(after)
    meanings = ({meaning_of(one) for one in old}, {meaning_of(one) for one in new})
    return {
        (was, now)
        for was, now in alone
        if (was is not None and meaning_of(old[was]) in meanings[1])
        or (now is not None and meaning_of(new[now]) in meanings[0])
    }


def _most_alike(old: Mapping[int, Statement], new: Mapping[int, Statement]) -> Iterator[tuple[int, int]]:
    """(place after, place before), the pairs with the most in common first; the same whichever side is called old."""
    words = {at: _words(statement) for at, statement in old.items()}
    scores = []
    for at, statement in new.items():
        mine = _words(statement)
        for twin, theirs in words.items():
            common = len(mine & theirs)
            if common and old[twin].get("Effect") == statement.get("Effect"):
                scores.append((-common / len(mine | theirs), abs(at - twin), min(at, twin), at, twin))
    taken_new, taken_old = set(), set()
    for score, _, _, at, twin in sorted(scores):
        if -score >= ALIKE and at not in taken_new and twin not in taken_old:
            taken_new.add(at)
            taken_old.add(twin)
            yield at, twin


def _words(statement: Statement) -> frozenset[tuple[str, str]]:
    """What a reader recognises a statement by: actions with double weight, resources, principals."""
    words: set[tuple[str, str]] = set()
    for key, value in statement.items():
        match key:
            case "Action" | "NotAction":
                words |= {(kind, str(one).lower()) for one in as_list(value) for kind in (key, "again")}
            case "Resource" | "NotResource":
                words |= {(key, str(one)) for one in as_list(value)}
            case "Principal" | "NotPrincipal":
                names = value.values() if isinstance(value, Mapping) else [value]
                words |= {(key, str(one)) for some in names for one in as_list(some)}
    return frozenset(words)


def _meaning_without_sid(statement: Statement) -> str:
    return meaning_of({key: value for key, value in statement.items() if key != "Sid"})


def _meaning_but_effect(statement: Statement) -> str:
    return meaning_of({key: value for key, value in statement.items() if key not in ("Sid", "Effect")})


def _sid(statement: Statement) -> str:
    return str(statement.get("Sid") or "")
