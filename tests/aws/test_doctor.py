"""`rolewizard doctor` against moto over HTTP and in the practice account: what is found, what is not known, fixes."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import boto3
import pytest
from builders import trust
from endpoints import REGION, Endpoint, refusing

from tui.cli import main
from tui.core.calls.api_call import ApiCall
from tui.desk import WizardDesk
from tui.options import Options

ACCOUNT = "123456789012"
TRUST = json.dumps(trust())
ANSWER = tuple[int, dict[str, Any]]


@pytest.fixture
def iam(moto_server: Endpoint, credentials: None) -> Any:
    return boto3.client("iam", endpoint_url=moto_server.url, region_name=REGION)


@pytest.fixture
def doctor(moto_server: Endpoint, credentials: None, capsys: pytest.CaptureFixture[str]) -> Callable[..., ANSWER]:
    def ask(*arguments: str, url: str = moto_server.url) -> ANSWER:
        code = main(["doctor", "--account", "--endpoint-url", url, "--json", *arguments])
        return code, json.loads(capsys.readouterr().out.splitlines()[-1])

    return ask


@pytest.fixture
def practice_doctor(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def ask(*arguments: str) -> tuple[int, str]:
        code = main(["doctor", *arguments])
        return code, capsys.readouterr().out

    return ask


def ids(found: dict[str, Any]) -> list[str]:
    return [f"{one['code']}:{one['where']}" for one in found["findings"]]


def test_a_whole_account_has_nothing_to_find_and_a_half_made_one_has(doctor: Callable[..., ANSWER], iam: Any) -> None:
    assert doctor()[0] == 0

    iam.create_role(RoleName="empty", AssumeRolePolicyDocument=TRUST)
    gone = json.dumps(
        {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "AROACKCEVSQ6C2EXAMPLE"}, "Action": "sts:AssumeRole"}]}
    )
    iam.create_role(RoleName="locked", AssumeRolePolicyDocument=gone)
    iam.put_role_policy(RoleName="locked", PolicyName="p", PolicyDocument=json.dumps(a_document()))
    iam.create_instance_profile(InstanceProfileName="hollow")
    iam.create_open_id_connect_provider(Url="https://free.example.com", ClientIDList=["a"])
    iam.create_saml_provider(Name="okta", SAMLMetadataDocument="x" * 1024)
    iam.create_policy(PolicyName="loose", PolicyDocument=json.dumps(a_document()))
    iam.create_policy(PolicyName="limit", PolicyDocument=json.dumps(a_document()))
    iam.put_role_permissions_boundary(RoleName="locked", PermissionsBoundary=f"arn:aws:iam::{ACCOUNT}:policy/limit")

    code, found = doctor()

    assert code == 1
    assert sorted(ids(found)) == [
        "instance-profile-without-role:instance-profile/hollow",
        "oidc-provider-unused:oidc-provider/free.example.com",
        "policy-unattached:policy/loose",
        "role-nobody-can-assume:role/locked",
        "role-without-policies:role/empty",
        "saml-provider-unused:saml-provider/okta",
    ]
    assert all(one["fix"] and one["ours"] is False for one in found["findings"])


def a_document() -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}


def test_a_service_in_use_whose_linked_role_is_missing_is_told_and_the_role_made(
    doctor: Callable[..., ANSWER], moto_server: Endpoint, iam: Any
) -> None:
    boto3.client("ecs", endpoint_url=moto_server.url, region_name=REGION).create_cluster(clusterName="c")

    code, found = doctor()
    assert (code, ids(found)) == (1, ["service-linked-role-missing:service-linked-role/ecs.amazonaws.com"])

    fixed, last = doctor("--fix", ids(found)[0], "--yes")
    assert (fixed, last["outcome"]) == (0, "done")
    assert doctor()[0] == 0


def test_what_others_made_needs_a_yes_of_its_own_and_comes_back_whole(
    doctor: Callable[..., ANSWER], iam: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    iam.create_role(
        RoleName="empty",
        AssumeRolePolicyDocument=TRUST,
        Path="/team/",
        Description="why",
        Tags=[{"Key": "Team", "Value": "x"}],
        MaxSessionDuration=7200,
    )
    before = iam.get_role(RoleName="empty")["Role"]
    fix = ("--fix", "role-without-policies:role/empty")

    dry, plan = doctor(*fix, "--dry-run")
    unsaid, error = doctor(*fix)
    refused, foreign = doctor(*fix, "--yes")

    assert (dry, [one["operation"] for one in plan["calls"]]) == (4, ["DeleteRole"])
    assert (unsaid, error["error"]["code"]) == (2, "usage.fix_yes")
    assert (refused, foreign["error"]["code"]) == (2, "doctor.not_ours")
    assert "--remove-others" in foreign["error"]["hint"]
    assert iam.get_role(RoleName="empty")

    done, last = doctor(*fix, "--yes", "--remove-others")

    assert (done, last["outcome"], last["outputs"]) == (0, "done", {})
    assert iam.list_roles()["Roles"] == []

    at = ["--account", "--endpoint-url", iam.meta.endpoint_url, "--json"]
    assert main(["verify", last["run"], *at]) == 0
    assert main(["undo", last["run"], "--yes", *at]) == 0
    capsys.readouterr()

    after = iam.get_role(RoleName="empty")["Role"]
    volatile = {"RoleId", "CreateDate", "RoleLastUsed"}
    assert {k: v for k, v in after.items() if k not in volatile} == {
        k: v for k, v in before.items() if k not in volatile
    }


def test_a_thing_in_use_is_not_taken_away(doctor: Callable[..., ANSWER], iam: Any) -> None:
    iam.create_role(RoleName="empty", AssumeRolePolicyDocument=TRUST)
    iam.create_instance_profile(InstanceProfileName="p")
    iam.add_role_to_instance_profile(InstanceProfileName="p", RoleName="empty")

    code, found = doctor("--fix", "role-without-policies:role/empty", "--yes", "--remove-others")

    assert (code, found["error"]["code"]) == (2, "doctor.in_use")
    assert "instance-profile/p" in found["error"]["message"]


@pytest.mark.parametrize(
    "given", ["role-without-policies:role/nobody", "nonsense", "saml-provider-unused:saml-provider/okta"]
)
def test_a_fix_that_there_is_not_is_an_error(doctor: Callable[..., ANSWER], iam: Any, given: str) -> None:
    iam.create_saml_provider(Name="okta", SAMLMetadataDocument="x" * 1024)

    code, found = doctor("--fix", given, "--yes")

    assert (code, found["error"]["code"]) == (2, "doctor.no_plan" if "okta" in given else "doctor.unknown")


class Denying:
    """moto, with some of IAM's actions denied."""

    def __init__(self, application: Callable[..., Any], *actions: str) -> None:
        self.application = application
        self.actions = actions

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        body = environ["wsgi.input"].read()
        environ["wsgi.input"].seek(0)
        action = parse_qs(body.decode("latin-1")).get("Action", [""])[0]
        is_denied = action in self.actions or "*" in self.actions
        if is_denied and action != "GetCallerIdentity":
            deny = refusing("403 Forbidden", "AccessDenied", f"not authorized to perform: iam:{action}")
            return deny(environ, start_response)
        return self.application(environ, start_response)


