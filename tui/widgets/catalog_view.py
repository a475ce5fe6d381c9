"""How an entry of the catalog looks: one line in the list, and all of it beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from tui.core.catalog.entries import BrokenPreset, CatalogEntry
from tui.core.phrase import worded
from tui.core.shown import shown
from tui.theme import BAD, CARE, HIT, MUTED, NEED_GLYPHS, NEED_INKS, STRONG, TITLE, VALUE
from tui.widgets.say import Say

if TYPE_CHECKING:
    from tui.core.catalog.atlas import ServiceEvidence

CATALOG_WIDTH, SERVICE_WIDTH = 9, 9
Row = CatalogEntry | BrokenPreset
"""What the catalog's list has: presets, and files that should be some."""
HIT_INK = f"{VALUE} {HIT.removeprefix('bold ')}"


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
        number = highlighted(shown(entry.catalog), query, MUTED).truncate(CATALOG_WIDTH, ellipsis=True, pad=True)
        service = highlighted(shown(entry.service), query, MUTED).truncate(SERVICE_WIDTH, ellipsis=True, pad=True)
        line += Content(" ") + number + " " + service
    return line


def entry_detail(entry: CatalogEntry, say: Say, query: str = "") -> list[Content]:
    """Everything the index knows of an entry, as lines to read; what the query found it by is marked."""
    lines = [
        highlighted(shown(entry.text("title", say.language)), query, TITLE),
        Content.styled(
            f"{NEED_GLYPHS.get(entry.need, '?')} {say(f'need.{entry.need}')}", NEED_INKS.get(entry.need, MUTED)
        ),
        highlighted(shown(entry.text("why", say.language)), query),
        Content(""),
    ]
    facts = {
        "pick.grants": _granting(entry, query),
        "pick.assumed_by": ", ".join(entry.assumed_by),
        "pick.reaches": ", ".join(entry.reaches),
        "pick.aliases": ", ".join(entry.aliases),
        "pick.id": entry.id if entry.origin == "bundled" else f"{entry.id}  ({_origin(entry, say)})",
        "pick.file": entry.file,
    }
    for key, text in facts.items():
        if text:
            lines.append(Content.styled(f"{say(key)}  ", MUTED) + highlighted(shown(text), query))
    return lines


def service_detail(evidence: ServiceEvidence, say: Say, query: str = "") -> list[Content]:
    """What AWS's API data says of a service without an entry, marked as such, as lines to read."""
    from tui.core.catalog.atlas import sections_of

    lines = [
        highlighted(shown(evidence.title), query, TITLE),
        Content.styled(say("atlas.origin"), CARE),
        Content.styled(
            f"{NEED_GLYPHS.get(evidence.need, '?')} {say(f'need.{evidence.need}')}", NEED_INKS.get(evidence.need, MUTED)
        ),
        Content(shown(worded(evidence.why, say))),
    ]
    if evidence.makes_role:
        lines.append(Content.styled(say("atlas.enter"), VALUE))
    for section in sections_of(evidence):
        lines += [Content(""), heading(worded(section.title, say))]
        lines += [Content(f"- {shown(worded(line, say))}") for line in section.lines]
    return [*lines, Content(""), Content.styled(say("atlas.limits"), MUTED)]


def broken_row(broken: BrokenPreset, width: int, say: Say, verdict_width: int = 0) -> Content:
    """A file that is no preset: its name, and the reason where there is room."""
    mark = Content.styled(f" ✗ {say('pick.broken')}", BAD).truncate(verdict_width + 4, ellipsis=True, pad=True)
    name = shown(broken.file.replace("\\", "/").rpartition("/")[2])
    line = Content.assemble(mark, "  ", name, ": ", (error_sentence(broken, say), MUTED))
    return line.truncate(width, ellipsis=True, pad=True)


def broken_detail(broken: BrokenPreset, say: Say) -> list[Content]:
    """Where the file is wrong, and why."""
    hint = say.hint(broken.error.code, **broken.error.params)
    return [
        Content.styled(say("pick.broken.title"), BAD),
        Content(error_sentence(broken, say)),
        *([Content.styled(hint, MUTED)] if hint else []),
        Content(""),
        Content.assemble((f"{say('pick.file')}  ", MUTED), shown(broken.where)),
        Content(""),
        Content.styled(say("pick.broken.else"), MUTED),
    ]


def error_sentence(broken: BrokenPreset, say: Say) -> str:
    """What is wrong, in one sentence."""
    fields = {name: str(value) for name, value in {**broken.error.params, "where": broken.where}.items()}
    return shown(say(f"error.{broken.error.code}", **fields))


def _granting(entry: CatalogEntry, query: str) -> str:
    if not query:
        return ""
    from tui.core.catalog.query import granting

    return ", ".join(granting(entry.actions, query))


def _origin(entry: CatalogEntry, say: Say) -> str:
    origin = say(f"pick.origin.{entry.origin}")
    return f"{origin}; {say(f'pick.replaces.{entry.replaces}')}" if entry.replaces else origin


def highlighted(text: str, query: str, ink: str = "") -> Content:
    """The text with the words of the query marked, also where they are spelt another way."""
    line = Content.styled(text, ink) if ink else Content(text)
    if not query:
        return line
    # compiles expressions that nobody needs before the first letter is typed
    from tui.core.catalog.query import marks

    for start, stop in marks(text, query):
        line = line.stylize(HIT_INK, start, stop)
    return line


def heading(text: str) -> Content:
    """A line that starts a section."""
    return Content.styled(text, STRONG)
