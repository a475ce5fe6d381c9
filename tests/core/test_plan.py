"""What is observed and what is desired decide the calls, their undoing, and what a reviewer reads."""

import json
from dataclasses import replace
from typing import Any

import pytest
from builders import (
    BOUNDARY,
    ISSUER,
    a_linked_role,
    a_plan,
    a_policy,
    a_profile,
    a_provider,
    a_role,
    a_target,
    allow,
    trust,
)

from tui.core.calls.api_call import ApiCall
from tui.core.kinds import Resource, Role
from tui.core.plan.plan import Plan

READ, WRITE = allow("s3:GetObject"), allow("s3:PutObject")
FULL = {"default_version": "v9", "other_versions": ("v3", "v4", "v6", "v8")}


def operations(plan: Plan) -> list[str]:
    return [step.do.operation for step in plan.steps]


def undone_by(plan: Plan) -> list[ApiCall]:
    return [call for step in plan.steps for call in step.undo]


@pytest.mark.parametrize(
    ("observed", "desired", "expected"),
    [
        pytest.param(None, a_role(), ["CreateRole"], id="a bare role"),
        pytest.param(
            None,
            a_role(inline={"a": READ, "b": WRITE}, managed=(BOUNDARY,), tags={"k": "v"}, description="d"),
            ["CreateRole", "PutRolePolicy", "PutRolePolicy", "AttachRolePolicy"],
            id="a role with everything: attributes and tags are part of its creation",
        ),
        pytest.param(a_role(inline={"a": READ}), a_role(inline={"a": READ}), [], id="a role that is as desired"),
        pytest.param(
            a_role(inline={"a": READ}, managed=("x",), tags={"k": "v"}, other_inline=("z",), description="d"),
            a_role(),
            [],
            id="what the role has besides is left alone",
        ),
        pytest.param(
            a_role(inline={"a": allow("S3:getobject")}),
            a_role(inline={"a": READ}),
            [],
            id="the same in another spelling",
        ),
        pytest.param(a_role(), a_role(trust=trust("lambda.amazonaws.com")), ["UpdateAssumeRolePolicy"], id="trust"),
        pytest.param(a_role(inline={"a": WRITE}), a_role(inline={"a": READ}), ["PutRolePolicy"], id="an inline policy"),
        pytest.param(a_role(managed=("x",)), a_role(managed=("y", "x")), ["AttachRolePolicy"], id="an attachment"),
        pytest.param(a_role(description="old"), a_role(description="new"), ["UpdateRole"], id="description"),
        pytest.param(a_role(max_session_seconds=3600), a_role(max_session_seconds=7200), ["UpdateRole"], id="session"),
        pytest.param(a_role(max_session_seconds=3600), a_role(max_session_seconds=3600), [], id="the same session"),
        pytest.param(a_role(), a_role(permissions_boundary=BOUNDARY), ["PutRolePermissionsBoundary"], id="boundary"),
        pytest.param(a_role(permissions_boundary=BOUNDARY), a_role(), [], id="a boundary nobody asked about"),
        pytest.param(a_role(tags={"a": "1"}), a_role(tags={"a": "2", "b": "3"}), ["TagRole"], id="tags in one call"),
        pytest.param(a_role(path="/old/"), a_role(path="/new/"), [], id="the path, which no call can change"),
        pytest.param(None, a_policy(), ["CreatePolicy"], id="a policy"),
        pytest.param(a_policy(), a_policy(), [], id="a policy that is as desired"),
        pytest.param(a_policy(document=WRITE), a_policy(), ["CreatePolicyVersion"], id="a new version"),
        pytest.param(
            a_policy(document=WRITE, other_versions=("v1", "v2", "v3"), default_version="v4"),
            a_policy(),
            ["CreatePolicyVersion"],
            id="room for one version",
        ),
        pytest.param(
            a_policy(document=WRITE, **FULL), a_policy(), ["DeletePolicyVersion", "CreatePolicyVersion"], id="no room"
        ),
        pytest.param(a_policy(**FULL), a_policy(), [], id="no room and nothing to do"),
        pytest.param(a_policy(), a_policy(tags={"k": "v"}), ["TagPolicy"], id="a policy's tags"),
        pytest.param(
            None, a_profile(), ["CreateInstanceProfile", "AddRoleToInstanceProfile"], id="a profile and its role"
        ),
        pytest.param(a_profile(), a_profile(), [], id="a profile that is as desired"),
        pytest.param(a_profile(role=None), a_profile(), ["AddRoleToInstanceProfile"], id="an empty profile"),
        pytest.param(
            a_profile(role="other"),
            a_profile(),
            ["RemoveRoleFromInstanceProfile", "AddRoleToInstanceProfile"],
            id="a profile with another role",
        ),
        pytest.param(a_profile(), a_profile(tags={"k": "v"}), ["TagInstanceProfile"], id="a profile's tags"),
        pytest.param(None, a_provider(), ["CreateOpenIDConnectProvider"], id="a provider"),
        pytest.param(a_provider("a", "b"), a_provider("b"), [], id="a provider with more audiences"),
        pytest.param(
            a_provider("a"),
            a_provider("a", "b", "c"),
            ["AddClientIDToOpenIDConnectProvider"] * 2,
            id="audiences it lacks",
        ),
        pytest.param(
            a_provider(tags={"k": "1"}),
            a_provider(tags={"k": "2"}),
            ["TagOpenIDConnectProvider"],
            id="a provider's tags",
        ),
        pytest.param(None, a_linked_role(), ["CreateServiceLinkedRole"], id="a service-linked role"),
        pytest.param(a_linked_role(), a_linked_role(), [], id="a service-linked role that is there"),
    ],
)
def test_what_differs_decides_the_calls(observed: Resource | None, desired: Resource, expected: list[str]):
    plan = a_plan(desired, observed=[observed] if observed else [])

    assert operations(plan) == expected
    assert plan.is_empty is (expected == [])


