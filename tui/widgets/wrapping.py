"""Lines broken where readers of each script expect it: Latin and Korean between words, Japanese between characters.

Textual breaks at spaces only, so a Japanese sentence, which has none, would move to the next row as a whole.
"""

import re
from functools import cache

from rich.cells import cell_len
from textual.content import Content

CJK = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f"
"""Kana and Han. Hangul is not among them: Korean is written with spaces between words."""
OPENING, CLOSING = (
    "「『（［｛〈《【(",
    "、。，．・：；？！」』）］｝〉》】ーぁぃぅぇぉっゃゅょァィゥェォッャュョ％,.:;?!)",
)
LEAD = re.compile(r"(?:[ +\-~=·✓✗▶!]|\d+(?=  ))* +|")
"""What a wrapped line's next rows are indented by: its own indent, signs included, and a number in its column."""


@cache
def chunks(is_ascii: bool) -> re.Pattern[str]:
    """What is never broken, piece by piece. Compiling the classes of Kana and Han takes 3 ms: Latin goes without."""
    # no letter of ASCII may stand alone; NUL is in no text that is shown
    alone = "\0" if is_ascii else CJK
    opening, closing = (re.escape("".join(filter(str.isascii, one)) if is_ascii else one) for one in (OPENING, CLOSING))
    return re.compile(rf"\s+|[{opening}]*(?:[{alone}]|[^\s{alone}{opening}]+|[{opening}]+)[{closing}]*")


def wrap(line: Content, width: int) -> list[Content]:
    """The line in rows of at most `width` cells; what has no place to break is folded, nothing is lost but spaces."""
    rows, start, end, used = [], 0, 0, 0
    for chunk in chunks(line.plain.isascii()).finditer(line.plain):
        cells = cell_len(chunk[0])
        if used + cells > width and used and not chunk[0].isspace():
            rows.append(line[start:end].rstrip())
            start, used = chunk.start(), 0
        while used + cells > width and not chunk[0].isspace():
            cut = _cells_to_length(line.plain[start : chunk.end()], width)
            rows.append(line[start : start + cut])
            start, used = start + cut, 0
            cells = cell_len(line.plain[start : chunk.end()])
        used += cells
        end = chunk.end()
    return [*rows, line[start:].rstrip()]


def hung(line: Content, width: int) -> list[Content]:
    """As wrap; where the line is indented or signed, its next rows stand two cells further in."""
    lead = LEAD.match(line.plain)
    indent = min(lead.end() if lead else 0, width // 2)
    if not indent:
        return wrap(line, width)
    first, *rest = wrap(line[indent:], width - indent - 2)
    return [line[:indent] + first, *(one.pad_left(indent + 2) for one in rest)]


def _cells_to_length(text: str, width: int) -> int:
    """How many characters fit into the cells; at least one."""
    cells = 0
    for count, character in enumerate(text):
        cells += cell_len(character)
        if cells > width:
            return max(1, count)
    return len(text)
