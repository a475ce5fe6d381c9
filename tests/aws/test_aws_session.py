"""Opening an account: what people set is honoured, what is final is said at once, the rest is waited for."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from endpoints import REGION, Endpoint, answering, refusing

from tui.aws.session import open_account
from tui.core.calls.api_call import ApiCall
from tui.core.errors import AwsUnreachable, UsageError

IDENTITY = """<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>{arn}</Arn><UserId>AIDA</UserId><Account>{account}</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>"""


def opened(**options: Any) -> Any:
    return open_account(**{"profile": None, "region": None, "endpoint_url": None, "dry_run": False} | options)


@contextmanager
def unreachable(code: str, *texts: str) -> Iterator[None]:
    """The block raises AwsUnreachable with that code, says these texts, and long before botocore's minutes are over."""
    started = time.monotonic()
    with pytest.raises(AwsUnreachable) as failure:
        yield
    assert failure.value.code == code
    assert time.monotonic() - started < 30
    for text in texts:
        assert text in str(dict(failure.value.params))


def test_the_target_says_whose_account_it_is_and_where(moto_server: Endpoint, credentials: None) -> None:
    gateway = opened(endpoint_url=moto_server.url)

    target = gateway.target

    assert (target.kind, target.account, target.region, target.partition) == ("account", "123456789012", REGION, "aws")
    assert target.caller_arn == "arn:aws:sts::123456789012:user/moto"
    assert target.endpoint == moto_server.url


def test_the_alias_is_shown_where_there_is_one(moto_server: Endpoint, credentials: None) -> None:
    opened(endpoint_url=moto_server.url).call(ApiCall("iam", "CreateAccountAlias", {"AccountAlias": "acme-dev"}))

    gateway = opened(endpoint_url=moto_server.url)

    assert gateway.target.alias == "acme-dev"


def test_who_may_not_read_the_alias_gets_in_without_it(credentials: None, endpoint: Callable[..., Endpoint]) -> None:
    identity = answering("200 OK", IDENTITY.format(arn="arn:aws:iam::123456789012:user/me", account="123456789012"))
    denied = refusing("403 Forbidden", "AccessDenied")
    server = endpoint(lambda environ, respond: (denied if len(server.requests) > 1 else identity)(environ, respond))

    gateway = opened(endpoint_url=server.url)

    assert gateway.target.alias == ""
    assert server.requests == [("sts", "GetCallerIdentity"), ("iam", "ListAccountAliases")]


def test_the_partition_comes_from_the_caller_not_from_the_regions_name(
    credentials: None, endpoint: Callable[..., Endpoint]
) -> None:
    arn = "arn:aws-cn:iam::000000000012:user/me"
    server = endpoint(answering("200 OK", IDENTITY.format(arn=arn, account="000000000012")))

    target = opened(endpoint_url=server.url).target

    assert (target.partition, target.account) == ("aws-cn", "000000000012")


def test_an_endpoint_from_the_environment_is_used_and_shown(
    moto_server: Endpoint, credentials: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto_server.url)

    gateway = opened()

    assert gateway.target.endpoint == moto_server.url
    assert gateway.call(ApiCall("s3", "ListBuckets", {}))["Buckets"] == []


def test_an_endpoint_that_is_asked_for_wins_over_the_environments(
    moto_server: Endpoint, credentials: None, monkeypatch: pytest.MonkeyPatch, endpoint: Callable[..., Endpoint]
) -> None:
    other = endpoint(refusing("500 Oops", "Oops"))
    monkeypatch.setenv("AWS_ENDPOINT_URL", other.url)

    gateway = opened(endpoint_url=moto_server.url)

    assert gateway.target.endpoint == moto_server.url
    assert other.requests == []


def test_a_profile_brings_its_own_keys_region_and_endpoint(moto_server: Endpoint, aws_folder: Path) -> None:
    (aws_folder / "credentials").write_text("[dev]\naws_access_key_id = AKIADEV\naws_secret_access_key = s\n")
    (aws_folder / "config").write_text(f"[profile dev]\nregion = eu-west-1\nendpoint_url = {moto_server.url}\n")

    target = opened(profile="dev").target

    assert (target.region, target.endpoint) == ("eu-west-1", moto_server.url)


