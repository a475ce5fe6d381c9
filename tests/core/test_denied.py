"""From "not authorized" to what an administrator has to allow."""

import pytest
from builders import a_plan, a_policy, a_profile, a_provider, a_role, a_target

from tui.core.calls import ApiCall
from tui.core.denied import missing_permission, resource_of

ARN = "arn:aws:iam::123456789012:"
STEPS = a_plan(a_provider(), a_policy(), a_role(managed=("x",), path="/team/"), a_profile()).steps


def test_aws_s_own_words_win():
    message = (
        f"User: {ARN}user/me is not authorized to perform: iam:PassRole on resource: {ARN}role/app "
        "because no identity-based policy allows the iam:PassRole action"
    )

    found = missing_permission(message, STEPS[-1].do, a_target())

    assert found.statement == {"Effect": "Allow", "Action": "iam:PassRole", "Resource": f"{ARN}role/app"}


@pytest.mark.parametrize("message", ["", "no", "Access Denied", "is not authorized to perform: iam:CreateRole"])
def test_what_the_message_leaves_out_comes_from_the_call(message: str):
    create = next(step.do for step in STEPS if step.do.operation == "CreateRole")

    found = missing_permission(message, create, a_target())

    assert found.statement == {"Effect": "Allow", "Action": "iam:CreateRole", "Resource": f"{ARN}role/team/app"}


@pytest.mark.parametrize("call", [step.do for step in STEPS], ids=lambda call: call.operation)
def test_every_call_is_about_something(call: ApiCall):
    assert resource_of(call, a_target()).startswith(ARN)
