"""What a role has besides what was asked for, in an account over HTTP: told, and never passed as all clear."""

import json
from collections.abc import Callable
from typing import Any

import boto3
import pytest
from endpoints import REGION, Endpoint

from tui.cli import main
from tui.i18n import LANGUAGES

pytestmark = pytest.mark.usefixtures("credentials")
ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
ENTRY = ("lambda-basic", "--set", "FUNCTION_NAME=fn", "--set", "PERMISSIONS=least")
ROLE = "fn-role"
READS = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}
ALL = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}


@pytest.fixture
def applied(moto_server: Endpoint, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, dict[str, Any]]]:
    """The entry applied; gives verify's exit code and record of the entry or, with "run", of the run."""
    account = ("--account", "--endpoint-url", moto_server.url, "--json")
    assert main(["apply", *ENTRY, "--yes", *account]) == 0
    run = json.loads(capsys.readouterr().out.splitlines()[-1])["run"]

    def verified(*what: str) -> tuple[int, dict[str, Any]]:
        code = main(["verify", *([run] if what else ENTRY), *account])
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return code, found

    return verified


def iam(server: Endpoint) -> Any:
    return boto3.client("iam", endpoint_url=server.url, region_name=REGION)


def test_as_it_was_made_entry_and_run_are_verified(applied: Callable[..., Any]) -> None:
    for what in ((), ("run",)):
        code, found = applied(*what)
        assert (code, found["passed"], found["extras"]) == (0, True, [])


def test_an_administrator_policy_beside_it_is_no_all_clear(moto_server: Endpoint, applied: Callable[..., Any]) -> None:
    document = json.dumps(ALL)
    arn = iam(moto_server).create_policy(PolicyName="all", PolicyDocument=document)["Policy"]["Arn"]
    iam(moto_server).attach_role_policy(RoleName=ROLE, PolicyArn=arn)

    for what in ((), ("run",)):
        code, found = applied(*what)
        assert (code, found["passed"]) == (1, False)
        assert [(one["policy"], one["decision"]) for one in found["extras"]] == [(arn, "administrator")]


def test_another_inline_policy_is_told_with_what_it_allows(moto_server: Endpoint, applied: Callable[..., Any]) -> None:
    iam(moto_server).put_role_policy(RoleName=ROLE, PolicyName="more", PolicyDocument=json.dumps(READS))

    code, found = applied()
    of_run, drift = applied("run")

    assert (code, found["passed"]) == (0, True)
    assert [(one["policy"], one["allows"]) for one in found["extras"]] == [("inline/more", ["s3:GetObject"])]
    assert (of_run, drift["passed"]) == (1, False)


def test_a_boundary_is_told(moto_server: Endpoint, applied: Callable[..., Any]) -> None:
    document = json.dumps(READS)
    arn = iam(moto_server).create_policy(PolicyName="limit", PolicyDocument=document)["Policy"]["Arn"]
    iam(moto_server).put_role_permissions_boundary(RoleName=ROLE, PermissionsBoundary=arn)

    _, found = applied()

    assert [one["policy"] for one in found["extras"]] == [f"boundary/{arn}"]


def test_what_is_gone_since_the_run_is_a_difference(moto_server: Endpoint, applied: Callable[..., Any]) -> None:
    role = iam(moto_server)
    for name in role.list_role_policies(RoleName=ROLE)["PolicyNames"]:
        role.delete_role_policy(RoleName=ROLE, PolicyName=name)

    code, found = applied("run")

    assert (code, found["passed"]) == (1, False)
    assert found["checks"][0]["differences"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_read_administrator_access_in_those_words(
    moto_server: Endpoint, applied: Callable[..., Any], capsys: pytest.CaptureFixture[str], language: str
) -> None:
    iam(moto_server).put_role_policy(RoleName=ROLE, PolicyName="all", PolicyDocument=json.dumps(ALL))

    main(["verify", *ENTRY, "--account", "--endpoint-url", moto_server.url, "--lang", language])

    words = {"en": "administrator access", "ko": "관리자 액세스", "ja": "管理者アクセス"}
    assert words[language] in capsys.readouterr().out
