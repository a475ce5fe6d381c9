"""JSON and its differences as lines to read. Signs say what colours say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from textual.content import Content

from tui.core.diff import diff_lines
from tui.core.shown import shown
from tui.theme import BAD, GOOD, MUTED, VALUE

TOKEN_OF_JSON = re.compile(r'(?P<key>"(?:[^"\\]|\\.)*")(?=\s*:)|(?P<text>"(?:[^"\\]|\\.)*")')
PLACEHOLDER = re.compile(r"<[A-Z][A-Z0-9_]*>")
CONTEXT = 3
"""Unchanged lines shown on either side of a change."""
START, STOP = "\ue000", "\ue001"
"""Private-use characters around a value that is to stand out; no checked value can hold them."""
MARKED = re.compile(f"{START}([^{STOP}]*){STOP}")


def pretty_lines(document: object) -> list[str]:
    """The JSON people read, one line each; lists of one short text stay on their line."""
    return _compacted(json.dumps(document, indent=2, ensure_ascii=False)).split("\n")


def json_lines(document: object) -> list[Content]:
    """The document with keys set apart from values."""
    return [inked(line) for line in pretty_lines(document)]


def inked(line: str) -> Content:
    """One line of JSON; marked values and tokens that have no value yet stand out."""
    spans: list[tuple[int, int]] = []
    plain, last = "", 0
    for match in MARKED.finditer(line):
        plain += shown(line[last : match.start()])
        value = shown(match[1])
        spans.append((len(plain), len(plain) + len(value)))
        plain += value
        last = match.end()
    plain += shown(line[last:])
    content = Content(plain)
    for found in TOKEN_OF_JSON.finditer(plain):
        content = content.stylize("$text-primary" if found["key"] else "$foreground 85%", found.start(), found.end())
    for start, stop in spans:
        content = content.stylize(VALUE, start, stop)
    return content.highlight_regex(PLACEHOLDER, style="bold $text-warning")


def diff_text(before: object, after: object) -> Iterator[Content]:
    """What goes, what comes, and what stays close by; long stretches that stay are left out."""
    lines = diff_lines(before, after)
    is_near = [
        any(one.sign != " " for one in lines[max(0, at - CONTEXT) : at + CONTEXT + 1]) for at in range(len(lines))
    ]
    for at, line in enumerate(lines):
        if is_near[at]:
            yield Content.styled(f"{line.sign} {shown(line.text)}", {"+": GOOD, "-": BAD, " ": MUTED}[line.sign])
        elif at and is_near[at - 1]:
            yield Content.styled("  …", MUTED)


def marked(values: Mapping[str, str], tokens: Iterable[str]) -> dict[str, str]:
    """The values with marks around those of the tokens."""
    wanted = set(tokens)
    return {name: f"{START}{value}{STOP}" if name in wanted else value for name, value in values.items()}


def _compacted(text: str) -> str:
    return re.sub(r'\[\s+("(?:[^"\\]|\\.)*")\s+\]', r"[\1]", text)
