"""The pages of the review as lines to read: changes, documents, calls, findings, the caller's own permissions,
the template beside what it became."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual.content import Content

from tui.core.plan.review import Review
from tui.widgets.pages.caller import caller_page
from tui.widgets.pages.calls import calls_page
from tui.widgets.pages.changes import changes_page
from tui.widgets.pages.documents import documents_page
from tui.widgets.pages.filled import filled_page
from tui.widgets.pages.findings import findings_page
from tui.widgets.say import Say

Page = Callable[[Review, Say], list[Content]]

PAGES: Mapping[str, Page] = {
    "changes": changes_page,
    "documents": documents_page,
    "calls": calls_page,
    "findings": findings_page,
    "caller": caller_page,
    "filled": filled_page,
}
