"""The way to a lakehouse in an account over HTTP: whole, after a kill at any of its calls, and taken back."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
from endpoints import REGION, Endpoint

from tui.cli import main
from tui.start import list_runs

pytestmark = pytest.mark.usefixtures("credentials")

TRUST = {
    "Version": "2012-10-17",
    "Statement": {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::210987654321:root"},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"sts:ExternalId": "7f3a9c2e51d84b06"}},
    },
}
POLICY = {
    "Version": "2012-10-17",
    "Statement": {"Effect": "Allow", "Action": "kms:DescribeKey", "Resource": "<KMS_SYMMETRIC_KEY_ARN"},
}
MADE = {"qlik-lakehouse-management-role", "qlik-lakehouse-instance-role"}
CALLS = ("CreateServiceLinkedRole", "CreateRole", "PutRolePolicy", "CreateInstanceProfile", "AddRoleToInstanceProfile")


@pytest.fixture
def answers(moto_server: Endpoint, tmp_path: Path) -> Path:
    """An account with network, key, bucket and stream, and the answers that name them."""

    def client(service: str) -> Any:
        return boto3.client(service, endpoint_url=moto_server.url, region_name=REGION)

    ec2 = client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(VpcId=vpc, InternetGatewayId=gateway)
    table = ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["RouteTables"][0]["RouteTableId"]
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.1.{n}.0/24", AvailabilityZone=f"{REGION}{zone}")["Subnet"]
        for n, zone in enumerate("ac")
    ]
    key = client("kms").create_key()["KeyMetadata"]["Arn"]
    client("s3").create_bucket(Bucket="lake-4711", CreateBucketConfiguration={"LocationConstraint": REGION})
    client("kinesis").create_stream(StreamName="sync", ShardCount=1)
    client("kinesis").create_stream(StreamName="on-demand", StreamModeDetails={"StreamMode": "ON_DEMAND"})
    file = tmp_path / "answers.json"
    given = {
        "INTEGRATION_NAME": "lake",
        "SPACE": "Lakehouse",
        "VPC_ID": vpc,
        "SUBNETS": [one["SubnetId"] for one in subnets],
        "KMS_KEY_ARN": key,
        "BUCKET_NAME": "lake-4711",
        "STREAM_NAME": "sync",
        "MANAGEMENT_TRUST": TRUST,
        "MANAGEMENT_POLICY": POLICY,
    }
    file.write_text(json.dumps(given), encoding="utf-8")
    return file


def onboard(server: Endpoint, answers: Path, *more: str) -> list[str]:
    target = ["--account", "--region", REGION, "--endpoint-url", server.url]
    return ["onboard", "qlik-open-lakehouse", "--answers", str(answers), "--yes", "--json", *target, *more]


def roles(server: Endpoint) -> set[str]:
    iam = boto3.client("iam", endpoint_url=server.url, region_name=REGION)
    return {one["RoleName"] for one in iam.list_roles()["Roles"] if not one["Path"].startswith("/aws-service-role/")}


def test_the_sheet_has_every_value_and_undo_leaves_what_was_there(
    moto_server: Endpoint, answers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(onboard(moto_server, answers)) == 0
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (last["outcome"], [one["field"] for one in last["sheet"] if one["missing"]]) == ("done", [])
    assert main(onboard(moto_server, answers)) == 0
    again = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert again["done"] == 0

    assert main(["undo", last["run"], "--yes", "--endpoint-url", moto_server.url, "--account"]) == 0

    assert roles(moto_server) == set()
    s3 = boto3.client("s3", endpoint_url=moto_server.url, region_name=REGION)
    assert [one["Name"] for one in s3.list_buckets()["Buckets"]] == ["lake-4711"]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("STREAM_NAME", "on-demand", "fact.kinesis-stream-name.mode"),
        ("KMS_KEY_ARN", "disabled", "fact.kms-key-arn.state"),
        ("KMS_KEY_ARN", "asymmetric", "fact.kms-key-arn.spec"),
        ("BUCKET_NAME", "elsewhere-4711", "fact.s3-bucket-name.region"),
    ],
)
def test_what_the_account_has_otherwise_than_needed_is_refused(
    moto_server: Endpoint, answers: Path, capsys: pytest.CaptureFixture[str], name: str, value: str, code: str
) -> None:
    kms = boto3.client("kms", endpoint_url=moto_server.url, region_name=REGION)
    if value == "disabled":
        made = kms.create_key()["KeyMetadata"]
        value = made["Arn"]
        kms.disable_key(KeyId=made["KeyId"])  # moto takes no ARN here
    elif value == "asymmetric":
        value = kms.create_key(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["Arn"]
    elif value == "elsewhere-4711":
        s3 = boto3.client("s3", endpoint_url=moto_server.url, region_name="eu-west-1")
        s3.create_bucket(Bucket=value, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})

    assert main(onboard(moto_server, answers, "--set", f"{name}={value}")) == 2

    assert code in json.loads(capsys.readouterr().out)["error"]["message"]
    assert roles(moto_server) == set()


def killing(application: Callable[..., Any], action: str, pids: list[int], *, is_late: bool) -> Callable[..., Any]:
    """Kills the process whose id is in the list at the first such call: before the account does it, or after."""
    waiting = [f"Action={action}&".encode()]

    def wrapped(environ: dict[str, Any], start_response: Any) -> Any:
        body = environ["wsgi.input"].read()
        environ["wsgi.input"].seek(0)
        if not (waiting and waiting[0] in body + b"&"):
            return application(environ, start_response)
        waiting.clear()
        answer = list(application(environ, start_response)) if is_late else []
        os.kill(pids[0], signal.SIGKILL)
        if not is_late:
            start_response("503 Service Unavailable", [])
        return answer

    return wrapped


@pytest.mark.sweep
@pytest.mark.parametrize("is_late", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("action", CALLS)
def test_killed_at_any_call_it_can_be_gone_on_with_and_taken_back(
    moto_server: Endpoint, answers: Path, capsys: pytest.CaptureFixture[str], action: str, is_late: bool
) -> None:
    pids: list[int] = []
    whole = moto_server.application
    moto_server.application = killing(whole, action, pids, is_late=is_late)
    process = subprocess.Popen([sys.executable, "-m", "tui", *onboard(moto_server, answers)], stdout=subprocess.DEVNULL)
    pids.append(process.pid)
    assert process.wait(60) == -signal.SIGKILL
    moto_server.application = whole
    [run] = [one.run for one in list_runs()]
    there = ("--account", "--endpoint-url", moto_server.url)

    assert main(["resume", run, "--yes", *there]) == 0
    assert roles(moto_server) == MADE
    capsys.readouterr()
    assert main(onboard(moto_server, answers)) == 0
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (last["done"], [one["field"] for one in last["sheet"] if one["missing"]]) == (0, [])
    assert main(["undo", run, "--yes", *there]) == 0
    assert roles(moto_server) == set()
