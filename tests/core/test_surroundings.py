"""Quotas, look-alike names and missing rights are seen at the review, not at the call."""

import pytest
from builders import a_plan, a_role, trust

from tui.core.denied import MissingPermission
from tui.core.plan import Plan
from tui.core.surroundings import Surroundings, findings_around

KNOWN = {"is_caller_known": True}


def found(plan: Plan, around: Surroundings) -> list[tuple[str, str]]:
    return [(one.code, one.severity) for one in findings_around(plan, around)]


def test_a_name_that_differs_only_in_case_is_an_error():
    around = Surroundings(lookalikes={"role/app": "App"}, **KNOWN)

    assert found(a_plan(a_role()), around) == [("name_case", "error")]


@pytest.mark.parametrize(("used", "codes"), [(999, []), (1000, [("quota_reached", "error")])])
def test_one_role_more_than_the_account_may_have_is_an_error(used: int, codes: list[tuple[str, str]]):
    around = Surroundings({"Roles": used, "RolesQuota": 1000}, **KNOWN)

    assert found(a_plan(a_role()), around) == codes


def test_policies_that_others_attached_count_toward_the_quota():
    """Ten were attached already, and the eleventh was refused at the call."""
    there = a_role(managed=tuple(f"arn:{number}" for number in range(10)))
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
