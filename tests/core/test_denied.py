"""From "not authorized" to what an administrator has to allow."""

import pytest
from builders import a_plan, a_policy, a_profile, a_provider, a_role, a_target

from tui.core.calls.api_call import ApiCall
from tui.core.calls.denied import missing_permission, resource_of

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


@pytest.mark.parametrize("thing", ["role app", "policy path /", "user ann"])
def test_what_iam_names_without_an_arn_is_found_by_the_call(thing: str):
    attach = next(step.do for step in STEPS if step.do.operation == "AttachRolePolicy")
    message = f"User: {ARN}user/me is not authorized to perform: iam:AttachRolePolicy on resource: {thing} because"

    found = missing_permission(message, attach, a_target())

    assert found.resource.startswith(f"{ARN}role/")


def test_an_arn_in_quotes_as_s3_writes_it_is_the_arn():
    message = 'is not authorized to perform: s3:PutBucketTagging on resource: "arn:aws:s3:::my-lake" because no ...'

    assert missing_permission(message, STEPS[0].do, a_target()).resource == "arn:aws:s3:::my-lake"


@pytest.mark.parametrize(
    ("end", "is_barred"),
    [
        ("because no identity-based policy allows the iam:PassRole action", False),
        ("with an explicit deny in a service control policy", True),
        ("with an explicit deny in an identity-based policy", True),
        ("because no permissions boundary allows the iam:PassRole action", True),
        ("because no session policy allows the iam:PassRole action", True),
    ],
)
def test_it_knows_where_one_more_allow_does_not_help(end: str, is_barred: bool):
    message = f"User: {ARN}user/me is not authorized to perform: iam:PassRole on resource: {ARN}role/app {end}"

    assert missing_permission(message, STEPS[-1].do, a_target()).is_barred is is_barred
