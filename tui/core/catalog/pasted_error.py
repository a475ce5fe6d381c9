"""What to search for when somebody pastes what AWS said no with. Pure, no pydantic."""

from __future__ import annotations

import re

from tui.core.calls.denied import MESSAGE

SHORTEST = 24
"""Characters; nobody names a service at such length, and the shortest of AWS's sentences has more."""
SERVICE_LINKED = re.compile(r":role/aws-service-role/[\w.-]+/(\w+)")
OPERATION = re.compile(r"when calling the (\w+) operation")
CODE = re.compile(r"(?:Error Code: |<Code>|An error occurred \()(\w+)")
TOO_COMMON = frozenset({"AccessDenied", "AccessDeniedException", "Sender"})
"""Every service says so."""


def meanings(query: str) -> tuple[str, ...]:
    """What the text may be looked up by, the most telling first; the text itself where it is no error of AWS.

    Of "User: ... is not authorized to perform: iam:CreateServiceLinkedRole on resource: ...", as CLI, console and SDKs
    have it, the role and the action are found.
    """
    if len(query) < SHORTEST:
        return (query,)
    denied, role, operation, code = (one.search(query) for one in (MESSAGE, SERVICE_LINKED, OPERATION, CODE))
    if not (denied or operation or code):
        return (query,)
    action = denied["action"] if denied else ""
    named = (role[1] if role else "", action, operation[1] if operation else "", code[1] if code else "")
    return tuple(dict.fromkeys(one for one in named if one and one not in TOO_COMMON)) or (query,)
