"""PowerShell and cmd, which are not here to be run: their quoting rules as documented, written down once more.

PowerShell: about_Quoting_Rules and about_Parsing (argument mode), without what our scripts never contain: expandable
strings, here-strings, subexpressions. cmd.exe: quotes toggle, a caret before the line's end continues it, % and ! would
be variables. What follows for real interpreters is only as good as these readings.
"""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from builders import a_role, allow
from export_cases import exported, review_of, review_with
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.core.calls import ApiCall
from tui.core.command import dashed
from tui.core.exported import Exported, Format
from tui.core.resources import BucketPolicy
from tui.export.arguments import Files, Shell, command
from tui.export.windows import CMD, POWERSHELL

GENERIC = re.compile(r"[A-Za-z/][A-Za-z0-9_./:+-]*|--[a-z-]+|\d+")
"""Words that PowerShell passes on as they are, whatever its version."""


def powershell_words(line: str) -> list[str]:
    """The arguments of a native command; raises ValueError for anything the rules here do not cover."""
    words, rest = [], line.replace("`\n", " ").strip()
    while rest:
        if rest.startswith("'"):
            found = re.match(r"'((?:[^'‘’‚‛]|'')*)'(?=\s|$)", rest)
            if found is None:
                raise ValueError(rest)
            text = found[1].replace("''", "'")
            if re.search(r'["\\]', text):
                raise ValueError("Windows PowerShell 5.1 would not pass this on unchanged")
            words.append(text)
        else:
            found = re.match(r"\S+", rest)
            if found is None or not GENERIC.fullmatch(found[0]):
                raise ValueError(rest)
            words.append(found[0])
        rest = rest[found.end() :].lstrip()
    return words


def cmd_words(line: str) -> list[str]:
    """The arguments a program gets; raises ValueError where cmd.exe would read something else than text."""
    joined = line.replace("^\n", " ").strip()
    if re.search(r"[%!^&|<>\\\n]", joined) or not joined.isascii() or joined.count('"') % 2:
        raise ValueError(joined)
    return [(quoted or bare) for quoted, bare in re.findall(r'"([^"]*)"|(\S+)', joined)]


DIALECTS: dict[Format, Callable[[str], list[str]]] = {"powershell": powershell_words, "cmd": cmd_words}
SHELLS: list[tuple[Shell, str, Callable[[str], list[str]]]] = [
    (POWERSHELL.shell, POWERSHELL.continued, powershell_words),
    (CMD.shell, CMD.continued, cmd_words),
]


def params_in(words: list[str], files: dict[str, str]) -> dict[str, Any]:
    """What the AWS CLI makes of the words, file:// read from the files."""
    found: dict[str, Any] = {}
    flags = [index for index, one in enumerate(words) if one.startswith("--")]
    for start, stop in zip(flags, [*flags[1:], len(words)], strict=True):
        values = words[start + 1 : stop]
        if words[start] == "--cli-input-json":
            told = json.loads(files[values[0].removeprefix("file://")])
            found |= {f"--{dashed(name)}": value for name, value in told.items()}
        else:
            found[words[start]] = values[0] if len(values) == 1 else values
    return found


@pytest.mark.parametrize(("shell", "continued", "words_in"), SHELLS)
@settings(max_examples=50)
@given(description=st.text(st.characters(exclude_categories=["Cs"])))
def test_every_value_arrives_unchanged(
    shell: Shell, continued: str, words_in: Callable[[str], list[str]], description: str
) -> None:
    files = Files()
    call = ApiCall("iam", "CreateRole", {"RoleName": "app", "Description": description})

    line = continued.join(command(call, shell, files))

    words = words_in(line)
    assert words[:3] == ["aws", "iam", "create-role"]
    assert params_in(words, files.found) == {"--role-name": "app", "--description": description}


@pytest.mark.parametrize(("shell", "continued", "words_in"), SHELLS)
@settings(max_examples=50)
@given(key=st.text(min_size=1), value=st.text())
def test_every_tag_arrives_unchanged(
    shell: Shell, continued: str, words_in: Callable[[str], list[str]], key: str, value: str
) -> None:
    files = Files()
    call = ApiCall("iam", "TagRole", {"RoleName": "app", "Tags": [{"Key": key, "Value": value}]})

    line = continued.join(command(call, shell, files))

    found = params_in(words_in(line), files.found)["--tags"]
    assert found in ([{"Key": key, "Value": value}], f"Key={key},Value={value}")


def commands_in(found: Exported, words_in: Callable[[str], list[str]]) -> list[dict[str, Any]]:
    """(service and operation, parameters) of every command of a script."""
    script, *others = found.files
    files = {one.name: one.text for one in others}
    text = re.sub(r"(?m)^call aws", "aws", script.text)
    lines = re.findall(r"(?m)^aws (?:.*[`^]\n)*.*$", text)
    return [{"call": words_in(line)[1:3], **params_in(words_in(line), files)} for line in lines]


@pytest.mark.parametrize("format", ["powershell", "cmd"])
def test_both_make_the_plan_s_calls_in_order(format: Format) -> None:
    review = review_of("ec2-wordpress")

    found = commands_in(exported(review, format), DIALECTS[format])

    assert [one["call"] for one in found] == [["iam", dashed(step.do.operation)] for step in review.plan.steps]


@pytest.mark.parametrize("format", ["powershell", "cmd"])
def test_a_script_is_ascii_and_its_files_are_json_beside_it(format: Format) -> None:
    role = a_role(description="Überwachung, 50% é", tags={"팀": "데이터"}, inline={"p": allow("s3:*")})

    script, *files = exported(review_with(role), format).files

    assert script.text.isascii()
    assert all(json.loads(one.text) for one in files)
    named = set(re.findall(r"file://([^\s\"']+)", script.text))
    assert named == {one.name for one in files}


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
