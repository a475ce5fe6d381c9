"""What remains to be done by hand, as commands of the AWS CLI."""

import json
import shlex

import pytest
from botocore import xform_name
from builders import a_plan, a_policy, a_profile, a_provider, a_role, allow

from tui.core.calls.api_call import ApiCall, iam
from tui.core.calls.command import command_line, dashed

STEPS = a_plan(a_provider(), a_policy(), a_role(inline={"a": allow("s3:*")}, managed=("x",)), a_profile()).steps
CALLS = [step.do for step in STEPS] + [call for step in STEPS for call in step.undo]


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.operation)
def test_operations_and_parameters_are_spelled_as_the_aws_cli_spells_them(call: ApiCall):
    words = shlex.split(command_line(call))

    assert words[:3] == ["aws", "iam", xform_name(call.operation, "-")]
    for name in call.params:
        assert f"--{xform_name(name, '-')}" in words


def test_documents_survive_the_shell():
    document = json.dumps(allow("s3:*", on="arn:aws:s3:::it's/${aws:username}*"))

    words = shlex.split(command_line(iam("PutRolePolicy", {"RoleName": "a", "PolicyDocument": document})))

    assert words[-1] == document


def test_lists_flags_and_structures_have_their_forms():
    line = command_line(
        iam(
            "CreatePolicyVersion",
            {"SetAsDefault": True, "TagKeys": ["a", "b c"], "Tags": [{"Key": "k", "Value": "v"}]},
        )
    )

    words = shlex.split(line)

    assert words[3:] == ["--set-as-default", "--tag-keys", "a", "b c", "--tags", '[{"Key": "k", "Value": "v"}]']


def test_only_regional_services_are_told_the_region():
    assert "--region" not in command_line(iam("DeleteRole", {"RoleName": "a"}), "eu-west-1")
    assert command_line(ApiCall("ec2", "DescribeInstances", {}), "eu-west-1").endswith("--region eu-west-1")


@pytest.mark.parametrize(
    "name", ["ClientIDList", "OpenIDConnectProviderArn", "RemoveClientIDFromOpenIDConnectProvider"]
)
def test_capitals_in_a_row_are_one_word(name: str):
    assert dashed(name) == xform_name(name, "-")
