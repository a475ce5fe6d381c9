"""What a plan changes, by meaning and by line: worked out once, whoever reads it and in whatever view."""

from collections.abc import Mapping
from dataclasses import dataclass

from tui.core.compare.parts import Comparisons, compare_plan
from tui.core.plan.diff import DiffLine, diff_lines
from tui.core.plan.plan import Plan


@dataclass(frozen=True)
class Differences:
    """Of one plan."""

    comparisons: Comparisons
    lines: Mapping[tuple[str, str], tuple[DiffLine, ...]]
    """By address and part, of the documents that change."""

    @classmethod
    def of(cls, plan: Plan) -> "Differences":
        """Everything compared, which takes as long as the documents are."""
        documents = {
            (change.address, part.name): part
            for change in plan.changes
            for part in change.parts
            if part.action != "no-op" and isinstance(part.before if part.after is None else part.after, Mapping)
        }
        lines = {place: diff_lines(part.before, part.after) for place, part in documents.items()}
        return cls(compare_plan(plan), lines)
