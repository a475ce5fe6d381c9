"""Texts made comparable: properties that hold for whatever is typed, and where a hit is marked."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tui.core.catalog.entries import CatalogEntry
from tui.core.catalog.normalization import fold, initials_of, with_places
from tui.core.catalog.query import granting, grants, marks
from tui.core.catalog.search import INSIDE, CatalogSearch

HALF_WIDTH = dict(
    zip("アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモ", range(0xFF71, 0xFF94), strict=True)
)
PIECES = (
    "a",
    "Z",
    "9",
    " ",
    "-",
    "_",
    "ß",
    "é",
    "각",
    "람",
    "다",
    "ㄱ",
    "ㅎ",
    "ラ",
    "ダ",
    "ー",
    "ﾗ",
    "ﾀﾞ",
    "ﾊﾟ",
    "漢",
    "Ａ",
    "～",
    "・",
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
LATIN = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=20)
KATAKANA = st.text(st.sampled_from(list(HALF_WIDTH)), max_size=12)
HANGUL = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=8)
NOISE = st.text(st.sampled_from(" -_/.()・　"), max_size=3)


@given(LATIN)
def test_full_width_forms_are_the_same(text: str) -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in text)

    assert fold(wide) == fold(text) == fold(text.swapcase())


@given(KATAKANA)
def test_half_width_katakana_katakana_and_hiragana_are_the_same(text: str) -> None:
    half = "".join(chr(HALF_WIDTH[letter]) for letter in text)
    hiragana = "".join(chr(ord(letter) - 0x60) for letter in text)

    assert fold(half) == fold(hiragana) == fold(text)


@given(TEXTS)
def test_composed_and_decomposed_letters_are_the_same(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(LATIN, NOISE, HANGUL)
def test_spaces_and_hyphens_make_no_difference(before: str, noise: str, after: str) -> None:
    assert fold(before + noise + after) == fold(before + after)


@given(TEXTS)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
def test_every_folded_character_comes_from_somewhere_in_the_text(text: str) -> None:
    folded, places = with_places(text)

    assert folded == fold(text)
    assert len(places) == len(folded)
    assert all(0 <= start < stop <= len(text) for start, stop in places)


def titled(title: str) -> CatalogEntry:
    return CatalogEntry("x", "own", "s", "g", "n", {"en": title}, {"en": ""}, (), (), ())


@given(HANGUL, HANGUL, HANGUL)
def test_initial_consonants_find_their_syllables_alone_and_mixed_with_them(before: str, text: str, after: str) -> None:
    search = CatalogSearch([titled(before + text + after)])
    mixed = text[0] + initials_of(text[1:])

    assert len(search.find(initials_of(text))) == 1
    assert len(search.find(mixed)) == 1


@given(TEXTS, st.integers(0, 11), st.integers(2, 12))
def test_whatever_stands_in_a_title_finds_it(title: str, start: int, length: int) -> None:
    part = fold(title)[start : start + length]
    # few Latin letters are looked for at the beginning of words
    assume(len(part) != 1 and not (part.isascii() and len(part) < INSIDE and start))

    assert len(CatalogSearch([titled(title)]).find(part)) == 1


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Lambda function", "lambda", ["Lambda"]),
        ("Lambda function", "func lam", ["func", "Lam"]),
        ("람다 함수", "ㄹㄷ", ["람다"]),
        ("람다 함수", "람ㄷ", ["람다"]),
        ("람다 함수", "ㄷㅎ", ["다 함"]),
        ("ラムダ関数", "ﾗﾑﾀﾞ", ["ラムダ"]),
        ("ﾗﾑﾀﾞ関数", "らむだ", ["ﾗﾑﾀﾞ"]),
        ("VPC Flow Logs", "flowlogs", ["Flow Logs"]),
        ("<190>.12", "190.12", ["190>.12"]),
        ("ｅｃ２", "EC2", ["ｅｃ２"]),
        ("Straße", "strasse", ["Straße"]),
        ("Lambda", "zzz", []),
        ("Lambda", "<", []),
        ("", "x", []),
    ],
)
def test_a_hit_is_marked_where_it_stands_however_it_is_spelt(text: str, query: str, marked: list[str]) -> None:
    assert [text[start:stop] for start, stop in marks(text, query)] == marked


@pytest.mark.parametrize(
    ("pattern", "action", "expected"),
    [
        ("kinesis:putrecord", "kinesis:putrecord", True),
        ("kinesis:put*", "kinesis:putrecord", True),
        ("kinesis:*", "kinesis:putrecord", True),
        ("*", "kinesis:putrecord", True),
        ("kinesis:get*", "kinesis:putrecord", False),
        ("kinesis:*records", "kinesis:putrecord", False),
        ("kinesis:*rec*", "kinesis:putrecord", True),
        ("kinesis:put?ecord", "kinesis:putrecord", True),
        ("kinesis:p[u]t*", "kinesis:putrecord", False),
        ("ecs:submit*change", "ecs:submittaskstatechange", True),
        ("a*" * 40 + "b", "a" * 60, False),
    ],
)
def test_wildcards_grant_as_in_iam(pattern: str, action: str, expected: bool) -> None:
    assert grants(pattern, action) is expected


def test_the_actions_a_query_found_an_entry_by_are_told() -> None:
    actions = ("kinesis:Put*", "s3:GetObject", "kinesis:GetRecords")

    assert granting(actions, "kinesis:PutRecord") == ("kinesis:Put*",)
    assert granting(actions, "getobject") == ("s3:GetObject",)
    assert granting(actions, "s3") == ()
