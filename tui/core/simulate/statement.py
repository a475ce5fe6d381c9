"""One statement against one request, element by element."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tui.core.iam.grammar import DocumentKind
from tui.core.iam.policy import PolicyDocument, as_list, statements_of
from tui.core.iam.wildcards import matches
from tui.core.simulate.conditions import condition_holds
from tui.core.simulate.principal import Match, match_principal
from tui.core.simulate.request import Request
from tui.core.simulate.truth import FALSE, TRUE, Truth, all_of, any_of, known, negation
from tui.core.simulate.variables import Scope, match_text, void

NEW_VERSION = "2012-10-17"


@dataclass(frozen=True)
class Source:
    """A document and where it stands."""

    where: str
    """inline/metrics, policy/shared, managed/arn:... (AWS's own), trust, boundary, bucket-policy/logs, caller."""
    document: PolicyDocument
    has_principal: bool = False
    """Whether it hangs on the resource, and so says whom it means: trust policies, bucket policies."""

    @property
    def name(self) -> str:
        """What reasons of presets call it: the inline policy's name, "trust"."""
        kind, _, rest = self.where.partition("/")
        if kind == "managed":
            return rest.rsplit("/", 1)[-1]
        return rest if kind in ("inline", "policy") else self.where

    @property
    def kind(self) -> DocumentKind:
        """Which grammar it follows."""
        return "trust" if self.where == "trust" else "resource" if self.has_principal else "identity"


@dataclass(frozen=True)
class Look:
    """What was found about one statement, by element."""

    source: Source
    index: int
    """The statement's place in its document, counted from 1."""
    statement: Mapping[str, Any]
    action: Truth
    resource: Truth
    condition: Truth
    principal: Match = "direct"

    @property
    def label(self) -> str:
        """The Sid, or like presets name statements without one: trust[1]."""
        return str(self.statement.get("Sid") or f"{self.source.name}[{self.index}]")

    @property
    def is_deny(self) -> bool:
        """Whether it takes away."""
        return self.statement.get("Effect") == "Deny"

    @property
    def applies(self) -> Truth:
        """Whether the statement is about the request."""
        return all_of([known(bool(self.principal)), self.action, self.resource, self.condition])


def looks_at(source: Source, request: Request) -> tuple[Look, ...]:
    """Every statement of the document."""
    scope = Scope(request, source.document.get("Version") == NEW_VERSION)
    statements = enumerate(statements_of(source.document), start=1)
    return tuple(_look(source, index, statement, scope) for index, statement in statements)


def _look(source: Source, index: int, statement: Mapping[str, Any], scope: Scope) -> Look:
    request = scope.request
    return Look(
        source=source,
        index=index,
        statement=statement,
        action=_action(statement, request.action),
        resource=_resource(statement, scope, is_needed=not source.has_principal),
        condition=condition_holds(statement.get("Condition") or {}, scope),
        principal=match_principal(statement, request.principal) if source.has_principal else "direct",
    )


def _action(statement: Mapping[str, Any], action: str) -> Truth:
    """Actions are not case-sensitive."""
    for name in ("Action", "NotAction"):
        if name in statement:
            fits = any(matches(str(one).lower(), action.lower()) for one in as_list(statement[name]))
            return known(fits is (name == "Action"))
    return FALSE


def _resource(statement: Mapping[str, Any], scope: Scope, *, is_needed: bool) -> Truth:
    """Resources are case-sensitive; a trust policy names none."""
    given = scope.request.resource
    if "Resource" in statement:
        return any_of(match_text(str(one), given, scope, wild=True) for one in as_list(statement["Resource"]))
    if "NotResource" in statement:
        texts = [str(one) for one in as_list(statement["NotResource"])]
        fits = any_of(match_text(one, given, scope, wild=True) for one in texts)
        return all_of([negation(fits), *(negation(void(one, scope, given)) for one in texts)])
    return FALSE if is_needed else TRUE
