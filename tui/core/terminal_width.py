"""How wide text is on a terminal: Korean, Japanese and full-width characters take two cells. Pure."""

import unicodedata


def cells(text: str) -> int:
    """Cells the text takes; marks that sit on another character take none."""
    if text.isascii():
        return len(text)
    return sum(_width(one) for one in text)


def cut(text: str, width: int) -> str:
    """The text, shortened with "…" where it is wider."""
    if cells(text) <= width:
        return text
    kept, used = "", 0
    for one in text:
        used += _width(one)
        if used > width - 1:
            break
        kept += one
    return f"{kept}…"


def padded(text: str, width: int) -> str:
    """The text with spaces up to the width."""
    return text + " " * max(0, width - cells(text))


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
