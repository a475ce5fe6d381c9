"""What --yes alone does not replace, and the flags that say so, against an AWS account over HTTP."""

import json

import boto3
import pytest
from endpoints import REGION, Endpoint

from tui.arguments import OWN_YES_FLAGS, parse_arguments
from tui.cli import main
from tui.core.plan.conflicts import OWN_YES
from tui.i18n import Translator

TRUST = '{"Version":"2012-10-17","Statement":[]}'


@pytest.mark.parametrize("code", OWN_YES)
def test_each_yes_of_its_own_has_a_flag_and_the_error_names_it(code: str) -> None:
    flag = OWN_YES_FLAGS[code]

    options = parse_arguments(["apply", "ebs", "--yes", flag], Translator("en"))

    assert options
    assert options.own_yes == {code}
    for language in ("en", "ko", "ja"):
        assert flag in Translator(language).hint(f"plan.{code}")


@pytest.mark.usefixtures("credentials")
def test_a_profile_keeps_the_role_that_is_in_it_unless_that_is_said(
    moto_server: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    iam = boto3.client("iam", endpoint_url=moto_server.url, region_name=REGION)
    iam.create_role(RoleName="theirs", AssumeRolePolicyDocument=TRUST)
    iam.create_instance_profile(InstanceProfileName="shared")
    iam.add_role_to_instance_profile(InstanceProfileName="shared", RoleName="theirs")
    command = ["apply", "ec2-wordpress", "--account", "--endpoint-url", moto_server.url, "--yes", "--json"]
    command += ["--set", "ROLE_NAME=ours", "--set", "INSTANCE_PROFILE_NAME=shared"]

    refused = main(command)

    error = json.loads(capsys.readouterr().out)["error"]
    assert (refused, error["code"]) == (2, "plan.profile_has_role")
    assert "--replace-role" in error["hint"]
    assert [one["RoleName"] for one in iam.list_roles()["Roles"]] == ["theirs"]

    done = main([*command, "--replace-role"])

    [profile] = iam.list_instance_profiles()["InstanceProfiles"]
    assert (done, [one["RoleName"] for one in profile["Roles"]]) == (0, ["ours"])
