"""Conditions, actions, breadth and escalation in permissions policies."""

from typing import Any

import pytest
from builders import a_policy, a_role, allow
from checking import about, about_actions, codes, found, mended

from tui.core.calls.result_reference import Ref
from tui.core.iam.actions import ActionList
from tui.i18n import Translator

BUCKET = "arn:aws:s3:::b"
VERSION = {"Version": "2012-10-17"}
THE_REST = VERSION | {"Statement": {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}}
NOTHING = VERSION | {"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}


def policy_of(*actions: str, on: Any = BUCKET, **elements: Any) -> Any:
    return a_policy(document=allow(*actions, on=on, **elements))


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"StringEquals": {"s3:prefix": "home/*"}}, "wildcard_is_literal"),
        ({"StringNotEqualsIfExists": {"s3:prefix": "ho?e"}}, "wildcard_is_literal"),
        ({"StringEquals": {"s3:prefix": "te${*}m"}}, None),
        ({"StringLike": {"s3:prefix": "home/*"}}, None),
        ({"ArnEquals": {"aws:SourceArn": "arn:aws:s3:::*"}}, None),
        ({"StringEquals": {"s3:prefx": "home"}}, "key_unknown"),
        ({"StringEquals": {"aws:SourceAcount": "1"}}, "key_unknown"),
        ({"StringEquals": {"aws:ResourceTag/team": "x", "aws:PrincipalTag/team": "x"}}, None),
        ({"StringEquals": {"s3:RequestObjectTag/a": "x"}}, "key_never_sent"),
        ({"StringEquals": {"oidc.example.com/id:aud": "x"}}, None),
        ({"StringEqual": {"s3:prefix": "x"}}, "operator_unknown"),
        ({"stringequals": {"s3:prefix": "x"}}, "operator_unknown"),
        ({"ForAnyValue:StringLikeIfExists": {"s3:prefix": "x*"}}, None),
        ({"Null": {"s3:prefix": "true"}}, None),
    ],
)
def test_conditions_that_say_something_else_than_they_seem_to(conditions: Any, expected: str | None) -> None:
    findings = about_actions("s3:ListBucket", on=BUCKET, Condition=conditions)

    assert codes(findings) == ([expected] if expected else [])


def test_the_fix_of_a_literal_wildcard_keeps_the_other_conditions() -> None:
    block = {"StringEqualsIfExists": {"s3:prefix": "a*", "s3:delimiter": "/"}, "StringLike": {"aws:userid": "x*"}}
    policy = policy_of("s3:ListBucket", Condition=block)
    [finding] = found(policy)

    [statement] = mended(finding, policy)

    assert statement["Condition"] == {
        "StringEqualsIfExists": {"s3:delimiter": "/"},
        "StringLike": {"aws:userid": "x*"},
        "StringLikeIfExists": {"s3:prefix": "a*"},
    }


@pytest.mark.parametrize(
    ("action", "expected", "fixed"),
    [
        ("s3:GetObjekt", "action_unknown", "s3:GetObject"),
        ("S3:getobject", None, None),
        ("s3:Get*", None, None),
        ("s3:Frobnicate*", "action_unknown", None),
        ("kinesys:PutRecord", "service_unknown", "kinesis:PutRecord"),
    ],
)
def test_an_action_that_does_not_exist_is_told_with_the_nearest(action: str, expected: Any, fixed: Any) -> None:
    policy = policy_of(action, on="arn:aws:s3:::b/*")
    findings = [one for one in found(policy) if one.code in ("action_unknown", "service_unknown")]

    assert [one.code for one in findings] == ([expected] if expected else [])
    if fixed:
        assert mended(findings[0], policy)[0]["Action"] == [fixed]


def test_an_object_action_on_a_bucket_is_told_and_fixed() -> None:
    policy = policy_of("s3:GetObject", "s3:ListBucket")
    [finding] = found(policy)

    [statement] = mended(finding, policy)

    assert (finding.code, finding.params["actions"]) == ("action_misfits", "s3:GetObject")
    assert statement["Resource"] == [BUCKET, f"{BUCKET}/*"]
    assert found(a_policy(document={"Version": "2012-10-17", "Statement": [statement]})) == ()


def test_a_resource_that_only_the_apply_will_know_fits_and_stays_a_reference() -> None:
    key = Ref("kms-key/alias/lake", "Arn")
    policy = policy_of("kms:Decrypt", "ec2:DescribeInstances", on=[key])
    [finding] = found(policy)

    first, _ = mended(finding, policy)

    assert finding.params["actions"] == "ec2:DescribeInstances"
    assert first["Resource"][0] is key


