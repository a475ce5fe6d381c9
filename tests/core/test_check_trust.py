"""Who may assume a role, and whether somebody else could make them do it."""

from typing import Any

import pytest
from builders import ISSUER, a_choice, a_placeholder, a_preset, a_role, a_role_item, trust
from checking import HERE, THERE, about_trust, codes, found, mended

from tui.core.kinds import BucketPolicy

OIDC = {"Federated": f"arn:aws:iam::{HERE}:oidc-provider/{ISSUER}"}
WEB = "sts:AssumeRoleWithWebIdentity"


def if_equals(**keys: str) -> dict[str, Any]:
    return {"StringEquals": {key.replace("__", ":"): value for key, value in keys.items()}}


def signed_in(
    subject: str | None = "system:serviceaccount:prod:web", audience: str | None = "sts.amazonaws.com"
) -> Any:
    keys = {f"{ISSUER}:sub": subject, f"{ISSUER}:aud": audience}
    return {"StringEquals": {key: value for key, value in keys.items() if value}}


@pytest.mark.parametrize("principal", ["*", {"AWS": "*"}, {"AWS": [f"arn:aws:iam::{HERE}:root", "*"]}])
def test_a_role_anybody_can_assume_is_an_error(principal: Any) -> None:
    [finding] = about_trust(principal)

    assert (finding.code, finding.severity, finding.where) == ("trust_open", "error", "role/app trust [1]")


def test_a_condition_on_the_organization_closes_it() -> None:
    assert about_trust("*", Condition=if_equals(aws__PrincipalOrgID="o-1")) == ()


@pytest.mark.parametrize(
    ("principal", "conditions", "expected"),
    [
        (f"arn:aws:iam::{THERE}:root", {}, ["external_id_missing"]),
        (THERE, {}, ["external_id_missing"]),
        (f"arn:aws:iam::{THERE}:role/x", {}, ["external_id_missing"]),
        (f"arn:aws:iam::{THERE}:root", if_equals(sts__ExternalId="x"), []),
        (f"arn:aws:iam::{HERE}:root", {}, []),
    ],
)
def test_another_account_needs_an_external_id(principal: str, conditions: Any, expected: list[str]) -> None:
    assert codes(about_trust({"AWS": principal}, Condition=conditions)) == expected


@pytest.mark.parametrize(
    ("service", "conditions", "expected"),
    [
        ("scheduler.amazonaws.com", {}, ["source_missing"]),
        ("rds.amazonaws.com", {}, ["source_missing"]),
        ("transcribe.streaming.amazonaws.com", {}, ["source_missing"]),
        ("vpc-flow-logs.amazonaws.com", if_equals(aws__SourceAccount=HERE), []),
        ("states.amazonaws.com", {"ArnLike": {"AWS:SourceArn": "arn:*"}}, []),
        ("ec2.amazonaws.com", {}, []),
        ("lambda.amazonaws.com", {}, []),
        # no page of AWS's was found that puts the key into the trust policy of their roles
        ("firehose.amazonaws.com", {}, []),
        ("glue.amazonaws.com", {}, []),
        ("servicecatalog.amazonaws.com", {}, []),
    ],
)
def test_a_service_that_acts_for_others_needs_their_account(service: str, conditions: Any, expected: list[str]) -> None:
    assert codes(about_trust({"Service": service}, Condition=conditions)) == expected


def test_its_fix_asks_for_this_account() -> None:
    role = a_role(trust=trust("ssm.amazonaws.com"))
    [finding] = found(role)

    [statement] = mended(finding, role)

    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": HERE}}
    assert "Condition" not in role.trust["Statement"][0]


@pytest.mark.parametrize(
    ("subject", "audience", "expected"),
    [
        ("system:serviceaccount:prod:web", "sts.amazonaws.com", []),
        ("system:serviceaccount:prod:web", None, ["aud_missing"]),
        (None, "sts.amazonaws.com", ["sub_missing"]),
        ("system:serviceaccount:web:prod", "sts.amazonaws.com", ["subject_swapped"]),
        ("system:serviceaccount:coredns:kube-system", "sts.amazonaws.com", ["subject_swapped"]),
        ("system:serviceaccount:my.app:other", "sts.amazonaws.com", ["subject_swapped"]),
        ("system:serviceaccount:other:thing", "sts.amazonaws.com", []),
    ],
)
def test_a_token_is_checked_for_subject_and_audience(subject: Any, audience: Any, expected: list[str]) -> None:
    placeholders = {
        "ROLE_NAME": a_placeholder(),
        "NAMESPACE": a_placeholder("k8s-namespace", default="<ACCOUNT>"),
        "ACCOUNT": a_placeholder("k8s-service-account", default="<NAMESPACE>"),
    }
    statement = {"Effect": "Allow", "Principal": OIDC, "Action": WEB, "Condition": signed_in(subject, audience)}

    findings = found(a_role(trust={"Statement": [statement]}), preset=a_preset(placeholders=placeholders))

    assert codes(findings) == expected


