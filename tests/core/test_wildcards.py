"""Patterns of IAM against patterns."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.core.iam.wildcards import overlap


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("a*", "*b", True),
        ("a?", "ab", True),
        ("a?", "a", False),
        ("a*c", "abd", False),
        ("*", "", True),
        ("", "", True),
        ("a*", "b*", False),
        ("role/*", "role/app-*", True),
        ("*x*", "?y", True),
        ("*x", "?y", False),
        ("arn:*:s3:::*/*", "arn:aws:s3:::b", False),
        ("arn:*:iam::*:role/*", "arn:aws:iam::123456789012:user/x", False),
    ],
)
def test_two_patterns_overlap_where_some_text_fits_both(one: str, other: str, expected: bool) -> None:
    assert overlap(one, other) is expected
    assert overlap(other, one) is expected


@settings(max_examples=150, deadline=None)
@given(st.text("ab*?", max_size=6), st.text("ab", max_size=6))
def test_against_a_plain_text_it_is_an_ordinary_match(pattern: str, text: str) -> None:
    regex = "".join({"*": ".*", "?": "."}.get(one, one) for one in pattern)

    assert overlap(pattern, text) is bool(re.fullmatch(regex, text))
