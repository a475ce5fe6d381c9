"""Every document in full, each statement under its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from textual.content import Content

from tui.core.policy import statements_of
from tui.core.preset import Preset
from tui.core.resources import ManagedPolicy, Resource, documents_of
from tui.core.shown import shown
from tui.core.tokens import filled
from tui.core.wizard import Review
from tui.theme import MUTED, TITLE
from tui.widgets.json_text import inked, pretty_lines
from tui.widgets.say import Say


def documents_page(review: Review, say: Say) -> list[Content]:
    """Every document in full, each statement under its reason."""
    lines: list[Content] = []
    for resource in review.blueprint.resources:
        for name, document in documents_of(resource).items():
            lines += [Content.styled(f"{shown(resource.address)}  {shown(name)}", TITLE)]
            lines += [*_document(document, partial(_reason, review, _key(resource, name), say)), Content("")]
    return lines or [Content.styled(say("review.no_documents"), MUTED)]


def _document(document: Mapping[str, object], reason: Callable[[int, str], str]) -> Iterator[Content]:
    """The document's lines, with the reason of each statement above it."""
    statements = statements_of(document)
    for line in pretty_lines({**document, "Statement": []}):
        if '"Statement"' not in line:
            yield inked(line)
            continue
        yield inked('  "Statement": [')
        for index, statement in enumerate(statements, start=1):
            why = reason(index, str(statement.get("Sid", "")))
            if why:
                yield Content.styled(f"    # {shown(why)}", "italic $text-success")
            comma = "," if index < len(statements) else ""
            body = pretty_lines(statement)
            yield from (inked(one).pad_left(4) for one in [*body[:-1], body[-1] + comma])
        yield inked("  ]" + ("," if line.rstrip().endswith(",") else ""))


def _key(resource: Resource, name: str) -> str:
    """What the preset's reasons call a document: "trust", the inline policy's name, the managed policy's name."""
    return resource.name if isinstance(resource, ManagedPolicy) else name.removeprefix("inline/")


def _reason(review: Review, document: str, say: Say, index: int, sid: str) -> str:
    reasons = _reasons(review.preset, review.answers.values)
    found = reasons.get(sid) or reasons.get(f"{document}[{index}]")
    if found is None:
        return ""
    text, source = found
    return f"{text[say.language]} ({say('review.reason.ours')})" if source == "ours" else text[say.language]


def _reasons(preset: Preset, values: Mapping[str, str]) -> dict[str, tuple[dict[str, str], str]]:
    return {
        filled(key, values): ({language: reason.by(language) for language in ("en", "ko", "ja")}, reason.source)
        for key, reason in preset.statements.items()
    }
