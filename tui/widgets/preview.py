"""The documents as they would be with the answers so far, beside the form."""

from __future__ import annotations

from textual.content import Content

from tui.core.catalog.card import documents
from tui.core.preset.draft import Draft
from tui.core.preset.tokens import chosen, filled
from tui.core.shown import shown
from tui.theme import STRONG
from tui.widgets.json_text import inked, marked, pretty_lines


def preview_lines(draft: Draft) -> list[Content]:
    """Every policy document of the chosen variants; given values stand out, tokens without one too."""
    values = marked(draft.values(), draft.preset.placeholders)
    tree = filled(chosen(draft.preset.resources, draft.choices), values)
    lines: list[Content] = []
    for item in tree:
        kind, resource = next(iter(item.items()))
        for name, document in documents(resource):
            title = inked(f"{resource.get('name', '')}  {kind if name == 'document' else name}")
            lines += [Content.styled(title.plain, STRONG), *map(inked, pretty_lines(document)), Content("")]
    return lines


def line_of(lines: list[Content], token: str, value: str) -> int | None:
    """The first line in which the token, or its value, stands."""
    wanted = shown(value) if value else f"<{token}>"
    return next((index for index, line in enumerate(lines) if wanted in line.plain), None)
