"""Who may take on a role: its trust policy, asked for everybody it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tui.core.iam.policy import principals_of, statements_of
from tui.core.simulate.decision import NEVER_KNOWN, Decision, answer_of
from tui.core.simulate.principal import SESSION, Principal, principal_of
from tui.core.simulate.request import Request
from tui.core.simulate.statement import Source, looks_at
from tui.core.simulate.truth import any_of

ASSUMING = frozenset(
    {
        "sts:assumerole",
        "sts:assumerolewithsaml",
        "sts:assumerolewithwebidentity",
        "sts:setsourceidentity",
        "sts:tagsession",
    }
)
"""Actions, in lower case, that the trust policy of the role decides about."""
TELLING_KEYS = {"aws:principalservicename": "service", "aws:principalarn": "role", "aws:federatedprovider": "federated"}
"""Context keys that say who asks."""


@dataclass(frozen=True)
class Answer:
    """What the trust policy says to one principal."""

    principal: Principal
    decision: Decision


def is_assuming(action: str) -> bool:
    """Whether the action is about taking on a role."""
    return action.lower() in ASSUMING


def asked_principal(context: Mapping[str, Sequence[str]]) -> Principal | None:
    """The principal that the context names, where it does."""
    for key, kind in TELLING_KEYS.items():
        if values := context.get(key):
            if kind == "role":
                return principal_of("AWS", values[0])
            return Principal("service" if kind == "service" else "federated", values[0])
    return None


def answers_to(trust: Source, request: Request) -> tuple[Answer, ...]:
    """The answer to the principal of the request, or to each one that the policy lets in where there is none."""
    asked = [request.principal] if request.principal else _named(trust)
    return tuple(Answer(one, _answer(trust, replace(request, principal=one))) for one in asked)


def overall(answers: Sequence[Answer]) -> Decision:
    """Allowed where somebody is let in, depending where somebody may be, denied where nobody is."""
    for verdict in ("allowed", "depends"):
        found = [one.decision for one in answers if one.decision.decision == verdict]
        if found:
            keys = {key.lower(): key for one in found for key in one.keys}
            return replace(found[0], keys=tuple(sorted(keys.values(), key=str.lower)))
    refused = [one.decision for one in answers if one.decision.look]
    return (refused or [one.decision for one in answers] or [Decision("denied", "nothing-allows")])[0]


def _named(trust: Source) -> list[Principal]:
    """Everybody that an Allow names, once, in the policy's order."""
    allows = [one for one in statements_of(trust.document) if one.get("Effect") == "Allow"]
    found = [principal_of(kind, value) for kind, value in principals_of({"Statement": allows})]
    if any("NotPrincipal" in one for one in allows):
        found.append(Principal("anyone", "*"))
    return list(dict.fromkeys(found))


def _answer(trust: Source, request: Request) -> Decision:
    principal = request.principal
    if principal and principal.kind in ("role", "user"):
        context = {"aws:principalarn": (principal.name,), "aws:principalaccount": (principal.account,)}
        request = replace(request, context=context | dict(request.context))
    looks = looks_at(trust, request)
    allowed = any_of(one.applies for one in looks if one.statement.get("Effect") == "Allow")
    denied = any_of(one.applies for one in looks if one.is_deny)
    found = answer_of(allowed, denied, looks)
    about = tuple(one for one in looks if not one.action.is_false and one.principal)
    # a role of another account, and whoever is only let in by the account, also needs permissions of its own
    needs_own = principal is not None and principal.kind in ("account", "role", "user", "anyone")
    beyond = ("caller-policy",) if needs_own and not (principal and SESSION.fullmatch(principal.name)) else ()
    return replace(found, looks=about, unknowable=(*NEVER_KNOWN[:2], *beyond))
