"""The answers to a journey, kept for another day."""

import stat
from pathlib import Path

import pytest

from tui.store.journey_answers import JourneyAnswers

GIVEN = {"SPACE": "레이크하우스", "MANAGEMENT_TRUST": '{"Statement": []}'}


def test_what_is_kept_is_read_again_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    answers = JourneyAnswers(tmp_path / "journeys")

    answers.keep("lake", {"SPACE": "one"})
    answers.keep("lake", GIVEN)

    [file] = (tmp_path / "journeys").iterdir()
    assert answers.read("lake") == GIVEN
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["", "{", "[]", '{"given": 1}', '{"given": {"A": 1, "B": "", "C": null}}', "\x00"])
def test_what_cannot_be_read_is_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "lake.json").write_text(text, encoding="utf-8")

    assert JourneyAnswers(tmp_path).read("lake") == {}
    assert JourneyAnswers(tmp_path / "nowhere").read("lake") == {}


def test_a_place_that_cannot_be_written_keeps_nothing_and_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "journeys").write_text("a file", encoding="utf-8")

    JourneyAnswers(tmp_path / "journeys").keep("lake", GIVEN)

    assert JourneyAnswers(tmp_path / "journeys").read("lake") == {}
    assert (tmp_path / "journeys").read_text(encoding="utf-8") == "a file"
