"""Verdicts on what is not a document: attached policies and boundaries, and on a resource as a whole."""

import random

import pytest
from builders import BOUNDARY, a_plan, a_policy, a_role, allow, trust
from sweep_policies import managed_policies, wrong

from tui.core.compare.parts import DENY_ONLY, compare_plan, verdict_of
from tui.core.iam.arn import policy_arn
from tui.core.kinds import Resource

AWS = "arn:aws:iam::aws:policy/"
OWN = "arn:aws:iam::123456789012:policy/shared"


def verdicts(desired: Resource, *observed: Resource) -> dict[str, tuple[str, str]]:
    """Kind and first reason of each part that has a verdict."""
    plan = a_plan(desired, observed=observed)
    parts = compare_plan(plan)[desired.address]
    return {name: (one.verdict.kind, one.verdict.reasons[0].code) for name, one in parts.items()}


@pytest.mark.parametrize(
    ("arn", "expected"),
    [
        (f"{AWS}AdministratorAccess", ("broadens", "managed.attached.broadens")),
        (f"{AWS}service-role/AWSLambdaBasicExecutionRole", ("broadens", "managed.attached.broadens")),
        (f"{AWS}AWSDenyAll", ("narrows", "managed.attached.narrows")),
        (OWN, ("unknown", "managed.unknown")),
    ],
)
def test_an_attached_policy_means_what_is_known_of_it(arn: str, expected: tuple[str, str]):
    assert verdicts(a_role(managed=(arn,)), a_role()) == {f"managed/{arn}": expected}


def test_a_policy_of_the_same_plan_is_known():
    policy = a_policy(document=allow("s3:GetObject"))
    plan = a_plan(policy, a_role(managed=(OWN,)), observed=[a_role()])

    found = compare_plan(plan)["role/app"][f"managed/{policy_arn(plan.target, 'shared')}"]

    assert (found.verdict.kind, found.verdict.reasons[0].code) == ("broadens", "statement.added.allow")


@pytest.mark.parametrize(
    ("observed", "expected"),
    [
        ([a_role()], ("narrows", "boundary.added")),
        ([a_role(permissions_boundary=f"{AWS}ReadOnlyAccess")], ("unknown", "boundary.replaced")),
        ([], ("neutral", "boundary.new")),
    ],
)
def test_a_boundary_narrows_what_was_there(observed: list[Resource], expected: tuple[str, str]):
    found = verdicts(a_role(permissions_boundary=BOUNDARY), *observed)

    assert found["permissions_boundary"] == expected


def test_a_resource_has_the_verdict_of_all_its_parts():
    before = a_role(inline={"a": allow("s3:GetObject")}, trust=trust())
    plan = a_plan(a_role(inline={"a": allow("s3:PutObject")}, tags={"Team": "web"}), observed=[before])
    parts = compare_plan(plan)

    verdict = verdict_of(plan.changes[0], parts)

    assert verdict is not None
    assert (verdict.kind, [one.kind for one in verdict.reasons]) == ("changes", ["broadens", "narrows"])
    assert set(parts["role/app"]) == {"inline/a"}


def test_what_only_looks_different_has_a_comparison_and_no_verdict():
    plan = a_plan(a_role(inline={"a": allow("s3:GetObject")}), observed=[a_role(inline={"a": allow("S3:GetObject")})])
    parts = compare_plan(plan)

    assert parts["role/app"]["inline/a"].folded == {"letter_case": 1}
    assert verdict_of(plan.changes[0], parts) is None


def test_some_of_aws_own_policies_are_compared_rightly_and_the_ones_that_only_deny_are_known():
    policies = managed_policies()
    chance = random.Random(7)  # noqa: S311

    sample = {name: list(wrong(policies[name], chance)) for name in sorted(policies)[::40]}
    deny_only = {name for name, one in policies.items() if all(part["Effect"] == "Deny" for part in one["Statement"])}

    assert {name: found for name, found in sample.items() if found} == {}
    assert deny_only == DENY_ONLY
