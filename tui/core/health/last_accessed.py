"""What a role, user, group or policy has used, by which policies it may, and what a policy is without the rest. Pure.

IAM reports attempts, refused ones too, for at least the last 400 days, or for less where a Region began later; what is
recent shows after four hours. Source: IAM API Reference, GenerateServiceLastAccessedDetails, read on 2026-12-01. So
"never used" is "not used while IAM looked", which is not "never needed".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tui.core.calls.target import Target
from tui.core.iam.actions import ActionList
from tui.core.iam.policy import PolicyDocument, as_list, statements_of
from tui.core.iam.wildcards import matches
from tui.core.plan.plan import Plan

TRACKING_DAYS = 400
RECENT_DAYS = 90
"""What exists for less may well not have come to everything it is for: what runs each quarter has not run yet."""
EVERYTHING = "*"
UNTRACKED = ("iam:PassRole",)
"""Actions that nobody calls, so that IAM's report never shows their use."""

Waiting = Callable[[str, float], object]
"""Is told what is being waited for (job, entities), and for how many seconds already."""
EntityKind = Literal["role", "user", "group", "policy"]


@dataclass(frozen=True)
class Entity:
    """What is asked about."""

    kind: EntityKind
    name: str
    arn: str
    path: str = "/"
    created: str = ""
    """ISO 8601; "" where that is not known."""
    age_days: int | None = None

    @property
    def address(self) -> str:
        """Kind and name."""
        return f"{self.kind}/{self.name}"

    @property
    def is_recent(self) -> bool:
        """Whether it exists for so short that not having used something says little."""
        return self.age_days is not None and self.age_days < RECENT_DAYS

    @property
    def is_awss(self) -> bool:
        """Whether AWS keeps it, so that nobody else may change it."""
        return ":iam::aws:" in self.arn or self.path.startswith(("/aws-service-role/", "/aws-reserved/"))


@dataclass(frozen=True)
class Grant:
    """One policy of an entity."""

    name: str
    """inline/NAME, group/GROUP/inline/NAME, or the ARN of a managed policy."""
    document: PolicyDocument | None
    """None where its text could not be read."""
    holder: str = ""
    """Of a user's policies those that its groups hold: the group's name."""

    @property
    def is_awss(self) -> bool:
        """Whether it is one of AWS's own managed policies."""
        return ":iam::aws:policy/" in self.name


@dataclass(frozen=True)
class ActionUse:
    """One action that IAM tracks."""

    name: str
    """PutObject."""
    last_accessed: str
    """ISO 8601; "" for never while IAM looked."""
    by: str = ""
    """ARN of who tried last."""

    @property
    def is_used(self) -> bool:
        """Whether it was used while somebody looked."""
        return bool(self.last_accessed or self.by)

    def record(self, service: str) -> dict[str, Any]:
        """As JSON."""
        return {
            "action": f"{service}:{self.name}",
            "last_accessed": self.last_accessed or None,
            "by": self.by or None,
        }


@dataclass(frozen=True)
class EntityUse:
    """Who of those that hold a group's or policy's permissions has used a service."""

    arn: str
    last_accessed: str


@dataclass(frozen=True)
class ServiceUse:
    """One service that the entity may use, or has tried to."""

    service: str
    """As actions are called after it: s3."""
    title: str
    last_accessed: str
    """ISO 8601; "" for never while IAM looked."""
    by: str = ""
    region: str = ""
    actions: tuple[ActionUse, ...] = ()
    """Those that IAM tracks; none where it tracks services only."""
    granted_by: tuple[str, ...] = ()
    """Names of the policies that allow something of it."""
    entities: tuple[EntityUse, ...] = ()
    """Of a group or policy: by whom."""

    @property
    def is_used(self) -> bool:
        """Whether it was used while somebody looked."""
        return bool(self.last_accessed or self.by)

    def record(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "service": self.service,
            "name": self.title,
            "last_accessed": self.last_accessed or None,
            "by": self.by or None,
            "region": self.region or None,
            "granted_by": list(self.granted_by),
            "actions": [one.record(self.service) for one in self.actions],
            "entities": [{"entity": one.arn, "last_accessed": one.last_accessed or None} for one in self.entities],
        }


