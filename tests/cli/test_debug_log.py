"""The debug log: what was called and how it ended, where the message says, without anything that may be secret."""

import os
import stat
from pathlib import Path

import pytest

from tui.accounts import LoggedGateway
from tui.cli import main
from tui.core.calls.api_call import ApiCall, iam
from tui.core.calls.target import practice_target
from tui.core.errors import AwsRefused
from tui.i18n import LANGUAGES, Translator
from tui.store.debug_log import LARGEST, DebugLog
from tui.store.places import debug_log

SECRET = "hunter2-arn-aws-iam"


class Refusing:
    """A gateway that quotes in its refusal what it was given."""

    target = practice_target("us-east-1")

    def call(self, call: ApiCall) -> dict[str, object]:
        raise AwsRefused("AccessDenied", f"not allowed: {call.params}", call.operation)


@pytest.mark.parametrize("words", [["--debug", "apply"], ["apply", "--debug"]])
def test_calls_are_logged_with_names_and_durations_and_no_values(words: list[str]) -> None:
    assert main([*words, "ec2-wordpress", "--yes", "--set", f"ROLE_NAME={SECRET}", "--json"]) == 0

    log = debug_log()
    told = log.read_text(encoding="utf-8")
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert " iam CreateRole: ok, 0." in told
    assert told.rstrip().endswith("exit code 0")
    assert SECRET not in told
    assert "sts:AssumeRole" not in told


def test_the_environment_switches_it_on_as_the_flag_does_and_without_either_there_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    main(["plan", "ec2-wordpress"])
    monkeypatch.setenv("ROLEWIZARD_DEBUG", "0")
    main(["plan", "ec2-wordpress"])
    assert not debug_log().exists()

    monkeypatch.setenv("ROLEWIZARD_DEBUG", "1")
    main(["plan", "ec2-wordpress"])

    assert "iam GetRole: " in debug_log().read_text(encoding="utf-8")


def test_a_password_in_an_endpoint_and_the_words_of_a_refusal_stay_out() -> None:
    main(["plan", "ec2-wordpress", "--account", f"--endpoint-url=http://me:{SECRET}@127.0.0.1:1", "--debug"])
    gateway = LoggedGateway(Refusing(), DebugLog(is_on=True))
    with pytest.raises(AwsRefused):
        gateway.call(iam("CreateRole", {"RoleName": SECRET}))

    told = debug_log().read_text(encoding="utf-8")
    assert "--endpoint-url" in told
    assert "iam CreateRole: AccessDenied, " in told
    assert SECRET not in told


def test_an_error_nobody_expected_is_logged_with_its_places_and_without_its_words() -> None:
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        DebugLog(is_on=True).note_bug(error)

    told = debug_log().read_text(encoding="utf-8")
    assert "unexpected ValueError" in told
    assert Path(__file__).name in told
    assert SECRET not in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_message_about_such_an_error_names_the_log(language: str) -> None:
    assert "/state/debug.log" in Translator(language).hint("bug", log="/state/debug.log")


def test_a_log_that_has_grown_is_put_aside_and_one_old_one_is_kept() -> None:
    log = DebugLog(is_on=True)
    for letter in "abc":
        log.note(letter * (LARGEST + 1))
    log.note("end")

    assert debug_log().stat().st_size < 100
    assert "c" * 9 in debug_log().with_suffix(".log.1").read_text(encoding="utf-8")
    assert len(list(debug_log().parent.glob("debug.log*"))) == 2


def test_a_log_that_cannot_be_written_is_told_and_stops_nothing(
    a_home_of_its_own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (a_home_of_its_own / ".local").write_text("no folder", encoding="utf-8")

    code = main(["explain", "lambda-basic", "--debug"])

    assert code == 0
    assert f"{os.sep}debug.log cannot be written" in capsys.readouterr().err
