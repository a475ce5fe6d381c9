"""The preset's template beside what it became: where each value landed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from textual.content import Content

from tui.core.catalog.card import documents
from tui.core.plan.review import Review
from tui.core.preset.tokens import chosen, filled, tokens_in
from tui.core.shown import shown
from tui.theme import MUTED, STRONG, TITLE, VALUE
from tui.widgets.json_text import inked, marked, pretty_lines
from tui.widgets.say import Say

BEFORE, AFTER = "‹ ", "› "


def filled_page(review: Review, say: Say) -> list[Content]:
    """The values first, with how often each one landed; then every document, lines with a value twice."""
    values = review.answers.values
    template = chosen(review.preset.resources, review.answers.choices)
    there = list(_documents(template, say))
    if not there:
        return [Content.styled(say("review.no_documents"), MUTED)]
    counts = Counter(tokens_in(template))
    lines = [_value_line(token, values.get(token, ""), counts[token], say) for token in sorted(counts)]
    lines += [Content(""), Content.styled(f"{BEFORE}{say('filled.template')}   {AFTER}{say('filled.result')}", MUTED)]
    result = _documents(filled(template, marked(values, values)), say)
    for (name, before), (marked_name, after) in zip(there, result, strict=True):
        lines += [Content(""), *_pair(name, marked_name, TITLE)]
        for old, new in zip(pretty_lines(before), pretty_lines(after), strict=True):
            lines += _pair(old, new, "")
    return lines


def _documents(tree: Any, say: Say) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(what it is called, document) of the chosen branches."""
    for item in tree:
        kind, resource = next(iter(item.items()))
        for name, document in documents(resource):
            key = f"kind.{kind.replace('_', '-')}" if name == "document" else f"part.{name}"
            label = say(key) if say.has(key) else name
            yield f"{resource.get('name', '')}  {label}".strip(), document


def _pair(before: str, after: str, ink: str) -> list[Content]:
    """One line where nothing was filled in, else the template's and what became of it."""
    if before == after:
        return [inked(f"  {before}").stylize(ink) if ink else inked(f"  {before}")]
    told = inked(after)
    return [
        Content.styled(BEFORE + shown(before), MUTED),
        Content.styled(AFTER, "bold") + (told.stylize(ink) if ink else told),
    ]


def _value_line(token: str, value: str, count: int, say: Say) -> Content:
    return Content.assemble(
        (f"<{token}>", "bold $text-warning"),
        ("  ", ""),
        (shown(value), VALUE if value else STRONG),
        (f"  {say('filled.places', count=count)}", MUTED),
    )
