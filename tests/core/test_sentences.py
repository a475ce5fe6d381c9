"""Statements and trust policies as sentences, in three languages."""

from typing import Any

import pytest
from builders import ISSUER, allow

from tui.core.phrase import Listing, Phrase, worded
from tui.core.sentences import sentence_of, unfolded
from tui.i18n import Translator
from tui.store.actions import load_actions

SAY = {language: Translator(language) for language in ("en", "ko", "ja")}
OIDC = f"arn:aws:iam::123456789012:oidc-provider/{ISSUER}"


def says(statement: dict[str, Any], language: str = "en") -> str:
    return worded(sentence_of(statement), SAY[language])


def read(**conditions: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": conditions}


def trusting(principal: Any, action: Any = "sts:AssumeRole", **elements: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": principal, "Action": action, **elements}


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        (allow("s3:GetObject")["Statement"][0], "Allows s3:GetObject on every resource."),
        (
            allow("s3:GetObject", "s3:PutObject", on="arn:aws:s3:::b/*")["Statement"][0],
            "Allows s3:GetObject and s3:PutObject on arn:aws:s3:::b/*.",
        ),
        (allow("kms:*")["Statement"][0], "Allows every kms action on every resource."),
        (allow("*")["Statement"][0], "Allows every action of every service on every resource."),
        (
            allow(*(f"s3:A{n}" for n in range(8)))["Statement"][0],
            "Allows s3:A0, s3:A1, s3:A2, s3:A3, s3:A4 and 3 more on every resource.",
        ),
        (
            {"Effect": "Deny", "NotAction": ["iam:Get*", "iam:List*"], "NotResource": "arn:aws:iam::*:user/a"},
            (
                "Denies every action except iam:Get* and iam:List* on every resource except arn:aws:iam::*:user/a, "
                "whatever else allows it."
            ),
        ),
        (
            {**trusting({"Service": "cloudfront.amazonaws.com"}, "s3:GetObject"), "Resource": "arn:aws:s3:::b/*"},
            "Allows the AWS service cloudfront.amazonaws.com to do s3:GetObject on arn:aws:s3:::b/*.",
        ),
    ],
)
def test_a_statement_is_one_sentence(statement: dict[str, Any], sentence: str) -> None:
    assert says(statement) == sentence


