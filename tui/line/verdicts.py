"""Verdicts and statement tables as plain lines."""

from collections.abc import Iterator, Sequence

from tui.core.compare.rows import Row
from tui.core.compare.verdicts import Comparison, Reason
from tui.core.shown import shown
from tui.i18n import Translator


def verdict_lines(comparison: Comparison, t: Translator) -> Iterator[str]:
    """The verdict with the first reason, the other reasons one a line, and what was folded."""
    verdict = comparison.verdict
    reasons = [_reason(one, t, is_named=one.kind != verdict.kind) for one in verdict.reasons]
    yield ": ".join([t(f"verdict.{verdict.kind}"), *reasons[:1]])
    yield from (f"  {reason}" for reason in reasons[1:])
    if comparison.folded_count:
        key = "folded.more" if comparison.rows else "folded.all"
        rules = ", ".join(t(f"folded.{rule}") for rule in comparison.folded)
        yield f"{t(key, count=comparison.folded_count)} ({rules})"


def table_lines(rows: Sequence[Row], t: Translator) -> Iterator[str]:
    """One line per row: sign, statement, element, values."""
    for row in rows:
        statement = shown(row.statement) or t("table.document")
        element = " ".join(filter(None, [t(f"table.element.{row.element}"), shown(row.key)]))
        values = (" -> " if row.sign == "~" else ", ").join(map(shown, row.values))
        yield f"{row.sign} {statement}  {element}  {values}"


def _reason(reason: Reason, t: Translator, *, is_named: bool) -> str:
    params = {name: shown(value) for name, value in reason.params.items()}
    text = t(f"reason.{reason.text}", **params, what=shown(reason.subject))
    return f"{t(f'verdict.{reason.kind}')}: {text}" if is_named else text
