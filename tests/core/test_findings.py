"""What a reviewer is told before saying yes; errors keep the plan from being applied."""

from dataclasses import replace
from typing import Any

import pytest
from builders import (
    BOUNDARY,
    KEY_ARN,
    a_placeholder,
    a_plan,
    a_policy,
    a_preset,
    a_profile,
    a_provider,
    a_role,
    a_role_item,
    a_target,
    allow,
    trust,
)

from tui.core.checks.findings import Finding, blocks, by_severity, findings_of
from tui.core.iam.policy import policy_size
from tui.core.kinds import InstanceProfileAssociation, Resource

NOTHING = a_preset(placeholders={}, resources=[], need="not-needed")


def found_in(*desired: Resource, observed: Any = ()) -> tuple[Finding, ...]:
    return findings_of(a_plan(*desired, observed=observed), NOTHING, {})


def about(
    value: str, type_name: str = "iam-policy-arn", region: str = "us-east-1", target: Any = None
) -> tuple[Finding, ...]:
    """The findings about one value that a person gave."""
    preset = a_preset(
        placeholders={"X": a_placeholder(type_name)}, resources=[a_role_item(name="r", tags={"x": "<X>"})]
    )
    return findings_of(a_plan(a_role("r"), target=target), preset, {"X": value, "REGION": region})


def codes(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(one.code, one.severity) for one in findings]


def inline(size: int) -> dict[str, Any]:
    """One inline policy of exactly that many characters."""
    empty = allow("s3:GetObject", on="")
    return {"p": allow("s3:GetObject", on="r" * (size - policy_size(empty)))}


def sized(size: int) -> dict[str, Any]:
    document: dict[str, Any] = inline(size)["p"]
    return document


def trust_sized(size: int) -> dict[str, Any]:
    empty = policy_size(trust(""))
    return trust("s" * (size - empty))


MANY = tuple(f"arn:aws:iam::aws:policy/p{number}" for number in range(11))


@pytest.mark.parametrize(
    ("desired", "code", "severity"),
    [
        (a_role("r" * 65), "name", "error"),
        (a_role("역할"), "name", "error"),
        (a_policy("p" * 129), "name", "error"),
        (a_profile("p" * 129), "name", "error"),
        (a_role(inline={"a b": allow("s3:GetObject")}), "name", "error"),
        (a_role(description="설명"), "description", "error"),
        (a_role(description="d" * 1001), "description", "error"),
        (a_policy(description="説明"), "description", "error"),
        (a_role(trust=trust_sized(2049)), "trust_size", "warning"),
        (a_role(inline=inline(10241)), "inline_size", "error"),
        (a_role(managed=MANY), "attachments", "warning"),
        (a_policy(document=sized(6145)), "policy_size", "error"),
        (a_role(path="team"), "path", "error"),
        (a_role(path="/" + "p" * 511 + "/"), "path", "error"),
        (a_profile(path="/ /"), "path", "error"),
        (a_role(tags={"k": "[v]"}), "tag", "error"),
        (a_role(tags={"k" * 129: "v"}), "tag", "error"),
        (a_policy(tags={"k": "v" * 257}), "tag", "error"),
        (a_provider(tags={"k*": "v"}), "tag", "error"),
        (a_role(inline={"p": allow("s3:GetObject", on="버킷")}), "document_charset", "error"),
        (a_role(inline={"p": allow("s3:GetObject", on="a\u200bb")}), "document_charset", "error"),
        (a_role(inline={"p": allow("s3:GetObject", on="<BUCKET>")}), "placeholder_left", "error"),
    ],
)
def test_what_iam_would_refuse_is_found_before_it_is_sent(desired: Resource, code: str, severity: str):
    findings = found_in(desired)

    assert codes(findings) == [(code, severity)]
    assert findings[0].where.startswith(desired.address)


@pytest.mark.parametrize(
    "desired",
    [
        a_role("r" * 64, description="d\xe9" * 500, path="/" + "p" * 510 + "/", tags={"팀": "로그", "e": ""}),
        a_role(trust=trust_sized(2048), inline=inline(10240), managed=MANY[:10]),
        a_role(inline={"p": allow("s3:GetObject", on="arn:aws:s3:::h/${aws:username}/*", Sid="Read1")}),
        a_policy("p" * 128, document=sized(6144)),
        a_profile("p" * 128),
        a_provider(),
    ],
)
def test_what_iam_just_takes_is_no_finding(desired: Resource):
    assert found_in(desired) == ()


def test_inline_policies_of_one_role_count_together():
    halves = {"a": sized(5121), "b": sized(5120)}

    [finding] = found_in(a_role(inline=halves))

    assert (finding.code, finding.params) == ("inline_size", {"size": 10241, "quota": 10240})


OTHER_ACCOUNT = KEY_ARN.replace("123456789012", "999999999999")
OTHER_REGION = KEY_ARN.replace("us-east-1", "eu-west-1")


