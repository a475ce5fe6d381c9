"""`rolewizard diagnose`: errors in every form people paste them, understood as far as their text tells."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tui.cli import main
from tui.core.health.diagnosis import CAUSES, decoded_text, diagnose
from tui.i18n import LANGUAGES, Translator
from tui.store.actions import load_actions

ERRORS = json.loads((Path(__file__).parents[1] / "golden" / "aws_errors.json").read_text("utf-8"))
FIELDS = {"action", "resource", "principal", "cause", "who", "statement", "entries"}
WHO = "arn:aws:sts::111122223333:assumed-role/dev/kim"
LOGS = "arn:aws:logs:us-east-1:111122223333:log-group:a"


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    code = main(["diagnose", *words, "--json"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, found


def test_a_missing_permission_is_told_with_who_what_where_and_the_statement(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = told(
        capsys, f"User: {WHO} is not authorized to perform: logs:PutLogEvents on resource: {LOGS} because"
    )

    assert code == 0
    assert set(found) >= FIELDS
    assert (found["cause"], found["who"]) == ("no-allow", "administrator")
    assert (found["action"], found["resource"], found["principal"]) == ("logs:PutLogEvents", LOGS, WHO)
    assert found["statement"] == {"Effect": "Allow", "Action": "logs:PutLogEvents", "Resource": LOGS}
    assert found["entries"]


@pytest.mark.parametrize(("text", "_code", "_entry"), ERRORS)
def test_every_known_error_is_diagnosed_and_told_in_three_languages(text: str, _code: str, _entry: str | None) -> None:
    found = diagnose(text, load_actions())

    assert found is not None
    assert CAUSES[found.code] == (found.cause, found.who)
    for language in LANGUAGES:
        t = Translator(language)
        assert t.has(f"diagnose.cause.{found.cause}")
        assert t.has(f"diagnose.who.{found.who}")


@pytest.mark.parametrize(
    ("cause", "text"),
    [
        ("explicit-deny", f"User: {WHO} is not authorized to perform: s3:PutObject with an explicit deny in a policy"),
        ("service-control-policy", f"User: {WHO} is not authorized to perform: s3:PutObject: service control policy"),
        ("permissions-boundary", f"User: {WHO} is not authorized to perform: s3:PutObject: permissions boundary"),
    ],
)
def test_where_one_more_allow_does_not_help_none_is_given(
    capsys: pytest.CaptureFixture[str], cause: str, text: str
) -> None:
    _, found = told(capsys, text)

    assert (found["cause"], found["statement"]) == (cause, None)


def test_a_service_linked_role_is_allowed_for_its_service_alone(capsys: pytest.CaptureFixture[str]) -> None:
    role = (
        "arn:aws:iam::111122223333:role/aws-service-role/es.amazonaws.com/AWSServiceRoleForAmazonElasticsearchService"
    )
    _, found = told(
        capsys, f"User: {WHO} is not authorized to perform: iam:CreateServiceLinkedRole on resource: {role}"
    )

    assert found["statement"]["Condition"] == {"StringEquals": {"iam:AWSServiceName": "es.amazonaws.com"}}
    assert found["entries"][0] == "opensearch-domain"


def test_the_action_behind_an_operation_is_named_where_only_one_service_has_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, found = told(capsys, "An error occurred (AccessDenied) when calling the CreateStateMachine operation: no")

    assert found["action"] == "states:CreateStateMachine"


def test_it_reads_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(
        sys, "stdin", io.StringIO("botocore.exceptions.NoCredentialsError: Unable to locate credentials\n")
    )

    _, found = told(capsys, "-")

    assert found["cause"] == "no-credentials"


def test_a_text_that_is_no_error_is_not_understood(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = told(capsys, "the weather in Seoul is fine today")

    assert code == 2
    assert found["error"]["code"] == "diagnose.unknown"


def test_a_decoded_message_reads_like_any_other() -> None:
    message = {
        "explicitDeny": False,
        "context": {"principal": {"arn": WHO}, "action": "ec2:RunInstances", "resource": LOGS},
    }

    found = diagnose(decoded_text(json.dumps(message)), load_actions())

    assert found is not None
    assert (found.action, found.principal, found.resource) == ("ec2:RunInstances", WHO, LOGS)


def test_people_read_it_in_their_language(capsys: pytest.CaptureFixture[str]) -> None:
    main(["diagnose", f"{WHO} 사용자는 logs:PutLogEvents 작업을 수행할 권한이 없습니다 AccessDenied", "--lang", "ko"])

    said = capsys.readouterr().out
    assert "작업: logs:PutLogEvents" in said
    assert "조치할 사람: 계정 관리자" in said
