"""PowerShell and cmd: every value arrives unchanged. tests/sweep_windows.py runs the cmd scripts by wine."""

import json
import re
from collections.abc import Callable

import pytest
from aws_arguments import asks_nothing_new, is_same, told, wanted
from builders import a_profile, a_role, allow
from export_cases import HOSTILE, NAMES, exported, review_of, review_with
from hypothesis import example, given, settings
from hypothesis import strategies as st
from windows_scripts import cmd_commands, files_in, powershell_commands

from tui.core.calls.api_call import ApiCall
from tui.core.calls.result_reference import Ref, resolved
from tui.core.errors import UsageError
from tui.core.kinds import BucketPolicy, KmsKey, ManagedPolicy
from tui.core.plan.exported import Exported, Format
from tui.core.plan.review import Review
from tui.export.arguments import Files, command
from tui.export.cmd import Cmd
from tui.export.powershell import PowerShell
from tui.export.whole import fresh_steps
from tui.export.windows import Dialect

COMMANDS: dict[Format, Callable[[str], list[list[str]]]] = {"powershell": powershell_commands, "cmd": cmd_commands}
DIALECTS: list[tuple[Dialect, Format]] = [(PowerShell(), "powershell"), (Cmd(), "cmd")]
KEY = {"KMS_KEY": "create"}
RESULT = "RESULT_1_KEY_ID"


def arrives(call: ApiCall, dialect: Dialect, format: Format) -> bool:
    """Whether the AWS CLI is told the same by a line of the script."""
    files = Files()
    lines = dialect.run(command(call, dialect.shell([]), files))
    [words] = COMMANDS[format]("\n".join(lines) + "\n")
    return is_same(told(words, lambda name: files.found[name]), wanted(call, ""))


def differences(review: Review, found: Exported) -> list[object]:
    """Commands that are not the plan's calls, and calls that no command makes."""
    format, files = found.format, files_in(found)
    told_all = [told(one, lambda name: files[name]) for one in COMMANDS[format](found.files[0].text)]
    done = [one for one in told_all if not asks_nothing_new(one[:2])]
    key = {"KeyId": RESULT, "Arn": f"arn:aws:kms:us-east-1:123456789012:key/{RESULT}"}
    known = {one.address: key for one in review.plan.desired if isinstance(one, KmsKey)}
    steps = list(fresh_steps(review.plan))
    calls = [ApiCall(one.do.service, one.do.operation, resolved(one.do.params, known)) for one in steps]
    for _, operation, params in done:
        if operation == "create-key":
            assert (params.pop("--query"), params.pop("--output")) == (["KeyMetadata.KeyId"], ["text"])
    expected = [wanted(one, "us-east-1") for one in calls]
    if len(done) != len(expected):
        return [[one[1] for one in done], [one[1] for one in expected]]
    return [pair for pair in zip(done, expected, strict=True) if not is_same(*pair)]


@pytest.mark.parametrize(("dialect", "format"), DIALECTS)
@settings(max_examples=50)
@given(description=st.text(st.characters(exclude_categories=["Cs"])))
@example("what /? explains")
def test_every_value_arrives_unchanged(dialect: Dialect, format: Format, description: str) -> None:
    assert arrives(ApiCall("iam", "CreateRole", {"RoleName": "app", "Description": description}), dialect, format)


@pytest.mark.parametrize(("dialect", "format"), DIALECTS)
@settings(max_examples=50)
@given(key=st.text(min_size=1), value=st.text())
def test_every_tag_arrives_unchanged(dialect: Dialect, format: Format, key: str, value: str) -> None:
    call = ApiCall("iam", "TagRole", {"RoleName": "app", "Tags": [{"Key": key, "Value": value}]})

    assert arrives(call, dialect, format)


@pytest.mark.parametrize(("dialect", "format"), DIALECTS)
@pytest.mark.parametrize("value", HOSTILE)
def test_every_hostile_value_arrives_unchanged(dialect: Dialect, format: Format, value: str) -> None:
    call = ApiCall("iam", "CreateRole", {"RoleName": "a", "Description": value, "Tags": [{"Key": "k", "Value": value}]})

    assert arrives(call, dialect, format)


@pytest.mark.parametrize(("dialect", "longest"), [(PowerShell(), 32_767), (Cmd(), 8_191)])
def test_a_command_stays_shorter_than_a_line_may_be(dialect: Dialect, longest: int) -> None:
    tags = [{"Key": f"k{number}" * 30, "Value": "v" * 256} for number in range(50)]
    call = ApiCall("iam", "CreateRole", {"RoleName": "app", "Description": "d" * 1000, "Tags": tags})
    files = Files()

    line = dialect.run(command(call, dialect.shell([]), files))[0]

    assert len(line) < longest
    assert arrives(call, dialect, "powershell" if dialect.suffix == ".ps1" else "cmd")


@pytest.mark.parametrize("format", COMMANDS)
@pytest.mark.parametrize("name", NAMES)
def test_both_make_the_plan_s_calls_in_order(name: str, format: Format) -> None:
    review = review_of(name, KEY if name == "qlik-lakehouse-ec2-instance-profile" else None)
    if not review.plan.desired:
        with pytest.raises(UsageError, match="nothing"):
            exported(review, format)
        return

    found = exported(review, format)

    assert differences(review, found) == []


