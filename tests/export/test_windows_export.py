"""PowerShell and cmd scripts. PowerShell is read by its grammar (tree-sitter), which leaves us only what a node says;
cmd.exe, which `python tests/sweep_windows.py` runs for real, by its quoting rules as documented: quotes toggle, a caret
before the line's end continues it, % and ! would be variables.
"""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
import tree_sitter_powershell
from builders import a_role, allow
from export_cases import NAMES, exported, review_of, review_with, text_of, variants
from hypothesis import given, settings
from hypothesis import strategies as st
from tree_sitter import Language, Node, Parser

from tui.core.calls import ApiCall
from tui.core.command import dashed
from tui.core.exported import Exported, Format
from tui.core.resources import Bucket, BucketPolicy
from tui.export.arguments import Files, Shell, command
from tui.export.windows import CMD, POWERSHELL

PARSER = Parser(Language(tree_sitter_powershell.language()))


def tree_of(script: str) -> Node:
    """Raises ValueError for what is no PowerShell."""
    root = PARSER.parse(script.encode()).root_node
    if root.has_error:
        raise ValueError(script)
    return root


def nodes(root: Node, kind: str) -> list[Node]:
    found = [root] if root.type == kind else []
    return found + [one for child in root.children for one in nodes(child, kind)]


def text_in(node: Node) -> str:
    return node.text.decode() if node.text else ""


def words_in(command: Node) -> list[str]:
    """The arguments of a native command; raises ValueError for whatever PowerShell would not pass on as it is."""
    name, *others = command.named_children
    words = [text_in(name)]
    for one in (child for elements in others for child in elements.named_children):
        match one.type:
            case "command_argument_sep":
                continue
            case "command_parameter" | "generic_token":
                words.append(text_in(one))
            case "array_literal_expression" if text_in(one).startswith("'"):
                [quoted] = nodes(one, "verbatim_string_characters")
                text = text_in(quoted)[1:-1].replace("''", "'")
                if re.search(r'["\\]', text):
                    raise ValueError("Windows PowerShell 5.1 would not pass this on unchanged")
                words.append(text)
            case "array_literal_expression" if re.fullmatch(r"\d+", text_in(one)):
                words.append(text_in(one))
            case other:
                raise ValueError(f"{other}: {text_in(one)}")
        if re.search(r"[,;@$(){}&|<>]", words[-1]) and one.type == "generic_token":
            raise ValueError(f"an operator: {words[-1]}")
    return words


def powershell_words(line: str) -> list[str]:
    [command] = nodes(tree_of(line), "command")
    return words_in(command)


def cmd_words(line: str) -> list[str]:
    """The arguments a program gets; raises ValueError where cmd.exe would read something else than text."""
    joined = line.replace("^\n", " ").strip()
    if re.search(r"[%!^&|<>\\\n]", joined) or not joined.isascii() or joined.count('"') % 2:
        raise ValueError(joined)
    return [(quoted or bare) for quoted, bare in re.findall(r'"([^"]*)"|(\S+)', joined)]


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


def commands_in(found: Exported, format: Format) -> list[dict[str, Any]]:
    """(service and operation, parameters) of every command of a script."""
    script, *others = found.files
    files = {one.name: one.text for one in others}
    if format == "powershell":
        native = [one for one in nodes(tree_of(script.text), "command") if text_in(one).startswith("aws ")]
        commands = [words_in(one) for one in native]
    else:
        text = re.sub(r"(?m)^call aws", "aws", script.text)
        commands = [cmd_words(line) for line in re.findall(r"(?m)^aws (?:.*\^\n)*.*$", text)]
    return [{"call": words[1:3], **params_in(words, files)} for words in commands]


@pytest.mark.parametrize("format", ["powershell", "cmd"])
def test_both_make_the_plan_s_calls_in_order(format: Format) -> None:
    review = review_of("ec2-wordpress")

    found = commands_in(exported(review, format), format)

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


KEY = {"KMS_KEY": "create"}
SET_CONTENT = r"Set-Content -NoNewline -Encoding ascii -LiteralPath '(\S+)' -Value \$text"
KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab"


def filled_by_powershell(found: Exported) -> dict[str, str]:
    """The files the script writes, `$result1` being the key's id; its four statements about them, line by line."""
    script, *others = found.files
    files, text = {one.name: one.text for one in others}, ""
    for line in script.text.splitlines():
        if read := re.fullmatch(r"\$text = Get-Content -Raw -LiteralPath '(\S+)'", line):
            text = files[read[1]]
        elif changed := re.fullmatch(r"\$text = \$text\.Replace\('(\S+)', \"\$result1\"\)", line):
            assert changed[1] in text
            text = text.replace(changed[1], KEY_ID)
        elif written := re.fullmatch(
            r"Set-Content -NoNewline -Encoding ascii -LiteralPath '(\S+)' -Value \$text", line
        ):
            files[written[1]] = text
    return files


def filled_by_cmd(found: Exported) -> dict[str, str]:
    """The files the script joins out of pieces."""
    script, *others = found.files
    files = {one.name: one.text for one in others} | {"result-1.txt": KEY_ID}
    for pieces, name in re.findall(r"(?m)^copy /b /y (\S+) (\S+) >nul$", script.text):
        files[name] = "".join(files[piece] for piece in pieces.split("+"))
    return files


@pytest.mark.parametrize(
    ("format", "filled"), [("powershell", filled_by_powershell), ("cmd", filled_by_cmd)], ids=["powershell", "cmd"]
)
def test_a_key_that_is_made_along_is_known_to_what_comes_after_it(
    format: Format, filled: Callable[[Exported], dict[str, str]]
) -> None:
    found = exported(review_of("qlik-lakehouse-ec2-instance-profile", KEY), format)

    files = filled(found)
    documents = {name: json.loads(text) for name, text in files.items() if name.endswith(".json")}

    assert documents["alias-qlik-lakehouse-create-alias.json"] == {"TargetKeyId": KEY_ID}
    policy = json.dumps(documents["qlik-lakehouse-instance-role-qlik-lakehouse.json"])
    assert f'"arn:aws:kms:us-east-1:123456789012:key/{KEY_ID}"' in policy
    assert "rolewizard-result" not in json.dumps(documents)
    assert found.files[0].text.count("--query KeyMetadata.KeyId") == 1


@pytest.mark.parametrize("name", NAMES)
def test_every_powershell_script_is_one_by_its_grammar(name: str) -> None:
    reviews = [review_of(name, variant) for variant in variants(name)]

    scripts = [text_of(review, "powershell") for review in reviews if review.plan.steps]

    assert all(nodes(tree_of(script), "command") for script in scripts)


@pytest.mark.parametrize(
    ("format", "line"),
    [
        ("powershell", "# Run it with: powershell -ExecutionPolicy Bypass -File ec2-wordpress.ps1"),
        ("cmd", "rem Run it with: ec2-wordpress.cmd"),
    ],
)
def test_a_script_says_how_to_run_it(format: Format, line: str) -> None:
    assert line in text_of(review_of("ec2-wordpress"), format).splitlines()


@pytest.mark.parametrize("format", ["powershell", "cmd"])
def test_what_is_there_and_may_stay_as_it_is_is_not_made_again(format: Format) -> None:
    there = Bucket("lake", is_private=True, region="us-east-1")

    review = review_with(Bucket("lake", region="us-east-1"), a_role(), observed=[there])

    assert [one["call"] for one in commands_in(exported(review, format), format)] == [["iam", "create-role"]]
