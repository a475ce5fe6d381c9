"""From statements to an answer: allowed, denied, or what it depends on.

Source: IAM User Guide, "Policy evaluation logic": an explicit deny anywhere wins; in one account the policies of the
principal or the policy of the resource must allow; across accounts both must; a permissions boundary must allow too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from tui.core.iam.arn import account_of
from tui.core.simulate.principal import Match
from tui.core.simulate.request import Request
from tui.core.simulate.statement import Look, Source, looks_at
from tui.core.simulate.truth import TRUE, Truth, all_of, any_of, negation, unknown

Verdict = Literal["allowed", "denied", "depends"]
Reason = Literal["allowed", "explicit-deny", "nothing-allows", "boundary", "resource-policy", "depends", "unread"]

NEVER_KNOWN = ("scp", "rcp", "session-policy")
"""What an evaluation of an account's own documents cannot see."""


@dataclass(frozen=True)
class Decision:
    """The answer, and what it rests on."""

    decision: Verdict
    reason: Reason
    look: Look | None = None
    """The statement that decides, or would; None where the answer is that there is none."""
    keys: tuple[str, ...] = ()
    """Context keys whose values are not known and would decide."""
    looks: tuple[Look, ...] = ()
    """Every statement about the action, deciding or not."""
    unknowable: tuple[str, ...] = NEVER_KNOWN
    """What could change the answer and was not at hand: NEVER_KNOWN, resource-policy, caller-policy, and ARNs of
    policies whose text could not be read."""

    @property
    def statement(self) -> str | None:
        """The deciding statement's Sid, or document[number] where it has none."""
        return self.look.label if self.look else None

    def record(self) -> dict[str, Any]:
        """As JSON."""
        look = self.look
        where = look and {"document": look.source.where, "index": look.index, "effect": look.statement.get("Effect")}
        return {
            "decision": self.decision,
            "statement": self.statement,
            "keys": list(self.keys),
            "reason": self.reason,
            "where": where,
            "unknowable": list(self.unknowable),
        }


@dataclass(frozen=True)
class Policies:
    """All documents known to decide about one principal's requests."""

    identity: tuple[Source, ...] = ()
    boundary: Source | None = None
    resource: Source | None = None
    """The policy of the resource that is asked about, where it has one and it is known."""
    unread: tuple[str, ...] = ()
    """ARNs of attached policies whose text is not at hand."""
    is_boundary_unread: bool = False
    """Whether there is a boundary whose text is not at hand."""
    is_cross_account: bool = False
    """Whether the resource belongs to another account than the principal."""


@dataclass(frozen=True)
class _Side:
    """What one group of documents says."""

    looks: tuple[Look, ...] = ()

    def allows(self, *levels: Match) -> Truth:
        """Whether a grant applies that names the principal in one of these ways; in any, where none is given."""
        grants = (one for one in self.looks if _is_allow(one))
        return any_of(one.applies for one in grants if not levels or one.principal in levels)


def decide(policies: Policies, request: Request) -> Decision:
    """The answer to one request."""
    sources = policies.identity
    identity = _Side(tuple(look for source in sources for look in looks_at(source, request)))
    boundary = _Side(looks_at(policies.boundary, request)) if policies.boundary else None
    resource = _Side(looks_at(policies.resource, request)) if policies.resource else _Side()
    looks = (*identity.looks, *(boundary.looks if boundary else ()), *resource.looks)
    allowed = _allowed(policies, (identity, boundary, resource))
    denied = any_of(one.applies for one in looks if one.is_deny)
    about = tuple(one for one in looks if not one.action.is_false and one.principal)
    unknowable = (*NEVER_KNOWN, *_not_at_hand(policies, request), *policies.unread)
    answer = answer_of(allowed, denied, looks)
    if answer.decision == "denied" and answer.look is None:
        answer = replace(answer, reason=_why_not(policies, (identity, boundary, resource)))
    return replace(answer, looks=about, unknowable=unknowable)


