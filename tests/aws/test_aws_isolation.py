"""Practice never touches the person's credentials, nor any network."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from endpoints import REGION, Endpoint, refusing

import tui
from tui.aws.choices import LISTERS, choices
from tui.aws.practice.gateway import PracticeGateway
from tui.aws.practice.isolation import child_environment
from tui.core.calls.api_call import ApiCall
from tui.core.errors import AwsRefused

KEY, TOKEN = "AKIAIOSFODNN7EXAMPLE", "a-real-session-token"
PERSONS = {
    "AWS_ACCESS_KEY_ID": KEY,
    "AWS_SECRET_ACCESS_KEY": "a-real-secret",
    "AWS_SESSION_TOKEN": TOKEN,
    "AWS_PROFILE": "production",
    "AWS_ROLE_ARN": "arn:aws:iam::111111111111:role/admin",
    "AWS_WEB_IDENTITY_TOKEN_FILE": "/token",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:1/credentials",
    "BOTO_CONFIG": "/boto.cfg",
}
CUT_OFF = "from tui.isolation import cut_off; cut_off('the practice account'); import socket, subprocess, os\n"
REFUSED = "the practice account has no network"


def after_cut_off(code: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONPATH": str(Path(tui.__file__).parent.parent)}
    return subprocess.run(
        [sys.executable, "-P", "-c", CUT_OFF + code], env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def lure(endpoint: Callable[..., Endpoint], monkeypatch: pytest.MonkeyPatch, a_home_of_its_own: Path) -> Endpoint:
    """An endpoint that every setting points at, with the person's keys to sign with."""
    server = endpoint(refusing("403 Forbidden", "ExpiredToken"))
    for name, value in PERSONS.items():
        monkeypatch.setenv(name, value)
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_IAM", "HTTPS_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, server.url)
    folder = a_home_of_its_own / ".aws"
    folder.mkdir()
    (folder / "credentials").write_text(f"[default]\naws_access_key_id = {KEY}\naws_secret_access_key = s\n")
    (folder / "config").write_text(f"[default]\nendpoint_url = {server.url}\nregion = {REGION}\n")
    return server


def test_no_request_leaves_whatever_the_environment_says(
    lure: Endpoint, open_practice: Callable[..., PracticeGateway]
) -> None:
    gateway = open_practice()

    for type_name in LISTERS:
        choices(gateway, type_name)
    gateway.call(ApiCall("iam", "CreateInstanceProfile", {"InstanceProfileName": "mine"}))
    with pytest.raises(AwsRefused):  # a service that moto does not have
        gateway.call(ApiCall("route53domains", "ListPrices", {"Tld": "com"}))

    assert lure.requests == []


def test_nothing_of_the_persons_settings_reaches_the_process(lure: Endpoint) -> None:
    environment = child_environment(os.environ, REGION)

    text = "\n".join(f"{name}={value}" for name, value in environment.items())
    assert not any(value in text for value in (*PERSONS.values(), lure.url))
    assert environment["AWS_CONFIG_FILE"] == environment["AWS_SHARED_CREDENTIALS_FILE"] == os.devnull
    assert environment["AWS_DEFAULT_REGION"] == REGION


def test_the_running_process_has_that_environment(
    lure: Endpoint, open_practice: Callable[..., PracticeGateway]
) -> None:
    open_practice().call(ApiCall("iam", "ListRoles", {}))
    (child,) = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()[-1:]

    held = Path(f"/proc/{child}/environ").read_bytes().decode()

    assert "AWS_ACCESS_KEY_ID=practice" in held
    assert KEY not in held
    assert TOKEN not in held


@pytest.mark.parametrize(
    "code",
    [
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.getaddrinfo('iam.amazonaws.com', 443)",
        "socket.gethostbyname('iam.amazonaws.com')",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
        "socket.socket().bind(('127.0.0.1', 0))",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
        "import asyncio; asyncio.run(asyncio.open_connection('127.0.0.1', 9))",
        "subprocess.run(['true'])",
        "os.system('true')",
        "os.posix_spawn('/bin/true', ['true'], {})",
        "os.fork()",
    ],
)
def test_a_process_that_is_cut_off_reaches_nobody(code: str) -> None:
    outcome = after_cut_off(code)

    assert outcome.returncode == 1
    assert REFUSED in outcome.stderr


def test_being_cut_off_is_for_good_and_for_every_thread() -> None:
    code = """
import threading
def attempt():
    try: socket.create_connection(("127.0.0.1", 9))
    except PermissionError: print("refused")
import sys; sys.addaudithook(lambda *_: None)
threading.Thread(target=attempt).start(); attempt()
"""

    outcome = after_cut_off(code)

    assert outcome.stdout.count("refused") == 2