def test_an_action_that_knows_no_resource_gets_a_statement_of_its_own() -> None:
    policy = policy_of("ec2:DescribeInstances", "s3:ListBucket", Sid="Mixed")
    [finding] = found(policy)

    first, second = mended(finding, policy)

    assert finding.code == "action_needs_star"
    assert first == {"Sid": "Mixed", "Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": BUCKET}
    assert second == {"Effect": "Allow", "Action": ["ec2:DescribeInstances"], "Resource": "*"}


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (allow("s3:PutObject"), [("star_resource", "warning")]),
        (allow("s3:GetObject"), [("star_resource_read", "note")]),
        (
            allow("s3:PutObject", Condition={"StringEquals": {"aws:ResourceAccount": "1"}}),
            [("star_resource_read", "note")],
        ),
        (allow("ec2:DescribeInstances", "sts:GetCallerIdentity"), []),
        (allow("kms:*"), [("service_wildcard", "warning")]),
        (allow("kms:*", on="arn:aws:kms:us-east-1:123456789012:key/x"), [("service_wildcard", "note")]),
        (allow("*"), [("full_access", "warning")]),
        (allow("iam:PassRole"), [("pass_role_anywhere", "warning")]),
        (allow("iam:PassRole", on="arn:aws:iam::*:role/*"), [("pass_role_anywhere", "warning")]),
        (allow("iam:PassRole", on="arn:aws:iam::*:*"), [("pass_role_anywhere", "warning")]),
        (allow("iam:PassRole", on="arn:aws:iam::123456789012:role/app-*"), []),
        (
            allow("iam:PassRole", Condition={"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}),
            [("pass_role_anywhere", "note")],
        ),
        (allow("s3:PutObject", on=["arn:aws:s3:::b/*"]), []),
        (THE_REST, [("allows_the_rest", "warning")]),
        (NOTHING, []),
    ],
)
def test_what_allows_more_than_it_has_to(statement: Any, expected: list[tuple[str, str]]) -> None:
    assert [(one.code, one.severity) for one in found(a_policy(document=statement))] == expected


def test_an_attached_administrator_policy_warns() -> None:
    role = a_role(managed=("arn:aws:iam::aws:policy/AdministratorAccess", "arn:aws:iam::aws:policy/ReadOnlyAccess"))

    assert [(one.code, one.params) for one in found(role)] == [("wide_attachment", {"policy": "AdministratorAccess"})]


@pytest.mark.parametrize(
    ("actions", "on", "expected"),
    [
        (["iam:CreatePolicyVersion"], "*", "iam:CreatePolicyVersion"),
        (["iam:Attach*"], "*", "iam:AttachRolePolicy"),
        (["iam:AttachRolePolicy"], "arn:aws:iam::123456789012:role/app", None),
        (["iam:PassRole", "ec2:RunInstances"], "*", "iam:PassRole + ec2:RunInstances"),
        (["iam:PassRole", "ec2:StartInstances"], "*", None),
        (["lambda:UpdateFunctionCode"], "arn:aws:lambda:*:*:function:*", "lambda:UpdateFunctionCode"),
    ],
)
def test_combinations_that_let_their_holder_get_more(actions: list[str], on: str, expected: str | None) -> None:
    found_ones = [one.params["actions"] for one in about_actions(*actions, on=on) if one.code == "escalation"]

    assert (expected in found_ones) if expected else not found_ones


def test_a_combination_is_found_across_statements_of_a_role() -> None:
    inline = {"a": allow("iam:PassRole"), "b": allow("cloudformation:CreateStack")}

    findings = [one for one in found(a_role(inline=inline)) if one.code == "escalation"]

    assert [one.params["actions"] for one in findings] == ["iam:PassRole + cloudformation:CreateStack"]


def test_without_the_list_of_actions_only_what_needs_none_is_said() -> None:
    statement = allow("s3:GetObjekt", on=BUCKET, Condition={"StringEquals": {"s3:nothing": "a*"}})["Statement"][0]

    assert codes(about(statement, actions=ActionList())) == ["wildcard_is_literal"]


def test_a_finding_keeps_its_id_and_every_code_and_fix_has_its_text() -> None:
    say = Translator()
    findings = [
        *about_actions("s3:GetObject", "s3:GetObjekt", on=BUCKET, Condition={"StringEquals": {"s3:prefx": "a*"}}),
        *about_actions("ec2:DescribeInstances", on=BUCKET),
    ]

    assert len(findings) >= 5
    assert all(say.has(f"finding.{one.code}") for one in findings)
    assert all(say.has(f"fix.{one.fix.code}") for one in findings if one.fix)
    assert [one.id for one in about_actions("s3:Nope")] == [one.id for one in about_actions("s3:Nope")]
