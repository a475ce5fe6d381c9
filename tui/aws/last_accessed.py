"""IAM's report of what was last accessed: who is asked about, which policies they have, and the report itself.

GetRole, GetUser, GetGroup, GetPolicy, ListPolicies    whom a name means
List...Policies, Get...Policy, GetPolicyVersion ...    the policies it has, and what they allow
GenerateServiceLastAccessedDetails                     asks IAM for the report, once; it changes nothing
GetServiceLastAccessedDetails                          is it ready? then page by page
ListPoliciesGrantingServiceAccess                      which policies grant each service, as IAM sees it
GetServiceLastAccessedDetailsWithEntities              of a group or policy: by whom, service by service
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from tui.aws.errors import NOT_IMPLEMENTED
from tui.aws.observe.answers import document
from tui.aws.observe.side_by_side import side_by_side
from tui.aws.pages import items
from tui.aws.policies import read_policies
from tui.core.calls.api_call import Gateway, iam
from tui.core.errors import ACCESS_DENIED, AwsRefused, AwsUnreachable, UsageError
from tui.core.health.last_accessed import (
    ActionUse,
    Entity,
    EntityKind,
    EntityUse,
    Grant,
    LastAccessed,
    ServiceUse,
    Waiting,
    granting,
)
from tui.core.iam.arn import policy_arn
from tui.core.iam.aws_policies import AwsPolicies
from tui.core.iam.policy import PolicyDocument

REPORT_SECONDS = 300.0
"""How long the report is waited for, unless --timeout says otherwise."""
WAITS = (0.5, 1.0, 2.0, 4.0)
"""Seconds between two looks; the last one is repeated."""
NAMESPACES = 200
"""Services that one ListPoliciesGrantingServiceAccess takes."""
KINDS: Mapping[EntityKind, str] = {"role": "Role", "user": "User", "group": "Group", "policy": "Policy"}
READY = "COMPLETED"


def find_entity(gateway: Gateway, name: str) -> Entity:
    """The role, user, group or policy of that name, KIND/NAME or ARN.

    Raises UsageError: entity.unknown, entity.ambiguous; AwsRefused where it may not be looked up; AwsUnreachable.
    """
    if name.startswith("arn:"):
        parts = name.split(":", 5)
        kind, _, rest = parts[-1].partition("/")
        if len(parts) == 6 and kind == "assumed-role":
            kind, rest = "role", rest.partition("/")[0]
        kinds = [one for one in KINDS if one == kind]
        found = [one for one in (_entity(gateway, one, rest, name) for one in kinds) if one]
    else:
        given, slash, rest = name.partition("/")
        kinds = [one for one in KINDS if one == given] if slash else list(KINDS)
        found = _all_of(gateway, kinds, rest if slash else name)
    if not found:
        raise UsageError("entity.unknown", name, given=name)
    if len(found) > 1:
        raise UsageError("entity.ambiguous", name, given=name, names=", ".join(one.address for one in found))
    return found[0]


def _all_of(gateway: Gateway, kinds: list[EntityKind], name: str) -> list[Entity]:
    """Everything of that name. Raises the refusal where nothing was found and something may not be looked up."""
    found, refused = [], []
    for kind in kinds:
        try:
            one = _entity(gateway, kind, name)
        except AwsRefused as error:
            refused.append(error)
            continue
        if one:
            found.append(one)
    if refused and not found:
        raise refused[0]
    return found


def _entity(gateway: Gateway, kind: EntityKind, rest: str, arn: str = "") -> Entity | None:
    """None where there is none; a name that IAM would not take is nobody's either."""
    name = rest.rpartition("/")[2]
    if kind == "policy" and not arn:
        arn = _policy_arn(gateway, name)
    params = {"PolicyArn": arn} if kind == "policy" else {f"{KINDS[kind]}Name": name}
    try:
        about = gateway.call(iam(f"Get{KINDS[kind]}", params))[KINDS[kind]]
    except AwsRefused as error:
        if error.aws_code in ("NoSuchEntity", "ValidationError", "InvalidInput"):
            return None
        raise
    created = str(about.get("CreateDate", ""))
    # the practice account makes everything anew at every start
    is_dated = gateway.target.kind == "account"
    return Entity(
        kind=kind,
        name=name,
        arn=about["Arn"],
        path=about.get("Path", "/"),
        created=created if is_dated else "",
        age_days=_days_since(created) if is_dated else None,
    )


def _policy_arn(gateway: Gateway, name: str) -> str:
    """Of the account's own policy of that name, whatever its path; of AWS's own where the account has none."""
    arn = policy_arn(gateway.target, name)
    for one in items(gateway, iam("ListPolicies", {"Scope": "Local", "MaxItems": 1000}), "Policies"):
        if one["PolicyName"] == name:
            return str(one["Arn"])
    aws_own = f"arn:{gateway.target.partition}:iam::aws:policy/{name}"
    with suppress(AwsRefused):
        gateway.call(iam("GetPolicy", {"PolicyArn": aws_own}))
        return aws_own
    return arn


