"""Line differences of what the account has against what it would have.

Documents are compared after the old one was put into the new one's order, so that only lines whose meaning differs
stand out.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tui.core.policy import as_list, pretty, same_meaning, statements_of


@dataclass(frozen=True)
class DiffLine:
    """One line of either side."""

    sign: Literal["+", "-", " "]
    text: str


def diff_lines(before: object, after: object) -> tuple[DiffLine, ...]:
    """All lines, common ones too; `before` None means that everything is new."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        before = arranged_like(before, after)
    old, new = _lines(before), _lines(after)
    if not old:
        return tuple(DiffLine("+", line) for line in new)
    lines = []
    for tag, old_from, old_to, new_from, new_to in difflib.SequenceMatcher(a=old, b=new).get_opcodes():
        if tag == "equal":
            lines += [DiffLine(" ", line) for line in new[new_from:new_to]]
        else:
            lines += [DiffLine("-", line) for line in old[old_from:old_to]]
            lines += [DiffLine("+", line) for line in new[new_from:new_to]]
    return tuple(lines)


def arranged_like(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """`before` with keys, list items and statements in the order, and scalars in the form, that `after` has them in."""
    if "Statement" not in before or "Statement" not in after:
        return dict(_arranged(before, after))
    waiting = statements_of(before)
    pairs: list[Mapping[str, Any]] = []
    for statement in statements_of(after):
        twin = _twin(statement, waiting)
        if twin is not None:
            waiting.remove(twin)
            pairs.append(_arranged(twin, statement))
    head = _arranged({**before, "Statement": None}, after)
    statements: Any = [*pairs, *waiting]
    if isinstance(after["Statement"], Mapping) and len(statements) == 1:
        statements = statements[0]
    return {**head, "Statement": statements}


def _twin(statement: Mapping[str, Any], candidates: list[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The candidate that means the same, or has the same Sid, or is the most alike."""
    for candidate in candidates:
        if same_meaning({"Statement": [statement]}, {"Statement": [candidate]}):
            return candidate
    for candidate in candidates:
        if statement.get("Sid") and statement.get("Sid") == candidate.get("Sid"):
            return candidate
    actions = set(map(str, as_list(statement.get("Action", []))))
    alike = [one for one in candidates if actions & set(map(str, as_list(one.get("Action", []))))]
    return alike[0] if alike else None


def _arranged(before: Any, after: Any) -> Any:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        keys = [key for key in after if key in before] + [key for key in before if key not in after]
        return {key: _arranged(before[key], after.get(key)) for key in keys}
    if isinstance(after, list) and isinstance(before, str):
        return [before]
    if isinstance(after, str) and isinstance(before, list) and len(before) == 1:
        return before[0]
    if isinstance(before, list) and isinstance(after, list):
        order = {str(value): index for index, value in enumerate(after)}
        return sorted(before, key=lambda value: order.get(str(value), len(order)))
    return before


def _lines(value: object) -> list[str]:
    if value is None:
        return []
    return pretty(value).splitlines() if isinstance(value, Mapping) else str(value).splitlines() or [""]
