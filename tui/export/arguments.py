"""An ApiCall as the arguments of one AWS CLI command, whatever the shell.

Three things are peculiar to the AWS CLI: a value that begins with file://, http:// or https:// is read from there, a
value that begins with a dash is taken for a flag, and `--cli-input-json` takes what cannot be said otherwise.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tui.core.calls.api_call import ApiCall
from tui.core.calls.command import COMMANDS, dashed
from tui.core.plan.exported import ExportFile

DOCUMENTS = ("AssumeRolePolicyDocument", "PolicyDocument", "Policy")
"""Parameters that are JSON documents of their own."""
FETCHED = ("file://", "fileb://", "http://", "https://")
NOT_FETCHED = ("CreateOpenIDConnectProvider", "Url")
"""The one parameter of ours that the CLI takes as it is (awscli/paramfile.py, PARAMFILE_DISABLED)."""
SHORT = re.compile(r"[A-Za-z0-9_.:/@+-]+", re.ASCII)
"""What needs no quoting in the CLI's own shorthand, Key=Name,Value=app."""


DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE | re.ASCII)
"""What is a device on Windows, whatever stands behind the dot."""


def file_stem(name: str) -> str:
    """The name as a file may be called on every system, without an ending."""
    stem = re.sub(r"[^A-Za-z0-9_.-]+", "-", name)[:100].strip("-.") or "document"
    return f"document-{stem}" if DEVICE.fullmatch(stem) else stem


@dataclass
class Files:
    """Files that commands refer to; the same text under the same name is one file."""

    found: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, text: str, suffix: str = ".json") -> str:
        """The file's name: safe on every system, and another one where it is taken."""
        stem = file_stem(name)
        number, taken = 1, {one.casefold(): one for one in self.found}
        while True:
            candidate = f"{stem}{'' if number == 1 else f'-{number}'}{suffix}"
            there = taken.get(candidate.casefold())
            if there is None or self.found[there] == text:
                self.found[there or candidate] = text
                return there or candidate
            number += 1

    @property
    def files(self) -> tuple[ExportFile, ...]:
        """All of them, in the order they were put in."""
        return tuple(ExportFile(name, text) for name, text in self.found.items())


@dataclass(frozen=True)
class Shell:
    """How one shell writes words."""

    word: Callable[[str], str | None]
    """The word so that the shell passes it on unchanged; None where it has no way to."""
    file: Callable[[str], str]
    """The value that has the CLI read a file of ours."""
    inline_json: bool
    """Whether JSON can stand in a word."""
    longest: int = 100_000
    """Characters that all arguments of a command may have together; Linux takes 131,072 for a single one."""


def file_text(document: object) -> str:
    """JSON as it is written into files: ASCII, so that no code page can spoil it; indented as the AWS CLI prints."""
    return json.dumps(document, indent=4, ensure_ascii=True) + "\n"


def command(call: ApiCall, shell: Shell, files: Files, region: str = "") -> list[str]:
    """The command in pieces: "aws iam create-role", "--role-name app", ... one for each line of a script."""
    said: dict[str, str] = {}
    unsaid: dict[str, Any] = {}
    for name, value in call.params.items():
        if value == [] or (name, value) == ("Path", "/"):
            continue
        flag = f"--{dashed(name)}"
        if name in DOCUMENTS:
            said[name] = f"{flag} {shell.file(files.put(document_name(call), file_text(json.loads(value))))}"
        elif value is True:
            said[name] = flag
        elif (words := _said(call, name, value, shell)) is not None:
            said[name] = f"{flag} {words}"
        else:
            unsaid[name] = value
    while sum(map(len, said.values())) > shell.longest:
        name = max(said, key=lambda one: len(said[one]))
        unsaid[name] = call.params[name]
        del said[name]
    pieces = [f"aws {COMMANDS.get(call.service, call.service)} {dashed(call.operation)}", *said.values()]
    if unsaid:
        pieces.append(f"--cli-input-json {_input(call, unsaid, shell, files)}")
    if region and call.service != "iam":
        pieces.append(f"--region {shell.word(region)}")
    return pieces


def document_name(call: ApiCall) -> str:
    """What the file with the call's document is called."""
    params = call.params
    holder = next((params[key] for key in ("RoleName", "UserName", "GroupName", "Bucket") if key in params), "")
    match call.operation:
        case "CreateRole" | "UpdateAssumeRolePolicy":
            return f"{holder}-trust"
        case "CreatePolicyVersion":
            return str(params["PolicyArn"]).rpartition("/")[2]
        case "PutBucketPolicy":
            return f"{holder}-bucket-policy"
        case _:
            return "-".join(filter(None, (holder, params.get("PolicyName", ""))))


def _said(call: ApiCall, name: str, value: Any, shell: Shell) -> str | None:
    """The value as one word; None where it has to go into --cli-input-json."""
    if isinstance(value, list | Mapping):
        short = [_shorthand(one) for one in (value if isinstance(value, list) else [value])]
        words = [shell.word(one) if one else None for one in short]
        if None not in words:
            return " ".join(filter(None, words))
        return shell.word(json.dumps(value, ensure_ascii=False)) if shell.inline_json else None
    text = str(value)
    if not text or not (_is_plain(text) or (call.operation, name) == NOT_FETCHED):
        return None
    return shell.word(text)


def _shorthand(value: Any) -> str | None:
    """Key=Name,Value=app where that says it without doubt."""
    if isinstance(value, str):
        return value if SHORT.fullmatch(value) and _is_plain(value) else None
    if not isinstance(value, Mapping):
        return None
    if not all(isinstance(one, str) and SHORT.fullmatch(key) and SHORT.fullmatch(one) for key, one in value.items()):
        return None
    return ",".join(f"{key}={one}" for key, one in value.items()) if all(map(_is_plain, value.values())) else None


def _is_plain(text: str) -> bool:
    """Whether the AWS CLI takes the text for the value itself."""
    return not text.startswith((*FETCHED, "-", "@"))


def _input(call: ApiCall, unsaid: Mapping[str, Any], shell: Shell, files: Files) -> str:
    if shell.inline_json:
        return shell.word(json.dumps(unsaid, ensure_ascii=False)) or ""
    name = next((str(one) for key, one in call.params.items() if key.endswith("Name")), call.service)
    return shell.file(files.put(f"{name}-{dashed(call.operation)}", file_text(unsaid)))
