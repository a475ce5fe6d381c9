"""A journal that is deleted, truncated or made impossible while a run is under way in an account over HTTP."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
from endpoints import REGION, Endpoint

from tui.cli import main
from tui.desk import open_journals

pytestmark = pytest.mark.usefixtures("credentials")
CALLS = ("CreatePolicy", "CreateRole", "CreateInstanceProfile", "AttachRolePolicy", "AddRoleToInstanceProfile")


def deleted(folder: Path) -> None:
    for file in folder.glob("*.jsonl"):
        file.unlink()


def truncated(folder: Path) -> None:
    for file in folder.glob("*.jsonl"):
        os.truncate(file, 10)


def replaced_by_a_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("no folder any more")


def losing(application: Callable[..., Any], action: str, lose: Callable[[], None]) -> Callable[..., Any]:
    """Loses the journal while the account carries the first such call out."""
    waiting = [action.encode()]

    def wrapped(environ: dict[str, Any], start_response: Any) -> Any:
        body = environ["wsgi.input"].read()
        environ["wsgi.input"].seek(0)
        if waiting and b"Action=" + waiting[0] + b"&" in body:
            waiting.clear()
            lose()
        return application(environ, start_response)

    return wrapped


@pytest.mark.parametrize("lose", [deleted, truncated, replaced_by_a_file])
@pytest.mark.parametrize("action", CALLS)
def test_the_run_stops_before_the_next_call_and_is_taken_back(
    moto_server: Endpoint, capsys: pytest.CaptureFixture[str], action: str, lose: Callable[[Path], None]
) -> None:
    # it went on to "done" with exit 0, and nothing could be undone any more
    folder = open_journals().folder
    whole = moto_server.application
    moto_server.application = losing(whole, action, lambda: lose(folder))

    try:
        code = main(["apply", "ec2-wordpress", "--yes", "--json", "--account", "--endpoint-url", moto_server.url])
    finally:
        moto_server.application = whole

    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    iam = boto3.client("iam", endpoint_url=moto_server.url, region_name=REGION)
    assert code == 1
    assert any("journal.lost" in json.dumps(one) for one in events)
    assert events[-1]["outcome"] == "rolled-back"
    assert iam.list_roles()["Roles"] == []
    assert iam.list_policies(Scope="Local")["Policies"] == []
    assert iam.list_instance_profiles()["InstanceProfiles"] == []
