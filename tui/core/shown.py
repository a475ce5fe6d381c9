"""The one way for text from users, presets and AWS to a terminal: nothing in it can act, and nothing in it hides."""

import unicodedata

HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
KEPT_FORMATS = frozenset("\u200d\ufe0f")
"""Joins emoji; harmless, and wanted in people's names."""


def shown(text: str, keep_lines: bool = False) -> str:
    """The text with control, direction and zero-width characters made visible: ESC as ␛, U+202E as <U+202E>.

    `keep_lines` lets newlines and tabs through, for text that is shown as lines.
    """
    if text.isprintable():
        return text
    return "".join(_visible(character, keep_lines) for character in text)


def _visible(character: str, keep_lines: bool) -> str:
    if character in KEPT_FORMATS or (keep_lines and character in "\n\t"):
        return character
    if ord(character) < 0x20:
        return chr(0x2400 + ord(character))
    if unicodedata.category(character) in HIDDEN:
        return f"<U+{ord(character):04X}>"
    return character
