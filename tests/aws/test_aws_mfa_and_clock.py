"""What a session says instead of asking where nobody sees it, and of a clock that is off."""

import time
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
from endpoints import REGION, Endpoint, Quiet, refusing

from tui.aws.session import open_account
from tui.core.errors import AwsUnreachable

DEVICE = "arn:aws:iam::123456789012:mfa/me"


def opening(**fields: Any) -> AwsUnreachable:
    with pytest.raises(AwsUnreachable) as caught:
        open_account(**{"profile": None, "region": None, "endpoint_url": None, "dry_run": False} | fields)
    return caught.value


def test_a_profile_that_wants_an_mfa_code_is_told_of_and_nothing_is_asked(
    aws_folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """botocore asked with getpass, under the full-screen app, where nobody saw the question."""
    (aws_folder / "credentials").write_text("[base]\naws_access_key_id = AKIABASE\naws_secret_access_key = s\n")
    lines = f"role_arn = arn:aws:iam::123456789012:role/admin\nsource_profile = base\nmfa_serial = {DEVICE}\n"
    (aws_folder / "config").write_text(f"[profile admin]\n{lines}region = {REGION}\n")

    error = opening(profile="admin")

    assert (error.code, error.params["device"], error.params["profile"]) == ("aws.mfa", DEVICE, "admin")
    assert capfd.readouterr() == ("", "")


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
