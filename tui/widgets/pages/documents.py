"""Every document in full: each statement under its reason and a sentence, wildcards unfolded, who can assume a role."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from textual.content import Content

from tui.core.actions import ActionList
from tui.core.phrase import worded
from tui.core.policy import statements_of
from tui.core.preset import Preset
from tui.core.resources import ManagedPolicy, Resource, documents_of
from tui.core.sentences import sentence_of, unfolded
from tui.core.shown import shown
from tui.core.tokens import filled
from tui.core.wizard import Review
from tui.theme import MUTED, PLAIN, TITLE
from tui.widgets.json_text import inked, pretty_lines
from tui.widgets.reading import Reading
from tui.widgets.say import Say
from tui.widgets.sentence_lines import sentence_lines

Notes = Callable[[int, Mapping[str, Any]], Iterator[Content]]
"""(number, statement) -> what is said above the statement."""


def documents_page(review: Review, say: Say, reading: Reading | None = None) -> list[Content]:
    """Every document in full."""
    reading = reading or Reading()
    lines: list[Content] = []
    reasons = _reasons(review.preset, review.answers.values)
    for resource in review.blueprint.resources:
        for name, document in documents_of(resource).items():
            lines += [Content.styled(f"{shown(resource.address)}  {shown(name)}", TITLE)]
            notes = partial(_notes, review.actions, say, reading, partial(_reason, reasons, _key(resource, name), say))
            lines += _document(document, notes)
            if name == "trust" and reading.in_words:
                lines += _who(document, say)
            lines.append(Content(""))
    return lines or [Content.styled(say("review.no_documents"), MUTED)]


def _notes(
    actions: ActionList,
    say: Say,
    reading: Reading,
    reason: Callable[[int, str], str],
    number: int,
    statement: Mapping[str, Any],
) -> Iterator[Content]:
    if why := reason(number, str(statement.get("Sid", ""))):
        yield Content.styled(f"# {shown(why)}", "italic $text-success")
    is_trust = "Principal" in statement and "Resource" not in statement
    if reading.in_words and not is_trust:
        yield from sentence_lines(statement, actions, say, all_names=reading.all_names)


def _who(document: Mapping[str, Any], say: Say) -> Iterator[Content]:
    yield Content.styled(say("review.who"), MUTED)
    for statement in statements_of(document):
        yield Content.styled(f"→ {shown(worded(sentence_of(statement), say))}", PLAIN).pad_left(2)


def _document(document: Mapping[str, object], notes: Notes) -> Iterator[Content]:
    """The document's lines, with what is said of each statement above it."""
    statements = statements_of(document)
    for line in pretty_lines({**document, "Statement": []}):
        if '"Statement"' not in line:
            yield inked(line)
            continue
        yield inked('  "Statement": [')
        for number, statement in enumerate(statements, start=1):
            yield from (one.pad_left(4) for one in notes(number, statement))
            comma = "," if number < len(statements) else ""
            body = pretty_lines(statement)
            yield from (inked(one).pad_left(4) for one in [*body[:-1], body[-1] + comma])
        yield inked("  ]" + ("," if line.rstrip().endswith(",") else ""))


def _key(resource: Resource, name: str) -> str:
    """What the preset's reasons call a document: "trust", the inline policy's name, the managed policy's name."""
    return resource.name if isinstance(resource, ManagedPolicy) else name.removeprefix("inline/")


Reasons = Mapping[str, tuple[Mapping[str, str], str]]
"""By Sid or "<document>[<number>]": texts by language, and who says so."""


def _reason(reasons: Reasons, document: str, say: Say, number: int, sid: str) -> str:
    found = reasons.get(sid) or reasons.get(f"{document}[{number}]")
    if found is None:
        return ""
    text, source = found
    return f"{text[say.language]} ({say('review.reason.ours')})" if source == "ours" else text[say.language]


def _reasons(preset: Preset, values: Mapping[str, str]) -> Reasons:
    return {
        filled(key, values): ({language: reason.by(language) for language in ("en", "ko", "ja")}, reason.source)
        for key, reason in preset.statements.items()
    }


def has_wildcards(review: Review) -> bool:
    """Whether some action of the documents stands for several."""
    documents = (document for one in review.blueprint.resources for document in documents_of(one).values())
    return any(unfolded(statement, review.actions) for one in documents for statement in statements_of(one))
