"""Texts as translators write them (.po) compiled to what gettext reads (.mo), as `msgfmt` of the standard library's
sources does it: in memory for a plain checkout, to files when a wheel is built.
"""

import re
import struct
from collections.abc import Iterator
from pathlib import Path

MAGIC = 0x950412DE
ESCAPED = re.compile(r"\\(.)")
MEANT = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}


def compiled(text: str) -> bytes:
    """The bytes of a .mo file for the text of a .po file.

    Raises ValueError, with the line, for what is neither a keyword nor a string.
    """
    messages = sorted((key.encode(), value.encode()) for key, value in _messages(text) if value)
    keys_at = 7 * 4
    values_at = keys_at + 8 * len(messages)
    text_at = values_at + 8 * len(messages)
    table: list[int] = []
    body = b""
    for column in (0, 1):
        for message in messages:
            table += [len(message[column]), text_at + len(body)]
            body += message[column] + b"\0"
    head = struct.pack("<7I", MAGIC, 0, len(messages), keys_at, values_at, 0, text_at)
    return head + struct.pack(f"<{len(table)}I", *table) + body


def _messages(text: str) -> Iterator[tuple[str, str]]:
    """(key, text) of every message; of one with a plural, both keys and all its texts, each parted by a zero byte."""
    parts: dict[str, str] = {}
    now = ""
    for number, line in enumerate([*text.splitlines(), 'msgid ""'], start=1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        keyword, _, rest = ("", "", line) if line.startswith('"') else line.partition(" ")
        if keyword == "msgid" and "msgid" in parts:
            yield _message(parts)
            parts = {}
        now = keyword or now
        if not now.startswith("msg") or not rest.startswith('"'):
            raise ValueError(f"line {number}: {line}")
        parts[now] = parts.get(now, "") + ESCAPED.sub(lambda found: MEANT[found[1]], rest[1:-1])


def _message(parts: dict[str, str]) -> tuple[str, str]:
    if "msgid_plural" not in parts:
        return parts["msgid"], parts["msgstr"]
    texts = [parts[name] for name in sorted(parts) if name.startswith("msgstr[")]
    return f"{parts['msgid']}\0{parts['msgid_plural']}", "\0".join(texts)


def compile_folder(folder: Path) -> list[Path]:
    """Writes the .mo beside every .po below the folder, and says which."""
    written = []
    for source in sorted(folder.rglob("*.po")):
        target = source.with_suffix(".mo")
        target.write_bytes(compiled(source.read_text(encoding="utf-8")))
        written.append(target)
    return written
