"""What stands over the catalog's list: how much is listed, which filters are on, what is still being read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual.content import Content

from tui.core.catalog.entries import Catalog, CatalogEntry
from tui.core.catalog.filters import Filters
from tui.core.shown import shown
from tui.theme import BAD, MUTED, STRONG, VALUE
from tui.widgets.say import Say

GAP = "  ·  "


def head(
    count: int,
    catalog: Catalog,
    filters: Filters,
    reading: tuple[int, int],
    say: Say,
    query: str = "",
    read_as: str = "",
) -> Content:
    """One line; what is unusual about the list is written stronger."""
    total = len(catalog.entries)
    parts = [Content.styled(_count(count, total, say), MUTED)]
    if query and (names := _named_in_error(query)):
        parts.append(Content.styled(say("pick.from_error", names=shown(names)), VALUE))
    if read_as:
        parts.append(Content.styled(say("pick.read_as", words=shown(read_as)), VALUE))
    if filters.need:
        parts.append(Content.styled(say("pick.filter.need", value=say(f"pick.need.{filters.need}")), VALUE))
    if filters.group:
        parts.append(Content.styled(say("pick.filter.group", value=say(f"group.{filters.group}")), VALUE))
    if reading[1]:
        parts.append(Content.styled(say("pick.reading", done=f"{reading[0]:,}", total=f"{reading[1]:,}"), STRONG))
    if catalog.broken:
        parts.append(Content.styled(f"✗ {say('pick.broken.count', count=f'{len(catalog.broken):,}')}", BAD))
    return Content(GAP).join(parts)


def nothing(query: str, found: Sequence[CatalogEntry], filters: Filters, say: Say) -> Content:
    """Why the list is empty, and which key helps."""
    parts: list[Content | str | tuple[str, str]] = [(say("pick.nothing", query=shown(query)), STRONG), "\n\n"]
    if not found:
        return Content("\n").join(
            [*error_lines(query, say)] or [Content.assemble(*parts, (say("pick.nothing.try"), MUTED))]
        )
    parts = [(say("pick.nothing.filtered"), STRONG), "\n\n"]
    without_need = len(replace(filters, need="").narrow(found))
    without_group = len(replace(filters, group="").narrow(found))
    if filters.need and without_need:
        parts.append(say("pick.nothing.need", count=without_need) + "\n")
    if filters.group and without_group:
        parts.append(say("pick.nothing.group", count=without_group) + "\n")
    if not without_need and not without_group:
        parts.append(say("pick.nothing.both", count=len(found)) + "\n")
    return Content.assemble(*parts, "\n", (say("pick.nothing.clear"), MUTED))


def error_lines(query: str, say: Say) -> list[Content]:
    """What a pasted error means and what to do; nothing where the query is none that is known."""
    if not query:
        return []
    from tui.core.catalog.pasted_error import known_error

    meaning = known_error(query)
    if not meaning:
        return []
    fields = {name: shown(value) for name, value in meaning.fields.items()}
    return [Content.styled(say(f"pasted.{meaning.code}", **fields), VALUE), Content("")]


def _named_in_error(query: str) -> str:
    # compiles expressions that nobody needs before the first letter is typed
    from tui.core.catalog.pasted_error import meanings

    found = meanings(query)
    return "" if found == (query,) else ", ".join(one.removeprefix("*:") for one in found)


def _count(count: int, total: int, say: Say) -> str:
    if count == total:
        return say("pick.count", total=f"{total:,}")
    return say("pick.count.of", count=f"{count:,}", total=f"{total:,}")
