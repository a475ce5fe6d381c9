"""Half-made things: what is told, and above all what is not."""

import json
from typing import Any

import pytest
from builders import ISSUER, a_profile, a_role, a_target, trust

from tui.core.health.half_made import MADE, REMOVABLE, Holdings, LocalPolicy, UsedService, elsewhere, half_made
from tui.core.kinds import Role
from tui.core.phrase import worded
from tui.i18n import LANGUAGES, Translator

ACCOUNT = "123456789012"
OIDC = f"arn:aws:iam::{ACCOUNT}:oidc-provider/{ISSUER}"
SAML = f"arn:aws:iam::{ACCOUNT}:saml-provider/okta"
READ = ("arn:aws:iam::aws:policy/ReadOnlyAccess",)


def trusting(action: str = "sts:AssumeRole", **principal: Any) -> dict[str, Any]:
    return {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": principal, "Action": action}],
    }


def web(arn: str = OIDC) -> dict[str, Any]:
    return trusting("sts:AssumeRoleWithWebIdentity", Federated=arn)


def a_whole_account(*roles: Role, **fields: Any) -> Holdings:
    known: dict[str, Any] = {"users": frozenset(), "profiles": (), "oidc": (), "saml": (), "policies": ()}
    return Holdings(roles=roles, **known | fields)


def told(there: Holdings, **target: Any) -> list[str]:
    return [one.id for one in half_made(there, a_target(**target))]


@pytest.mark.parametrize(
    ("role", "codes"),
    [
        (a_role(), ["role-without-policies"]),
        (a_role(permissions_boundary=READ[0]), ["role-without-policies"]),
        (a_role(managed=READ), []),
        (a_role(other_inline=("x",)), []),
        (a_role(path="/aws-service-role/ecs.amazonaws.com/"), []),
        (a_role(path="/aws-reserved/sso.amazonaws.com/eu-west-1/", trust=trusting(Federated="arn:gone")), []),
    ],
    ids=["nothing", "only a boundary", "managed", "inline", "service-linked", "identity center"],
)
def test_a_role_without_permissions_is_told_unless_aws_keeps_it(role: Role, codes: list[str]) -> None:
    assert [one.code for one in half_made(a_whole_account(role), a_target())] == codes


def test_nothing_is_said_of_policies_that_could_not_be_listed() -> None:
    assert told(a_whole_account(a_role(), unlisted=frozenset({"app"}))) == []


NOBODY, SOME = ["role-nobody-can-assume"], ["role-trusts-missing"]
MISSING = ["role-provider-missing"]


@pytest.mark.parametrize(
    ("document", "codes"),
    [
        (trust(), []),
        (trusting(AWS=f"arn:aws:iam::{ACCOUNT}:root"), []),
        (trusting(AWS="999988887777"), []),
        (trusting(AWS="arn:aws:iam::999988887777:role/theirs"), []),
        (trusting(AWS="*"), []),
        (trusting(AWS=f"arn:aws:iam::{ACCOUNT}:role/team/other"), []),
        (trusting(AWS=f"arn:aws:sts::{ACCOUNT}:assumed-role/other/me"), []),
        (trusting(AWS=f"arn:aws:iam::{ACCOUNT}:user/ann"), []),
        (trusting("sts:AssumeRoleWithWebIdentity", Federated="accounts.google.com"), []),
        (trusting("sts:AssumeRoleWithWebIdentity", Federated="cognito-identity.amazonaws.com"), []),
        (web(), []),
        (trusting("sts:AssumeRoleWithSAML", Federated=SAML), []),
        (trusting(["sts:AssumeRole", "sts:TagSession"], Service="pods.eks.amazonaws.com"), []),
        ({"Statement": []}, NOBODY),
        (trusting(AWS="AIDACKCEVSQ6C2EXAMPLE"), NOBODY),
        (trusting(AWS=f"arn:aws:iam::{ACCOUNT}:user/gone"), NOBODY),
        (trusting(AWS=f"arn:aws:iam::{ACCOUNT}:role/other"), NOBODY),
        (trusting(AWS=f"arn:aws:sts::{ACCOUNT}:assumed-role/gone/me"), NOBODY),
        (trusting(Service="ec3.amazonaws.com"), NOBODY),
        (trusting(Federated=OIDC), NOBODY),
        (trusting("sts:AssumeRoleWithWebIdentity", Service="ec2.amazonaws.com"), NOBODY),
        (web("arn:aws:iam::999988887777:oidc-provider/example.com"), NOBODY),
        (trusting(AWS=["AIDACKCEVSQ6C2EXAMPLE", f"arn:aws:iam::{ACCOUNT}:user/ann"]), SOME),
        (web(f"arn:aws:iam::{ACCOUNT}:oidc-provider/example.com"), MISSING),
        (trusting("sts:AssumeRoleWithSAML", Federated=f"arn:aws:iam::{ACCOUNT}:saml-provider/gone"), MISSING),
    ],
)
def test_who_can_assume_a_role_is_judged_by_who_is_there(document: dict[str, Any], codes: list[str]) -> None:
    there = a_whole_account(
        a_role(trust=document, managed=READ),
        a_role("other", path="/team/", managed=READ, trust=web()),
        a_role("saml", managed=READ, trust=trusting("sts:AssumeRoleWithSAML", Federated=SAML)),
        users=frozenset({f"arn:aws:iam::{ACCOUNT}:user/ann"}),
        oidc=(OIDC,),
        saml=(SAML,),
    )

    assert told(there) == [f"{code}:role/app" for code in codes]