@dataclass(frozen=True)
class GrantedTwice:
    """Actions of a service that several policies allow; resources and conditions are not compared."""

    service: str
    policies: tuple[str, ...]
    actions: tuple[str, ...]

    def record(self) -> dict[str, Any]:
        """As JSON."""
        return {"service": self.service, "policies": list(self.policies), "actions": list(self.actions)}


@dataclass(frozen=True)
class RecordedCall:
    """A call that the practice account has written down."""

    action: str
    """The IAM action: s3:CreateBucket."""
    by: str
    """ARN of who made it."""
    time: str = ""
    """ISO 8601; "" for calls of versions that wrote none down."""

    @property
    def service(self) -> str:
        """As actions are called after it."""
        return self.action.partition(":")[0]


@dataclass(frozen=True)
class LastAccessed:
    """The whole answer."""

    target: Target
    entity: Entity
    services: tuple[ServiceUse, ...]
    grants: tuple[Grant, ...]
    source: Literal["iam", "practice"]
    """IAM's own report, or the calls recorded in this practice account."""
    grants_by: Literal["iam", "documents"] = "documents"
    """Who says which policies allow what: IAM, or the texts as this program reads them."""
    unread: tuple[str, ...] = ()
    """What may not be read and is missing here: names of policies, actions that were refused."""

    @property
    def is_known(self) -> bool:
        """Whether anything is known of its use; in the practice account not before something was recorded of it."""
        return self.source == "iam" or any(one.is_used for one in self.services)

    @property
    def unused(self) -> tuple[str, ...]:
        """Services that were never used while somebody looked; none where nothing is known."""
        if not self.is_known:
            return ()
        return tuple(one.service for one in self.services if not one.is_used)

    def record(self, actions: ActionList) -> dict[str, Any]:
        """As JSON."""
        return {
            "entity": self.entity.arn,
            "kind": self.entity.kind,
            "name": self.entity.name,
            "created": self.entity.created or None,
            "age_days": self.entity.age_days,
            "recent": self.entity.is_recent,
            "source": self.source,
            "known": self.is_known,
            "tracking_days": TRACKING_DAYS if self.source == "iam" else None,
            "granted_by_source": self.grants_by,
            "services": [one.record() for one in self.services],
            "unused": list(self.unused),
            "twice": [one.record() for one in granted_twice(self.grants, actions)],
            "unread": list(self.unread),
        }


def practice_caller(target: Target) -> Entity:
    """Who makes the calls in the practice account; IAM there has no such user, since it is nobody's."""
    return Entity("user", target.caller_arn.rpartition("/")[2], target.caller_arn)


def allowed_patterns(document: PolicyDocument) -> tuple[str, ...]:
    """The action patterns of its Allow statements; "*" where a NotAction allows everything else."""
    allows = [one for one in statements_of(document) if one.get("Effect") == "Allow"]
    named = [str(action) for one in allows for action in as_list(one.get("Action", []))]
    return tuple(dict.fromkeys((*named, *(EVERYTHING for one in allows if "NotAction" in one))))


def services_in(document: PolicyDocument) -> tuple[str, ...]:
    """The services whose actions it allows; "*" stands for all of them."""
    return tuple(dict.fromkeys(service_of(pattern) for pattern in allowed_patterns(document)))


def service_of(pattern: str) -> str:
    """The prefix of an action pattern; "*" where it is none, or a pattern itself."""
    prefix = pattern.partition(":")[0].lower()
    return EVERYTHING if "*" in prefix or "?" in prefix else prefix


def granting(service: str, grants: Iterable[Grant]) -> tuple[str, ...]:
    """Names of the policies whose texts allow something of the service."""
    return tuple(one.name for one in grants if one.document and {service, EVERYTHING} & set(services_in(one.document)))


