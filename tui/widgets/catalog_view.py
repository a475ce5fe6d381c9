"""How an entry of the catalog looks: one line in the list, and all of it beside."""

from __future__ import annotations

import re

from textual.content import Content

from tui.core.catalog import CatalogEntry
from tui.core.shown import shown
from tui.theme import HIT, MUTED, NEED_GLYPHS, NEED_INKS, STRONG, TITLE, VALUE
from tui.widgets.say import Say

CATALOG_WIDTH, SERVICE_WIDTH = 9, 9


def entry_row(
    entry: CatalogEntry, width: int, verdict: str, title: str, query: str = "", verdict_width: int = 0
) -> Content:
    """Verdict in glyph and word, title, number in the source, service; the title takes what room is left."""
    glyph = f" {NEED_GLYPHS.get(entry.need, '?')} {verdict}"
    mark = Content.styled(glyph, NEED_INKS.get(entry.need, MUTED)).truncate(verdict_width + 4, ellipsis=True, pad=True)
    tail = CATALOG_WIDTH + SERVICE_WIDTH + 2 if width >= 60 else 0
    room = max(8, width - mark.cell_length - tail - 2)
    name = highlighted(shown(title), query).truncate(room, ellipsis=True, pad=True)
    line = mark + "  " + name
    if tail:
        number = Content.styled(shown(entry.catalog), MUTED).truncate(CATALOG_WIDTH, ellipsis=True, pad=True)
        service = highlighted(shown(entry.service), query, MUTED).truncate(SERVICE_WIDTH, ellipsis=True, pad=True)
        line += Content(" ") + number + " " + service
    return line


def entry_detail(entry: CatalogEntry, say: Say) -> list[Content]:
    """Everything the index knows of an entry, as lines to read."""
    lines = [
        Content.styled(shown(entry.text("title", say.language)), TITLE),
        Content.styled(
            f"{NEED_GLYPHS.get(entry.need, '?')} {say(f'need.{entry.need}')}", NEED_INKS.get(entry.need, MUTED)
        ),
        Content(shown(entry.text("why", say.language))),
        Content(""),
    ]
    facts = {
        "pick.assumed_by": ", ".join(entry.assumed_by),
        "pick.reaches": ", ".join(entry.reaches),
        "pick.aliases": ", ".join(entry.aliases),
        "pick.id": entry.id if entry.origin == "bundled" else f"{entry.id}  ({say(f'pick.origin.{entry.origin}')})",
    }
    for key, text in facts.items():
        if text:
            lines.append(Content.assemble((f"{say(key)}  ", MUTED), shown(text)))
    return lines


def highlighted(text: str, query: str, ink: str = "") -> Content:
    """The text with the words of the query marked."""
    line = Content.styled(text, ink) if ink else Content(text)
    for word in query.split():
        line = line.highlight_regex(
            re.compile(re.escape(word), re.IGNORECASE), style=f"{VALUE} {HIT.removeprefix('bold ')}"
        )
    return line


def heading(text: str) -> Content:
    """A line that starts a section."""
    return Content.styled(text, STRONG)
