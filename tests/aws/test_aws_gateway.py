"""The gateway to an account: operations as AWS spells them, answers as plain data, refusals in our own errors."""

import json
import threading
from collections.abc import Callable, Iterator

import pytest
from builders import allow, trust
from endpoints import REGION, Endpoint, answering, refusing

from tui.aws.gateway import AccountGateway
from tui.aws.session import open_account
from tui.core.calls.api_call import ApiCall
from tui.core.errors import AwsRefused, AwsUnreachable

GET_ROLE = ApiCall("iam", "GetRole", {"RoleName": "r"})
CREATE_ROLE = ApiCall("iam", "CreateRole", {"RoleName": "r", "AssumeRolePolicyDocument": json.dumps(trust())})


@pytest.fixture
def behind(account: AccountGateway, moto_server: Endpoint) -> Iterator[Callable[..., tuple[AccountGateway, Endpoint]]]:
    """The gateway and its server, which was all right when the gateway was opened and answers like this now."""
    moto = moto_server.application

    def answer_with(application: Callable[..., object]) -> tuple[AccountGateway, Endpoint]:
        moto_server.application = application
        return account, moto_server

    yield answer_with
    moto_server.application = moto


def test_operations_are_spelled_like_awss(account: AccountGateway, moto_server: Endpoint) -> None:
    host = {"OpenIDConnectProviderArn": "arn:aws:iam::123456789012:oidc-provider/example.com"}

    account.call(ApiCall("iam", "CreateOpenIDConnectProvider", {"Url": "https://example.com"}))
    account.call(ApiCall("iam", "GetOpenIDConnectProvider", host))

    assert moto_server.requests == [("iam", "CreateOpenIDConnectProvider"), ("iam", "GetOpenIDConnectProvider")]


def test_an_answer_is_plain_json_with_times_as_text_and_documents_parsed(account: AccountGateway) -> None:
    account.call(CREATE_ROLE)

    answer = account.call(GET_ROLE)

    assert json.loads(json.dumps(answer)) == answer
    assert answer["Role"]["CreateDate"][:2] == "20"
    assert answer["Role"]["AssumeRolePolicyDocument"] == trust()
    assert "ResponseMetadata" not in answer


def test_a_streamed_body_is_read_to_its_end(account: AccountGateway) -> None:
    account.call(
        ApiCall("s3", "CreateBucket", {"Bucket": "b-1", "CreateBucketConfiguration": {"LocationConstraint": REGION}})
    )
    account.call(ApiCall("s3", "PutObject", {"Bucket": "b-1", "Key": "k", "Body": "text"}))

    answer = account.call(ApiCall("s3", "GetObject", {"Bucket": "b-1", "Key": "k"}))

    assert answer["Body"] == "text"


def test_a_refusal_has_awss_own_code_and_words(account: AccountGateway) -> None:
    with pytest.raises(AwsRefused) as refused:
        account.call(GET_ROLE)

    error = refused.value
    assert (error.aws_code, error.aws_message, error.operation) == ("NoSuchEntity", "Role r not found", "GetRole")
    assert (error.status, error.code, error.exit_code) == (404, "aws.refused", 3)


def test_a_denial_is_told_apart(behind: Callable[..., tuple[AccountGateway, Endpoint]]) -> None:
    gateway, _ = behind(refusing("403 Forbidden", "AccessDenied", "User: me is not authorized to perform: iam:GetRole"))

    with pytest.raises(AwsRefused) as refused:
        gateway.call(GET_ROLE)

    assert refused.value.code == "aws.denied"
    assert "iam:GetRole" in refused.value.aws_message


@pytest.mark.parametrize(
    ("application", "code"),
    [
        (refusing("403 Forbidden", "ExpiredToken"), "aws.expired"),
        (answering("200 OK", "<CreateRoleResponse><Cre"), "aws.garbled"),
        (answering("200 OK", "<html><body>Welcome</body></html>"), "aws.garbled"),
        (answering("502 Bad Gateway", "<!doctype html><h1>Bad Gateway</h1>"), "aws.garbled"),
    ],
)
def test_what_is_no_answer_of_awss_is_unreachable(
    behind: Callable[..., tuple[AccountGateway, Endpoint]], application: Callable[..., object], code: str
) -> None:
    gateway, _ = behind(application)

    with pytest.raises(AwsUnreachable) as failure:
        gateway.call(CREATE_ROLE)

    assert failure.value.code == code