def test_a_role_is_created_complete_and_signed_by_the_run():
    role = a_role(path="/p/", description="d", max_session_seconds=7200, permissions_boundary=BOUNDARY, tags={"k": "v"})

    create = a_plan(role, run="run-7").steps[0].do

    assert create.params == {
        "RoleName": "app",
        "Path": "/p/",
        "AssumeRolePolicyDocument": json.dumps(trust(), separators=(",", ":")),
        "Description": "d",
        "MaxSessionDuration": 7200,
        "PermissionsBoundary": BOUNDARY,
        "Tags": [{"Key": "k", "Value": "v"}, {"Key": "rolewizard:run", "Value": "run-7"}],
    }


def test_a_policy_is_created_with_what_is_known_of_it():
    plain, told = a_plan(a_policy("a"), a_policy("b", description="d", path="/p/")).steps

    assert "Description" not in plain.do.params
    assert (told.do.params["Description"], told.do.params["Path"]) == ("d", "/p/")


@pytest.mark.parametrize("kind", [a_policy, a_profile, a_provider])
def test_everything_that_takes_tags_at_its_creation_is_signed_by_the_run(kind: Any):
    create = a_plan(kind(), run="run-7").steps[0].do

    assert create.params["Tags"] == [{"Key": "rolewizard:run", "Value": "run-7"}]


def test_description_and_session_length_always_go_together_because_iam_resets_what_is_left_out():
    before = a_role(description="old", max_session_seconds=7200)

    [step] = a_plan(a_role(description="new"), observed=[before]).steps

    assert step.do.params == {"RoleName": "app", "Description": "new", "MaxSessionDuration": 7200}
    assert step.undo[0].params == {"RoleName": "app", "Description": "old", "MaxSessionDuration": 7200}


def test_a_role_whose_session_length_nobody_set_has_one_hour():
    [step] = a_plan(a_role(description="new"), observed=[a_role(max_session_seconds=None)]).steps

    assert (step.do.params["MaxSessionDuration"], step.undo[0].params["MaxSessionDuration"]) == (3600, 3600)


def test_undoing_tags_restores_old_values_and_removes_new_keys():
    before = a_role(tags={"a": "1", "z": "0"})

    plan = a_plan(a_role(tags={"a": "2", "b": "3"}), observed=[before])

    assert undone_by(plan) == [
        ApiCall("iam", "UntagRole", {"RoleName": "app", "TagKeys": ["b"]}),
        ApiCall("iam", "TagRole", {"RoleName": "app", "Tags": [{"Key": "a", "Value": "1"}]}),
    ]


def test_undoing_a_tag_restores_the_one_iam_replaced_because_only_letter_case_differed():
    # undoing Cost removed cost too, which somebody else had set
    plan = a_plan(a_role(tags={"Cost": "2"}), observed=[a_role(tags={"cost": "1"})])

    assert undone_by(plan) == [
        ApiCall("iam", "UntagRole", {"RoleName": "app", "TagKeys": ["Cost"]}),
        ApiCall("iam", "TagRole", {"RoleName": "app", "Tags": [{"Key": "cost", "Value": "1"}]}),
    ]


def test_a_full_policy_loses_its_oldest_version_and_goes_back_to_the_one_in_force():
    plan = a_plan(a_policy(), observed=[a_policy(document=WRITE, **FULL)])

    arn = {"PolicyArn": "arn:aws:iam::123456789012:policy/shared"}
    assert plan.steps[0].do == ApiCall("iam", "DeletePolicyVersion", {**arn, "VersionId": "v3"})
    assert undone_by(plan) == [ApiCall("iam", "SetDefaultPolicyVersion", {**arn, "VersionId": "v9"})]


