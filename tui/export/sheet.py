"""A journey's sheet as text, Markdown, CSV and JSON."""

import csv
import io
import json

from tui.core.journey.sheet import sheet_records
from tui.core.plan.exported import ExportFile, Speaker
from tui.core.plan.review import Review
from tui.export.markdown import table, text

FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula."""


def sheet(review: Review, say: Speaker) -> tuple[ExportFile, ...]:
    """Four files, <journey>-sheet.*, in the language of `say`; () for what is no journey."""
    rows = sheet_records(review, say.language)
    if not rows:
        return ()
    title, missing = review.preset.title.by(say.language), say("sheet.missing")
    heads = [say("sheet.field"), say("sheet.value")]
    cells = [[one["label"], one["value"] or f"({missing}: {one['who']})"] for one in rows]
    plain = "".join(f"{label}\n  {value}\n" for label, value in cells)
    page = table(list(map(text, heads)), ([text(one) for one in row] for row in cells))
    sheet = io.StringIO()
    csv.writer(sheet, lineterminator="\n").writerows([heads, *([_harmless(one) for one in row] for row in cells)])
    name = f"{review.preset.id}-sheet"
    return (
        ExportFile(f"{name}.txt", f"{title}\n\n{plain}"),
        ExportFile(f"{name}.md", f"# {text(title)}\n\n{page}"),
        ExportFile(f"{name}.csv", sheet.getvalue()),
        ExportFile(f"{name}.json", json.dumps(rows, ensure_ascii=False, indent=2) + "\n"),
    )


def _harmless(value: str) -> str:
    """A value that a spreadsheet does not carry out."""
    return f"'{value}" if value.startswith(FORMULA) else value
