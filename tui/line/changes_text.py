"""What a plan changes, and differences of documents, as plain lines."""

from collections.abc import Iterable

from tui.core.compare.parts import Comparisons, compare_plan, verdict_of
from tui.core.compare.verdicts import Comparison
from tui.core.plan.diff import diff_lines, only_changes
from tui.core.plan.plan import Change, Part, Plan
from tui.core.shown import shown
from tui.i18n import Translator
from tui.line.verdicts import table_lines, verdict_lines

SIGNS = {"create": "+", "update": "~", "delete": "-", "no-op": "="}


def print_changes(plan: Plan, t: Translator, *, address: str = "", part: str = "") -> None:
    """Every change with its verdict and differences; only those of one thing, or of one part of it, where named."""
    comparisons = compare_plan(plan)
    for change in plan.changes:
        if address in ("", change.address):
            _print_change(change, comparisons, t, part)


def print_difference(before: object, after: object, t: Translator) -> None:
    """What differs, with the lines around it."""
    for line in only_changes(diff_lines(before, after)):
        if isinstance(line, int):
            print(f"    {t('diff.left_out', count=line)}")
        else:
            print(f"  {line.sign} {shown(line.text)}")


def _print_change(change: Change, comparisons: Comparisons, t: Translator, only: str) -> None:
    verdict = verdict_of(change, comparisons)
    means = f"  {t(f'verdict.{verdict.kind}')}" if verdict else ""
    print(f"{SIGNS[change.action]} {shown(change.address)}  ({t(f'action.{change.action}')}){means}")
    for part in change.parts:
        if only not in ("", part.name):
            continue
        comparison = comparisons[change.address].get(part.name)
        if part.action != "no-op" and change.action != "no-op":
            _print_part(part, comparison, t)
        elif comparison and comparison.folded:
            print(f"    {SIGNS['no-op']} {shown(part.name)}")
            _print_indented(verdict_lines(comparison, t))


def _print_part(part: Part, comparison: Comparison | None, t: Translator) -> None:
    print(f"    {SIGNS[part.action]} {shown(part.name)}")
    if comparison:
        _print_indented(verdict_lines(comparison, t))
    for line in diff_lines(part.before, part.after):
        print(f"        {line.sign} {shown(line.text)}")
    if comparison and part.action == "update":
        _print_indented(table_lines(comparison.rows, t))


def _print_indented(lines: Iterable[str]) -> None:
    for line in lines:
        print(f"        {line}")