def test_a_deny_for_everybody_leaves_nobody() -> None:
    deny = {"Effect": "Deny", "Principal": "*", "Action": "sts:*"}
    document = {"Statement": [*trust()["Statement"], deny]}

    assert told(a_whole_account(a_role(trust=document, managed=READ))) == ["role-nobody-can-assume:role/app"]


def test_a_condition_that_may_hold_is_no_reason() -> None:
    [statement] = trust()["Statement"]
    document = {"Statement": [{**statement, "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}}}]}

    assert told(a_whole_account(a_role(trust=document, managed=READ))) == []


def test_aws_itself_knows_its_services_better_than_our_list() -> None:
    document = trusting(Service="brand-new.amazonaws.com")

    assert told(a_whole_account(a_role(trust=document, managed=READ)), kind="account") == []


def test_of_lists_that_could_not_be_read_nothing_is_said() -> None:
    role = a_role(managed=READ, trust=web())
    user = a_role("b", managed=READ, trust=trusting(AWS=f"arn:aws:iam::{ACCOUNT}:user/gone"))

    assert told(Holdings(roles=(role, user))) == []
    assert told(Holdings(oidc=(OIDC,), saml=(SAML,))) == []


def test_principals_of_other_accounts_are_said_to_be_out_of_sight() -> None:
    theirs = "arn:aws:iam::999988887777:role/theirs"

    assert elsewhere((a_role(trust=trusting(AWS=[theirs, "111122223333"])),), a_target()) == (theirs,)


def test_what_is_left_of_a_trust_policy_is_offered_to_paste() -> None:
    ann = f"arn:aws:iam::{ACCOUNT}:user/ann"
    document = trusting(AWS=["AIDACKCEVSQ6C2EXAMPLE", ann])
    [one] = half_made(a_whole_account(a_role(trust=document, managed=READ), users=frozenset({ann})), a_target())

    [call] = one.finish
    assert json.loads(call.params["PolicyDocument"]) == trusting(AWS=[ann])


def test_a_missing_provider_is_to_be_made_with_the_audiences_of_the_trust_policy() -> None:
    [statement] = web()["Statement"]
    condition = {"StringEquals": {f"{ISSUER}:aud": "my-app", f"{ISSUER}:sub": "x"}}
    document = {"Statement": [{**statement, "Condition": condition}]}

    [one] = half_made(a_whole_account(a_role(trust=document, managed=READ)), a_target())

    assert one.finish[0].params == {"Url": f"https://{ISSUER}", "ClientIDList": ["my-app"]}


def test_other_kinds_are_told_where_nothing_uses_them() -> None:
    sso = f"arn:aws:iam::{ACCOUNT}:saml-provider/AWSSSO_1234567890abcdef_DO_NOT_DELETE"
    there = a_whole_account(
        profiles=(a_profile(role=None), a_profile("full")),
        oidc=(OIDC,),
        saml=(SAML, sso),
        policies=(
            LocalPolicy("free", "/", 0, 0),
            LocalPolicy("used", "/", 1, 0),
            LocalPolicy("limit", "/", 0, 2),
        ),
        used=(UsedService("ecs.amazonaws.com", "AWSServiceRoleForECS", "ECS clusters"),),
    )

    assert sorted(told(there)) == [
        "instance-profile-without-role:instance-profile/app",
        f"oidc-provider-unused:oidc-provider/{ISSUER}",
        "policy-unattached:policy/free",
        "saml-provider-unused:saml-provider/okta",
        "service-linked-role-missing:service-linked-role/ecs.amazonaws.com",
    ]


def test_every_finding_has_its_sentence_and_its_fix_in_three_languages() -> None:
    there = a_whole_account(
        a_role(trust={"Statement": []}),
        a_role("web", trust=web()),
        a_role("some", trust=trusting(AWS=["AIDACKCEVSQ6C2EXAMPLE", ACCOUNT])),
        profiles=(a_profile(role=None),),
        oidc=("arn:aws:iam::123456789012:oidc-provider/free.example.com",),
        saml=(SAML,),
        policies=(LocalPolicy("free", "/", 0, 0),),
        used=(UsedService("ecs.amazonaws.com", "AWSServiceRoleForECS", "ECS clusters"),),
    )

    found = half_made(there, a_target())

    assert {one.code for one in found} >= REMOVABLE | MADE
    for language in LANGUAGES:
        t = Translator(language)
        for one in found:
            assert "{" not in worded(one.text, t)
            assert t.has(f"doctor.fix.{one.code}")
