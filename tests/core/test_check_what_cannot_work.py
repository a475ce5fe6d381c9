"""What IAM takes and what still cannot work: left-over templates, variables, partitions, operators and keys."""

import re
from typing import Any

import pytest
from builders import ISSUER, a_policy, a_role, a_target, allow, trust
from checking import HERE, about, about_actions, codes, found

from tui.core.checks import found_in
from tui.core.checks.findings import Finding
from tui.i18n import LANGUAGES, Translator
from tui.store.actions import load_actions

OIDC = {"Federated": f"arn:aws:iam::{HERE}:oidc-provider/{ISSUER}"}
LATER = "".join(("TO", "DO"))
WEB = "sts:AssumeRoleWithWebIdentity"


def on(*resources: str, **elements: Any) -> tuple[Finding, ...]:
    return about_actions("s3:GetObject", on=list(resources), **elements)


def if_(operator: str, key: str, *values: str, actions: tuple[str, ...] = ("s3:ListBucket",)) -> tuple[Finding, ...]:
    return about_actions(*actions, on="arn:aws:s3:::b", Condition={operator: {key: list(values)}})


def tokens(findings: tuple[Finding, ...]) -> list[object]:
    return [one.params["token"] for one in findings if one.code == "template_left"]


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("arn:aws:s3:::${account_id}-logs/*", "${account_id}"),
        ("arn:aws:s3:::${var.bucket}/*", "${var.bucket}"),
        ("arn:aws:s3:::$${name}/*", "$${name}"),
        ("arn:aws:s3:::${AWS::AccountId}/*", "${AWS::AccountId}"),
        ("arn:aws:s3:::{{ .Account }}/*", "{{ .Account }}"),
        ("arn:aws:s3:::$ACCOUNT/*", "$ACCOUNT"),
        ("arn:aws:s3:::%REGION%/*", "%REGION%"),
        ("arn:aws:s3:::[bucket]/*", "[bucket]"),
        ("arn:aws:s3:::ACCOUNT_ID/*", "ACCOUNT_ID"),
        ("arn:aws:s3:::REPLACE_ME/*", "REPLACE_ME"),
        ("arn:aws:s3:::YOUR-BUCKET/*", "YOUR-BUCKET"),
        ("arn:aws:s3:::your-bucket-name/*", "your-bucket-name"),
        (f"arn:aws:s3:::{LATER}/*", LATER),
        ("arn:aws:s3:::xxxxxxxxxxxx/*", "xxxxxxxxxxxx"),
    ],
)
def test_a_template_notation_is_named_with_its_statement(text: str, token: str) -> None:
    findings = on(text, Sid="Read")

    assert tokens(findings) == [token]
    assert {one.where for one in findings if one.code == "template_left"} == {"policy/shared document Read"}


@pytest.mark.parametrize(
    "text",
    [
        "arn:aws:s3:::b/${aws:PrincipalTag/team, 'none'}/*",
        "arn:aws:s3:::b/${*}/${?}/${$}",
        "arn:aws:s3:::my-lake/home/${s3:prefix}/*",
        "arn:aws:s3:::yourcompany-data/*",
        "arn:aws:s3:::exxxxon/*",
        "arn:aws:s3:::b/todo/*",
        "arn:aws:s3:::accounts-id/*",
    ],
)
def test_an_honest_name_and_an_iam_variable_are_no_template(text: str) -> None:
    assert tokens(on(text)) == []


def test_a_template_is_also_seen_in_principals_and_conditions_and_where_iam_refuses_the_document() -> None:
    statement = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::ACCOUNT_ID:root"}, "Action": "sts:AssumeRole"}
    statement["Condition"] = {"StringEquals": {"sts:ExternalId": "{{ external }}"}}

    findings = found(a_role(trust={"Version": "2012-10-17", "Statement": [statement]}))

    assert tokens(findings) == ["ACCOUNT_ID", "{{ external }}"]
    assert "principal_format" in codes(findings)


@pytest.mark.parametrize("version", [{"Version": "2008-10-17"}, {}])
def test_a_variable_needs_the_new_version(version: dict[str, str]) -> None:
    document = {"Statement": allow("s3:GetObject", on="arn:aws:s3:::b/${aws:userid}/*")["Statement"]} | version

    [finding] = found(a_role(inline={"p": document}))

    assert (finding.code, finding.params["variable"]) == ("variable_version", "${aws:userid}")


def test_a_role_has_no_user_name() -> None:
    home = allow("s3:GetObject", on="arn:aws:s3:::b/${aws:username}/*")

    assert codes(found(a_role(inline={"p": home}))) == ["variable_absent"]
    assert codes(found(a_policy(document=home))) == []


def test_a_variable_with_two_dollars_is_text() -> None:
    [finding] = on("arn:aws:s3:::b/$${aws:userid}/*")

    assert (finding.code, finding.params["variable"]) == ("variable_doubled", "${aws:userid}")


