"""Who asks, and whether a Principal element means them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tui.core.iam.arn import account_of
from tui.core.iam.policy import as_list

Kind = Literal["role", "user", "account", "service", "federated", "anyone"]
Match = Literal["direct", "role", "account", ""]
"""Named itself (or everybody is), by its role's ARN, by its account (which then has to let it), or not at all."""
LEVELS: tuple[Match, ...] = ("direct", "role", "account")

ROOT = re.compile(r"arn:[^:]+:iam::(\d{12}):root", re.ASCII)
ACCOUNT = re.compile(r"\d{12}", re.ASCII)
ROLE = re.compile(r"arn:[^:]+:iam::")
SESSION = re.compile(r"arn:([^:]+):sts::(\d{12}):assumed-role/([^/]+)/.+", re.ASCII)


@dataclass(frozen=True)
class Principal:
    """Somebody who makes requests."""

    kind: Kind
    name: str
    """An ARN, an account id, a service's name, or an identity provider; "*" for anyone."""

    @property
    def account(self) -> str:
        """The account it belongs to, "" for services and providers."""
        return self.name if self.kind == "account" else account_of(self.name)


def principal_of(kind: str, value: str) -> Principal:
    """The principal that one value of a Principal element names; `kind` is its key, or "*"."""
    if value == "*":
        return Principal("anyone", "*")
    if kind == "Service":
        return Principal("service", value)
    if kind != "AWS":
        return Principal("federated", value)
    if found := ROOT.fullmatch(value):
        return Principal("account", found[1])
    if ACCOUNT.fullmatch(value):
        return Principal("account", value)
    return Principal("user" if ":user/" in value else "role", value)


def named(element: object) -> Iterator[tuple[str, str]]:
    """(kind, value) of everything that a Principal element lists."""
    if isinstance(element, Mapping):
        for kind, values in element.items():
            yield from ((str(kind), str(value)) for value in as_list(values))
    elif element is not None:
        yield "*", str(element)


def match_principal(statement: Mapping[str, Any], principal: Principal | None) -> Match:
    """Whether the statement's Principal or NotPrincipal is about this principal."""
    if principal is None:
        return ""
    if "NotPrincipal" in statement:
        is_named = any(_match(kind, value, principal) for kind, value in named(statement["NotPrincipal"]))
        return "" if is_named else "direct"
    found = [_match(kind, value, principal) for kind, value in named(statement.get("Principal"))]
    return next((level for level in LEVELS if level in found), "")


def _match(kind: str, value: str, principal: Principal) -> Match:
    listed = principal_of(kind, value)
    if listed.kind == "anyone" and kind in ("*", "AWS"):
        return "direct"
    if listed.kind == "account":
        is_same = listed.name == principal.account
        return "direct" if is_same and principal.kind == "account" else "account" if is_same else ""
    if listed.kind in ("service", "federated"):
        return "direct" if listed == principal else ""
    if listed.name == principal.name:
        return "role" if principal.kind == "role" and ROLE.match(principal.name) else "direct"
    session = SESSION.fullmatch(principal.name)
    is_role = session and listed.name == f"arn:{session[1]}:iam::{session[2]}:role/{session[3]}"
    return "role" if is_role else ""
