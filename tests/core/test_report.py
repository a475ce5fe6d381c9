"""A plan as the JSON that other programs read."""

import json

import pytest
from builders import a_linked_role, a_plan, a_policy, a_profile, a_provider, a_role, a_target, allow, trust

from tui.core.checks.findings import Finding
from tui.core.plan.report import outputs_of, plan_record

FINDING = Finding("left_alone", "note", "role/app", {"names": "x"})


def a_row(sign: str, action: str, verdict: str) -> dict[str, object]:
    row = {"statement": "#1", "sign": sign, "effect": "Allow", "element": "action", "key": ""}
    return row | {"values": [action], "verdict": verdict}


def a_reason(verb: str) -> dict[str, object]:
    action = {"added": "s3:PutObject", "removed": "s3:GetObject"}[verb]
    params = {"statement": "#1", "values": action, "actions": "s3:PutObject", "resources": "*", "element": "Action"}
    kind = {"added": "broadens", "removed": "narrows"}[verb]
    return {"code": f"action.{verb}.allow", "kind": kind, "params": params | {"before": action, "after": action}}


def test_a_plan_record_has_exactly_the_published_fields():
    before = a_role(inline={"a": allow("s3:GetObject")})
    plan = a_plan(a_role(inline={"a": allow("s3:PutObject")}), a_provider(), observed=[before, a_provider()])

    record = plan_record(plan, (FINDING,))

    assert record == {
        "preset": "test",
        "target": "practice",
        "account": "123456789012",
        "region": "us-east-1",
        "changes": [
            {
                "address": "role/app",
                "action": "update",
                "parts": [
                    {
                        "part": "inline/a",
                        "action": "update",
                        "before": allow("s3:GetObject"),
                        "after": allow("s3:PutObject"),
                        "verdict": {"kind": "changes", "reasons": [a_reason("added"), a_reason("removed")]},
                        "statements": [a_row("+", "s3:PutObject", "broadens"), a_row("-", "s3:GetObject", "narrows")],
                    }
                ],
            }
        ],
        "calls": [
            {"service": "iam", "operation": "PutRolePolicy", "params": dict(plan.steps[0].do.params)},
        ],
        "findings": [
            {"code": "left_alone", "severity": "note", "where": "role/app", "params": {"names": "x"}, "waived": None}
        ],
        "digest": plan.digest,
    }


def test_a_plan_without_changes_has_empty_lists():
    record = plan_record(a_plan(a_role(), observed=[a_role()]), ())

    assert (record["changes"], record["calls"], record["findings"]) == ([], [], [])


def test_a_plan_record_is_json_as_it_is():
    plan = a_plan(a_provider(), a_linked_role(), a_policy(), a_role(trust=trust(), managed=("x",)), a_profile())

    record = plan_record(plan, (FINDING,))

    assert json.loads(json.dumps(record)) == record


@pytest.mark.parametrize(
    ("desired", "expected"),
    [
        (a_role(path="/p/"), {"role_arn": "arn:aws-cn:iam::123456789012:role/p/app"}),
        (a_profile(), {"instance_profile_arn": "arn:aws-cn:iam::123456789012:instance-profile/app"}),
        (a_policy(), {"policy_arns": ["arn:aws-cn:iam::123456789012:policy/shared"]}),
        (
            a_linked_role("es.amazonaws.com"),
            {
                "service_linked_role_arn": "arn:aws-cn:iam::123456789012:role/aws-service-role/es.amazonaws.com/"
                "AWSServiceRoleForAmazonOpenSearchService"
            },
        ),
    ],
)
def test_every_kind_of_resource_has_its_arn(desired, expected):
    assert outputs_of((desired,), {}, a_target("cn-north-1")) == expected


def test_the_arn_of_a_provider_ends_with_its_url():
    outputs = outputs_of((a_provider(),), {}, a_target())

    assert outputs["oidc_provider_arn"].startswith("arn:aws:iam::123456789012:oidc-provider/oidc.eks.")


def test_arns_have_the_paths_that_things_already_had():
    outputs = outputs_of((a_role(path="/new/"),), {"role/app": a_role(path="/old/")}, a_target())

    assert outputs == {"role_arn": "arn:aws:iam::123456789012:role/old/app"}


def test_several_policies_are_all_named_and_the_first_role_is_the_role():
    outputs = outputs_of((a_policy("a"), a_policy("b"), a_role("first"), a_role("second")), {}, a_target())

    assert [arn.rsplit("/", 1)[1] for arn in outputs["policy_arns"]] == ["a", "b"]
    assert outputs["role_arn"].endswith("role/first")
