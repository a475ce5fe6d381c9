"""What the two processes say to each other: one JSON object a line, in ASCII.

The first message opens the account: {"region", "is_dry_run", "replay": [call, ...]}; every other one is a call:
{"service", "operation", "params"}, with "as" and "external_id" where it is made with the temporary credentials of the
role of that ARN ("" for the person), which stay in the account's process; or changes of other processes to be made here
too: {"replay": [call, ...]}. Each is answered: {"answer": {...}}, or an error as one of {"refused": ...},
{"unreachable": ...}, {"dry_run": ...}. The answer to the opening and to other changes is {"skipped": [call, ...]}.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from tui.core.calls.api_call import ApiCall
from tui.core.errors import AwsRefused, AwsUnreachable, DryRunRefused, RoleWizardError

Message = Mapping[str, Any]


def line(message: Message) -> str:
    """One message as it goes through the pipe."""
    return json.dumps(message, separators=(",", ":")) + "\n"


def message_in(text: str) -> Message:
    """The message of one line."""
    found: Message = json.loads(text)
    return found


def call_message(call: ApiCall) -> Message:
    """A call on its way to the account."""
    return {"service": call.service, "operation": call.operation, "params": dict(call.params)}


def replay_message(calls: Iterable[ApiCall]) -> Message:
    """Changes that were made before, or by others."""
    return {"replay": [call_message(call) for call in calls]}


def call_in(message: Message) -> ApiCall:
    """The call that came in."""
    return ApiCall(message["service"], message["operation"], message["params"])


def error_message(error: RoleWizardError) -> Message:
    """An error on its way back."""
    match error:
        case AwsRefused():
            return {"refused": [error.aws_code, error.aws_message, error.operation, error.status]}
        case DryRunRefused():
            return {"dry_run": {"where": error.where, "params": dict(error.params)}}
        case _:
            return {"unreachable": {"code": error.code, "where": error.where, "params": dict(error.params)}}


def answer_in(message: Message) -> Message:
    """The answer that came back, or its error raised."""
    match message:
        case {"answer": answer}:
            found: Message = answer
            return found
        case {"refused": [code, text, operation, status]}:
            raise AwsRefused(code, text, operation, status)
        case {"dry_run": {"where": where, "params": params}}:
            raise DryRunRefused("aws.dry_run", where, **params)
        case {"unreachable": {"code": code, "where": where, "params": params}}:
            raise AwsUnreachable(code, where, **params)
    raise AwsUnreachable("practice.failed", reason=f"unknown message: {str(message)[:200]}")
