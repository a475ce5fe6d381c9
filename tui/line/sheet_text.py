"""The sheet of a journey, and what is left to do elsewhere, in lines."""

from collections.abc import Sequence

from tui.core.journey.sheet import SheetRow, open_tasks, sheet_rows
from tui.core.plan.review import Review
from tui.core.shown import shown
from tui.i18n import Translator


def print_sheet(review: Review, t: Translator) -> None:
    """Every field in the form's order, then the tasks; nothing for what is no journey."""
    print_rows(sheet_rows(review), t)
    if tasks := open_tasks(review):
        print(f"\n{t('sheet.tasks')}")
    for title, task in tasks:
        print(f"  ☐ {shown(title.by(t.language))}\n    {shown(task.by(t.language))}")


def print_rows(rows: Sequence[SheetRow], t: Translator) -> None:
    """The fields alone."""
    if rows:
        print(f"\n{t('sheet.title')}")
    for one in rows:
        value = one.value or f"({t('sheet.missing')}: {one.who.by(t.language)})"
        print(f"  {shown(one.label.by(t.language))}\n    {shown(value)}")
