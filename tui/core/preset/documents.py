"""Answers that are policy documents, pasted as JSON, or lists of ARNs. Pure.

They stay text until they are put into a preset's tree, where a token that stands alone becomes the document or list.
No other type lets a quotation mark through, so only these can be JSON.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from tui.core.errors import AnswerRejected

DOCUMENTS = ("policy-document", "trust-document")
LISTS = ("managed-policy-arns", "subnet-ids")
LARGEST = 20_000
"""Characters of a pasted document; IAM takes at most 10,240 for all inline policies of a role."""
QUOTES = str.maketrans(dict.fromkeys("“”„‟″＂", '"') | {"\u00a0": " ", "：": ":", "，": ",", "｛": "{", "｝": "}"})
"""What word processors and web pages make of JSON's own characters."""
ITEMS = {
    # managed policies per role: IAM's default quota (20 at most)
    "managed-policy-arns": (re.compile(r"arn:aws[a-z-]*:iam::(\d{12}|aws):policy/[\w+=,.@/-]+", re.ASCII), 10),
    "subnet-ids": (re.compile(r"subnet-([0-9a-f]{8}|[0-9a-f]{17})", re.ASCII), 40),
}
"""By type of list: what each item is, and how many there may be."""
LEFT_OVER = re.compile(r"<([A-Za-z][A-Za-z0-9_ -]{0,63})>?", re.ASCII)
"""A name to be replaced in a printed document; a guide may have lost its closing bracket."""


def check_document(type_name: str, text: str, placeholder: str = "") -> str:
    """The document as compact JSON; typographic quotes are made JSON's.

    Raises AnswerRejected: value.json with line and column, value.no_document without statements, value.too_long.
    """
    if len(text) > LARGEST:
        raise AnswerRejected("value.too_long", placeholder, length=len(text), maximum=LARGEST, type=type_name)
    try:
        tree = json.loads(text.translate(QUOTES))
    except ValueError as error:
        line, column = (error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else (1, 1)
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        raise AnswerRejected("value.json", placeholder, reason=reason, line=line, column=column) from error
    if not isinstance(tree, dict) or not isinstance(tree.get("Statement"), list | dict):
        raise AnswerRejected("value.no_document", placeholder, type=type_name)
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))


def check_list(type_name: str, text: str, placeholder: str = "") -> str:
    """A list of ITEMS[type_name], parted by commas, spaces or lines, or a JSON list, as a JSON list.

    Raises AnswerRejected("value.rule") for what is none, value.too_long for more than there may be.
    """
    item, most = ITEMS[type_name]
    names = [one for one in re.split(r"[\s,\"\[\]]+", text.translate(QUOTES)) if one]
    if wrong := next((one for one in names if not item.fullmatch(one)), "" if names else text):
        raise AnswerRejected("value.rule", placeholder, given=wrong, type=type_name)
    if len(names) > most:
        raise AnswerRejected("value.too_long", placeholder, length=len(names), maximum=most, type=type_name)
    return json.dumps(list(dict.fromkeys(names)))


def items_of(value: str) -> tuple[str, ...]:
    """The items of a list's value."""
    return tuple(json.loads(value)) if value.startswith("[") else ()


def put_into(document: str, name: str, fills: Mapping[str, Any]) -> str:
    """The document with what stands for the names that its source leaves to be replaced.

    `fills` has trees by name; one that is no text takes the place of a whole string only. Raises
    AnswerRejected("value.left_over") for a name that nothing stands for.
    """
    return json.dumps(_put_into(json.loads(document), name, fills), ensure_ascii=False, separators=(",", ":"))


def _put_into(tree: Any, name: str, fills: Mapping[str, Any]) -> Any:
    if isinstance(tree, dict):
        return {_text(key, name, fills): _put_into(value, name, fills) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_put_into(one, name, fills) for one in tree]
    if not isinstance(tree, str):
        return tree
    whole = LEFT_OVER.fullmatch(tree)
    found = fills.get(_called(whole)) if whole else None
    return found if found is not None else _text(tree, name, fills)


def _text(text: str, name: str, fills: Mapping[str, Any]) -> str:
    def put(match: re.Match[str]) -> str:
        found = fills.get(_called(match))
        if not isinstance(found, str):
            raise AnswerRejected("value.left_over", name, given=match[0], text=text)
        return found

    return LEFT_OVER.sub(put, text)


def _called(match: re.Match[str]) -> str:
    return re.sub(r"[ -]", "_", match[1].strip()).upper()


def tree_of(value: str) -> Any:
    """The document or list a value stands for; None for a value that is plain text."""
    return json.loads(value) if value.startswith(('{"', '["')) else None
