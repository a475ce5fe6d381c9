"""Answers that are policy documents, pasted as JSON, or lists of ARNs. Pure.

They stay text until they are put into a preset's tree, where a token that stands alone becomes the document or list.
No other type lets a quotation mark through, so only these can be JSON.
"""

import json
import re
from typing import Any

from tui.core.errors import AnswerRejected

DOCUMENTS = ("policy-document", "trust-document")
LISTS = ("managed-policy-arns",)
LARGEST = 20_000
"""Characters of a pasted document; IAM takes at most 10,240 for all inline policies of a role."""
MOST_ARNS = 10
"""Managed policies per role, IAM's default quota (20 at most)."""
QUOTES = str.maketrans(dict.fromkeys("“”„‟″＂", '"') | {"\u00a0": " ", "：": ":", "，": ",", "｛": "{", "｝": "}"})
"""What word processors and web pages make of JSON's own characters."""
POLICY_ARN = re.compile(r"arn:aws[a-z-]*:iam::(\d{12}|aws):policy/[\w+=,.@/-]+", re.ASCII)


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


def check_arns(type_name: str, text: str, placeholder: str = "") -> str:
    """ARNs of managed policies, parted by commas, spaces or lines, or a JSON list, as a JSON list.

    Raises AnswerRejected("value.rule") for what is none, value.too_long for more than a role takes.
    """
    names = [one for one in re.split(r"[\s,\"\[\]]+", text.translate(QUOTES)) if one]
    if wrong := next((one for one in names if not POLICY_ARN.fullmatch(one)), "" if names else text):
        raise AnswerRejected("value.rule", placeholder, given=wrong, type=type_name)
    if len(names) > MOST_ARNS:
        raise AnswerRejected("value.too_long", placeholder, length=len(names), maximum=MOST_ARNS, type=type_name)
    return json.dumps(list(dict.fromkeys(names)))


def tree_of(value: str) -> Any:
    """The document or list a value stands for; None for a value that is plain text."""
    return json.loads(value) if value.startswith(('{"', '["')) else None
