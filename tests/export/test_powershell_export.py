"""The PowerShell script: every value arrives unchanged."""

import json
import re

import pytest
from aws_arguments import asks_nothing_new, is_same, told, wanted
from builders import a_profile, a_role, allow
from export_cases import HOSTILE, NAMES, exported, review_of, review_with
from hypothesis import example, given, settings
from hypothesis import strategies as st
from powershell_scripts import files_in, powershell_commands

from tui.core.calls.api_call import ApiCall
from tui.core.calls.result_reference import Ref, resolved
from tui.core.errors import UsageError
from tui.core.kinds import BucketPolicy, KmsKey, ManagedPolicy
from tui.core.plan.exported import Exported
from tui.core.plan.review import Review
from tui.export.arguments import Files, command
from tui.export.powershell import PowerShell
from tui.export.whole import fresh_steps

KEY = {"KMS_KEY": "create"}
RESULT = "RESULT_1_KEY_ID"


def arrives(call: ApiCall) -> bool:
    """Whether the AWS CLI is told the same by a line of the script."""
    files = Files()
    lines = PowerShell().run(command(call, PowerShell().shell([]), files))
    [words] = powershell_commands("\n".join(lines) + "\n")
    return is_same(told(words, lambda name: files.found[name]), wanted(call, ""))


def differences(review: Review, found: Exported) -> list[object]:
    """Commands that are not the plan's calls, and calls that no command makes."""
    files = files_in(found)
    told_all = [told(one, lambda name: files[name]) for one in powershell_commands(found.files[0].text)]
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


@settings(max_examples=50)
@given(description=st.text(st.characters(exclude_categories=["Cs"])))
@example("what /? explains")
def test_every_value_arrives_unchanged(description: str) -> None:
    assert arrives(ApiCall("iam", "CreateRole", {"RoleName": "app", "Description": description}))


@settings(max_examples=50)
@given(key=st.text(min_size=1), value=st.text())
def test_every_tag_arrives_unchanged(key: str, value: str) -> None:
    call = ApiCall("iam", "TagRole", {"RoleName": "app", "Tags": [{"Key": key, "Value": value}]})

    assert arrives(call)


@pytest.mark.parametrize("value", HOSTILE)
def test_every_hostile_value_arrives_unchanged(value: str) -> None:
    call = ApiCall("iam", "CreateRole", {"RoleName": "a", "Description": value, "Tags": [{"Key": "k", "Value": value}]})

    assert arrives(call)


def test_a_command_stays_shorter_than_a_line_may_be() -> None:
    tags = [{"Key": f"k{number}" * 30, "Value": "v" * 256} for number in range(50)]
    call = ApiCall("iam", "CreateRole", {"RoleName": "app", "Description": "d" * 1000, "Tags": tags})
    files = Files()

    line = PowerShell().run(command(call, PowerShell().shell([]), files))[0]

    assert len(line) < 32_767
    assert arrives(call)


@pytest.mark.parametrize("name", NAMES)
def test_it_makes_the_plan_s_calls_in_order(name: str) -> None:
    review = review_of(name, KEY if name == "qlik-lakehouse-ec2-instance-profile" else None)
    if not review.plan.desired:
        with pytest.raises(UsageError, match="nothing"):
            exported(review, "powershell")
        return

    found = exported(review, "powershell")

    assert differences(review, found) == []


def test_before_anything_is_made_the_account_is_asked_for() -> None:
    text = exported(review_with(a_role()), "powershell").files[0].text

    first, *_ = powershell_commands(text)

    assert first == ["sts", "get-caller-identity", "--query", "Account", "--output", "text"]
    assert text.index("123456789012, and these credentials are not") < text.index("create-role")


def test_a_key_that_is_there_is_noticed_before_another_one_is_made() -> None:
    text = exported(review_with(KmsKey("alias/lake")), "powershell").files[0].text

    operations = [one[1] for one in powershell_commands(text)]

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


def test_what_somebody_called_like_a_variable_of_ours_stays_a_value() -> None:
    key = KmsKey("alias/lake")
    policy = allow("kms:Decrypt", on=Ref(key.address, "KeyId"))
    review = review_with(key, a_role(description=RESULT, inline={"p": policy}))

    found = exported(review, "powershell")

    commands = powershell_commands(found.files[0].text)
    [create] = [one for one in commands if one[1] == "create-role"]
    [alias] = [one for one in commands if one[1] == "create-alias"]
    assert create[create.index("--description") + 1] == RESULT
    assert alias[-3] == "RESULT_2_KEY_ID"


def test_a_result_that_no_call_before_gives_is_refused() -> None:
    policy = allow("kms:Decrypt", on=Ref("kms-key/alias/lake", "KeyId"))

    with pytest.raises(UsageError) as caught:
        exported(review_with(a_role(inline={"p": policy}), KmsKey("alias/lake")), "powershell")

    assert (caught.value.code, caught.value.where) == ("export.kind", "role/app")


def test_a_script_is_ascii_and_its_files_are_json_beside_it() -> None:
    role = a_role(description="Überwachung, 50% é", tags={"팀": "데이터"}, inline={"p": allow("s3:*")})

    script, *files = exported(review_with(role), "powershell").files

    assert script.text.isascii()
    assert all(json.loads(one.text) for one in files)
    named = set(re.findall(r"file://([^\s\"']+)", script.text))
    assert named == {one.name for one in files}


def test_what_others_put_into_a_bucket_s_policy_is_written_along() -> None:
    theirs, ours = (
        {"Sid": sid, "Effect": "Allow", "Principal": "*", "Action": "s3:Get*"} for sid in ("Theirs", "Ours")
    )
    there = BucketPolicy("b", {}, whole={"Version": "2012-10-17", "Statement": [theirs]})

    found = exported(review_with(BucketPolicy("b", {"Ours": ours}), observed=[there]), "powershell")

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

    files = exported(review_with(*things), "powershell").files

    assert [one.name for one in files[1:]] == ["document-aux.json", "document-COM1.x.json"]
