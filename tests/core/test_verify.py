"""Verification: by the documents the account has, also those nobody asked about."""

from typing import Any

from builders import a_blueprint, a_policy, a_role, allow, an_account

from tui.aws.policies import read_policies, verify
from tui.core.calls.api_call import iam
from tui.core.iam.policy import wire
from tui.core.plan.blueprint import Expectation

OBJECT = "arn:aws:s3:::media/x"
MAY = Expectation("s3:GetObject", OBJECT, True, {})
MAY_NOT = Expectation("s3:PutObject", OBJECT, False, {})
WANTED = a_role(inline={"read": allow("s3:GetObject")})


def a_promise(*checks: Expectation, **fields: Any) -> Any:
    return a_blueprint(WANTED, checks=checks, **fields)


def test_what_is_there_as_wanted_passes():
    found = verify(an_account(WANTED), a_promise(MAY, MAY_NOT))

    assert found.passed
    assert [one.passed for one in found.checks] == [True, True, True]


def test_what_is_not_there_allows_nothing():
    found = verify(an_account(), a_promise(MAY, MAY_NOT))

    assert not found.passed
    assert [one.action for one in found.states] == ["create"]
    assert [one.passed for one in found.accesses] == [False, True]


def test_an_inline_policy_of_somebody_else_counts():
    account = an_account(WANTED)
    other = {"RoleName": WANTED.name, "PolicyName": "other", "PolicyDocument": wire(allow("s3:*"))}
    account.call(iam("PutRolePolicy", other))

    found = verify(account, a_promise(MAY, MAY_NOT))

    assert [one.passed for one in found.states] == [True]
    assert [one.passed for one in found.accesses] == [True, False]
    assert found.accesses[1].outcome.decision.look.source.where == "inline/other"


def test_a_managed_policy_that_somebody_attached_counts():
    policy = a_policy(document=allow("s3:*"))
    account = an_account(WANTED, policy)
    arn = f"arn:aws:iam::{account.target.account}:policy/{policy.name}"
    account.call(iam("AttachRolePolicy", {"RoleName": WANTED.name, "PolicyArn": arn}))

    found = verify(account, a_promise(MAY_NOT))

    assert [one.passed for one in found.accesses] == [False]


def test_a_policy_that_cannot_be_read_leaves_promises_open():
    account = an_account(WANTED)
    account.roles[WANTED.name]["managed"].append("arn:aws:iam::aws:policy/Hidden")

    found = verify(account, a_promise(MAY, MAY_NOT))

    assert [one.outcome.decision.decision for one in found.accesses] == ["allowed", "depends"]
    assert "arn:aws:iam::aws:policy/Hidden" in found.accesses[1].outcome.decision.unknowable
    assert not found.passed


def test_without_resources_the_caller_is_who_is_meant():
    blueprint = a_blueprint(caller=allow("s3:GetObject"), checks=(MAY, MAY_NOT))

    found = verify(an_account(), blueprint)

    assert found.passed
    assert {one.outcome.subject.name for one in found.accesses} == {"caller"}


def test_texts_are_those_of_the_versions_in_force():
    policy = a_policy(document=allow("s3:GetObject"))
    account = an_account(policy)
    arn = f"arn:aws:iam::{account.target.account}:policy/{policy.name}"

    read = read_policies(account, [arn, "arn:aws:iam::aws:policy/NoSuch"])

    assert read.texts == {arn: policy.document}
    assert read.absent == {"arn:aws:iam::aws:policy/NoSuch"}