def granted_twice(grants: Iterable[Grant], actions: ActionList) -> tuple[GrantedTwice, ...]:
    """By service that some policy names: the actions that more than one of them allows."""
    known = [one for one in grants if one.document]
    named = {service for one in known for service in services_in(one.document or {})} - {EVERYTHING}
    found = []
    for service in sorted(named):
        allowed = {one.name: _allowed(one.document or {}, service, actions) for one in known}
        by_action: dict[str, list[str]] = {}
        for name, some in allowed.items():
            for action in some:
                by_action.setdefault(action, []).append(name)
        doubled = {action: names for action, names in by_action.items() if len(names) > 1}
        if doubled:
            policies = dict.fromkeys(name for names in doubled.values() for name in names)
            found.append(GrantedTwice(service, tuple(policies), tuple(sorted(doubled))))
    return tuple(found)


def _allowed(document: PolicyDocument, service: str, actions: ActionList) -> frozenset[str]:
    """Names of the service's actions that it allows; the patterns themselves of a service that is on no list."""
    everything = actions.expand(f"{service}:*")
    if not everything:
        return frozenset(one.lower() for one in allowed_patterns(document) if service_of(one) == service)
    found: set[str] = set()
    for statement in statements_of(document):
        if statement.get("Effect") == "Allow":
            for element in ("Action", "NotAction"):
                if element in statement:
                    patterns = [str(one).lower() for one in as_list(statement[element])]
                    hit = {one for one in everything if any(_fits(pattern, one) for pattern in patterns)}
                    found |= hit if element == "Action" else set(everything) - hit
    return frozenset(found)


def _fits(pattern: str, action: str) -> bool:
    return pattern == EVERYTHING or matches(pattern, action.lower())


def trimmed(document: PolicyDocument, unused: Iterable[str]) -> PolicyDocument | None:
    """The document without the actions of these services, the same one where none is in it; None where nothing is left.

    Patterns over several services (*, NotAction), actions whose use IAM does not track, and Deny statements stay.
    """
    gone = frozenset(unused)
    statements: list[Mapping[str, Any]] = []
    is_changed = False
    for statement in statements_of(document):
        written = as_list(statement.get("Action", []))
        kept = list(dict.fromkeys(one for pattern in written for one in _kept(str(pattern), gone)))
        if statement.get("Effect") != "Allow" or kept == written:
            statements.append(statement)
            continue
        is_changed = True
        if kept:
            statements.append({**statement, "Action": kept})
    if not is_changed:
        return document
    return {**document, "Statement": statements} if statements else None


def _kept(pattern: str, gone: frozenset[str]) -> list[str]:
    """What stays of an action pattern."""
    if service_of(pattern) not in gone:
        return [pattern]
    return [one for one in UNTRACKED if matches(pattern.lower(), one.lower())]


def from_recorded(
    target: Target, entity: Entity, grants: tuple[Grant, ...], calls: Iterable[RecordedCall]
) -> LastAccessed:
    """The answer in the practice account, where nobody but the record knows what was used."""
    own = [one for one in calls if one.by == entity.arn]
    named = {service for one in grants if one.document for service in services_in(one.document)} - {EVERYTHING}
    services = []
    for service in sorted(named | {one.service for one in own}):
        some = [one for one in own if one.service == service]
        latest = {one.action: one.time for one in some}
        actions = tuple(ActionUse(name.partition(":")[2], time, entity.arn) for name, time in sorted(latest.items()))
        last = max((one.time for one in some), default="")
        by = entity.arn if some else ""
        services.append(ServiceUse(service, service, last, by, "", actions, granting(service, grants)))
    unread = tuple(one.name for one in grants if one.document is None)
    return LastAccessed(target, entity, tuple(services), grants, "practice", unread=unread)


@dataclass(frozen=True)
class Untrimmed:
    """A policy that stays as it is, or in part, although it allows what was never used."""

    policy: str
    code: str
    """everything, awss, shared, group, by-hand, nothing-left, unread (i18n: last_accessed.left.<code>)."""
    names: tuple[str, ...] = ()
    """Who else has it; or the command for doing it by hand."""


@dataclass(frozen=True)
class Trim:
    """What taking the unused out would do."""

    plan: Plan
    left: tuple[Untrimmed, ...]
