"""`simulate` and `verify` as other programs call them."""

import json
from typing import Any

import pytest

from tui.cli import main

WORDPRESS = ("ec2-wordpress", "--set", "S3_BUCKET=media")
DOCUMENTED = {"decision", "statement", "keys"}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*arguments: str) -> tuple[int, dict[str, Any]]:
        code = main([*arguments, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return call


@pytest.mark.parametrize(
    ("preset", "question", "expected"),
    [
        (WORDPRESS, ("s3:PutObject", "arn:aws:s3:::<S3_BUCKET>/x"), ("allowed", "S3-Wordpress-ut[2]", [])),
        (WORDPRESS, ("s3:DeleteBucket", "arn:aws:s3:::media"), ("denied", None, [])),
        (WORDPRESS, ("sts:AssumeRole", "<ROLE_ARN>"), ("allowed", "trust[1]", [])),
        (("kinesis-data-streams",), ("kinesis:DeleteStream", "*"), ("denied", None, [])),
    ],
)
def test_a_draft_answers_without_anything_applied(
    run: Any, preset: tuple[str, ...], question: tuple[str, str], expected: tuple[Any, ...]
) -> None:
    code, found = run("simulate", *preset, "--action", question[0], "--resource", question[1])

    assert code == 0
    assert set(found) >= DOCUMENTED
    assert (found["decision"], found["statement"], found["keys"]) == expected


QLIK = ("qlik-lakehouse-ec2-instance-profile", "--set", "STREAM_NAME=s", "--set", "INTERNAL_BUCKET_NAME=lake")
QLIK += ("--set", "SYMMETRIC_KMS_KEY=arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab")
VOLUME = ("--action", "ec2:AttachVolume", "--resource", "arn:aws:ec2:us-east-1:123456789012:volume/vol-1")


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ((), ("depends", ["aws:ResourceTag/qlik_cluster"])),
        (("--context", "AWS:resourcetag/QLIK_CLUSTER=prod"), ("allowed", [])),
        (("--context", "aws:ResourceTag/qlik_cluster="), ("denied", [])),
    ],
)
def test_what_is_not_known_is_asked_for(run: Any, context: tuple[str, ...], expected: tuple[str, list[str]]) -> None:
    _, found = run("simulate", *QLIK, *VOLUME, *context)

    assert (found["decision"], found["keys"]) == expected


@pytest.mark.parametrize(
    ("action", "resource", "code"),
    [
        ("s3:*", "*", "simulate.action"),
        ("s3:GetObject", "media", "simulate.resource"),
        ("s3:GetObject", "arn:aws:s3:::<NO_SUCH_TOKEN>", "simulate.token"),
    ],
)
def test_a_question_that_is_none_is_an_error(run: Any, action: str, resource: str, code: str) -> None:
    exit_code, found = run("simulate", *WORDPRESS, "--action", action, "--resource", resource)

    assert (exit_code, found["error"]["code"]) == (2, code)


def test_an_action_that_does_not_exist_is_pointed_out(run: Any) -> None:
    _, found = run("simulate", *WORDPRESS, "--action", "s3:GetObjekt", "--resource", "arn:aws:s3:::media/x")

    assert found["hints"] == [{"code": "unknown", "action": "s3:GetObjekt", "nearest": "s3:GetObject"}]


@pytest.mark.parametrize(("language", "word"), [("en", "Denied"), ("ko", "거부"), ("ja", "拒否")])
def test_the_answer_is_told_in_three_languages(language: str, word: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["simulate", *WORDPRESS, "--action", "s3:DeleteBucket", "--lang", language])

    out = capsys.readouterr().out
    assert out.startswith(f"✗ {word}")
    assert "simulate." not in out


def test_everything_is_told_from_a_resource(run: Any) -> None:
    _, found = run("simulate", *WORDPRESS, "--action", "s3:PutObject")

    assert (found["decision"], [one["code"] for one in found["hints"]]) == ("denied", ["any"])


def test_verify_passes_only_where_everything_is_there(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    before, missing = run("verify", *WORDPRESS)
    main(["apply", *WORDPRESS, "--yes"])
    capsys.readouterr()
    after, found = run("verify", *WORDPRESS)

    assert (before, missing["passed"]) == (1, False)
    assert (after, found["passed"]) == (0, True)
    assert {one["check"] for one in found["checks"]} == {"state", "access"}
    assert all(one["passed"] for one in found["checks"])
    access = next(one for one in found["checks"] if one["check"] == "access")
    assert set(access) >= {"action", "resource", "expect", "decision", "statement"}
