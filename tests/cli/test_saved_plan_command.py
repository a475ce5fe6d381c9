"""`plan --out FILE` and `apply FILE`: exactly that, or nothing. The practice account is the real child."""

import json
from pathlib import Path
from typing import Any

import pytest
from builders import a_plan, a_role

from tui.cli import main
from tui.commands.saved import is_file
from tui.core.plan.saved_plan import saved_record, sha256_of

FIELDS = {"preset", "target", "account", "region", "changes", "calls", "findings", "digest"}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*arguments: str) -> tuple[int, list[dict[str, Any]]]:
        code = main([*arguments, "--json"])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return code, [json.loads(line) for line in captured.out.splitlines()]

    return call


def error_of(lines: list[dict[str, Any]]) -> str:
    return str(lines[-1]["error"]["code"])


def test_a_saved_plan_is_applied_as_it_is_and_one_that_was_overtaken_is_refused_with_the_new_differences(
    run: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine, other = tmp_path / "mine.json", tmp_path / "other.json"
    _, [printed] = run("plan", "ec2-wordpress", "--set", "S3_BUCKET=my-media", "--out", str(mine))
    main(["plan", "ec2-wordpress", "--set", "S3_BUCKET=theirs", "--out", str(other)])
    shown = capsys.readouterr().out
    saved = json.loads(mine.read_text())

    applied, events = run("apply", str(mine), "--yes")
    overtaken, told = run("apply", str(other), "--yes")

    assert set(printed) == FIELDS
    assert f"SHA-256 {json.loads(other.read_text())['sha256']}" in shown
    assert (applied, overtaken) == (0, 1)
    assert (events[0]["event"], events[0]["sha256"]) == ("saved-plan", saved["sha256"])
    assert (events[-1]["outcome"], events[-1]["run"]) == ("done", saved["saved_plan"]["run"])
    assert (told[-2]["event"], error_of(told)) == ("stale", "plan.stale")
    assert [one["address"] for one in told[-2]["changes"]] == ["policy/S3-Wordpress-ut"]
    assert [one["operation"] for one in told[-2]["calls"]] == ["CreatePolicyVersion"]


def signed(record: dict[str, Any]) -> str:
    """The record with a hash that fits, as somebody would write it who wants to get past."""
    told = {key: value for key, value in record.items() if key != "sha256"}
    return json.dumps(told | {"sha256": sha256_of(told)})


SAVED = saved_record(a_plan(a_role()), (), "1.0")
ANYBODY = {"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}
OPEN = a_plan(a_role(trust={"Version": "2012-10-17", "Statement": [ANYBODY]}))
WARNING = {"code": "trust_changes", "severity": "warning", "where": "role/app", "params": {}, "waived": None}


@pytest.mark.parametrize(
    ("text", "flags", "code"),
    [
        (json.dumps(SAVED).replace("ec2.amazonaws.com", "lambda.amazonaws.com"), (), "saved_plan.tampered"),
        (signed(saved_record(a_plan(a_role()), (), "1.0") | {"target": "account"}), (), "saved_plan.inconsistent"),
        (json.dumps(SAVED), ("--account",), "saved_plan.kind"),
        (json.dumps(SAVED), ("--set", "ROLE_NAME=x"), "saved_plan.answers"),
        (json.dumps(SAVED), ("--region", "eu-west-1"), "saved_plan.target"),
        (signed(SAVED | {"findings": [WARNING | {"severity": "error"}]}), (), "plan.blocked"),
        (signed(SAVED | {"findings": [WARNING]}), (), "plan.trust_changes"),
        (signed(saved_record(OPEN, (), "1.0")), (), "saved_plan.inconsistent"),
        (
            signed(SAVED | {"findings": [WARNING, WARNING | {"code": "profile_has_role"}]}),
            ("--replace-trust",),
            "plan.profile_has_role",
        ),
        ("{}", (), "saved_plan.not_one"),
    ],
    ids=[
        "edited",
        "forged",
        "practice plan",
        "answers",
        "region",
        "blocked",
        "trust",
        "error left out",
        "role",
        "no plan",
    ],
)
def test_what_stands_against_a_saved_plan_is_an_error_of_usage(
    run: Any, tmp_path: Path, text: str, flags: tuple[str, ...], code: str
) -> None:
    (tmp_path / "plan.json").write_text(text)

    exit_code, told = run("apply", str(tmp_path / "plan.json"), "--yes", *flags)

    assert (exit_code, error_of(told)) == (2, code)


def test_a_preset_wins_over_a_file_of_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ebs", "saved"):
        (tmp_path / name).write_text("no plan")
    monkeypatch.chdir(tmp_path)
    words = ("ebs", "saved", "unknown", "./ebs", "plan.json", "C:\\plan")

    meant = {word: is_file(word, frozenset({"ebs"})) for word in words}

    assert meant == {
        "ebs": False,
        "saved": True,
        "unknown": False,
        "./ebs": True,
        "plan.json": True,
        "C:\\plan": True,
    }
