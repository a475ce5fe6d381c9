"""Quotas, look-alike names and missing rights are seen at the review, not at the call."""

from typing import Any

import pytest
from builders import a_plan, a_policy, a_role, a_target, allow, trust

from tui.core.calls.denied import MissingPermission
from tui.core.calls.step import RUN_TAG
from tui.core.iam.policy import policy_size
from tui.core.kinds import PrincipalPolicy, Resource
from tui.core.plan.account_context import Surroundings, findings_around, own_principals
from tui.core.plan.plan import Plan

KNOWN = {"is_caller_known": True}


def found(plan: Plan, around: Surroundings) -> list[tuple[str, str]]:
    return [(one.code, one.severity) for one in findings_around(plan, around)]


def gone(unique_id: str) -> dict[str, Any]:
    """A trust policy for somebody who has been deleted, as IAM shows it."""
    statement = {"Effect": "Allow", "Principal": {"AWS": unique_id}, "Action": "sts:AssumeRole"}
    return {"Version": "2012-10-17", "Statement": [statement]}


def test_a_name_that_differs_only_in_case_is_an_error():
    around = Surroundings(lookalikes={"role/app": "App"}, **KNOWN)

    assert found(a_plan(a_role()), around) == [("name_case", "error")]


@pytest.mark.parametrize(("used", "codes"), [(999, []), (1000, [("quota_reached", "error")])])
def test_one_role_more_than_the_account_may_have_is_an_error(used: int, codes: list[tuple[str, str]]):
    around = Surroundings({"Roles": used, "RolesQuota": 1000}, **KNOWN)

    assert found(a_plan(a_role()), around) == codes


def test_policies_that_others_attached_count_toward_the_quota():
    """Ten were attached already, and the eleventh was refused at the call."""
    there = a_role(managed=tuple(f"arn:{number}" for number in range(10)), tags={RUN_TAG: "r0"})
    around = Surroundings({"AttachedPoliciesPerRoleQuota": 10}, **KNOWN)

    more = a_plan(a_role(managed=("arn:new",)), observed=[there])
    same = a_plan(a_role(managed=("arn:3",)), observed=[there])

    assert found(more, around) == [("attachments", "error")]
    assert found(same, around) == []


def test_an_account_s_own_trust_quota_counts():
    around = Surroundings({"AssumeRolePolicySizeQuota": 50}, **KNOWN)

    assert found(a_plan(a_role()), around) == [("trust_size", "error")]


def test_a_service_nobody_knows_is_a_warning_with_the_nearest_one():
    [one] = findings_around(a_plan(a_role(trust=trust("lamda.amazonaws.com"))), Surroundings(**KNOWN))

    assert (one.code, one.severity, one.params["nearest"]) == ("principal_unknown", "warning", "lambda.amazonaws.com")


def test_calls_the_caller_may_not_make_are_named_and_ignorance_is_admitted():
    denied = (MissingPermission("iam:CreateRole", "arn:aws:iam::123456789012:role/app"),)

    assert found(a_plan(a_role()), Surroundings(denied=denied, **KNOWN)) == [("caller_denied", "warning")]
    assert found(a_plan(a_role()), Surroundings()) == [("caller_unknown", "note")]
    assert found(a_plan(a_role(), observed=[a_role()]), Surroundings()) == []


def tagged(count: int) -> dict[str, str]:
    return {f"k{number}": "v" for number in range(count)}


@pytest.mark.parametrize(
    ("desired", "there", "codes"),
    [
        (a_role(tags=tagged(49)), None, []),
        (a_role(tags=tagged(50)), None, ["tags_too_many"]),
        (a_role(tags={"new": "v"}), a_role(tags=tagged(49) | {RUN_TAG: "r0"}), ["tags_too_many"]),
        (a_role(tags={"K1": "v"}), a_role(tags=tagged(49) | {RUN_TAG: "r0"}), []),
        (a_policy(tags={"AWS:x": "v"}), None, ["tag_reserved"]),
        (a_role(permissions_boundary="arn:aws:iam::aws:policy/PowerUserAccess"), None, []),
        (a_role(permissions_boundary="arn:aws:iam::111122223333:policy/edge"), None, ["boundary_account"]),
        (a_role(permissions_boundary="arn:aws-cn:iam::aws:policy/x"), None, ["boundary_partition"]),
        (a_role(), a_role(trust=gone("AROAEXAMPLE1234567890")), ["principal_deleted", "name_taken"]),
        (a_role(), a_role(description="theirs"), []),
        (a_role(description="ours"), a_role(description="theirs"), ["name_taken"]),
    ],
)
def test_what_iam_would_refuse_or_has_lost_is_seen_at_the_review(
    desired: Resource, there: Resource | None, codes: list[str]
):
    plan = a_plan(desired, observed=[there])

    assert sorted(code for code, _ in found(plan, Surroundings(**KNOWN))) == sorted(codes)


@pytest.mark.parametrize(
    "desired",
    [
        a_role(inline={"a": allow("s3:GetObject")}),
        PrincipalPolicy("arn:aws:iam::123456789012:user/me", "a", allow("s3:GetObject")),
    ],
    ids=["role", "user"],
)
def test_inline_policies_that_are_there_already_count_toward_the_size(desired: Resource):
    own = policy_size(allow("s3:GetObject"))
    quota = 10_240 if desired.address.startswith("role/") else 2_048

    fits = Surroundings(other_inline={desired.address: quota - own}, **KNOWN)
    is_full = Surroundings(other_inline={desired.address: quota - own + 1}, **KNOWN)

    assert found(a_plan(desired), fits) == []
    assert found(a_plan(desired), is_full) == [("inline_size_together", "error")]


HERE = "123456789012"
DEPLOYER = f"arn:aws:iam::{HERE}:role/deployer"


def trusting(*principals: str) -> Any:
    statement = {"Effect": "Allow", "Principal": {"AWS": list(principals)}, "Action": "sts:AssumeRole"}
    return a_role(trust={"Version": "2012-10-17", "Statement": [statement]})


@pytest.mark.parametrize(("kind", "severity"), [("practice", "warning"), ("account", "error")])
def test_a_principal_of_the_account_that_is_not_there_is_told(kind: Any, severity: str):
    plan = a_plan(trusting(DEPLOYER), target=a_target(kind=kind))
    around = Surroundings(absent={"role/app": (DEPLOYER,)}, **KNOWN)

    [one] = findings_around(plan, around)

    assert (one.code, one.severity, one.where) == ("principal_absent", severity, "role/app trust")


def test_only_principals_of_the_account_that_the_plan_does_not_make_are_looked_up():
    elsewhere = ("arn:aws:iam::999988887777:role/x", f"arn:aws:iam::{HERE}:root", DEPLOYER)
    user = f"arn:aws:iam::{HERE}:user/team/amy"

    wanted = own_principals(a_plan(trusting(*elsewhere, user), a_role("deployer")))
    same = own_principals(a_plan(trusting(user), observed=[trusting(user)]))

    assert wanted == {"role/app": {user: ("user", "amy")}}
    assert same == {}