@pytest.mark.parametrize(
    ("conditions", "end"),
    [
        ({"Null": {"aws:TokenIssueTime": "false"}}, "aws:TokenIssueTime is present in the request"),
        ({"Null": {"aws:TokenIssueTime": True}}, "aws:TokenIssueTime is absent from the request"),
        ({"StringEquals": {"s3:prefix": ["a", "b"]}}, "s3:prefix is a or b"),
        ({"StringEqualsIgnoreCase": {"s3:prefix": "a"}}, "s3:prefix is a in any letter case"),
        ({"StringNotEquals": {"s3:prefix": "a"}}, "s3:prefix is not a"),
        ({"StringLike": {"s3:prefix": "home/*"}}, "s3:prefix matches home/*"),
        ({"StringLike": {"s3:prefix": "home"}}, "s3:prefix is home"),
        ({"StringNotLike": {"s3:prefix": "home/*"}}, "s3:prefix does not match home/*"),
        ({"ArnLike": {"aws:SourceArn": "arn:*"}}, "the resource the service acts for (aws:SourceArn) matches arn:*"),
        ({"ArnNotEquals": {"ec2:Vpc": "arn:*"}}, "ec2:Vpc does not match arn:*"),
        ({"Bool": {"aws:SecureTransport": "true"}}, "the request is encrypted (aws:SecureTransport)"),
        (
            {"Bool": {"aws:MultiFactorAuthPresent": "false"}},
            "the caller did not sign in with MFA (aws:MultiFactorAuthPresent)",
        ),
        ({"Bool": {"kms:GrantIsForAWSResource": True}}, "kms:GrantIsForAWSResource is true"),
        ({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, "the caller's address (aws:SourceIp) is in 10.0.0.0/8"),
        ({"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, "the caller's address (aws:SourceIp) is not in 10.0.0.0/8"),
        ({"NumericLessThanEquals": {"s3:max-keys": "10"}}, "s3:max-keys is at most 10"),
        ({"NumericGreaterThan": {"s3:max-keys": 10}}, "s3:max-keys is more than 10"),
        ({"DateLessThan": {"aws:CurrentTime": "2027-01-01"}}, "the time (aws:CurrentTime) is before 2027-01-01"),
        ({"DateGreaterThanEquals": {"aws:CurrentTime": "2027"}}, "the time (aws:CurrentTime) is at or after 2027"),
        ({"StringEqualsIfExists": {"ec2:Vpc": "v"}}, "ec2:Vpc is v (or the key is absent)"),
        (
            {"ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]}},
            "every value of the tag keys (aws:TagKeys) is a or b (also when there is no value at all)",
        ),
        (
            {"ForAnyValue:StringLike": {"dynamodb:Attributes": "x*"}},
            "at least one value of dynamodb:Attributes matches x*",
        ),
        (
            {"StringEquals": {"s3:prefix": list("abcdefg")}},
            "s3:prefix is a, b, c, d or one of 3 more",
        ),
        (
            {"StringEquals": {"sts:ExternalId": "x"}, "Bool": {"a:b": "true"}},
            "the external ID (sts:ExternalId) is x, and a:b is true",
        ),
    ],
)
def test_every_operator_has_its_words(conditions: dict[str, Any], end: str) -> None:
    assert says(read(**conditions)) == f"Allows s3:GetObject on every resource, only if {end}."


@pytest.mark.parametrize(
    ("statement", "who"),
    [
        (trusting({"Service": "ec2.amazonaws.com"}), "the AWS service ec2.amazonaws.com"),
        (
            trusting({"AWS": "arn:aws:iam::111122223333:root"}),
            "whoever account 111122223333 gives the permission to",
        ),
        (trusting({"AWS": "111122223333"}), "whoever account 111122223333 gives the permission to"),
        (trusting({"AWS": "arn:aws:iam::111122223333:role/a/b"}), "the role a/b of account 111122223333"),
        (trusting({"AWS": "arn:aws:iam::111122223333:user/u"}), "the user u of account 111122223333"),
        (trusting("*"), "anyone in any AWS account"),
        (trusting({"AWS": "*"}), "anyone in any AWS account"),
        (
            trusting({"Federated": "arn:aws:iam::123456789012:saml-provider/Corp"}, "sts:AssumeRoleWithSAML"),
            "whoever signs in through the SAML provider Corp",
        ),
        (
            trusting({"Federated": OIDC}, "sts:AssumeRoleWithWebIdentity"),
            f"whoever has a token of the OIDC provider {ISSUER}",
        ),
        (
            trusting({"Service": ["a.amazonaws.com", "b.amazonaws.com"]}),
            "the AWS service a.amazonaws.com or the AWS service b.amazonaws.com",
        ),
    ],
)
def test_a_trust_policy_says_who_can_assume_the_role(statement: dict[str, Any], who: str) -> None:
    assert says(statement) == f"This role can be assumed by {who}."


def test_a_service_account_is_named_where_the_tokens_subject_names_it() -> None:
    statement = trusting(
        {"Federated": OIDC},
        "sts:AssumeRoleWithWebIdentity",
        Condition={
            "StringEquals": {f"{ISSUER}:sub": "system:serviceaccount:prod:web", f"{ISSUER}:aud": "sts.amazonaws.com"}
        },
    )

    assert says(statement) == (
        f"This role can be assumed by pods with service account web in namespace prod of the cluster behind {ISSUER}, "
        f"only if the audience of the token ({ISSUER}:aud) is sts.amazonaws.com."
    )


@pytest.mark.parametrize(
    ("statement", "korean", "japanese"),
    [
        (
            read(StringEquals={"aws:SourceAccount": "1"}),
            (
                "서비스가 대신하는 계정(aws:SourceAccount) 값이 1일 때만 "
                "모든 리소스에 대한 s3:GetObject 작업을 허용합니다."
            ),
            (
                "サービスが代行するアカウント (aws:SourceAccount) が 1 の場合に限り、"
                "すべてのリソースに対するs3:GetObjectを許可します。"
            ),
        ),
        (
            trusting({"Service": "ec2.amazonaws.com"}, ["sts:AssumeRole", "sts:TagSession"]),
            "AWS의 ec2.amazonaws.com 서비스가 이 역할을 수임하고 세션에 태그를 붙일 수 있습니다.",
            "AWS サービス ec2.amazonaws.com がこのロールを引き受け、セッションにタグを付けられます。",
        ),
        (
            read(Null={"aws:x": "false"}),
            "요청에 aws:x 값이 있을 때만 모든 리소스에 대한 s3:GetObject 작업을 허용합니다.",
            "リクエストに aws:x がある場合に限り、すべてのリソースに対するs3:GetObjectを許可します。",
        ),
    ],
)
def test_korean_and_japanese_need_no_particle_to_choose(statement: dict[str, Any], korean: str, japanese: str) -> None:
    assert says(statement, "ko") == korean
    assert says(statement, "ja") == japanese


def test_wildcards_are_counted_by_level_and_named() -> None:
    [submit] = unfolded(allow("ecs:Submit*", "s3:GetObject", "*")["Statement"][0], load_actions())

    assert worded(submit.phrase, SAY["en"]) == "ecs:Submit* is 3 actions: 3 write"
    assert submit.names[0] == "ecs:SubmitAttachmentStateChanges"


def test_a_value_that_looks_like_a_field_stays_what_it_is() -> None:
    phrase = Phrase("cond.is", {"key": "{values}", "values": Listing(("{key}",))})

    assert worded(phrase, SAY["en"]) == "{values} is {key}"
