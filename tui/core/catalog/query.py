"""What a person typed into the search field, taken apart; and where in a text it stands. Pure, no pydantic."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tui.core.catalog.normalization import fold, has_initials, initials_of, pattern_of, split_pairs, with_places
from tui.core.catalog.pasted_error import meanings

LEAST_OF_AN_ACTION = 4
"""Letters of a word that may be meant as part of an action's name."""
_NUMBER = re.compile(r"<?(\d+)>?(\.\d+)?")


@dataclass(frozen=True)
class Word:
    """One word of a query; all of them have to be found."""

    text: str
    """Folded, never empty."""
    number: str
    """6 or 190.12 where it can be meant as a catalog number, else ""."""
    action: str
    """kinesis:putrecord where it is written as an IAM action, else ""."""

    @property
    def is_operation(self) -> bool:
        """Whether it is an operation of whatever service: *:createfunction. A whole name, never its beginning."""
        return self.action.startswith("*:")

    @property
    def is_letter(self) -> bool:
        """Whether it is one Latin letter or digit, which stands somewhere in everything."""
        return len(self.text) == 1 and self.text.isascii()

    @property
    def has_initials(self) -> bool:
        """Whether single consonants in it stand for syllables."""
        return has_initials(self.text)

    @property
    def pattern(self) -> re.Pattern[str]:
        """Finds it in a folded text."""
        return pattern_of(self.text)

    @property
    def initials(self) -> str:
        """The word with every syllable as its initial consonant."""
        return initials_of(self.text)


def words_of(query: str) -> tuple[Word, ...]:
    """The words; what is nothing but punctuation is none."""
    found = []
    for raw in split_pairs(query).split():
        if text := fold(raw):
            same = unicodedata.normalize("NFKC", raw).casefold()
            number = _NUMBER.fullmatch(same)
            action = same if ":" in same.strip(":") else ""
            found.append(Word(text, number[1] + (number[2] or "") if number else "", action))
    return tuple(found)


def number_of(catalog: str) -> str:
    """190.12 of "<190>.12"; "" for a source that is no number."""
    number = _NUMBER.fullmatch(catalog)
    return number[1] + (number[2] or "") if number else ""


def grants(pattern: str, action: str) -> bool:
    """Whether an action of a policy takes in the other one; both in lower case, * and ? as IAM reads them."""
    head = pattern.partition("*")[0].partition("?")[0]
    return action.startswith(head) and bool(_expression(pattern).fullmatch(action))


@lru_cache(maxsize=1024)
def _expression(pattern: str) -> re.Pattern[str]:
    # atomic groups: each part is looked for once, so that a stranger's `*a*a*a*a` cannot keep the screen waiting
    head, *parts = (re.escape(part).replace(r"\?", ".") for part in pattern.split("*"))
    tail = parts.pop() if parts else None
    between = "".join(f"(?>.*?{part})" for part in parts if part)
    return re.compile(head + between + (f".*{tail}" if tail is not None else ""), re.DOTALL)


def marks(text: str, query: str) -> Iterator[tuple[int, int]]:
    """(first, after the last) of every place in the text where a word of the query stands, however it is spelt there.

    For a catalog number, the digits.
    """
    words = _every_word(query)
    if not words:
        return
    folded, places = with_places(text)
    for word in words:
        for found in word.pattern.finditer(folded):
            yield places[found.start()][0], places[found.end() - 1][1]


def _every_word(query: str) -> list[Word]:
    return [word for meaning in meanings(query) for word in words_of(meaning)]


def granting(actions: tuple[str, ...], query: str) -> tuple[str, ...]:
    """Those of the actions of a preset because of which the query finds it."""
    words = _every_word(query)
    return tuple(
        action
        for action in actions
        if any(
            word.text in fold(action) or (word.action and grants(action.lower(), word.action))
            for word in words
            if word.action or len(word.text) >= LEAST_OF_AN_ACTION
        )
    )
