"""The kinds beyond roles, purely: what is refused in a preset, the order of calls, and who may make them."""

import json
from typing import Any

import pytest
from builders import a_plan, a_preset, a_profile, a_role, a_role_item, a_target, allow

from tui.core.calls.api_call import ApiCall
from tui.core.calls.command import command_line
from tui.core.calls.denied import missing_permission
from tui.core.errors import PresetInvalid
from tui.core.kinds import (
    ApiGatewayAccount,
    BucketPolicy,
    IdentityPoolRoles,
    InstanceProfileAssociation,
    LogGroup,
    PrincipalPolicy,
    Resource,
)
from tui.core.kinds.serialization import resource_from, resource_record
from tui.core.plan.order import levels
from tui.core.preset.answers import answer
from tui.core.preset.rendering import render

USER = "arn:aws:iam::123456789012:user/team/developer"
ROLE = "arn:aws:iam::123456789012:role/app"
STATEMENT = {"Sid": "Ours", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}


def rendered(*items: dict[str, Any], **options: str) -> tuple[Resource, ...]:
    preset = a_preset(resources=[a_role_item(), *items])
    return render(preset, answer(preset, {"ROLE_NAME": "app", **options}, a_target()), a_target()).resources


@pytest.mark.parametrize(
    ("item", "resource"),
    [
        (
            {"principal_policy": {"principal": USER, "name": "p", "document": allow("s3:GetObject")}},
            PrincipalPolicy(USER, "p", allow("s3:GetObject")),
        ),
        (
            {"bucket_policy": {"bucket": "my-lake", "statements": [STATEMENT]}},
            BucketPolicy("my-lake", {"Ours": STATEMENT}),
        ),
        ({"apigateway_account": {"role": "<ROLE_NAME>"}}, ApiGatewayAccount("us-east-1", ROLE)),
        ({"apigateway_account": {"role": f"{ROLE}2"}}, ApiGatewayAccount("us-east-1", f"{ROLE}2")),
        (
            {"identity_pool_roles": {"pool": "r:1", "authenticated": "<ROLE_NAME>"}},
            IdentityPoolRoles("r:1", {"authenticated": ROLE}),
        ),
        (
            {"instance_profile_association": {"instance": "i-12345678", "profile": "app"}},
            InstanceProfileAssociation("i-12345678", "app"),
        ),
        ({"log_group": {"name": "/app", "tags": {"a": "b"}}}, LogGroup("/app", {"a": "b"})),
    ],
    ids=lambda one: next(iter(one)) if isinstance(one, dict) else "",
)
def test_each_kind_is_what_the_preset_says_and_survives_the_journal(item: dict[str, Any], resource: Resource) -> None:
    found = [one for one in rendered(item) if type(one) is type(resource)]

    assert found == [resource]
    assert resource_from(json.loads(json.dumps(resource_record(resource)))) == resource


def test_a_role_s_path_is_part_of_the_arn_a_service_is_given() -> None:
    found = rendered({"apigateway_account": {"role": "<ROLE_NAME>"}}, ROLE_PATH="/team/")

    assert found[-1] == ApiGatewayAccount("us-east-1", "arn:aws:iam::123456789012:role/team/app")


@pytest.mark.parametrize(
    "statements",
    [
        [],
        [{"Effect": "Allow"}],
        [STATEMENT, STATEMENT],
        [{**STATEMENT, "Sid": ""}],
        ["oops"],
        [{**STATEMENT, "Condition": 1}],
    ],
    ids=["none", "no Sid", "one Sid twice", "an empty Sid", "no statement", "no condition"],
)
def test_statements_for_a_bucket_need_a_sid_of_their_own(statements: Any) -> None:
    with pytest.raises(PresetInvalid) as caught:
        rendered({"bucket_policy": {"bucket": "my-lake", "statements": statements}})

    assert str(caught.value.params["field"]).startswith("bucket_policy.statements")


@pytest.mark.parametrize("principal", ["developer", "arn:aws:iam::123456789012:root", "arn:aws:s3:::b"])
def test_a_policy_goes_on_a_user_a_group_or_a_role(principal: str) -> None:
    with pytest.raises(PresetInvalid):
        rendered({"principal_policy": {"principal": principal, "name": "p", "document": allow("s3:Get*")}})


def test_a_role_is_handed_over_only_when_it_is_complete_and_before_anything_is_deleted() -> None:
    plan = a_plan(
        a_role(inline={"p": allow("s3:GetObject")}, managed=("x",)),
        a_profile(),
        ApiGatewayAccount("us-east-1", ROLE),
        InstanceProfileAssociation("i-12345678", "app"),
    )

    order = [{plan.steps[index].do.operation for index in level} for level in levels(plan.steps)]

    assert order == [
        {"CreateRole", "CreateInstanceProfile"},
        {"PutRolePolicy", "AttachRolePolicy", "AddRoleToInstanceProfile"},
        {"UpdateAccount", "AssociateIamInstanceProfile"},
    ]


@pytest.mark.parametrize(
    ("desired", "action", "resource"),
    [
        (PrincipalPolicy(USER, "p", allow("a:B")), "iam:PutUserPolicy", "arn:aws:iam::123456789012:user/developer"),
        (BucketPolicy("my-lake", {"Ours": STATEMENT}), "s3:PutBucketPolicy", "arn:aws:s3:::my-lake"),
        (ApiGatewayAccount("us-east-1", ROLE), "apigateway:PATCH", "arn:aws:apigateway:us-east-1::/account"),
        (
            InstanceProfileAssociation("i-12345678", "app"),
            "ec2:AssociateIamInstanceProfile",
            "arn:aws:ec2:us-east-1:123456789012:instance/i-12345678",
        ),
        (LogGroup("/app"), "logs:CreateLogGroup", "arn:aws:logs:us-east-1:123456789012:log-group:/app"),
    ],
    ids=lambda one: one if isinstance(one, str) and one.startswith(("iam:", "s3:")) else "",
)
def test_what_was_denied_is_told_in_iam_s_words(desired: Resource, action: str, resource: str) -> None:
    [step] = a_plan(desired).steps

    missing = missing_permission("no", step.do, a_target())

    assert (missing.action, missing.resource) == (action, resource)


def test_the_cli_s_command_for_a_bucket_s_policy_is_s3api() -> None:
    command = command_line(ApiCall("s3", "DeleteBucketPolicy", {"Bucket": "my-lake"}), "us-east-1")

    assert command == "aws s3api delete-bucket-policy --bucket my-lake --region us-east-1"
