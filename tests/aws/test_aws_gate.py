"""A dry run changes nothing: not one request for a change leaves the process."""

from collections.abc import Callable
from typing import Any

import boto3
import pytest
from endpoints import Endpoint

from tui.aws.gate import refuse_writes
from tui.aws.session import open_account
from tui.core.calls.api_call import ApiCall
from tui.core.errors import DryRunRefused

WRITES = [
    ApiCall("iam", "CreateRole", {"RoleName": "r", "AssumeRolePolicyDocument": "{}"}),
    ApiCall("iam", "AddRoleToInstanceProfile", {"InstanceProfileName": "p", "RoleName": "r"}),
    ApiCall("iam", "UpdateAssumeRolePolicy", {"RoleName": "r", "PolicyDocument": "{}"}),
    ApiCall("iam", "DeleteRole", {"RoleName": "r"}),
    ApiCall("s3", "PutBucketPolicy", {"Bucket": "b", "Policy": "{}"}),
    ApiCall("s3", "CreateBucket", {"Bucket": "b"}),
    ApiCall("kinesis", "CreateStream", {"StreamName": "s"}),
    ApiCall("kms", "CreateKey", {}),
    ApiCall("ec2", "AssociateIamInstanceProfile", {"IamInstanceProfile": {"Name": "p"}, "InstanceId": "i-1"}),
    ApiCall("lambda", "Invoke", {"FunctionName": "f"}),
    ApiCall("logs", "PutResourcePolicy", {"policyName": "p", "policyDocument": "{}"}),
    ApiCall("apigateway", "UpdateAccount", {}),
]


def test_a_dry_run_sends_no_request_that_would_change_something(moto_server: Endpoint, credentials: None) -> None:
    gateway = open_account(profile=None, region=None, endpoint_url=moto_server.url, dry_run=True)
    moto_server.requests.clear()
    refused = []

    for call in WRITES:
        with pytest.raises(DryRunRefused) as error:
            gateway.call(call)
        refused.append(error.value.params["operation"])

    assert refused == [call.operation for call in WRITES]
    assert moto_server.requests == []


def test_a_dry_run_reads_as_always(moto_server: Endpoint, credentials: None) -> None:
    gateway = open_account(profile=None, region=None, endpoint_url=moto_server.url, dry_run=True)
    moto_server.requests.clear()

    answer = gateway.call(ApiCall("iam", "ListRoles", {}))

    assert answer["Roles"] == []
    assert moto_server.requests == [("iam", "ListRoles")]


def test_every_client_of_the_session_is_gated_also_one_the_program_does_not_know(
    moto_server: Endpoint, credentials: None
) -> None:
    session = boto3.Session()
    refuse_writes(session)
    sqs = session.client("sqs", endpoint_url=moto_server.url)
    bucket = session.resource("s3", endpoint_url=moto_server.url).Bucket("b")

    with pytest.raises(DryRunRefused):
        sqs.create_queue(QueueName="q")
    with pytest.raises(DryRunRefused):
        bucket.create()

    assert moto_server.requests == []


def test_a_presigned_url_for_a_change_is_not_made_either(moto_server: Endpoint, credentials: None) -> None:
    session = boto3.Session()
    refuse_writes(session)
    s3 = session.client("s3", endpoint_url=moto_server.url)

    with pytest.raises(DryRunRefused):
        s3.generate_presigned_url("put_object", Params={"Bucket": "b", "Key": "k"})


def test_the_gate_holds_where_something_else_answers_the_first_event(moto_server: Endpoint, credentials: None) -> None:
    session = boto3.Session()
    refuse_writes(session)
    session.events.unregister("provide-client-params", unique_id="rolewizard-dry-run-call")
    iam = session.client("iam", endpoint_url=moto_server.url)

    with pytest.raises(DryRunRefused):
        iam.create_role(RoleName="r", AssumeRolePolicyDocument="{}")

    assert moto_server.requests == []


def test_credentials_are_fetched_as_always(moto_server: Endpoint, credentials: None) -> None:
    session = boto3.Session()
    refuse_writes(session)
    sts = session.client("sts", endpoint_url=moto_server.url)

    answer = sts.assume_role(RoleArn="arn:aws:iam::123456789012:role/r", RoleSessionName="session")

    assert answer["Credentials"]["SessionToken"]


def test_a_dry_run_in_the_practice_account_refuses_too(open_practice: Callable[..., Any]) -> None:
    recorded: list[ApiCall] = []
    role = ApiCall("iam", "CreateRole", {"RoleName": "earlier", "AssumeRolePolicyDocument": "{}"})
    practice = open_practice(dry_run=True, replay=[role], record=recorded.append)

    with pytest.raises(DryRunRefused):
        practice.call(ApiCall("iam", "DeleteRole", {"RoleName": "earlier"}))

    assert practice.call(ApiCall("iam", "GetRole", {"RoleName": "earlier"}))["Role"]["RoleName"] == "earlier"
    assert practice.call(ApiCall("s3", "ListBuckets", {}))["Buckets"]
    assert recorded == []
