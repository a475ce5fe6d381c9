"""Texts made comparable: what people type for the same thing becomes the same characters.

Letter case, full- and half-width forms, composed and decomposed letters, katakana and hiragana, the long vowel mark,
spaces, hyphens and all other punctuation make no difference. Hangul initial consonants stay what they are, one by one,
and stand for every syllable that begins with them.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
"""In the order of the syllables; each begins 588 of them."""
FIRST_SYLLABLE, SYLLABLES_PER_INITIAL = 0xAC00, 588

_NOISE = re.compile(r"[^\w\n]+|[_ー]+")
"""The long vowel mark too: ロードバランサー is often written without its last one. Line breaks separate texts."""
_HUMPS = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*")
_GAPS = re.compile(r"[\W_]+")
_KATAKANA = re.compile("[ァ-ヶヽヾ]+")
_TO_HIRAGANA = {code: code - 0x60 for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
_CONJOINING = re.compile("[\u1100-\u1112]")
_TO_LETTERS = {0x1100 + at: letter for at, letter in enumerate(INITIALS)}
_PAIRS = str.maketrans(
    {"ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ"}
    | {"ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ"}
)
"""Input methods join two consonants typed in a row into one letter."""
_HAS_INITIAL = re.compile(f"[{INITIALS}]")
_VOICED_MARKS = "\uff9e\uff9f"


def fold(text: str) -> str:
    """The text as it is compared: letters, digits and line breaks only."""
    return _NOISE.sub("", _same_forms(text))


def fold_words(text: str) -> str:
    """The folded words of a text, a space before each."""
    return "".join(f" {fold(word)}" for word in _GAPS.split(_same_forms(text)) if word)


def fold_action(action: str) -> str:
    """An action's folded words, a space before each: of kinesis:PutRecord kinesis, putrecord, put and record."""
    name = action.partition(":")[2]
    return fold_words(f"{action} {' '.join(_HUMPS.findall(name))}")


def decomposed(folded: str) -> str:
    """Every Hangul syllable as its letters, for comparing mistyped words."""
    return unicodedata.normalize("NFD", folded)


def split_pairs(query: str) -> str:
    """What was typed, with joined consonants apart again: ㄳ as ㄱㅅ."""
    return query.translate(_PAIRS)


def has_initials(folded: str) -> bool:
    """Whether single consonants stand in it for syllables."""
    return bool(_HAS_INITIAL.search(folded))


def initials_of(folded: str) -> str:
    """Every Hangul syllable as its initial consonant, the rest as it is."""
    return folded.translate(_to_initials())


def pattern_of(folded: str) -> re.Pattern[str]:
    """Finds a folded query in a folded text; a single consonant takes any syllable that begins with it."""
    return re.compile("".join(_one_of(letter) if letter in INITIALS else re.escape(letter) for letter in folded))


@lru_cache(maxsize=4096)
def with_places(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The folded text, and for each of its characters where in the text it comes from: (first, after the last).

    Remembered: the rows on the screen are drawn again at every key.
    """
    folded, places = [], []
    for start, stop in _clusters(text):
        part = fold(text[start:stop]).replace("\n", "")
        folded.append(part)
        places += [(start, stop)] * len(part)
    return "".join(folded), places


def _same_forms(text: str) -> str:
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    if _KATAKANA.search(text):
        text = _KATAKANA.sub(_hiragana, text)
    return text.translate(_TO_LETTERS) if _CONJOINING.search(text) else text


def _hiragana(katakana: re.Match[str]) -> str:
    return katakana[0].translate(_TO_HIRAGANA)


@cache
def _to_initials() -> dict[int, str]:
    """All 11,172 syllables; a regular expression with a function would take three times as long per text."""
    count = len(INITIALS) * SYLLABLES_PER_INITIAL
    return {FIRST_SYLLABLE + at: INITIALS[at // SYLLABLES_PER_INITIAL] for at in range(count)}


def _one_of(initial: str) -> str:
    first = FIRST_SYLLABLE + INITIALS.index(initial) * SYLLABLES_PER_INITIAL
    return f"[{initial}{chr(first)}-{chr(first + SYLLABLES_PER_INITIAL - 1)}]"


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Runs of characters that only together become one: a letter and its marks, the parts of a syllable."""
    start = 0
    for at in range(1, len(text)):
        if not _joins(text[at]):
            yield start, at
            start = at
    if text:
        yield start, len(text)


def _joins(character: str) -> bool:
    return (
        character in _VOICED_MARKS
        or "\u1160" <= character <= "\u11ff"
        or "\u314f" <= character <= "\u3163"
        or unicodedata.category(character)[0] == "M"
    )