def test_what_may_not_be_read_is_unknown_and_never_fine(
    doctor: Callable[..., ANSWER], moto_server: Endpoint, endpoint: Callable[..., Endpoint], iam: Any
) -> None:
    iam.create_role(RoleName="empty", AssumeRolePolicyDocument=TRUST)
    some = endpoint(Denying(moto_server.application, "ListRolePolicies", "ListPolicies"))
    all_of_it = endpoint(Denying(moto_server.application, "*"))

    code, found = doctor(url=some.url)
    nothing_code, nothing = doctor(url=all_of_it.url)

    denied = [one["where"] for one in found["unknown"] if one["code"] == "denied"]
    assert (code, found["findings"]) == (3, [])
    assert denied == ["iam:ListRolePolicies role/empty", "iam:ListPolicies"]
    assert (nothing_code, nothing["findings"]) == (3, [])
    assert len(nothing["unknown"]) >= 4


def test_an_account_that_is_not_there_is_an_error(doctor: Callable[..., ANSWER]) -> None:
    code, found = doctor(url="http://127.0.0.1:9")

    assert (code, found["error"]["code"]) == (3, "aws.no_network")


def test_the_practice_account_as_it_comes_is_whole_in_three_languages(
    practice_doctor: Callable[..., tuple[int, str]],
) -> None:
    for language, words in (("en", "Nothing half-made"), ("ko", "만들다 만 것이 없습니다"), ("ja", "作りかけ")):
        code, out = practice_doctor("--lang", language)

        assert code == 0
        assert words in out


@pytest.fixture
def a_run_whose_profile_was_emptied(capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["apply", "ec2-wordpress", "--set", "S3_BUCKET=ut-wordpress-s3", "--yes", "--json"]) == 0
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    with WizardDesk(Options("wizard")) as desk:
        profile = last["outputs"]["instance_profile_arn"].rpartition("/")[2]
        role = last["outputs"]["role_arn"].rpartition("/")[2]
        remove = {"InstanceProfileName": profile, "RoleName": role}
        desk.gateway.call(ApiCall("iam", "RemoveRoleFromInstanceProfile", remove))
    return profile


def test_what_this_tool_made_is_known_by_its_tag_and_removed_with_one_yes(
    a_run_whose_profile_was_emptied: str, practice_doctor: Callable[..., tuple[int, str]]
) -> None:
    code, out = practice_doctor("--json")

    [found] = json.loads(out)["findings"]
    assert (code, found["code"], found["ours"]) == (1, "instance-profile-without-role", True)
    assert found["run"]

    fixed, text = practice_doctor("--fix", f"{found['code']}:{found['where']}", "--yes")

    assert fixed == 0
    assert f"- instance-profile/{a_run_whose_profile_was_emptied}" in text
    assert practice_doctor()[0] == 0
