"""JSON as lines to read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from textual.content import Content

from tui.core.shown import shown
from tui.theme import VALUE

TOKEN_OF_JSON = re.compile(r'(?P<key>"(?:[^"\\]|\\.)*")(?=\s*:)|(?P<text>"(?:[^"\\]|\\.)*")')
PLACEHOLDER = re.compile(r"<[A-Z][A-Z0-9_]*>")
START, STOP = "\ue000", "\ue001"
"""Private-use characters around a value that is to stand out; no checked value can hold them."""
MARKED = re.compile(f"{START}([^{STOP}]*){STOP}")


def pretty_lines(document: object) -> list[str]:
    """The JSON people read, one line each; lists of one short text stay on their line."""
    return _compacted(json.dumps(document, indent=2, ensure_ascii=False)).split("\n")


def json_lines(document: object) -> list[Content]:
    """The document with keys set apart from values."""
    return [inked(line) for line in pretty_lines(document)]


@lru_cache(maxsize=8192)
def inked(line: str) -> Content:
    """One line of JSON; marked values and tokens that have no value yet stand out.

    Kept, since a form shows the same lines again at every letter.
    """
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


def marked(values: Mapping[str, str], tokens: Iterable[str]) -> dict[str, str]:
    """The values with marks around those of the tokens."""
    wanted = set(tokens)
    return {name: f"{START}{value}{STOP}" if name in wanted else value for name, value in values.items()}


def _compacted(text: str) -> str:
    return re.sub(r'\[\s+("(?:[^"\\]|\\.)*")\s+\]', r"[\1]", text)