def test_an_endpoint_that_has_gone_is_named(moto_server: Endpoint, credentials: None) -> None:
    with Endpoint(moto_server.application) as server:
        gateway = open_account(profile=None, region=None, endpoint_url=server.url, dry_run=False)

    with pytest.raises(AwsUnreachable) as failure:
        gateway.call(CREATE_ROLE)

    assert failure.value.code == "aws.no_network"
    assert failure.value.params["endpoint"] == server.url


@pytest.mark.parametrize("code", ["ServiceFailure", "Throttling"])
def test_a_change_is_sent_once_whatever_the_answer(
    behind: Callable[..., tuple[AccountGateway, Endpoint]], code: str
) -> None:
    gateway, server = behind(refusing("500 Oops" if code == "ServiceFailure" else "400 Slow", code))

    with pytest.raises(AwsRefused) as refused:
        gateway.call(CREATE_ROLE)

    assert refused.value.aws_code == code
    assert server.requests == [("iam", "CreateRole")]


def test_a_read_is_tried_again(behind: Callable[..., tuple[AccountGateway, Endpoint]]) -> None:
    failing = refusing("500 Oops", "ServiceFailure")
    missing = refusing("404 Not Found", "NoSuchEntity")
    gateway, server = behind(
        lambda environ, respond: (failing if len(server.requests) < 3 else missing)(environ, respond)
    )

    with pytest.raises(AwsRefused) as refused:
        gateway.call(GET_ROLE)

    assert refused.value.aws_code == "NoSuchEntity"
    assert server.requests == [("iam", "GetRole")] * 3


@pytest.mark.parametrize(
    "call",
    [
        ApiCall("iam", "SimulateCustomPolicy", {"PolicyInputList": ["{}"], "ActionNames": ["s3:GetObject"]}),
        ApiCall("logs", "ListAnomalies", {}),
        ApiCall("iam", "AddClientIDToOpenIDConnectProvider", {"OpenIDConnectProviderArn": "a" * 20, "ClientID": "c"}),
    ],
    ids=lambda call: call.operation,
)
def test_an_operation_that_a_stand_in_lacks_is_not_implemented(account: AccountGateway, call: ApiCall) -> None:
    with pytest.raises(AwsRefused) as refused:
        account.call(call)

    assert refused.value.aws_code == "NotImplemented"


@pytest.mark.parametrize(
    ("call", "code", "text"),
    [
        (ApiCall("iam", "FrobRole", {}), "InvalidAction", "iam has no operation FrobRole"),
        (ApiCall("opsworks", "ListTags", {}), "InvalidAction", "no service opsworks"),
        (ApiCall("iam", "CreateRole", {"RoleName": "r"}), "ValidationError", "AssumeRolePolicyDocument"),
    ],
    ids=lambda value: getattr(value, "operation", ""),
)
def test_what_botocore_does_not_know_is_refused_like_aws_would(
    account: AccountGateway, moto_server: Endpoint, call: ApiCall, code: str, text: str
) -> None:
    with pytest.raises(AwsRefused) as refused:
        account.call(call)

    assert refused.value.aws_code == code
    assert text in refused.value.aws_message
    assert moto_server.requests == []


def test_many_threads_may_call_at_once(account: AccountGateway) -> None:
    account.call(CREATE_ROLE)
    account.call(
        ApiCall(
            "iam", "PutRolePolicy", {"RoleName": "r", "PolicyName": "p", "PolicyDocument": json.dumps(allow("a:B"))}
        )
    )
    services = [
        ApiCall("iam", "ListRoles", {}),
        ApiCall("s3", "ListBuckets", {}),
        ApiCall("kms", "ListKeys", {}),
        GET_ROLE,
    ]
    answers: list[object] = []
    threads = [threading.Thread(target=lambda call=call: answers.append(account.call(call))) for call in services * 3]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) == len(threads)
