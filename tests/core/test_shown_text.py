"""Nothing in a text from users, presets or AWS can act on the terminal, and nothing in it hides."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.shown import shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain text", "plain text"),
        ("역할 ロール é", "역할 ロール é"),
        ("a\u3000b", "a\u3000b"),
        ("👩\u200d💻 ❤\ufe0f", "👩\u200d💻 ❤\ufe0f"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
        ("\x1b]0;PWNED\x07", "␛]0;PWNED␇"),
        ("a\x00b\r\n\t\x08", "a␀b␍␊␉␈"),
        ("\x7f\x9b", "<U+007F><U+009B>"),
        ("role\u202egpj.exe", "role<U+202E>gpj.exe"),
        ("zero\u200bwidth", "zero<U+200B>width"),
        ("line\u2028para\u2029", "line<U+2028>para<U+2029>"),
        ("\udcff", "<U+DCFF>"),
        ("\ue000", "<U+E000>"),
        ("", ""),
    ],
)
def test_what_could_act_or_hide_is_made_visible(text: str, expected: str):
    assert shown(text) == expected


def test_lines_and_tabs_may_stay_where_text_is_shown_as_lines():
    assert shown("a\n\tb\r\x1b", keep_lines=True) == "a\n\tb␍␛"


@given(st.text())
def test_no_control_character_ever_gets_through(text: str):
    assert {"Cc", "Cs", "Zl", "Zp"}.isdisjoint(map(unicodedata.category, shown(text)))


@given(st.text(st.characters(categories=["L", "N", "P", "S"])))
def test_ordinary_text_is_left_as_it_is(text: str):
    assert shown(text) == text


@given(st.text())
def test_text_that_was_made_visible_stays_as_it_is(text: str):
    assert shown(shown(text)) == shown(text)