def test_the_fixes_ask_for_the_audience_and_swap_the_subject() -> None:
    conditions = signed_in("system:serviceaccount:coredns:kube-system", None)
    role = a_role(trust={"Statement": [{"Effect": "Allow", "Principal": OIDC, "Action": WEB, "Condition": conditions}]})
    audience, subject = found(role)

    assert mended(audience, role)[0]["Condition"]["StringEquals"][f"{ISSUER}:aud"] == "sts.amazonaws.com"
    assert mended(subject, role)[0]["Condition"]["StringEquals"] == {
        f"{ISSUER}:sub": "system:serviceaccount:kube-system:coredns"
    }


def test_a_public_provider_without_a_subject_is_an_error() -> None:
    name = "token.actions.githubusercontent.com"
    principal = {"Federated": f"arn:aws:iam::{HERE}:oidc-provider/{name}"}

    [finding] = about_trust(principal, WEB, Condition=if_equals(**{f"{name}__aud": "sts.amazonaws.com"}))

    assert (finding.code, finding.severity) == ("sub_missing", "error")


def test_a_bucket_open_to_the_internet_warns() -> None:
    statement = {"Sid": "Open", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}

    assert codes(found(BucketPolicy("b", {"Open": statement}))) == ["bucket_open"]


def test_a_waiver_says_why_and_keeps_nothing_back() -> None:
    text = {"en": "On purpose", "ko": "일부러", "ja": "意図的"}
    preset = a_preset(waivers={"trust_open@trust[1]": text})
    role = a_role(trust={"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}]})

    [finding] = found(role, preset=preset)

    assert finding.waiver == text
    assert found(a_role(), preset=preset) == ()


def test_a_waiver_of_another_statement_waives_nothing() -> None:
    text = {"en": "On purpose", "ko": "일부러", "ja": "意図的"}
    choice = a_preset(
        waivers={"trust_open@trust[2]": text},
        placeholders={"ROLE_NAME": a_placeholder(), "HOW": a_choice("a", "b")},
        resources=[a_role_item(inline={"choose": "HOW", "a": {}, "b": {}})],
    )
    role = a_role(trust={"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}]})

    [finding] = found(role, preset=choice)

    assert finding.waiver is None


@pytest.mark.parametrize(
    "condition",
    [
        {"StringLike": {"aws:PrincipalArn": "*"}},
        {"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}},
        {"Null": {"aws:SourceAccount": "true"}},
        {"StringEqualsIfExists": {"aws:SourceAccount": HERE}},
        {"ForAllValues:StringLike": {"aws:PrincipalOrgPaths": "o-1/*"}},
    ],
)
def test_a_condition_that_anybody_passes_closes_nothing(condition: Any) -> None:
    assert codes(about_trust("*", Condition=condition))[0] == "trust_open"


def test_a_tag_of_the_principal_closes_it() -> None:
    assert about_trust("*", Condition={"StringEquals": {"aws:PrincipalTag/team": "a"}}) == ()


def test_everybody_but_somebody_is_nothing_a_trust_policy_can_say() -> None:
    statement = {"Effect": "Allow", "NotPrincipal": {"AWS": f"arn:aws:iam::{HERE}:root"}, "Action": "sts:AssumeRole"}

    [finding] = found(a_role(trust={"Version": "2012-10-17", "Statement": [statement]}))

    assert (finding.code, finding.severity, finding.params) == (
        "element_misplaced",
        "error",
        {"element": "NotPrincipal"},
    )


@pytest.mark.parametrize("subject", ["*", "repo:*", "repo:**"])
def test_a_subject_that_every_token_fits_is_none(subject: str) -> None:
    provider = "token.actions.githubusercontent.com"
    condition = {
        "StringEquals": {f"{provider}:aud": "sts.amazonaws.com"},
        "StringLike": {f"{provider}:sub": subject},
    }

    found_there = about_trust({"Federated": f"arn:aws:iam::{HERE}:oidc-provider/{provider}"}, WEB, Condition=condition)

    assert ("sub_missing", "error") in [(one.code, one.severity) for one in found_there]


def test_a_source_of_any_name_is_no_source() -> None:
    condition = {"StringLike": {"aws:SourceArn": "*"}}

    assert "source_missing" in codes(about_trust({"Service": "vpc-flow-logs.amazonaws.com"}, Condition=condition))
