"""Which calls go out side by side: first what is made, then what goes into it, last what is deleted."""

from builders import a_plan, a_policy, a_profile, a_provider, a_role, allow, an_account, observe, trust

from tui.core.calls.api_call import iam
from tui.core.calls.step import Step
from tui.core.plan.order import levels

OWN = "arn:aws:iam::123456789012:policy/shared"


def operations(*groups: list[int], steps: tuple[Step, ...]) -> list[list[str]]:
    return [[steps[index].do.operation for index in group] for group in groups]


def test_things_are_made_before_they_are_filled():
    steps = a_plan(a_policy(), a_role(managed=(OWN,), inline={"a": allow("s3:*")}), a_profile()).steps

    found = operations(*levels(steps), steps=steps)

    assert found == [
        ["CreatePolicy", "CreateRole", "CreateInstanceProfile"],
        ["PutRolePolicy", "AttachRolePolicy", "AddRoleToInstanceProfile"],
    ]


def test_what_names_another_new_thing_is_made_after_it():
    bounded = a_plan(a_policy(), a_role(permissions_boundary=OWN)).steps
    federated = trust()
    federated["Statement"][0]["Principal"] = {
        "Federated": "arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF"
    }
    trusted = a_plan(a_provider(), a_role(trust=federated)).steps

    assert operations(*levels(bounded), steps=bounded) == [["CreatePolicy"], ["CreateRole"]]
    assert operations(*levels(trusted), steps=trusted) == [["CreateOpenIDConnectProvider"], ["CreateRole"]]


def test_the_one_place_in_a_profile_is_left_before_it_is_taken():
    there = an_account(a_role("other"), a_profile(role="other"))
    wanted = [a_role(), a_profile()]
    steps = a_plan(*wanted, observed=observe(there, wanted).values()).steps

    assert operations(*levels(steps), steps=steps) == [
        ["CreateRole"],
        ["RemoveRoleFromInstanceProfile"],
        ["AddRoleToInstanceProfile"],
    ]


def test_deleting_comes_last_and_tags_of_one_thing_keep_their_order():
    role = {"RoleName": "app"}
    calls = [
        iam("UntagRole", {**role, "TagKeys": ["cost"]}),
        iam("TagRole", {**role, "Tags": [{"Key": "Cost", "Value": "1"}]}),
        iam("DetachRolePolicy", {**role, "PolicyArn": OWN}),
        iam("DeleteRole", role),
    ]
    steps = tuple(Step("role/app", call) for call in calls)

    assert operations(*levels(steps), steps=steps) == [
        ["UntagRole", "DetachRolePolicy"],
        ["TagRole"],
        ["DeleteRole"],
    ]


def test_no_step_is_lost_and_none_goes_out_twice():
    steps = a_plan(a_provider(), a_policy(), a_role(managed=(OWN,)), a_profile()).steps

    assert sorted(index for level in levels(steps) for index in level) == list(range(len(steps)))
    assert levels(()) == []
