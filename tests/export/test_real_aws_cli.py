"""Bash exports run by the real AWS CLI against an empty moto; `python tests/sweep_exports.py` does all presets."""

import json
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from aws_cli_server import aws_cli
from aws_world import ENVIRONMENT, account, bridge, differences, empty, plan_there, run_script, take_for_granted
from builders import a_policy, a_profile, a_role, allow, trust
from endpoints import REGION, Endpoint
from export_cases import review_with, text_of
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from tui.core.calls import Gateway
from tui.core.resources import BucketPolicy, IdentityPoolRoles, Resource

BUCKET, POOL = "my-bucket", f"{REGION}:12345678-abcd-abcd-abcd-123456790abc"
ROLE = "arn:aws:iam::123456789012:role/app"


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with aws_cli(tmp_path_factory.mktemp("aws")) as folder:
        yield folder


@pytest.fixture(scope="module")
def server() -> Iterator[Endpoint]:
    bridge()
    with Endpoint(DomainDispatcherApplication(create_backend_app)) as found:
        yield found


@pytest.fixture
def gateway(server: Endpoint, monkeypatch: pytest.MonkeyPatch) -> Gateway:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    empty()
    return account(server)


def complaints(desired: tuple[Resource, ...], server: Endpoint, aws: Path, folder: Path, runs: int = 1) -> list[str]:
    """What the script complained of."""
    script = folder / "script.sh"
    script.write_text(text_of(review_with(*desired, region=REGION), "bash"), encoding="utf-8")
    found = [run_script(script, server, aws) for _ in range(runs)]
    return [run.stderr for run in found if run.returncode]


def statement(sid: str, action: str = "s3:GetObject") -> dict[str, object]:
    found: dict[str, object] = allow(action, on=f"arn:aws:s3:::{BUCKET}/*", Principal="*", Sid=sid)["Statement"][0]
    return found


def test_run_twice_on_an_empty_account_it_leaves_nothing_to_plan(
    gateway: Gateway, server: Endpoint, aws: Path, tmp_path: Path
) -> None:
    desired = (
        a_role(
            inline={"own": allow("s3:*", on="arn:aws:s3:::b/${aws:username}")},
            tags={"팀": "데이터 플랫폼"},
            description="- file://x, it is",
            max_session_seconds=7200,
        ),
        IdentityPoolRoles(POOL, {"authenticated": ROLE}),
    )
    take_for_granted(desired, server)

    told = complaints(desired, server, aws, tmp_path, runs=2)

    assert told == []
    assert differences(plan_there(gateway, desired)) == []


def test_what_is_there_otherwise_is_put_right_and_what_others_made_stays(
    gateway: Gateway, server: Endpoint, aws: Path, tmp_path: Path
) -> None:
    desired = (
        a_policy(document=allow("s3:ListBucket")),
        a_role(description="new", managed=("arn:aws:iam::123456789012:policy/shared",)),
        a_profile(),
        BucketPolicy(BUCKET, {"Ours": statement("Ours")}),
    )
    take_for_granted(desired, server)
    iam, s3 = (boto3.client(name, endpoint_url=server.url, region_name=REGION) for name in ("iam", "s3"))
    iam.create_policy(PolicyName="shared", PolicyDocument=json.dumps(allow("s3:*")))
    for _ in range(4):
        arn = "arn:aws:iam::123456789012:policy/shared"
        iam.create_policy_version(PolicyArn=arn, PolicyDocument=json.dumps(allow("s3:*")), SetAsDefault=True)
    for name in ("app", "former"):
        document = json.dumps(trust("lambda.amazonaws.com"))
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=document, MaxSessionDuration=7200)
    iam.put_role_policy(RoleName="app", PolicyName="theirs", PolicyDocument=json.dumps(allow("sqs:*")))
    iam.create_instance_profile(InstanceProfileName="app")
    iam.add_role_to_instance_profile(InstanceProfileName="app", RoleName="former")
    whole = {"Version": "2012-10-17", "Statement": [statement("Theirs"), statement("Ours", "s3:*")]}
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(whole))

    told = complaints(desired, server, aws, tmp_path)

    assert told == []
    assert differences(plan_there(gateway, desired)) == []
    assert iam.list_role_policies(RoleName="app")["PolicyNames"] == ["theirs"]
    assert iam.get_role(RoleName="app")["Role"]["MaxSessionDuration"] == 7200
    assert len(iam.list_policy_versions(PolicyArn=arn)["Versions"]) == 5
    policy = json.loads(s3.get_bucket_policy(Bucket=BUCKET)["Policy"])
    assert policy["Statement"] == [statement("Theirs"), statement("Ours")]
