"""Every error has a code for people and an exit code for programs."""

import pytest

from tui.core.errors import (
    AnswerRejected,
    AwsRefused,
    AwsUnreachable,
    DryRunRefused,
    PlanStale,
    PresetInvalid,
    RoleWizardError,
    UsageError,
)


@pytest.mark.parametrize(
    ("error", "exit_code"),
    [
        (UsageError("x"), 2),
        (PresetInvalid("x"), 2),
        (AnswerRejected("x"), 2),
        (PlanStale("x"), 1),
        (AwsRefused("AccessDenied", "no", "CreateRole"), 3),
        (AwsUnreachable("x"), 3),
        (DryRunRefused("x"), 3),
    ],
)
def test_the_exit_code_is_the_published_one(error: RoleWizardError, exit_code: int):
    assert error.exit_code == exit_code


@pytest.mark.parametrize(
    ("aws_code", "code"),
    [
        ("AccessDenied", "aws.denied"),
        ("AccessDeniedException", "aws.denied"),
        ("UnauthorizedOperation", "aws.denied"),
        ("LimitExceeded", "aws.refused"),
    ],
)
def test_a_missing_permission_is_told_apart_from_every_other_refusal(aws_code: str, code: str):
    error = AwsRefused(aws_code, "not authorized", "CreateRole")

    assert (error.code, error.params["aws_code"], error.params["operation"]) == (code, aws_code, "CreateRole")
    assert error.params["aws_message"] == "not authorized"


def test_an_error_knows_its_place_and_its_parameters():
    error = AnswerRejected("value.too_long", "ROLE_NAME", length=70, maximum=64)

    assert (error.code, error.where, error.params) == ("value.too_long", "ROLE_NAME", {"length": 70, "maximum": 64})
