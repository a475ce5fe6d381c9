"""The verdict on a change of documents, of one part of a resource, and of a whole resource."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tui.core.compare.folds import folded
from tui.core.compare.pairing import Pair, copied, pair_up
from tui.core.compare.rows import Place, Row, row_of_version, rows_alone, rows_between
from tui.core.compare.rules import rules_of
from tui.core.compare.sides import Kind, Sides, together
from tui.core.iam.policy import OLD_VERSION, PolicyDocument, statements_of

BRIEF = 3
"""As many values are named in a reason; the rest is counted."""
WHOLE = ("statement.", "who.", "effect", "switched")
ABOUT_REACH = (*WHOLE, "action.", "resource.", "principal.", "not.", "condition.", "value.")
INVERTED = {"not_action": "NotAction", "not_resource": "NotResource", "not_principal": "NotPrincipal"}
RANK: dict[Kind, int] = {"broadens": 0, "changes": 1, "unknown": 2, "narrows": 3, "neutral": 4}
"""What a reviewer must not miss comes first."""


@dataclass(frozen=True)
class Reason:
    """Why: a code, and what to fill its sentence with."""

    code: str
    kind: Kind
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Which sentence says it: most say what would come or go, which is wrong where nothing does."""
        is_about_rows = self.code.startswith(ABOUT_REACH)
        if is_about_rows and self.kind == "neutral":
            return "neutral"
        return "undecided" if is_about_rows and self.kind == "unknown" else self.code

    @property
    def subject(self) -> str:
        """What came or went, in short."""
        return self.params.get("statement" if self.code.startswith(WHOLE) else "values", "")


@dataclass(frozen=True)
class Verdict:
    """What a change means for who may do what."""

    kind: Kind
    reasons: tuple[Reason, ...] = ()
    """Most important first."""


@dataclass(frozen=True)
class Comparison:
    """Two documents, compared by statement."""

    verdict: Verdict
    rows: tuple[Row, ...]
    folded: Mapping[str, int]
    """Differences of the text that mean nothing, by the rule that folds them."""

    @property
    def folded_count(self) -> int:
        """How many there are."""
        return sum(self.folded.values())


def compare(before: PolicyDocument | None, after: PolicyDocument | None) -> Comparison:
    """What changes from one document to the other; None is a document that allows and denies nothing."""
    old, new = before or {}, after or {}
    pairs = pair_up(statements_of(old), statements_of(new))
    rows = tuple(_rows(old, new, pairs))
    is_text = before is not None and after is not None
    reasons = sorted((reason_of(row) for row in rows if row.reason), key=lambda reason: RANK[reason.kind])
    verdict = Verdict(together(row.kind for row in rows), tuple(reasons))
    return Comparison(verdict, rows, folded(old, new, pairs) if is_text else {})


def reason_of(row: Row) -> Reason:
    """The row as a reason."""
    params = {
        "statement": row.statement,
        "values": brief(row.values),
        "actions": brief(row.actions),
        "resources": brief(row.resources or ("*",)),
        "principals": brief(row.principals),
        "key": row.key,
        "element": INVERTED.get(row.element, row.element.capitalize()),
        "before": row.values[0] if row.values else "",
        "after": row.values[-1] if row.values else "",
    }
    return Reason(row.reason, row.kind, {name: value for name, value in params.items() if value})


def brief(values: Sequence[str]) -> str:
    """The first few, and how many more there are."""
    more = len(values) - BRIEF
    return ", ".join(values[:BRIEF]) + (f" (+{more})" if more > 0 else "")


def verdict_of_all(verdicts: Iterable[Verdict]) -> Verdict:
    """Several verdicts as one."""
    several = list(verdicts)
    reasons = sorted((one for verdict in several for one in verdict.reasons), key=lambda reason: RANK[reason.kind])
    return Verdict(together(verdict.kind for verdict in several), tuple(reasons))


def _rows(old: PolicyDocument, new: PolicyDocument, pairs: Sequence[Pair]) -> Iterable[Row]:
    before, after = _places(old), _places(new)
    sides = Sides(tuple(place.rule for place in before), tuple(place.rule for place in after))
    versions = [str(document.get("Version", OLD_VERSION)) for document in (old, new)]
    both = [(before[was], after[now]) for was, now in pairs if was is not None and now is not None]
    if old and new and versions[0] != versions[1]:
        yield row_of_version(versions[0], versions[1], both, sides)
    if old and new and (old.get("Id") or "") != (new.get("Id") or ""):
        yield Row("", "", "~", "id", "", (str(old.get("Id", "")), str(new.get("Id", ""))), "neutral", "id")
    copies = copied(old, new, pairs)
    for was, now in pairs:
        if was is not None and now is not None:
            yield from rows_between(before[was], after[now], sides)
        elif (was, now) in copies:
            continue
        elif now is not None:
            yield from rows_alone(after[now], sides, "+")
        elif was is not None:
            yield from rows_alone(before[was], sides, "-")


def _places(document: Mapping[str, Any]) -> list[Place]:
    has_variables = document.get("Version", OLD_VERSION) != OLD_VERSION
    pairs = zip(statements_of(document), rules_of(document), strict=True)
    return [Place(statement, rule, at, has_variables) for at, (statement, rule) in enumerate(pairs, start=1)]
