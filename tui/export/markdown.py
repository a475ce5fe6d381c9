"""Markdown written from hostile text: nothing in a value can become a heading, a link, a table cell or HTML."""

import re
from collections.abc import Iterable, Sequence

from tui.core.shown import shown

SPECIAL = re.compile(r"([\\`*{}\[\]<>#|~&!]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9]))")
"""What CommonMark and GFM read inside a line; an underscore within a word is none of it."""
LEADING = re.compile(r"^(\s*)([-+=:]|\d+[.)])")
"""What they read at the start of one."""
RUN = re.compile("`+")


def text(value: str) -> str:
    """Words as they are, on one line."""
    escaped = SPECIAL.sub(r"\\\1", shown(value))
    return LEADING.sub(lambda found: f"{found[1]}{_defused(found[2])}", escaped)


def code(value: str) -> str:
    """A code span that holds any backticks."""
    said = shown(value)
    ticks = "`" * (max((len(run) for run in RUN.findall(said)), default=0) + 1)
    pad = " " if said.startswith("`") or said.endswith("`") or not said.strip() else ""
    return f"{ticks}{pad}{said}{pad}{ticks}"


def cell(written: str) -> str:
    """Markdown for a cell of a table: there even code has to escape its bars."""
    return re.sub(r"(?<!\\)\|", r"\\|", written)


def fence(content: str, language: str = "") -> str:
    """Lines of code between fences longer than any inside."""
    said = shown(content.rstrip("\n"), keep_lines=True)
    ticks = "`" * max(3, max((len(run) for run in RUN.findall(said)), default=0) + 1)
    return f"{ticks}{language}\n{said}\n{ticks}\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(map(cell, line))} |\n" for line in lines)


def link(url: str) -> str:
    """An address people can follow; anything else than https is only shown."""
    return f"<{url}>" if re.fullmatch(r"https://[A-Za-z0-9./_%?=&#~+:,@-]+", url) else code(url)


def _defused(mark: str) -> str:
    return f"{mark[:-1]}\\{mark[-1]}"