def answer_of(allowed: Truth, denied: Truth, looks: Iterable[Look]) -> Decision:
    """The decision that what is allowed and what is denied make together."""
    given = tuple(looks)
    outcome = all_of([negation(denied), allowed])
    if denied.is_true:
        return Decision("denied", "explicit-deny", _first(given, lambda one: one.is_deny and one.applies.is_true))
    if outcome.is_true:
        return Decision("allowed", "allowed", _first(given, lambda one: _is_allow(one) and one.applies.is_true))
    if outcome.is_false:
        return Decision("denied", "nothing-allows")
    if not outcome.keys:
        return Decision("depends", "unread")
    blocking = _first(given, lambda one: one.is_deny and one.applies.is_unknown)
    granting = _first(given, lambda one: _is_allow(one) and one.applies.is_unknown)
    look = blocking or granting if allowed.is_true else granting or blocking
    return Decision("depends", "depends", look, _once(outcome.keys))


def _allowed(policies: Policies, sides: tuple[_Side, _Side | None, _Side]) -> Truth:
    identity, boundary, resource = sides
    own = any_of([identity.allows(), *([unknown()] if policies.unread else [])])
    limit = unknown() if policies.is_boundary_unread else boundary.allows() if boundary else TRUE
    if policies.is_cross_account:
        return all_of([own, limit, resource.allows() if policies.resource else TRUE])
    # a boundary limits what a resource grants to a role's ARN, not what it grants to a user, a session or everybody
    return any_of([all_of([any_of([own, resource.allows("role")]), limit]), resource.allows("direct")])


def _why_not(policies: Policies, sides: tuple[_Side, _Side | None, _Side]) -> Reason:
    """Which of the things that must allow does not."""
    identity, boundary, resource = sides
    is_granted = not any_of([identity.allows(), resource.allows("role")]).is_false
    if boundary is not None and boundary.allows().is_false and is_granted:
        return "boundary"
    if policies.is_cross_account and policies.resource and not identity.allows().is_false:
        return "resource-policy"
    return "nothing-allows"


def _not_at_hand(policies: Policies, request: Request) -> list[str]:
    """Policies of the resource, where it can have one that was not looked at."""
    service = request.resource.split(":")[2] if request.resource.startswith("arn:") else ""
    has_policy = service in WITH_RESOURCE_POLICIES or policies.is_cross_account
    return ["resource-policy"] if has_policy and policies.resource is None else []


def is_cross_account(request: Request) -> bool:
    """Whether the ARN asked about names another account than the principal's; ARNs of buckets name none."""
    owner = account_of(request.resource) if request.resource.startswith("arn:") else ""
    own = request.principal.account if request.principal else ""
    return bool(owner.isdigit() and own and owner != own)


def _is_allow(look: Look) -> bool:
    return look.statement.get("Effect") == "Allow"


def _first(looks: Iterable[Look], wanted: Callable[[Look], bool]) -> Look | None:
    return next((one for one in looks if wanted(one)), None)


def _once(keys: Iterable[str]) -> tuple[str, ...]:
    """Each key once, whatever its spelling, in alphabetical order."""
    return tuple(sorted({key.lower(): key for key in sorted(keys)}.values(), key=str.lower))


WITH_RESOURCE_POLICIES = frozenset(
    {
        *("acm-pca", "apigateway", "backup", "codeartifact", "codebuild", "dynamodb", "ecr", "elasticfilesystem", "es"),
        *("events", "execute-api", "glacier", "glue", "iot", "kinesis", "kms", "lambda", "logs", "rds", "s3"),
        *("secretsmanager", "ses", "sns", "sqs"),
    }
)
"""Services whose resources can carry policies of their own, by the ARN's service.

Source: IAM User Guide, "AWS services that work with IAM", column "Resource-based policies" (those of the catalog).
"""
