"""The bash script: every value reaches the AWS CLI unchanged, and shellcheck has nothing to say."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from builders import a_profile, a_provider, a_role, allow
from export_cases import HOSTILE, review_of, review_with, text_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui.core.calls.api_call import ApiCall
from tui.core.calls.command import dashed
from tui.core.kinds import BucketPolicy, LogGroup, ManagedPolicy, Role
from tui.export.arguments import Files, command
from tui.export.bash import BASH, word

DUMP = """#!{python} -IS
import json, sys
with open({log!r}, "a") as log:
    log.write(json.dumps(sys.argv[1:]) + "\\n")
if "get-caller-identity" in sys.argv:
    print("123456789012")
elif any(one.startswith("get-") for one in sys.argv) and "--query" not in sys.argv:
    sys.exit("An error occurred (NoSuchEntity) when calling it: not found")
"""


class FakeAws:
    """An `aws` that writes down what it was called with; of what it is asked for it has nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.log = folder, folder / "log"
        (folder / "aws").write_text(DUMP.format(python=sys.executable, log=str(self.log)))
        (folder / "aws").chmod(0o755)

    def run(self, script: str) -> list[list[str]]:
        """What the script called it with."""
        self.log.write_text("")
        environment = {"PATH": f"{self.folder}{os.pathsep}{os.environ['PATH']}", "LANG": "C.UTF-8"}
        subprocess.run(["bash", "-c", script], env=environment, check=True, capture_output=True)
        return [json.loads(line) for line in self.log.read_text().splitlines()]


@pytest.fixture(scope="module")
def fake_aws(tmp_path_factory: pytest.TempPathFactory) -> FakeAws:
    return FakeAws(tmp_path_factory.mktemp("fake-aws"))


def params_of(arguments: list[str]) -> dict[str, Any]:
    """What the AWS CLI makes of its arguments: flags, shorthand, JSON, --cli-input-json."""
    found: dict[str, Any] = {}
    for flag, values in pairs(arguments[2:]):
        if flag == "--cli-input-json":
            found |= {f"--{dashed(name)}": value for name, value in json.loads(values[0]).items()}
        else:
            found[flag] = values
    return found


def pairs(arguments: list[str]) -> Iterator[tuple[str, list[str]]]:
    flags = [index for index, one in enumerate(arguments) if one.startswith("--")]
    for start, stop in zip(flags, [*flags[1:], len(arguments)], strict=True):
        yield arguments[start], arguments[start + 1 : stop]


def tags_in(value: Any) -> Mapping[str, str]:
    """Tags in any of the three ways they are written."""
    if isinstance(value[0], Mapping):
        return {one["Key"]: one["Value"] for one in value}
    if value[0].startswith("["):
        return {one["Key"]: one["Value"] for one in json.loads(value[0])}
    return {one.split(",", 1)[0].removeprefix("Key="): one.split(",Value=", 1)[1] for one in value}


def test_every_hostile_value_reaches_the_aws_cli_as_it_is(fake_aws: FakeAws) -> None:
    calls = [ApiCall("iam", "CreateRole", {"RoleName": "a", "Description": one, "Tags": tag(one)}) for one in HOSTILE]
    script = "\n".join(" ".join(command(call, BASH, Files())) for call in calls)

    seen = [params_of(arguments) for arguments in fake_aws.run(script)]

    assert [told(one["--description"]) for one in seen] == HOSTILE
    assert [tags_in(one["--tags"]) for one in seen] == [{"Name": one} for one in HOSTILE]


def tag(value: str) -> list[dict[str, str]]:
    return [{"Key": "Name", "Value": value}]


def told(value: Any) -> str:
    return value if isinstance(value, str) else value[0]


def test_no_value_is_left_where_the_aws_cli_would_take_it_for_a_flag_or_fetch_it() -> None:
    for value in ("-n", "--help", "file:///etc/passwd", "fileb://x", "http://x", "https://x", ""):
        pieces = command(ApiCall("iam", "CreateRole", {"RoleName": "a", "Description": value}), BASH, Files())

        assert pieces[-1] == f"--cli-input-json {shlex.quote(json.dumps({'Description': value}))}"


def test_the_url_of_a_provider_is_the_one_that_is_never_fetched() -> None:
    call = ApiCall("iam", "CreateOpenIDConnectProvider", {"Url": "https://oidc.example.com/id/1"})

    pieces = command(call, BASH, Files())

    assert pieces == ["aws iam create-open-id-connect-provider", "--url https://oidc.example.com/id/1"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), max_size=8))