@pytest.mark.parametrize(
    ("value", "type_name", "expected"),
    [
        (KEY_ARN, "kms-key-arn", []),
        (OTHER_ACCOUNT, "kms-key-arn", [("other_account", "warning")]),
        (OTHER_REGION, "kms-key-arn", [("other_region", "warning")]),
        (KEY_ARN.replace("arn:aws:", "arn:aws-cn:"), "kms-key-arn", [("other_partition", "error")]),
        (BOUNDARY, "iam-policy-arn", []),
        ("arn:aws:s3:::bucket/key", "arn", []),
        ("my-bucket", "s3-bucket-name", []),
    ],
)
def test_a_value_of_another_account_region_or_partition_is_pointed_out(value: str, type_name: str, expected: Any):
    findings = about(value, type_name)

    assert codes(findings) == expected
    assert {one.where for one in findings} <= {"X"}


@pytest.mark.parametrize(
    ("value", "params"),
    [
        (OTHER_ACCOUNT, {"account": "999999999999", "target": "123456789012"}),
        (OTHER_REGION, {"region": "eu-west-1", "target": "us-east-1"}),
        (KEY_ARN.replace("arn:aws:", "arn:aws-cn:"), {"partition": "aws-cn", "target": "aws"}),
    ],
)
def test_what_belongs_elsewhere_is_told_with_both_places(value: str, params: dict[str, str]):
    [finding] = about(value, "kms-key-arn")

    assert finding.params == params


def test_a_key_of_the_region_that_was_asked_for_is_no_finding():
    assert about(OTHER_REGION, "kms-key-arn", region="eu-west-1") == ()


def test_the_partition_is_that_of_the_target():
    key = KEY_ARN.replace("arn:aws:", "arn:aws-cn:").replace("us-east-1", "cn-north-1")

    assert about(key, "kms-key-arn", region="cn-north-1", target=a_target("cn-north-1")) == ()


@pytest.mark.parametrize(
    ("observed", "desired", "code", "severity", "params"),
    [
        (a_role(path="/old/"), a_role(), "path_fixed", "warning", {"path": "/old/"}),
        (a_role(trust=trust("lambda.amazonaws.com")), a_role(), "trust_changes", "warning", {}),
        (
            a_role(other_inline=("x",), managed=("arn:y", "arn:z")),
            a_role(managed=("arn:z",)),
            "left_alone",
            "note",
            {"names": "x, arn:y"},
        ),
        (
            a_profile(role="other"),
            a_profile(),
            "profile_has_role",
            "warning",
            {"role": "other", "new": "app"},
        ),
        (
            a_policy(document=allow("a:b"), default_version="v5", other_versions=("v1", "v2", "v3", "v4")),
            a_policy(),
            "versions_full",
            "warning",
            {"version": "v1"},
        ),
    ],
)
def test_what_already_has_the_name_is_pointed_out(
    observed: Resource, desired: Resource, code: str, severity: str, params: dict[str, str]
):
    [finding] = found_in(desired, observed=[observed])

    assert (finding.code, finding.severity, finding.where) == (code, severity, desired.address)
    assert finding.params == params


@pytest.mark.parametrize(
    ("observed", "desired"),
    [
        (a_role(), a_role()),
        (a_role(tags={"k": "v"}), a_role()),
        (a_profile(role=None), a_profile()),
        (a_profile(), a_profile()),
        (a_policy(default_version="v4", other_versions=("v1", "v2", "v3")), a_policy(document=allow("a:b"))),
        (a_policy(default_version="v5", other_versions=("v1", "v2", "v3", "v4")), a_policy()),
    ],
)
def test_what_is_there_and_not_in_the_way_is_no_finding(observed: Resource, desired: Resource):
    assert found_in(desired, observed=[observed]) == ()


def test_errors_come_first_and_notes_last():
    observed = [a_role(other_inline=("x",), trust=trust("lambda.amazonaws.com"))]

    findings = found_in(a_role(description="설명"), observed=observed)

    assert [one.severity for one in findings] == ["error", "warning", "note"]


@pytest.mark.parametrize(("severity", "is_blocked"), [("error", True), ("warning", False), ("note", False)])
def test_only_errors_keep_a_plan_from_being_applied(severity: Any, is_blocked: bool):
    assert blocks((Finding("x", "note", ""), Finding("y", severity, ""))) is is_blocked


def test_no_findings_block_nothing():
    assert not blocks(())


def test_an_instance_that_has_a_profile_shows_both():
    there = InstanceProfileAssociation("i-1", "old", "iip-assoc-1")

    [one] = found_in(InstanceProfileAssociation("i-1", "new"), observed=[there])

    assert (one.code, one.severity, one.params) == ("association_replaced", "warning", {"profile": "old", "new": "new"})


def test_of_two_findings_that_say_the_same_the_graver_one_is_told():
    """The usual quota warns, the account's own forbids: people read the same line twice."""
    warning = Finding("trust_size", "warning", "role/app", {"size": 3, "quota": 2})
    error = replace(warning, severity="error")

    assert by_severity([warning, error]) == (error,)


def test_a_sign_that_is_no_placeholder_is_left_alone():
    document = allow("s3:GetObject", Condition={"StringEquals": {"aws:PrincipalTag/x": "| < > a"}})

    assert found_in(a_role(inline={"p": document})) == ()
