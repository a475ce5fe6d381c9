"""Answers from a file or from standard input: YAML or JSON, flat, every value a text."""

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tui.core.errors import AnswerRejected, UsageError
from tui.core.preset.answers import by_token
from tui.core.preset.documents import DOCUMENTS
from tui.core.preset.format import Preset
from tui.store.strict_yaml import parse_yaml

STANDARD_INPUT = Path("-")
NUMBER = re.compile(r"[-+]?(\d[\d_]*\.?[\d_]*|\.\d+)([eE][-+]?\d+)?|0[xo][0-9a-fA-F]+", re.ASCII)
NOT_TEXT = re.compile(r"true|false", re.IGNORECASE)
NOTHING = ("", "~", "null", "Null", "NULL")
DIGITS_ARE_TEXT = ("MAX_SESSION_SECONDS",)
ACCOUNT_ID = re.compile(r"\d{12}", re.ASCII)


def read_answers(file: Path) -> dict[str, str]:
    """The answers by token or alias; a mapping or list, for a policy document, comes as JSON text.

    Raises UsageError: usage.unreadable; usage.answers for what is no mapping; usage.json with line and column for what
    begins like JSON and is none. Raises PresetInvalid for broken YAML and repeated keys; AnswerRejected, with
    file and line: answer.empty for a key without a value, answer.not_text for a number, true or false without quotes.
    """
    name = str(file) if file != STANDARD_INPUT else "standard input"
    text = _text(file, name)
    if text.lstrip().startswith(("{", "[")):
        _check_json(text, name)
    parsed = parse_yaml(text, name)
    if not isinstance(parsed.tree, dict):
        raise UsageError("usage.answers", name)
    plain = _plain_scalars(text)
    found: dict[str, str] = {}
    for key, value in parsed.tree.items():
        where = f"{name}:{parsed.line_of((key,))}"
        if isinstance(value, Mapping | list):
            found[key] = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
            continue
        check_given(key, value, where)
        if key in plain:
            if value in NOTHING:
                raise AnswerRejected("answer.empty", where, name=key)
            is_number = NUMBER.fullmatch(value) and key not in DIGITS_ARE_TEXT and not ACCOUNT_ID.fullmatch(value)
            if is_number or NOT_TEXT.fullmatch(value):
                raise AnswerRejected("answer.not_text", where, name=key, given=value)
        found[key] = value
    return found


def check_given(name: str, value: str, where: str = "") -> None:
    """Raises AnswerRejected("answer.empty") for a value that is given and empty: it never means the default."""
    if not value.strip():
        raise AnswerRejected("answer.empty", where or name, name=name)


def with_files(preset: Preset, given: Mapping[str, str]) -> dict[str, str]:
    """The answers with the texts of the files that stand for documents: MANAGEMENT_TRUST: "@trust.json".

    Paths are those of the working directory; ~ is the home folder. Raises AnswerRejected("answer.file").
    """
    return {name: _document(preset, name, value) for name, value in given.items()}


def _document(preset: Preset, name: str, value: str) -> str:
    path = value.strip().removeprefix("@")
    if path == value.strip():
        return value
    [token] = by_token(preset, {name: value})
    if token not in preset.placeholders or preset.placeholders[token].type not in DOCUMENTS:
        return value
    try:
        return Path(path).expanduser().read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise AnswerRejected("answer.file", token, file=path, reason=reason) from error


def _text(file: Path, name: str) -> str:
    try:
        return sys.stdin.read() if file == STANDARD_INPUT else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("usage.unreadable", name, reason=str(error)) from error


def _check_json(text: str, name: str) -> None:
    """YAML happens to read a good deal of broken JSON: {"A": } would be an empty answer."""
    try:
        json.loads(text)
    except ValueError as error:
        if isinstance(error, json.JSONDecodeError):
            where = f"{name}:{error.lineno}"
            raise UsageError("usage.json", where, reason=error.msg, line=error.lineno, column=error.colno) from error
        raise UsageError("usage.json", name, reason=str(error), line=1, column=1) from error


def _plain_scalars(text: str) -> set[str]:
    """The keys whose values stand without quotes, so that YAML and JSON take some of them for no text."""
    root = yaml.compose(text, Loader=yaml.BaseLoader)
    if not isinstance(root, yaml.MappingNode):
        return set()
    return {
        str(key.value)
        for key, value in root.value
        if isinstance(value, yaml.ScalarNode) and value.style is None and isinstance(key, yaml.ScalarNode)
    }


def answers_of(file: Path | None, given: Mapping[str, Any]) -> dict[str, str]:
    """Those of the file and of --set together; --set wins. Raises what read_answers and check_given raise."""
    for name, value in given.items():
        check_given(name, value)
    return {**(read_answers(file) if file else {}), **given}
