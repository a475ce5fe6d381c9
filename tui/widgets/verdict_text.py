"""Verdicts and statement tables as lines. Signs and words say what colours say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from tui.core.compare.rows import Row
from tui.core.compare.verdicts import Comparison, Reason, Verdict
from tui.core.shown import shown
from tui.theme import BAD, CARE, GOOD, MUTED, STRONG
from tui.widgets.say import Say
from tui.widgets.wrapping import wrap

SIGNS = {"broadens": "▲", "narrows": "▼", "changes": "◆", "neutral": "=", "unknown": "?"}
INKS = {"broadens": CARE, "narrows": GOOD, "changes": CARE, "neutral": MUTED, "unknown": CARE}
ROW_INKS = {"+": GOOD, "-": BAD, "~": CARE}
REASONS_MAX = 2
NARROWEST = 12
"""Cells that the values of a table get at least."""


def verdict_word(verdict: Verdict, say: Say) -> Content:
    """Sign and word."""
    return Content.styled(f"{SIGNS[verdict.kind]} {say(f'verdict.{verdict.kind}')}", f"bold {INKS[verdict.kind]}")


def verdict_line(verdict: Verdict, say: Say) -> Content:
    """Sign, word, and the first reasons."""
    line = verdict_word(verdict, say)
    first = verdict.reasons[:REASONS_MAX]
    for number, reason in enumerate(first):
        sign = f"{SIGNS[reason.kind]} " if reason.kind != verdict.kind else ""
        line += Content.assemble(": " if number == 0 else "; ", (sign, INKS[reason.kind]), reason_text(reason, say))
    more = len(verdict.reasons) - len(first)
    return line + Content.styled(f"; {say('reason.more', count=more)}", MUTED) if more else line


def reason_text(reason: Reason, say: Say) -> str:
    """The reason as a sentence."""
    params = {name: shown(value) for name, value in reason.params.items()}
    return say(f"reason.{reason.text}", **params, what=shown(reason.subject))


def folded_lines(comparison: Comparison, say: Say, *, is_all: bool, shows_rules: bool) -> Iterator[Content]:
    """How many differences mean nothing; with the rules that fold them. `is_all`: there are no others."""
    if not comparison.folded_count:
        return
    key = "folded.all" if is_all else "folded.more"
    yield Content.styled(say(key, count=comparison.folded_count), MUTED)
    if shows_rules:
        for rule, count in comparison.folded.items():
            yield Content.styled(f"  {count:>3} × {say(f'folded.{rule}')}", MUTED)


def table_lines(rows: Sequence[Row], say: Say, width: int) -> Iterator[Content]:
    """One line per row: sign, verdict, statement, element, values; long values go on below themselves."""
    if not rows:
        return
    names = [shown(row.statement) or say("table.document") for row in rows]
    elements = [_element(row, say) for row in rows]
    heads = [say(f"table.{head}") for head in ("verdict", "statement", "element", "values")]
    verdicts = [f"{SIGNS[row.kind]} {say(f'verdict.{row.kind}')}" for row in rows]
    sizes = [
        max(Content(text).cell_length for text in column)
        for column in ([heads[0], *verdicts], [heads[1], *names], [heads[2], *elements])
    ]
    sizes[1] = min(sizes[1], max(NARROWEST, width // 4))
    sizes[2] = min(sizes[2], max(NARROWEST, width // 4))
    room = max(NARROWEST, width - sum(sizes) - 8)
    yield _joined([Content("  "), *(Content.styled(head, MUTED) for head in heads)], [2, *sizes, room])[0]
    last = ""
    for row, name, element, verdict in zip(rows, names, elements, verdicts, strict=True):
        cells = [
            Content.styled(row.sign, f"bold {ROW_INKS[row.sign]}"),
            Content.styled(verdict, INKS[row.kind]) if row.reason else Content(""),
            Content.styled(name if name != last else "", STRONG),
            Content(element),
            Content.styled(_values(row), ROW_INKS[row.sign]),
        ]
        last = name
        yield from _joined(cells, [2, *sizes, room])


def _element(row: Row, say: Say) -> str:
    name = say(f"table.element.{row.element}")
    return f"{name} {shown(row.key)}" if row.key else name


def _values(row: Row) -> str:
    return " → ".join(map(shown, row.values)) if row.sign == "~" else ", ".join(map(shown, row.values))


def _joined(cells: Sequence[Content], sizes: Sequence[int]) -> list[Content]:
    """The cells side by side, each wrapped in its own column."""
    columns = [wrap(cell, size) for cell, size in zip(cells, sizes, strict=True)]
    lines = []
    for at in range(max(map(len, columns))):
        line = Content("")
        for column, size in zip(columns, sizes, strict=True):
            cell = column[at] if at < len(column) else Content("")
            line += cell.pad_right(max(0, size - cell.cell_length)) + "  "
        lines.append(line.rstrip())
    return lines