def _days_since(moment: str) -> int | None:
    try:
        then = datetime.fromisoformat(moment.replace("Z", "+00:00"))
    except ValueError:
        return None
    return max(0, (datetime.now(UTC) - (then if then.tzinfo else then.replace(tzinfo=UTC))).days)


def read_grants(gateway: Gateway, entity: Entity, shipped: AwsPolicies) -> tuple[tuple[Grant, ...], tuple[str, ...]]:
    """The policies an entity has, a user's groups' too, and the reads that were refused. Raises AwsUnreachable."""
    reading = _Grants(gateway)
    if entity.kind == "policy":
        reading.found[entity.arn] = Grant(entity.arn, None)
    else:
        reading.take(entity.kind, entity.name)
    if entity.kind == "user":
        for group in reading.listed("ListGroupsForUser", {"UserName": entity.name}, "Groups"):
            reading.take("group", group["GroupName"], holder=group["GroupName"])
    texts = read_policies(gateway, [one for one in reading.found if one.startswith("arn:")], shipped).texts
    grants = tuple(
        replace(one, document=texts.get(one.name)) if one.name.startswith("arn:") else one
        for one in reading.found.values()
    )
    return grants, tuple(reading.refused)


class _Grants:
    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway
        self.found: dict[str, Grant] = {}
        self.refused: dict[str, None] = {}

    def listed(self, operation: str, at: Mapping[str, str], key: str) -> list[Any]:
        """What is listed; nothing, and a refusal to tell of, where that is not allowed."""
        try:
            return list(items(self.gateway, iam(operation, at), key))
        except AwsRefused as error:
            if error.aws_code not in ACCESS_DENIED:
                raise
            self.refused[f"iam:{operation}"] = None
            return []

    def take(self, kind: EntityKind, name: str, holder: str = "") -> None:
        """The policies of one role, user or group; managed ones still without their text."""
        word, at = KINDS[kind], {f"{KINDS[kind]}Name": name}
        names = self.listed(f"List{word}Policies", at, "PolicyNames")
        reads = [partial(self._text, f"Get{word}Policy", {**at, "PolicyName": one}) for one in names]
        before = f"group/{holder}/inline" if holder else "inline"
        for policy, text in zip(names, side_by_side(self.gateway, reads), strict=True):
            self.found[f"{before}/{policy}"] = Grant(f"{before}/{policy}", text, holder)
        for one in self.listed(f"ListAttached{word}Policies", at, "AttachedPolicies"):
            self.found.setdefault(one["PolicyArn"], Grant(one["PolicyArn"], None, holder))

    def _text(self, operation: str, at: Mapping[str, str]) -> PolicyDocument | None:
        try:
            return document(self.gateway.call(iam(operation, at))["PolicyDocument"])
        except AwsRefused as error:
            if error.aws_code not in (*ACCESS_DENIED, "NoSuchEntity"):
                raise
            return None


