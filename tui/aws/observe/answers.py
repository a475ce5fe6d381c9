"""IAM's answers in our shapes."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote

from tui.core.calls.api_call import Gateway, iam
from tui.core.errors import AwsRefused
from tui.core.iam.policy import PolicyDocument


def found(gateway: Gateway, operation: str, params: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """IAM's answer, or None where it has no such thing."""
    try:
        return gateway.call(iam(operation, params))
    except AwsRefused as refusal:
        if refusal.aws_code == "NoSuchEntity":
            return None
        raise


def document(value: object) -> PolicyDocument:
    """The parsed document; on the wire IAM's are URL-encoded JSON (RFC 3986), which boto3 mostly parses itself."""
    if isinstance(value, Mapping):
        return value
    text = str(value)
    parsed: dict[str, Any] = json.loads(text if text.lstrip().startswith("{") else unquote(text))
    return parsed


def tags(pairs: Iterable[Mapping[str, str]] | None) -> dict[str, str]:
    """Tags by key, also our own (rolewizard:run)."""
    return {pair["Key"]: pair["Value"] for pair in pairs or ()}
