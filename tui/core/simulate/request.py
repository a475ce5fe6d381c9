"""One question: may this principal do this action on this resource, under these circumstances?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tui.core.errors import UsageError
from tui.core.simulate.principal import Principal

ACTION = re.compile(r"([A-Za-z0-9-]+):([A-Za-z0-9]+)", re.ASCII)
ARN = re.compile(r"arn:[a-z][a-z0-9-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|aws|cloudfront|):.+", re.ASCII | re.DOTALL)
ANY = "*"
"""The resource of actions that know no resources."""


@dataclass(frozen=True)
class Request:
    """What IAM would be told; context keys are lower case, since their names are not case-sensitive."""

    action: str
    resource: str
    context: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """A key with no values is known not to be there."""
    principal: Principal | None = None
    others_absent: bool = False
    """Whether keys that are not in `context` are known not to be there; else nothing is known of them."""

    def values(self, key: str) -> tuple[str, ...] | None:
        """The values of a context key, () where it is not there, None where that is not known."""
        found = self.context.get(key.lower())
        return () if found is None and self.others_absent else found


def asked_action(text: str) -> str:
    """An action as IAM spells it. Raises UsageError("simulate.action")."""
    found = ACTION.fullmatch(text.strip())
    if not found:
        raise UsageError("simulate.action", text, given=text)
    return f"{found[1].lower()}:{found[2]}"


def asked_resource(text: str) -> str:
    """An ARN, or * for actions without resources. Raises UsageError("simulate.resource")."""
    resource = text.strip()
    if resource != ANY and not ARN.fullmatch(resource):
        raise UsageError("simulate.resource", text, given=text)
    return resource


def context_of(given: Mapping[str, str | Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Context keys with their values; commas part several values of one key, an empty text means "not there"."""
    found: dict[str, tuple[str, ...]] = {}
    for key, value in given.items():
        values = value.split(",") if isinstance(value, str) else value
        found[key.strip().lower()] = tuple(one.strip() for one in values if one.strip())
    return found
