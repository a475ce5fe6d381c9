"""`rolewizard about`: what is needed for a report of a fault, and whose data comes with the program."""

import json
from pathlib import Path

import pytest

from tui import __version__
from tui.cli import main
from tui.i18n import LANGUAGES


def test_version_files_libraries_and_the_sources_of_the_data_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["about", "--json"])

    about = json.loads(capsys.readouterr().out)
    assert code == 0
    assert about["version"] == __version__
    assert set(about["files"]) == {"presets", "own_presets", "runs", "practice", "debug_log"}
    assert all(number != "-" for number in about["libraries"].values())
    assert any(one.startswith("botocore ") and "Apache-2.0" in one for one in about["data"]["atlas"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_read_it_in_their_language(capsys: pytest.CaptureFixture[str], language: str) -> None:
    main(["about", "--lang", language])

    told = capsys.readouterr().out
    assert f"rolewizard {__version__}" in told
    assert "about." not in told


def test_every_source_of_data_is_named_in_the_licence() -> None:
    licence = (Path(__file__).parents[2] / "LICENSE").read_text(encoding="utf-8")

    assert all(one in licence for one in ("policy_sentry", "botocore", "moto", "Apache License 2.0"))


@pytest.mark.parametrize("given", ["abc", "0", "-1", "99999", "nan"])
def test_a_timeout_that_is_none_is_told_in_words(capsys: pytest.CaptureFixture[str], given: str) -> None:
    code = main(["catalog", f"--timeout={given}", "--json"])

    assert (code, json.loads(capsys.readouterr().out)["error"]["code"]) == (2, "usage.timeout")


def test_an_entry_that_makes_nothing_does_not_say_that_the_account_is_as_wanted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["plan", "iam-identity-center"])

    told = capsys.readouterr().out
    assert "makes nothing" in told
    assert "as wanted" not in told
