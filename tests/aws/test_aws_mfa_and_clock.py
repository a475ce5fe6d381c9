"""What a session says instead of asking where nobody sees it, and of a clock that is off."""

import os
import pty
import select
import subprocess
import sys
import time
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
from endpoints import REGION, Endpoint, Quiet, refusing

from tui.aws.session import open_account
from tui.core.errors import AwsUnreachable

ROOT = Path(__file__).parents[2]
DEVICE = "arn:aws:iam::123456789012:mfa/me"


def opening(**fields: Any) -> AwsUnreachable:
    with pytest.raises(AwsUnreachable) as caught:
        open_account(**{"profile": None, "region": None, "endpoint_url": None, "dry_run": False} | fields)
    return caught.value


@pytest.fixture
def profile(aws_folder: Path) -> str:
    """A profile whose role wants an MFA code."""
    (aws_folder / "credentials").write_text("[base]\naws_access_key_id = AKIABASE\naws_secret_access_key = s\n")
    lines = f"role_arn = arn:aws:iam::123456789012:role/admin\nsource_profile = base\nmfa_serial = {DEVICE}\n"
    (aws_folder / "config").write_text(f"[profile admin]\n{lines}region = {REGION}\n")
    return "admin"


def test_a_profile_that_wants_an_mfa_code_is_told_of_where_nobody_types_one(
    profile: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """botocore asked with getpass, under the full-screen app, where nobody saw the question."""
    error = opening(profile=profile)

    assert (error.code, error.params["device"], error.params["profile"]) == ("aws.mfa", DEVICE, "admin")
    assert capfd.readouterr() == ("", "")


def test_the_code_that_was_typed_opens_the_account(
    profile: str, moto_server: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto_server.url)
    asked: list[str] = []

    def ask(device: str) -> str:
        asked.append(device)
        return "123456"

    with open_account(profile=profile, region=None, endpoint_url=None, dry_run=False, ask_code=ask) as gateway:
        caller = gateway.target.caller_arn

    assert asked == [DEVICE]
    assert ("sts", "AssumeRole") in moto_server.requests
    assert ":assumed-role/admin/" in caller


def test_a_command_asks_at_the_terminal(profile: str, moto_server: Endpoint) -> None:
    ours, theirs = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "tui",
        "plan",
        "lambda-basic",
        "--set",
        "FUNCTION_NAME=thumbs",
        "--profile",
        profile,
    ]
    environment = {**os.environ, "AWS_ENDPOINT_URL": moto_server.url, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    child = subprocess.Popen(command, cwd=ROOT, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, env=environment)
    os.close(theirs)
    said = ""
    while "MFA code of" not in said:
        assert select.select([ours], [], [], 30)[0], said
        said += os.read(ours, 65536).decode()
    os.write(ours, b"123456\n")
    told, _ = child.communicate(timeout=60)
    os.close(ours)

    assert child.returncode == 0
    assert f"MFA code of {DEVICE}:" in said
    assert b"CreateRole" in told
    assert b"MFA" not in told


class Ahead(Quiet):
    """A server whose clock is seventeen minutes ahead."""

    def date_time_string(self, timestamp: float | None = None) -> str:
        return formatdate((timestamp or time.time()) + 17 * 60, usegmt=True)


@pytest.mark.parametrize("code", ["SignatureDoesNotMatch", "RequestExpired"])
@pytest.mark.parametrize(("handler", "expected"), [(Ahead, ("aws.clock", -17)), (Quiet, ("aws.expired", None))])
def test_a_clock_that_is_off_is_told_with_the_offset_and_nothing_is_tried_again(
    credentials: None, code: str, handler: type[Quiet], expected: tuple[str, int | None]
) -> None:
    with Endpoint(refusing("403 Forbidden", code), handler=handler) as server:
        error = opening(endpoint_url=server.url)

    assert (error.code, error.params.get("minutes")) == expected
    assert len(server.requests) == 1
