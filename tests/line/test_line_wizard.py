"""The wizard as questions and answers, typed into questionary's own prompts; the practice account is the real child."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from tui.desk import WizardDesk
from tui.i18n import Translator
from tui.line.wizard import run_line
from tui.options import Options

ENTER, DOWN, CTRL_C = "\r", "\x1b[B", "\x03"


@contextmanager
def typing(*keys: str) -> Iterator[None]:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text("".join(keys))
        yield


def run(*keys: str, preset: str | None = None, language: str = "en", dry_run: bool = False, **given: str) -> int:
    with WizardDesk(Options(command="wizard", is_dry_run=dry_run)) as desk, typing(*keys):
        return run_line(desk, Translator(language), preset, given)


def test_from_the_catalog_to_a_role_by_enter_alone(capsys: pytest.CaptureFixture[str]) -> None:
    search, first_hit, defaults = ("wordpress", ENTER), (ENTER,), (ENTER,) * 7

    code = run(*search, *first_hit, *defaults, "y")

    told = capsys.readouterr().out
    assert code == 0
    assert "PRACTICE  123456789012" in told
    assert "role_arn = arn:aws:iam::123456789012:role/umemoto-wordpress-role" in told
    assert "\x1b" not in told


def test_nothing_is_applied_without_a_yes(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(ENTER, ENTER, ENTER, preset="lambda-basic", FUNCTION_NAME="thumbnails")

    assert code == 0
    assert "Nothing was applied." in capsys.readouterr().out


def test_a_dry_run_ends_at_the_review(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(ENTER, ENTER, preset="lambda-basic", dry_run=True, FUNCTION_NAME="thumbnails")

    told = capsys.readouterr().out
    assert code == 4
    assert "CreateRole" in told
    assert "Dry run: nothing was sent." in told


def test_a_wrong_value_is_not_taken(capsys: pytest.CaptureFixture[str]) -> None:
    wrong, erase, right = ("bad name", ENTER), ("\x08" * 8,), ("good-name", ENTER)

    code = run(*wrong, *erase, *right, ENTER, ENTER, "n", preset="lambda-basic")

    assert code == 0
    assert "role/good-name-role" in capsys.readouterr().out


def test_an_entry_that_needs_no_role_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(preset="kinesis-data-streams", language="ko")

    told = capsys.readouterr().out
    assert code == 0
    assert "역할 불필요" in told
    assert "kinesis:CreateStream" in told


def test_control_c_at_a_question_ends_the_wizard() -> None:
    code = run(CTRL_C)

    assert code == 130
