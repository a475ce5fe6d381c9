"""Every document in full: each statement under its reason and a sentence, wildcards unfolded, who can assume a role."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from textual.content import Content

from tui.core.iam.actions import ActionList
from tui.core.iam.policy import statements_of
from tui.core.kinds import Resource, documents_of
from tui.core.phrase import worded
from tui.core.plan.review import Review
from tui.core.preset.reasons import Reasons, reason_for, reasons_of
from tui.core.sentences import sentence_of, unfolded
from tui.core.shown import shown
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
    reasons = reasons_of(review.preset, review.answers.values)
    for resource in review.blueprint.resources:
        for name, document in documents_of(resource).items():
            lines += [Content.styled(f"{shown(resource.address)}  {shown(name)}", TITLE)]
            notes = partial(_notes, review.actions, say, reading, partial(_reason, reasons, resource, name, say))
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


def _reason(reasons: Reasons, resource: Resource, part: str, say: Say, number: int, sid: str) -> str:
    reason = reason_for(reasons, resource, part, number, sid)
    if reason is None:
        return ""
    text = reason.by(say.language)
    return f"{text} ({say('review.reason.ours')})" if reason.source == "ours" else text


def has_wildcards(review: Review) -> bool:
    """Whether some action of the documents stands for several."""
    documents = (document for one in review.blueprint.resources for document in documents_of(one).values())
    return any(unfolded(statement, review.actions) for one in documents for statement in statements_of(one))
