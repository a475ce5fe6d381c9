"""Principals in words: who a trust policy or a resource's policy is about."""

import re
from collections.abc import Mapping
from typing import Any

from tui.core.iam.policy import as_list, tests_of
from tui.core.phrase import Listing, Part, Phrase

IAM_ARN = re.compile(r"arn:[^:]+:(iam|sts)::([^:]*):(root|role|user|assumed-role|federated-user)(?:/(.+))?")
ACCOUNT = re.compile(r"\d{12}|<[A-Z_]*ACCOUNT[A-Z_]*>", re.ASCII)
SERVICE_ACCOUNT = re.compile(r"system:serviceaccount:([^:*?]+):([^:*?]+)")


def who(statement: Mapping[str, Any]) -> tuple[Part | None, frozenset[tuple[str, str]]]:
    """The principals, None where the statement names none; and the conditions that this says already."""
    said: set[tuple[str, str]] = set()
    for key, is_except in (("Principal", False), ("NotPrincipal", True)):
        if key not in statement:
            continue
        people: list[Part] = []
        for kind, name in _principals(statement[key]):
            accounts = _service_accounts(statement) if kind == "Federated" and "oidc" in name else None
            if accounts and not is_except:
                people.append(Phrase("who.pod", {**accounts[1], "provider": _tail(name)}))
                said.add(accounts[0])
            else:
                people.append(_person(kind, name))
        listing = Listing(tuple(people), "or")
        return (Phrase("who.except", {"who": listing}) if is_except else listing), frozenset(said)
    return None, frozenset()


def _principals(principal: object) -> list[tuple[str, str]]:
    if isinstance(principal, Mapping):
        return [(kind, str(one)) for kind, values in principal.items() for one in as_list(values)]
    return [("*", str(principal))]


def _service_accounts(statement: Mapping[str, Any]) -> tuple[tuple[str, str], dict[str, Part]] | None:
    """The Kubernetes service account that a condition on the token's subject asks for."""
    for operator, key, values in tests_of(statement):
        found = SERVICE_ACCOUNT.fullmatch(values[0]) if len(values) == 1 else None
        if key.endswith(":sub") and operator in ("StringEquals", "StringLike") and found:
            return (operator.lower(), key.lower()), {"namespace": found[1], "name": found[2]}
    return None


def _person(kind: str, name: str) -> Phrase:
    if name == "*":
        return Phrase("who.everyone")
    match kind:
        case "Service":
            return Phrase("who.service", {"name": name})
        case "AWS":
            return _aws(name)
        case "Federated":
            return _federated(name)
        case _:
            return Phrase("who.other", {"kind": kind, "name": name})


def _aws(name: str) -> Phrase:
    if ACCOUNT.fullmatch(name):
        return Phrase("who.account", {"account": name})
    found = IAM_ARN.fullmatch(name)
    if not found:
        return Phrase("who.other", {"kind": "AWS", "name": name})
    account, kind, rest = found[2], found[3], found[4] or ""
    match kind:
        case "root":
            return Phrase("who.account", {"account": account})
        case "assumed-role":
            return Phrase("who.session", {"account": account, "name": rest})
        case "role":
            return Phrase("who.role", {"account": account, "name": rest})
        case _:
            return Phrase("who.user", {"account": account, "name": rest})


def _federated(name: str) -> Phrase:
    if ":saml-provider/" in name:
        return Phrase("who.saml", {"name": _tail(name)})
    if ":oidc-provider/" in name:
        return Phrase("who.oidc", {"provider": _tail(name)})
    if name == "cognito-identity.amazonaws.com":
        return Phrase("who.cognito")
    return Phrase("who.web", {"provider": name})


def _tail(arn: str) -> str:
    return arn.partition("-provider/")[2] or arn
