"""A flag means the same before the command and after it: `--dry-run apply X --yes` must never apply."""

import json
from pathlib import Path
from typing import Any

import pytest

from tui.arguments import parse_arguments
from tui.cli import main
from tui.i18n import Translator

WORDS = {
    "catalog": ["lambda"],
    "explain": ["ec2-wordpress"],
    "plan": ["ec2-wordpress"],
    "apply": ["ec2-wordpress"],
    "verify": ["ec2-wordpress"],
    "simulate": ["ec2-wordpress", "--action", "s3:GetObject"],
    "export": ["ec2-wordpress", "--format", "bash"],
    "runs": [],
    "resume": ["0123456789ab"],
    "undo": ["0123456789ab"],
    "lint": ["a.yaml"],
    "preset": ["schema"],
    "practice": ["reset"],
}
SHARED = [
    ["--dry-run"],
    ["--account"],
    ["--practice"],
    ["--profile", "plan"],
    ["--profile=apply"],
    ["--account", "--region", "eu-west-1", "--endpoint-url", "http://127.0.0.1:1"],
    ["--set", "A=apply", "--set", "B=1"],
    ["--answers", "undo"],
    ["--presets", "lint", "--presets", "more"],
    ["--lang", "ko"],
    ["--plain"],
    ["--debug"],
    ["--json"],
]
OF_A_COMMAND = {
    "apply": [["--yes"], ["--on-failure", "keep"], ["--replace-trust"], ["--replace-role"], ["--dry-run", "--yes"]],
    "resume": [["--yes"], ["--on-failure", "keep"]],
    "undo": [["--yes"]],
    "runs": [["--yes"]],
    "plan": [["--detailed-exitcode"], ["--out", "apply"]],
    "catalog": [["--need", "required"], ["--group", "compute"]],
    "simulate": [["--context", "aws:RequestedRegion=plan"]],
    "export": [["--out", "plan"], ["--redact"]],
}
CASES = [
    (command, words, flags) for command, words in WORDS.items() for flags in (*SHARED, *OF_A_COMMAND.get(command, ()))
]


@pytest.mark.parametrize(("command", "words", "flags"), CASES)
def test_a_flag_means_the_same_before_and_after_the_command(command: str, words: list[str], flags: list[str]) -> None:
    after = parse_arguments([command, *words, *flags], Translator())
    before = parse_arguments([*flags, command, *words], Translator())

    assert before == after
    assert after != parse_arguments([command, *words], Translator())


@pytest.mark.parametrize("place", ["before", "between", "after"])
def test_a_dry_run_never_applies_wherever_it_is_said(
    place: str, capsys: pytest.CaptureFixture[str], a_home_of_its_own: Path
) -> None:
    words = {
        "before": ["--dry-run", "apply", "ec2-wordpress", "--yes"],
        "between": ["apply", "--dry-run", "ec2-wordpress", "--yes"],
        "after": ["apply", "ec2-wordpress", "--yes", "--dry-run"],
    }[place]

    code = main(words)

    assert code == 4
    assert runs_of(capsys) == []
    assert not list(a_home_of_its_own.rglob("practice.jsonl"))


@pytest.mark.parametrize("words", [["--account", "apply", "ec2-wordpress"], ["apply", "ec2-wordpress", "--account"]])
def test_an_account_that_is_asked_for_is_never_the_practice_account(
    words: list[str], capsys: pytest.CaptureFixture[str], a_home_of_its_own: Path
) -> None:
    code = main([*words, "--region", "us-east-1", "--yes", "--json"])

    assert code == 3
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "aws.no_credentials"
    assert not list(a_home_of_its_own.rglob("practice.jsonl"))


def runs_of(capsys: pytest.CaptureFixture[str]) -> Any:
    """What `runs` lists, after everything printed so far is forgotten."""
    capsys.readouterr()
    main(["runs", "--json"])
    return json.loads(capsys.readouterr().out)["runs"]
