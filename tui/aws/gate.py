"""Dry run, kept by the transport: a session that cannot send anything that would change the account."""

from typing import Any

from tui.core.calls.api_call import ADVICE, is_read
from tui.core.errors import DryRunRefused

CREDENTIAL_SERVICES = frozenset({"sts", "sso", "sso-oidc", "signin"})
"""Services that hand out credentials; their operations (AssumeRole, CreateToken) leave the account as it is."""


def refuse_writes(session: Any) -> None:
    """Every client the session makes from now on raises DryRunRefused for any operation that is not a read.

    Clients copy the session's events when they are made: call this before the first one. A call's first event stops it
    before it is checked or signed; the last one before the socket stops whatever should ever get past the first.
    """
    session.events.register_first("provide-client-params", _refuse_call, unique_id="rolewizard-dry-run-call")
    session.events.register_first("before-send", _refuse_request, unique_id="rolewizard-dry-run-request")


def _refuse_call(model: Any, **_: Any) -> None:
    _refuse(model.service_model.service_name, model.name)


def _refuse_request(event_name: str, **_: Any) -> None:
    service, operation = event_name.split(".")[1:3]
    _refuse(service, operation)


def _refuse(service: str, operation: str) -> None:
    if service not in CREDENTIAL_SERVICES and operation not in ADVICE and not is_read(operation):
        raise DryRunRefused("aws.dry_run", operation, operation=operation)