def test_a_word_is_one_line_and_bash_reads_the_value_out_of_it_again(values: list[str]) -> None:
    script = "printf '%s\\0' " + " ".join(map(word, [*values, "end"]))

    run = subprocess.run(["bash", "-c", script], capture_output=True, check=True, env={"LANG": "C.UTF-8"})

    assert "\n" not in script
    assert run.stdout.decode() == "".join(f"{value}\0" for value in [*values, "end"])


def test_names_and_documents_out_of_any_preset_stay_values_in_the_whole_script(fake_aws: FakeAws) -> None:
    name, sid = "it's $(touch /tmp/x) `id`\nROLEWIZARD_END", 'a "b" $c\nROLEWIZARD_END\n'
    role = Role(name, allow("sts:AssumeRole", Sid=sid), inline={name: allow("s3:GetObject", on="x'${y}\nEOF")})
    script = text_of(review_with(role, LogGroup(name), a_profile(name, name)), "bash")

    seen = fake_aws.run(script)

    named = [dict(pairs(one)) for one in seen]
    assert [one[1] for one in seen if not one[1].startswith(("get-", "wait"))] == [
        "create-role",
        "put-role-policy",
        "create-log-group",
        "create-instance-profile",
        "add-role-to-instance-profile",
    ]
    assert {tuple(one["--role-name"]) for one in named if "--role-name" in one} == {(name,)}
    assert [one["--log-group-name"] for one in named if "--log-group-name" in one] == [[name]]


def test_the_script_refuses_another_account_before_it_makes_anything(fake_aws: FakeAws) -> None:
    script = text_of(review_with(a_role()), "bash").replace("123456789012", "210987654321")
    environment = {"PATH": f"{fake_aws.folder}{os.pathsep}{os.environ['PATH']}"}
    fake_aws.log.write_text("")

    run = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, text=True, check=False)

    assert run.returncode == 1
    assert "is for account 210987654321; these credentials are of 123456789012" in run.stderr
    assert len(fake_aws.log.read_text().splitlines()) == 1


def test_an_error_that_is_no_absence_ends_the_script(tmp_path: Path) -> None:
    denied = "An error occurred (AccessDenied) when calling the GetRole operation: no"
    (tmp_path / "aws").write_text(
        f'#!/bin/sh\ncase "$*" in *get-caller*) echo 123456789012;; *) echo "{denied}" >&2; exit 254;; esac\n'
    )
    (tmp_path / "aws").chmod(0o755)
    environment = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}

    script = text_of(review_with(a_role()), "bash")
    run = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, text=True, check=False)

    assert (run.returncode, run.stderr.strip()) == (1, denied)


def test_shellcheck_has_nothing_to_say(tmp_path: Path) -> None:
    statement = allow("s3:GetObject", on="arn:aws:s3:::b/*", Principal="*", Sid="Ours")["Statement"][0]
    everything = review_with(
        a_provider(tags={"팀": "it's"}),
        ManagedPolicy("p$x", allow("s3:*"), {"a b": "`c`"}),
        a_role(description="it's", inline={"one": allow("s3:*")}),
        a_role("other", max_session_seconds=7200, permissions_boundary="arn:aws:iam::aws:policy/PowerUserAccess"),
        a_role("both", description="d", max_session_seconds=7200, managed=("arn:aws:iam::aws:policy/ReadOnlyAccess",)),
        a_profile(tags={"Name": "x"}),
        BucketPolicy("my-bucket", {"Ours": statement}),
    )
    reviews = [everything, *map(review_of, ("ec2-attach-role-existing-instance", "cognito-identity-pool"))]
    reviews += [
        review_of("apigateway-cloudwatch-logs"),
        review_of("config-recorder", {"RECORDER_ROLE": "service-linked"}),
    ]
    for number, review in enumerate(reviews):
        (tmp_path / f"{number}.sh").write_text(text_of(review, "bash"))

    files = sorted(map(str, tmp_path.glob("*.sh")))
    lint = subprocess.run(["shellcheck", *files], capture_output=True, text=True, check=False, env=with_tools())

    assert (lint.returncode, lint.stdout, lint.stderr) == (0, "", "")


def with_tools() -> dict[str, str]:
    return {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