def test_a_profile_that_assumes_a_role_does(moto_server: Endpoint, aws_folder: Path) -> None:
    (aws_folder / "credentials").write_text("[base]\naws_access_key_id = AKIABASE\naws_secret_access_key = s\n")
    role = "arn:aws:iam::123456789012:role/admin"
    lines = f"role_arn = {role}\nsource_profile = base\nregion = {REGION}\nendpoint_url = {moto_server.url}\n"
    (aws_folder / "config").write_text(f"[profile admin]\n{lines}")

    target = opened(profile="admin").target

    assert "assumed-role/admin" in target.caller_arn
    assert ("sts", "AssumeRole") in moto_server.requests


def test_a_region_that_is_asked_for_wins(moto_server: Endpoint, credentials: None) -> None:
    assert opened(endpoint_url=moto_server.url, region="us-west-2").target.region == "us-west-2"


def test_the_region_of_the_other_sdks_is_taken_where_boto3_has_none(
    moto_server: Endpoint, credentials: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    monkeypatch.setenv("AWS_REGION", "sa-east-1")

    assert opened(endpoint_url=moto_server.url).target.region == "sa-east-1"


def test_no_credentials() -> None:
    with unreachable("aws.no_credentials"):
        opened(region=REGION)


def test_no_credentials_where_the_metadata_service_keeps_silent(deaf_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_EC2_METADATA_DISABLED")
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", deaf_url)

    with unreachable("aws.no_credentials"):
        opened(region=REGION)


def test_half_of_the_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIA")

    with unreachable("aws.no_credentials", "AWS_SECRET_ACCESS_KEY"):
        opened(region=REGION)


def test_no_region(credentials: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")

    with unreachable("aws.no_region"):
        opened()


def test_a_region_that_is_none(credentials: None) -> None:
    with unreachable("aws.no_region", "not a region"):
        opened(region="not a region")


def test_an_unknown_profile_is_named_with_the_known_ones(credentials: None, aws_folder: Path) -> None:
    (aws_folder / "config").write_text("[profile dev]\nregion = eu-west-1\n[profile prod]\n")

    with unreachable("aws.no_profile", "'profile': 'nope'", "dev, prod"):
        opened(profile="nope")


def test_an_unknown_profile_in_the_environment(credentials: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nope")

    with unreachable("aws.no_profile", "nope"):
        opened()


def test_a_configuration_file_nobody_can_read(credentials: None, aws_folder: Path) -> None:
    (aws_folder / "config").write_text("profile dev]\nregion")

    with unreachable("aws.bad_config", "config"):
        opened()


def test_nobody_listens_at_the_endpoint(credentials: None) -> None:
    with unreachable("aws.no_network", "http://127.0.0.1:1"):
        opened(endpoint_url="http://127.0.0.1:1")


def test_a_name_that_cannot_be_looked_up(credentials: None) -> None:
    with unreachable("aws.no_network", "amazonaws.com"):
        opened()


def test_somebody_listens_and_never_answers(credentials: None, deaf_url: str) -> None:
    told: list[str] = []

    with unreachable("aws.timeout", deaf_url):
        opened(endpoint_url=deaf_url, timeout_seconds=0.7, waiting=told.append)

    assert told == [deaf_url]


def faulty(faults: list[str], answer: Callable[..., Any]) -> Callable[..., Any]:
    """An application whose first answers are late, a throttle, an error of the server, or nothing at all."""

    def application(environ: dict[str, Any], start_response: Any) -> Any:
        match faults.pop(0) if faults else "":
            case "late":
                time.sleep(2.2)
            case "throttled":
                return refusing("400 Bad Request", "Throttling", "Rate exceeded")(environ, start_response)
            case "503":
                return answering("503 Service Unavailable", "later", "text/plain")(environ, start_response)
            case "dropped":
                environ["werkzeug.socket"].close()
        return answer(environ, start_response)

    return application


@pytest.mark.parametrize("faults", [["late"], ["throttled"], ["503", "503"], ["dropped"], ["throttled", "503"]])
def test_one_slow_throttled_or_broken_first_answer_is_no_missing_account(
    credentials: None, endpoint: Callable[..., Endpoint], faults: list[str]
) -> None:
    # an answer after 2.2 s, one throttle, one 503 and one dropped connection each ended with exit 3
    identity = IDENTITY.format(arn="arn:aws:iam::123456789012:user/me", account="123456789012")
    server = endpoint(faulty(list(faults), answering("200 OK", identity)))

    with opened(endpoint_url=server.url) as gateway:
        assert gateway.target.account == "123456789012"


def test_a_long_wait_is_told_within_a_second_or_so(credentials: None, endpoint: Callable[..., Endpoint]) -> None:
    identity = IDENTITY.format(arn="arn:aws:iam::123456789012:user/me", account="123456789012")
    server = endpoint(faulty(["late"], answering("200 OK", identity)))
    told: list[str] = []

    opened(endpoint_url=server.url, waiting=told.append).close()
    opened(endpoint_url=server.url, waiting=told.append).close()

    assert told == [server.url]


def test_as_many_tries_as_the_aws_configuration_says(
    credentials: None, endpoint: Callable[..., Endpoint], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "2")
    server = endpoint(answering("503 Service Unavailable", "later", "text/plain"))

    with pytest.raises(AwsUnreachable):
        opened(endpoint_url=server.url)

    assert len(server.requests) == 2


@pytest.mark.parametrize("region", ["us-moon-1", "virginia", "us-east-12"])
def test_a_region_that_does_not_exist_is_told_before_anything_is_asked(credentials: None, region: str) -> None:
    with unreachable("aws.no_region", region):
        opened(region=region)


def test_a_password_in_an_endpoint_is_never_shown(credentials: None) -> None:
    with pytest.raises(AwsUnreachable) as failure:
        opened(endpoint_url="http://me:secret@127.0.0.1:1")

    assert "secret" not in str(failure.value.params)


@pytest.mark.parametrize("code", ["ExpiredToken", "InvalidClientTokenId", "SignatureDoesNotMatch"])
def test_credentials_that_aws_does_not_take(credentials: None, endpoint: Callable[..., Endpoint], code: str) -> None:
    server = endpoint(refusing("403 Forbidden", code, "The security token is not good"))

    with unreachable("aws.expired", code, "not good"):
        opened(endpoint_url=server.url)


def test_an_sso_session_that_nobody_signed_in_to(aws_folder: Path) -> None:
    lines = "sso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Admin\nregion = eu-west-1\n"
    session = "[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n"
    (aws_folder / "config").write_text(f"[profile corp]\n{lines}{session}")

    with unreachable("aws.expired"):
        opened(profile="corp")


def test_a_credential_program_that_fails_is_quoted(aws_folder: Path) -> None:
    (aws_folder / "config").write_text("[profile vault]\ncredential_process = false\nregion = eu-west-1\n")

    with unreachable("aws.no_credentials", "custom-process"):
        opened(profile="vault")


def test_something_that_is_not_aws_answers(
    credentials: None, endpoint: Callable[..., Endpoint], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "2")
    server = endpoint(answering("200 OK", "<!doctype html><h1>Sign in to the Wi-Fi</h1>", "text/html"))

    with unreachable("aws.garbled"):
        opened(endpoint_url=server.url)


@pytest.mark.parametrize(
    "url", ["nonsense", "", "127.0.0.1:5099", "http://127.0.0.1:abc", "http://127.0.0.1:99999", "http://[::1"]
)
def test_an_endpoint_that_is_no_address_is_an_error_of_usage(credentials: None, url: str) -> None:
    """A thread died of it on the terminal, or it should not have happened."""
    with pytest.raises(UsageError) as refused:
        opened(endpoint_url=url)

    assert refused.value.code == "usage.endpoint"