class IamReport:
    """One report of IAM's, waited for and read."""

    def __init__(
        self,
        gateway: Gateway,
        shipped: AwsPolicies,
        *,
        waiting: Waiting = lambda *_: None,
        timeout_seconds: float | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._gateway = gateway
        self._shipped = shipped
        self._waiting = waiting
        self._timeout_seconds = timeout_seconds or REPORT_SECONDS
        self._sleep = sleep
        self._clock = clock
        self._refused: dict[str, None] = {}

    def read(self, entity: Entity) -> LastAccessed:
        """What IAM says of the entity.

        Raises AwsRefused, also with IAM's reason where the report failed; AwsUnreachable, also
        "aws.report_slow" where it is not ready in time.
        """
        gateway = self._gateway
        grants, refused = read_grants(gateway, entity, self._shipped)
        job = self._ask(entity)
        self._wait(job, entity)
        listed = list(items(gateway, iam("GetServiceLastAccessedDetails", {"JobId": job}), "ServicesLastAccessed"))
        granted = self._granted(entity, [one["ServiceNamespace"] for one in listed])
        services = [
            _service(one, granting(one["ServiceNamespace"], grants) if granted is None else granted) for one in listed
        ]
        if entity.kind in ("group", "policy"):
            services = self._with_entities(job, services, listed)
        unread = (*refused, *self._refused, *(one.name for one in grants if one.document is None))
        return LastAccessed(
            gateway.target,
            entity,
            tuple(sorted(services, key=lambda one: one.service)),
            grants,
            "iam",
            "documents" if granted is None else "iam",
            unread,
        )

    def _ask(self, entity: Entity) -> str:
        """The id of the job; with actions, where IAM has them for such an entity."""
        asked = {"Arn": entity.arn, "Granularity": "ACTION_LEVEL"}
        try:
            return str(self._gateway.call(iam("GenerateServiceLastAccessedDetails", asked))["JobId"])
        except AwsRefused as error:
            if error.aws_code not in ("InvalidInput", "ValidationError"):
                raise
        only_services = {"Arn": entity.arn}
        return str(self._gateway.call(iam("GenerateServiceLastAccessedDetails", only_services))["JobId"])

    def _wait(self, job: str, entity: Entity) -> None:
        started, looks = self._clock(), 0
        while True:
            self._waiting("job", self._clock() - started)
            answer = self._gateway.call(iam("GetServiceLastAccessedDetails", {"JobId": job, "MaxItems": 1}))
            status = answer.get("JobStatus")
            if status == READY:
                return
            if status == "FAILED":
                error = answer.get("Error", {})
                code, message = str(error.get("Code", "FAILED")), str(error.get("Message", ""))
                raise AwsRefused(code, message, "GetServiceLastAccessedDetails")
            pause = WAITS[min(looks, len(WAITS) - 1)]
            if self._clock() - started + pause > self._timeout_seconds:
                seconds = f"{self._timeout_seconds:.0f}"
                raise AwsUnreachable("aws.report_slow", entity.address, seconds=seconds, reason="", endpoint="")
            self._sleep(pause)
            looks += 1

    def _granted(self, entity: Entity, services: list[str]) -> dict[str, tuple[str, ...]] | None:
        """By service: the policies that grant it, as IAM sees it; None where it does not say."""
        if entity.kind == "policy" or not services:
            return None
        found: dict[str, tuple[str, ...]] = {}
        try:
            for start in range(0, len(services), NAMESPACES):
                some = services[start : start + NAMESPACES]
                call = iam("ListPoliciesGrantingServiceAccess", {"Arn": entity.arn, "ServiceNamespaces": some})
                for one in items(self._gateway, call, "PoliciesGrantingServiceAccess"):
                    names = (_label(policy, entity) for policy in one.get("Policies", ()))
                    known = found.get(one["ServiceNamespace"], ())
                    found[one["ServiceNamespace"]] = tuple(dict.fromkeys((*known, *names)))
        except AwsRefused as error:
            if error.aws_code not in ACCESS_DENIED and error.aws_code != NOT_IMPLEMENTED:
                raise
            return None
        return found

    def _with_entities(self, job: str, services: list[ServiceUse], listed: list[Mapping[str, Any]]) -> list[ServiceUse]:
        """The services with who used them; IAM is asked for each that somebody used."""
        found, started = [], self._clock()
        for service, one in zip(services, listed, strict=True):
            if one.get("TotalAuthenticatedEntities") and not self._refused:
                self._waiting("entities", self._clock() - started)
                service = replace(service, entities=tuple(self._entities(job, service.service)))
            found.append(service)
        return found

    def _entities(self, job: str, service: str) -> Iterator[EntityUse]:
        operation = "GetServiceLastAccessedDetailsWithEntities"
        call = iam(operation, {"JobId": job, "ServiceNamespace": service})
        try:
            for one in items(self._gateway, call, "EntityDetailsList"):
                yield EntityUse(one["EntityInfo"]["Arn"], str(one.get("LastAuthenticated", "")))
        except AwsRefused as error:
            if error.aws_code not in ACCESS_DENIED:
                raise
            self._refused[f"iam:{operation}"] = None


def _service(listed: Mapping[str, Any], granted: Mapping[str, tuple[str, ...]] | tuple[str, ...]) -> ServiceUse:
    name = listed["ServiceNamespace"]
    return ServiceUse(
        service=name,
        title=listed.get("ServiceName", name),
        last_accessed=str(listed.get("LastAuthenticated", "")),
        by=str(listed.get("LastAuthenticatedEntity", "")),
        region=str(listed.get("LastAuthenticatedRegion", "")),
        actions=tuple(
            ActionUse(one["ActionName"], str(one.get("LastAccessedTime", "")), str(one.get("LastAccessedEntity", "")))
            for one in listed.get("TrackedActionsLastAccessed", ())
        ),
        granted_by=granted if isinstance(granted, tuple) else granted.get(name, ()),
    )


def _label(policy: Mapping[str, Any], entity: Entity) -> str:
    if policy.get("PolicyType") != "INLINE":
        return str(policy["PolicyArn"])
    is_groups = policy.get("EntityType") == "GROUP" and entity.kind == "user"
    return (
        f"group/{policy['EntityName']}/inline/{policy['PolicyName']}" if is_groups else f"inline/{policy['PolicyName']}"
    )