def test_an_arn_of_another_partition_names_nothing() -> None:
    policy = a_policy(document=allow("s3:GetObject", on=["arn:aws:s3:::b/*", "arn:*:s3:::c/*"]))

    [finding] = [
        one for one in found_in([policy], a_target("cn-north-1"), load_actions()) if one.code == "arn_elsewhere"
    ]

    assert finding.params["instead"] == "arn:aws-cn:s3:::b/*"


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        (if_("ForAllValues:StringEquals", "aws:TagKeys", "team"), ["for_all_values"]),
        (if_("ForAnyValue:StringEquals", "aws:TagKeys", "team"), []),
        (if_("StringEquals", "aws:TagKeys", "team"), ["set_operator_missing"]),
        (if_("StringEquals", "aws:PrincipalOrgPaths", "o-1/r-1/"), ["set_operator_missing"]),
        (if_("StringEquals", "aws:SecureTransport", "true"), ["operator_misfit"]),
        (if_("NumericEquals", "aws:SourceAccount", "123456789012"), ["operator_misfit"]),
        (if_("StringLike", "aws:SourceIp", "10.*"), ["operator_misfit"]),
        (if_("StringLessThan", "aws:CurrentTime", "2026"), ["operator_unknown"]),
        (if_("IpAddress", "aws:SourceIp", "10.0.0.0/8"), []),
        (if_("DateLessThan", "aws:CurrentTime", "2026"), []),
        (if_("NumericLessThan", "aws:EpochTime", "1798675200"), []),
        (if_("Bool", "aws:SecureTransport", "true"), []),
        (if_("Null", "aws:TokenIssueTime", "true"), []),
        (if_("ArnLike", "aws:SourceArn", "arn:aws:sns:*"), []),
        (if_("StringLike", "aws:PrincipalArn", "arn:aws:iam::*:role/x"), []),
        (if_("StringLike", "s3:prefix", "home/*"), []),
        (
            if_("StringLike", "s3:prefix", "home/*", actions=("s3:ListBucket", "s3:GetBucketLocation")),
            ["key_never_sent"],
        ),
        (if_("StringLikeIfExists", "s3:prefix", "home/*", actions=("s3:GetBucketLocation",)), []),
    ],
)
def test_an_operator_and_a_key_that_do_not_fit_are_told(findings: tuple[Finding, ...], expected: list[str]) -> None:
    assert codes(findings) == expected


def test_a_null_guard_makes_for_all_values_ask_for_the_key() -> None:
    block = {"ForAllValues:StringEquals": {"aws:TagKeys": "team"}, "Null": {"aws:TagKeys": "false"}}

    assert about_actions("s3:ListBucket", on="arn:aws:s3:::b", Condition=block) == ()


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"ForAllValues:StringEquals": {f"{ISSUER}:sub": "s", f"{ISSUER}:aud": "a"}}, {"aud_missing", "sub_missing"}),
        ({"StringEqualsIfExists": {f"{ISSUER}:sub": "s", f"{ISSUER}:aud": "a"}}, {"aud_missing", "sub_missing"}),
        ({"StringLike": {f"{ISSUER}:sub": "s", f"{ISSUER}:aud": "*"}}, {"aud_missing"}),
        ({"StringEquals": {f"{ISSUER}:sub": "s", f"{ISSUER}:aud": "a"}}, set()),
        ({"StringEquals": {"oidc.example.com:sub": "s", f"{ISSUER}:aud": "a"}}, {"key_elsewhere"}),
    ],
)
def test_a_check_that_any_token_passes_is_no_check(conditions: Any, expected: set[str]) -> None:
    statement = {"Effect": "Allow", "Principal": OIDC, "Action": WEB, "Condition": conditions}

    findings = found(a_role(trust={"Version": "2012-10-17", "Statement": [statement]}))

    assert set(codes(findings)) - {"for_all_values"} == expected


@pytest.mark.parametrize(
    ("action", "resource", "meant"),
    [
        ("s3:GetObject", "arn:aws:s3:::bk-1", "arn:aws:s3:::bk-1/*"),
        ("s3:ListBucket", "arn:aws:s3:::bk-1/*", "arn:aws:s3:::bk-1"),
    ],
)
def test_the_nearest_resource_is_the_one_people_mean(action: str, resource: str, meant: str) -> None:
    [finding] = about_actions(action, on=resource)

    assert (finding.code, finding.params["fitting"]) == ("action_misfits", meant)


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nothing_is_near_nothing_is_proposed(language: str) -> None:
    say = Translator(language)
    findings = [
        *about_actions("zzzqqq:Foo", on="*"),
        *about_actions("s3:Qqqqqqqqqqq", on="*"),
        *if_("StringEquals", "s3:zzzzzzzzzz", "x"),
    ]

    told = [say(one.text, **one.params) for one in findings if one.code.endswith("_unknown")]

    assert len(told) == 3
    assert not any("-." in one or ": ." in one or re.search(r"\{\w+\}|: 。|finding\.", one) for one in told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_warning_and_its_fix_have_words(language: str) -> None:
    say = Translator(language)
    statements = {
        "Effect": "Allow",
        "Action": ["s3:ListBucket", "s3:GetBucketLocation"],
        "Resource": ["arn:aws:s3:::b-$ACCOUNT", "arn:aws-cn:s3:::b", "arn:aws:s3:::b/$${aws:userid}"],
        "Condition": {
            "ForAllValues:StringEquals": {"aws:TagKeys": "x"},
            "StringEquals": {"aws:CalledVia": "x", "aws:SecureTransport": "true", "s3:prefix": "x"},
        },
    }
    findings = [
        *about(statements),
        *found(a_role(inline={"p": allow("s3:GetObject", on="arn:aws:s3:::b/${aws:username}")})),
    ]

    assert {"template_left", "arn_elsewhere", "variable_doubled", "for_all_values", "set_operator_missing"} <= set(
        codes(tuple(findings))
    )
    for one in findings:
        told = say(one.text, **one.params) + (say(f"fix.{one.fix.code}", **one.fix.params) if one.fix else "")
        assert not re.search(r"\{\w+\}|finding\.|fix\.", told)


def test_a_service_that_trusts_nobody_else_has_nothing_to_be_told() -> None:
    assert found(a_role(trust=trust())) == ()
