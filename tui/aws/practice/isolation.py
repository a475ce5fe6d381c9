"""What keeps the practice account to itself: no credentials of the person's in its environment, no network."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import tui
from tui.core.target import PRACTICE_ACCOUNT, partition_of_region

UNWANTED = ("AWS_", "BOTO", "MOTO_", "TEST_", "S3_", "ACM_", "SF_", "INITIAL_NO_AUTH", "DOCKER_", "PYTHONWARNINGS")
"""Beginnings of variables that lead to credentials, or change what moto and botocore do."""

OWN = {
    "AWS_ACCESS_KEY_ID": "practice",
    "AWS_SECRET_ACCESS_KEY": "practice",
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
    "MOTO_ALLOW_NONEXISTENT_REGION": "true",
    "MOTO_EC2_LOAD_DEFAULT_AMIS": "false",
    # known beforehand, the account need not be looked up, for which moto would load the 1,582 managed policies of
    # every partition (0.6 s) instead of one's
    "MOTO_ACCOUNT_ID": PRACTICE_ACCOUNT,
}

QUIET = frozenset({"socket.__new__", "socket.gethostname"})
"""Socket events that reach nobody; urllib3 tries out IPv6 when it is imported."""
PROCESSES = frozenset(
    {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "pty.spawn"}
)


def child_environment(environ: Mapping[str, str], region: str) -> dict[str, str]:
    """The environment of the account's process, which finds `tui` where this one found it."""
    kept = {
        name: value
        for name, value in environ.items()
        if not name.upper().startswith(UNWANTED) and not name.upper().endswith("_PROXY")
    }
    here = str(Path(tui.__file__).resolve().parent.parent)
    path = os.pathsep.join(filter(None, (here, kept.get("PYTHONPATH", ""))))
    return {**kept, **OWN, **_places(region), "PYTHONPATH": path, "NO_PROXY": "*"}


def _places(region: str) -> dict[str, str]:
    places = {"AWS_DEFAULT_REGION": region}
    if partition_of_region(region) == "aws-us-gov":
        # from GovCloud's own iam.us-gov.amazonaws.com moto takes "us-gov" for the region, and makes ARNs of "aws"
        places["AWS_ENDPOINT_URL_IAM"] = f"https://iam.{region}.amazonaws.com"
    return places


def cut_off() -> None:
    """From now on, and for good, this process can neither use a socket nor start a process that could."""
    sys.addaudithook(_refuse)


def _refuse(event: str, _: tuple[object, ...]) -> None:
    if (event.startswith("socket.") and event not in QUIET) or event in PROCESSES:
        raise PermissionError(f"the practice account has no network ({event})")