@pytest.mark.parametrize("format", COMMANDS)
def test_before_anything_is_made_the_account_is_asked_for(format: Format) -> None:
    text = exported(review_with(a_role()), format).files[0].text

    first, *_ = COMMANDS[format](text)

    assert first == ["sts", "get-caller-identity", "--query", "Account", "--output", "text"]
    assert text.index("123456789012, and these credentials are not") < text.index("create-role")


@pytest.mark.parametrize("format", COMMANDS)
def test_a_key_that_is_there_is_noticed_before_another_one_is_made(format: Format) -> None:
    text = exported(review_with(KmsKey("alias/lake")), format).files[0].text

    operations = [one[1] for one in COMMANDS[format](text)]

    assert operations == ["get-caller-identity", "list-aliases", "create-key", "create-alias"]
    assert text.index("There is a key already with the name alias/lake.") < text.index("create-key")


def test_powershell_puts_a_result_into_the_file_that_needs_it() -> None:
    script, *files = exported(review_of("qlik-lakehouse-ec2-instance-profile", KEY), "powershell").files

    [template] = [one.name for one in files if one.name.endswith(".template")]
    name = template.removesuffix(".template")
    fill = (
        f"(Get-Content -Raw -LiteralPath '{template}').Replace('{RESULT}', ${RESULT}) |\n"
        f"    Set-Content -Encoding ASCII -LiteralPath '{name}'\n"
    )
    assert script.text.index(f"${RESULT} = aws kms") < script.text.index(fill) < script.text.index(f"file://{name}")
    assert name not in [one.name for one in files]


def test_cmd_writes_a_file_that_needs_a_result_part_by_part() -> None:
    script, *files = exported(review_of("qlik-lakehouse-ec2-instance-profile", KEY), "cmd").files

    names = [one.name for one in files if ".part" in one.name]
    name = names[0].removesuffix(".part1")
    writes = re.findall(rf"^(?:<nul|type) .* >>? {re.escape(name)}$", script.text, re.MULTILINE)
    assert writes == [
        f"type {name}.part1 > {name}",
        f'<nul set /p "=%{RESULT}%" >> {name}',
        f"type {name}.part2 >> {name}",
    ]
    assert names == [f"{name}.part1", f"{name}.part2"]


@pytest.mark.parametrize("format", COMMANDS)
def test_what_somebody_called_like_a_variable_of_ours_stays_a_value(format: Format) -> None:
    key = KmsKey("alias/lake")
    policy = allow("kms:Decrypt", on=Ref(key.address, "KeyId"))
    review = review_with(key, a_role(description=RESULT, inline={"p": policy}))

    found = exported(review, format)

    commands = COMMANDS[format](found.files[0].text)
    [create] = [one for one in commands if one[1] == "create-role"]
    [alias] = [one for one in commands if one[1] == "create-alias"]
    assert create[create.index("--description") + 1] == RESULT
    assert alias[-3] == "RESULT_2_KEY_ID"


@pytest.mark.parametrize("format", COMMANDS)
def test_a_result_that_no_call_before_gives_is_refused(format: Format) -> None:
    policy = allow("kms:Decrypt", on=Ref("kms-key/alias/lake", "KeyId"))

    with pytest.raises(UsageError) as caught:
        exported(review_with(a_role(inline={"p": policy}), KmsKey("alias/lake")), format)

    assert (caught.value.code, caught.value.where) == ("export.kind", "role/app")


@pytest.mark.parametrize("format", COMMANDS)
def test_a_script_is_ascii_and_its_files_are_json_beside_it(format: Format) -> None:
    role = a_role(description="Überwachung, 50% é", tags={"팀": "데이터"}, inline={"p": allow("s3:*")})

    script, *files = exported(review_with(role), format).files

    assert script.text.isascii()
    assert all(json.loads(one.text) for one in files)
    named = set(re.findall(r"file://([^\s\"']+)", script.text))
    assert named == {one.name for one in files}


def test_no_message_of_a_cmd_script_asks_echo_for_its_help() -> None:
    text = exported(review_with(ManagedPolicy("팀", allow("s3:*"))), "cmd").files[0].text

    assert "echo policy/_" in text


def test_what_others_put_into_a_bucket_s_policy_is_written_along() -> None:
    theirs, ours = (
        {"Sid": sid, "Effect": "Allow", "Principal": "*", "Action": "s3:Get*"} for sid in ("Theirs", "Ours")
    )
    there = BucketPolicy("b", {}, whole={"Version": "2012-10-17", "Statement": [theirs]})

    found = exported(review_with(BucketPolicy("b", {"Ours": ours}), observed=[there]), "cmd")

    [document] = [json.loads(one.text) for one in found.files[1:]]
    assert [one["Sid"] for one in document["Statement"]] == ["Theirs", "Ours"]


def test_names_that_differ_only_in_case_or_odd_characters_get_files_of_their_own() -> None:
    policies = {name: allow(f"s3:{name.encode().hex()}") for name in ("a b", "A B", "a/b", "a\\b")}

    files = exported(review_with(a_role(inline=policies)), "powershell").files

    names = [one.name.casefold() for one in files]
    assert len(set(names)) == len(names) >= 6
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+", one.name) for one in files)


def test_no_file_is_called_like_a_device_of_windows() -> None:
    things = (ManagedPolicy("aux", allow("s3:*")), ManagedPolicy("COM1.x", allow("s3:*")), a_profile())

    files = exported(review_with(*things), "cmd").files

    assert [one.name for one in files[1:]] == ["document-aux.json", "document-COM1.x.json"]
