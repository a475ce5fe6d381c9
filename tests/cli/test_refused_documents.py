"""A document that IAM refuses goes nowhere: not out of an apply, not into an answer, not past lint."""

import json
from pathlib import Path
from typing import Any

import pytest
from builders import a_preset_tree, allow, trust

from tui.cli import main
from tui.i18n import LANGUAGES, Translator

BROKEN_TRUST = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "ec2.amazonaws.com"}]}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Any:
    folder = tmp_path / "own"
    folder.mkdir()

    def call(command: str, role: dict[str, Any], *arguments: str) -> tuple[int, list[dict[str, Any]]]:
        given = {"name": "<ROLE_NAME>", "trust": trust()} | role
        (folder / "test.yaml").write_text(json.dumps(a_preset_tree(resources=[{"role": given}]), ensure_ascii=False))
        words = [str(folder / "test.yaml")] if command == "lint" else ["test", "--presets", str(folder)]
        words += [] if command == "lint" else ["--set", "ROLE_NAME=app"]
        code = main([command, *words, *arguments, "--json"])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return code, [json.loads(line) for line in captured.out.splitlines()]

    return call


@pytest.mark.parametrize(
    ("role", "code", "where"),
    [
        ({"inline": {"p": allow("s3:GetObject", on="my-bucket/*")}}, "resource_format", "role/app inline/p [1]"),
        ({"inline": {"p": allow("s3:GetObject", NotAction="s3:*")}}, "element_both", "role/app inline/p [1]"),
        (
            {"inline": {"p": allow("s3:GetObject", Sid="Read", Effect="allow")}},
            "effect_unknown",
            "role/app inline/p Read",
        ),
        ({"trust": BROKEN_TRUST}, "principal_bare", "role/app trust [1]"),
    ],
)
def test_an_apply_ends_before_its_first_call(
    run: Any, role: dict[str, Any], code: str, where: str, a_home_of_its_own: Path
) -> None:
    planned, [plan] = run("plan", role)
    tried, _ = run("plan", role, "--detailed-exitcode")
    applied, [answer] = run("apply", role, "--yes")
    linted, [files] = run("lint", role)

    assert (code, "error", where) in [(one["code"], one["severity"], one["where"]) for one in plan["findings"]]
    assert (planned, tried) == (2, 2)
    assert (applied, answer["error"]["code"]) == (2, "plan.blocked")
    assert code in answer["error"]["message"]
    assert not list(a_home_of_its_own.rglob("practice.jsonl"))
    assert linted == 2
    assert any(code in one["message"] for one in files["files"][0]["errors"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_if_answers_nothing(run: Any, language: str) -> None:
    role = {"inline": {"p": allow("s3:GetObject", NotAction="s3:*")}}

    code, [answer] = run("simulate", role, "--action", "s3:GetObject", "--lang", language)

    assert (code, answer["error"]["code"], answer["error"]["where"]) == (2, "simulate.refused", "inline/p")
    assert "inline/p" in answer["error"]["message"]
    assert answer["error"]["hint"]


def test_an_old_version_is_taken_where_aws_takes_it(run: Any) -> None:
    """Of an inline policy and of a trust policy; moto wanted the new one everywhere."""
    old = {"Version": "2008-10-17"}
    role = {"inline": {"p": allow("s3:GetObject", on="arn:<PARTITION>:s3:::b/*") | old}, "trust": trust() | old}

    code, events = run("apply", role, "--yes")

    assert (code, events[-1]["outcome"]) == (0, "done")


@pytest.mark.parametrize("language", LANGUAGES)
def test_lint_says_in_words_what_is_wrong_and_once_what_is_fixed_to_a_partition(run: Any, language: str) -> None:
    principal = {"AWS": "arn:aws:iam::999988887777:role/x"}
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    wrong = allow("s3:GetObject", on=["my-bucket/*", "arn:aws:s3:::x"])
    role = {"inline": {"p": wrong}, "trust": trust() | {"Statement": [statement]}}

    code, [files] = run("lint", role, "--lang", language)

    told = [one["message"] for one in files["files"][0]["errors"]]
    say = Translator(language)
    sentence = say("finding.resource_format", resource="my-bucket/*", example="arn:aws:s3:::my-bucket/*")
    assert code == 2
    assert [one for one in told if sentence in one]
    assert told.count(say("error.preset.partition")) == 1
    assert not [one for one in told if "principal_partition" in one]


def test_a_principal_that_is_not_there_is_looked_up(run: Any) -> None:
    def trusting(name: str) -> dict[str, Any]:
        principal = {"AWS": f"arn:<PARTITION>:iam::<ACCOUNT_ID>:role/{name}"}
        statement = trust()["Statement"][0] | {"Principal": principal}
        return {"name": "<ROLE_NAME>-2", "trust": trust() | {"Statement": [statement]}}

    run("apply", {}, "--yes")
    _, [missing] = run("plan", trusting("nobody"))
    _, [found] = run("plan", trusting("app"))

    codes = [[one["code"] for one in plan["findings"]] for plan in (missing, found)]
    assert ["principal_absent" in some for some in codes] == [True, False]