def test_a_boundary_that_was_there_comes_back_and_one_that_was_not_goes():
    old = "arn:aws:iam::aws:policy/ReadOnlyAccess"

    replaced = a_plan(a_role(permissions_boundary=BOUNDARY), observed=[a_role(permissions_boundary=old)])
    added = a_plan(a_role(permissions_boundary=BOUNDARY), observed=[a_role()])

    assert undone_by(replaced)[0].params["PermissionsBoundary"] == old
    assert undone_by(added) == [ApiCall("iam", "DeleteRolePermissionsBoundary", {"RoleName": "app"})]


def test_arns_in_calls_are_of_the_targets_partition():
    plan = a_plan(a_provider("a"), a_policy(path="/p/"), target=a_target("cn-north-1"))

    assert [call.params for call in undone_by(plan)] == [
        {"OpenIDConnectProviderArn": f"arn:aws-cn:iam::123456789012:oidc-provider/{ISSUER}"},
        {"PolicyArn": "arn:aws-cn:iam::123456789012:policy/p/shared"},
    ]


def test_a_change_lists_every_part_with_what_becomes_of_it():
    before = a_role(inline={"a": WRITE}, tags={"k": "v"}, path="/p/")

    [change] = a_plan(replace(before, inline={"a": READ, "b": READ}), observed=[before]).changes

    assert (change.address, change.action) == ("role/app", "update")
    assert {part.name: part.action for part in change.parts} == {
        "trust": "no-op",
        "path": "no-op",
        "inline/a": "update",
        "inline/b": "create",
        "tag/k": "no-op",
    }


@pytest.mark.parametrize("kind", [a_role, a_policy, a_profile])
def test_a_path_is_told_only_where_it_is_not_the_usual_one(kind: Any):
    assert "path" not in kind().parts()
    assert kind(path="/p/").parts()["path"] == "/p/"


@pytest.mark.parametrize(
    ("observed", "desired", "action"),
    [
        ([], a_role(), "create"),
        ([a_role()], a_role(), "no-op"),
        ([a_role(path="/old/")], a_role(), "no-op"),
        ([a_role()], a_role(description="new"), "update"),
        ([a_linked_role()], a_linked_role(), "no-op"),
    ],
)
def test_the_change_of_a_resource_is_told_in_one_word(observed: list[Resource], desired: Resource, action: str):
    assert a_plan(desired, observed=observed).changes[0].action == action


def digest(role: Role, observed: Role | None = None, **rest: Any) -> str:
    return a_plan(role, observed=[observed] if observed else [], **rest).digest


TWO = allow("s3:GetObject", "s3:PutObject")
SAME_TWO = {"Statement": dict(reversed(TWO["Statement"][0].items())) | {"Action": ["S3:PutObject", "s3:GetObject"]}}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            a_role(inline={"a": TWO}), a_role(inline={"a": SAME_TWO | {"Version": "2012-10-17"}}), id="document"
        ),
        pytest.param(a_role(tags={"a": "1", "b": "2"}), a_role(tags={"b": "2", "a": "1"}), id="order of tags"),
        pytest.param(a_role(managed=("x", "y")), a_role(managed=("y", "x")), id="order of attachments"),
        pytest.param(
            a_role(inline={"a": TWO, "b": READ}), a_role(inline={"b": READ, "a": TWO}), id="order of policies"
        ),
    ],
)
def test_another_spelling_of_the_account_is_the_same_decision(one: Role, other: Role):
    assert digest(a_role(), observed=one) == digest(a_role(), observed=other)
    assert digest(one) == digest(other)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"inline": {"a": WRITE}}, id="a document"),
        pytest.param({"inline": {}}, id="a policy gone"),
        pytest.param({"trust": trust("lambda.amazonaws.com")}, id="the trust policy"),
        pytest.param({"managed": ("x",)}, id="an attachment"),
        pytest.param({"other_inline": ("z",)}, id="a policy nobody asked about"),
        pytest.param({"tags": {"k": "v"}}, id="a tag"),
        pytest.param({"description": "new"}, id="the description"),
        pytest.param({"unique_id": "AROA2"}, id="the role was deleted and made again"),
    ],
)
def test_a_changed_account_is_another_decision(changed: dict[str, Any]):
    before = a_role(inline={"a": READ}, unique_id="AROA1")

    assert digest(a_role(), observed=before) != digest(a_role(), observed=replace(before, **changed))


def test_another_account_is_another_decision_and_another_run_is_not():
    assert digest(a_role(), target=a_target(account="999999999999")) != digest(a_role())
    assert digest(a_role(), target=a_target(kind="account")) != digest(a_role())
    assert digest(a_role(), run="r2") == digest(a_role(), run="r1")
