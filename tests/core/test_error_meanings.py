"""Errors of AWS in every form people paste them: the entry that solves it, or the sentence that says what to do."""

import json
from pathlib import Path

import pytest
from test_search_table import SEARCH

from tui.core.catalog.pasted_error import KNOWN, known_error
from tui.i18n import LANGUAGES, Translator

ERRORS: list[tuple[str, str, str | None]] = [
    tuple(one) for one in json.loads((Path(__file__).parents[1] / "golden" / "aws_errors.json").read_text("utf-8"))
]
"""What was printed, the sentence it means, and the entry that solves it."""


@pytest.mark.parametrize(("text", "code", "entry"), ERRORS)
def test_an_error_gives_its_sentence_and_the_entry_that_solves_it(text: str, code: str, entry: str | None):
    meaning = known_error(text)

    assert meaning is not None
    assert meaning.code == code
    for language in LANGUAGES:
        said = Translator(language)(f"pasted.{code}", **meaning.fields)
        assert said != f"pasted.{code}"
        assert "{" not in said
    if entry:
        found = [one.id for one in SEARCH.find(text)]
        ids = {one.id for one in SEARCH.entries}
        assert entry in found[:3] or entry not in ids


def test_every_known_error_has_its_sentence_in_three_languages():
    codes = {one.code for one in KNOWN} | {"no_allow", "denied", "denied_operation"}

    assert {one for one in codes for language in LANGUAGES if not Translator(language).has(f"pasted.{one}")} == set()


@pytest.mark.parametrize(
    "query", ["", "lambda", "vpc flow logs", "task execution role", "권한 경계", "a role for reading a bucket"]
)
def test_what_somebody_looks_for_is_no_error(query: str):
    assert known_error(query) is None
