"""What AWS's own API data says of a service and roles, where no curated entry answers. Pure, no pydantic.

The data is tui/store/atlas.gz, made by `python tests/make_atlas.py` from botocore's service models, the AWS managed
policies and the Service Authorization Reference. It is judged operation by operation: that one peripheral operation
takes a role does not make a role necessary for the service. What the data cannot show stays unknown: a role that
compute uses and that no call hands over, or a service-linked role that no policy names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tui.core.catalog.entries import CatalogEntry, Need
from tui.core.catalog.question import topic_of
from tui.core.phrase import Listing, Part, Phrase

ANY_SERVICE = "service-role"
"""The entry for services that have none of their own."""
NAMED = 3
"""Operations a sentence names; the card has all of them."""
LEAST_LETTERS = 2
OPTIONAL_NAMED = 8
"""Members that can be left out a card names; the JSON record has all of them."""
AtlasNeed = Need | str
"""A verdict of the catalog, or "unknown"."""


@dataclass(frozen=True)
class TakesRole:
    """One member of an operation's input that hands a role or an instance profile to the service."""

    operation: str
    """CreateFunction."""
    member: str
    """Its path in the input: VpcOptions.RoleArn, Targets[].RoleArn."""
    is_required: bool
    """Whether every call of the operation has it."""
    when: str
    """The optional member that cannot be given without it; "" where it can be left out, or always is there."""


@dataclass(frozen=True)
class ServiceEvidence:
    """Everything the data says of one service."""

    name: str
    """In botocore and the AWS CLI: stepfunctions."""
    title: str
    """AWS Step Functions."""
    names: tuple[str, ...]
    """Abbreviation, service id, endpoint and IAM prefix, where they differ."""
    prefix: str
    """Of its IAM actions; "" where the Service Authorization Reference has none."""
    operations: tuple[TakesRole, ...]
    main: str
    """The operation that makes what most others are about: CreateStateMachine; "" without one."""
    principals: tuple[tuple[str, str], ...]
    """Service principals, each with where it was read: a managed policy's name, or "documentation"."""
    linked: tuple[tuple[str, str, str], ...]
    """Service-linked roles: name, principal, the managed policy that names both."""
    managed: tuple[tuple[str, str], ...]
    """AWS managed policies meant for its service roles: ARN and default version."""
    pass_role: tuple[str, ...]
    """Actions that need iam:PassRole, by the Service Authorization Reference."""
    create_linked: tuple[str, ...]
    """Actions that need iam:CreateServiceLinkedRole."""
    resource_policies: tuple[str, ...]
    """Operations that put a policy on a resource of the service, which may be the way instead of a role."""

    @property
    def need(self) -> AtlasNeed:
        """The verdict: required only where the service's main resource cannot be made without a role."""
        if any(one.is_required and one.operation == self.main for one in self.operations):
            return "required"
        if self.operations or self.pass_role:
            return "conditional"
        if self.linked or self.create_linked:
            return "service-linked"
        return "caller-permissions-only" if self.prefix and not self.principals else "unknown"

    @property
    def makes_role(self) -> bool:
        """Whether the entry for any service can make its role: something takes one, and who assumes it is known."""
        return bool(self.principals) and self.need in ("required", "conditional")

    @property
    def why(self) -> Phrase:
        """The reason for the verdict, in the words of the data."""
        required = list(dict.fromkeys(one.operation for one in self.operations if one.is_required))
        branch = next((one for one in self.operations if one.when), None)
        if self.need == "required":
            member = next(one.member for one in self.operations if one.is_required and one.operation == self.main)
            return Phrase("atlas.why.required", {"operation": self.main, "member": member})
        if self.operations and required:
            return Phrase("atlas.why.some", {"operations": _some(required)})
        if self.operations and branch:
            fields: dict[str, Part] = {"operation": branch.operation, "member": branch.member, "when": branch.when}
            return Phrase("atlas.why.branch", fields)
        if self.operations:
            return Phrase("atlas.why.may", {"operations": _some([one.operation for one in self.operations])})
        if self.pass_role:
            return Phrase("atlas.why.passes", {"actions": _some(list(self.pass_role))})
        if self.linked:
            return Phrase("atlas.why.linked", {"role": self.linked[0][0], "principal": self.linked[0][1]})
        if self.create_linked:
            return Phrase("atlas.why.creates_linked", {"actions": _some(list(self.create_linked))})
        if self.need == "caller-permissions-only":
            return Phrase("atlas.why.caller", {"prefix": self.prefix})
        if self.principals:
            return Phrase("atlas.why.principal_only", {"principal": self.principals[0][0]})
        return Phrase("atlas.why.nothing")

    def record(self) -> dict[str, Any]:
        """The evidence as JSON: operations, principals, service_linked_roles, managed_policies, pass_role, ..."""
        return {
            "operations": [
                {"operation": one.operation, "member": one.member, "required": one.is_required, "when": one.when}
                for one in self.operations
            ],
            "principals": [one for one, _ in self.principals],
            "service_linked_roles": [{"name": role, "principal": by} for role, by, _ in self.linked],
            "managed_policies": [{"arn": arn, "version": version} for arn, version in self.managed],
            "pass_role": list(self.pass_role),
            "create_service_linked_role": list(self.create_linked),
            "resource_policies": list(self.resource_policies),
        }


@dataclass(frozen=True)
class Atlas:
    """Every service botocore has; one is read when it is asked for."""

    services: Mapping[str, str] = field(default_factory=dict)
    """JSON of each service by its name in botocore."""
    sources: tuple[str, ...] = ()
    """The packages the data was made from, with version and licence."""
    written: str = ""
    """The day it was made, ISO 8601."""

    def find(self, word: str) -> ServiceEvidence | None:
        """The service of that name, however it is written: stepfunctions, step-functions, "AWS Step Functions", SFN."""
        name = self._by_name.get(plain_name(word))
        return self._read(name) if name else None

    def matching(self, query: str, most: int = 5) -> tuple[ServiceEvidence, ...]:
        """Services of whose names a word begins with what is asked for, the nearest first; questions are understood."""
        wanted = plain_name(topic_of(query))
        if len(wanted) < LEAST_LETTERS:
            return ()
        own = self._by_name.get(wanted)
        found = [name for name, parts in self._parts.items() if any(one.startswith(wanted) for one in parts)]
        ordered = dict.fromkeys([*([own] if own else []), *sorted(found, key=lambda name: (len(name), name))])
        return tuple(self._read(name) for name in list(ordered)[:most])

    def __iter__(self) -> Iterator[ServiceEvidence]:
        """All of them, in the order of their names."""
        return map(self._read, self.services)

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Every spelling a service goes by, by its name."""
        found = {}
        for name, text in self.services.items():
            record = json.loads(text)
            title = record["title"]
            short = re.sub(r"^(Amazon|AWS) ", "", title)
            found[name] = tuple(dict.fromkeys((name, title, short, short.removesuffix(" Service"), *record["names"])))
        return found

    @cached_property
    def _parts(self) -> Mapping[str, frozenset[str]]:
        """What a service may be looked for by: its spellings, and the words in them."""
        return {
            name: frozenset(plain_name(part) for one in spellings for part in (one, *one.split()))
            for name, spellings in self.names.items()
        }

    @cached_property
    def _by_name(self) -> Mapping[str, str]:
        found: dict[str, str] = {plain_name(name): name for name in self.services}
        for name, spellings in self.names.items():
            for one in spellings:
                found.setdefault(plain_name(one), name)
        for one, name in RENAMED.items():
            found.setdefault(plain_name(one), name)
        return found

    def _read(self, name: str) -> ServiceEvidence:
        record = json.loads(self.services[name])
        return ServiceEvidence(
            name=name,
            title=record["title"],
            names=tuple(record["names"]),
            prefix=record["prefix"],
            operations=tuple(TakesRole(*one) for one in record["operations"]),
            main=record["main"],
            principals=tuple((one, source) for one, source in record["principals"]),
            linked=tuple((role, principal, policy) for role, principal, policy in record["linked"]),
            managed=tuple((arn, version) for arn, version in record["managed"]),
            pass_role=tuple(record["pass_role"]),
            create_linked=tuple(record["create_linked"]),
            resource_policies=tuple(record["resource_policies"]),
        )


RENAMED: Mapping[str, str] = {
    "EventBridge": "events",
    "CloudWatch Events": "events",
    "SFN": "stepfunctions",
    "Kinesis Data Firehose": "firehose",
    "Amazon Data Firehose": "firehose",
    "Elasticsearch": "es",
    "MSK": "kafka",
    "Managed Streaming for Kafka": "kafka",
    "Managed Service for Apache Flink": "kinesisanalyticsv2",
    "Kinesis Data Analytics": "kinesisanalyticsv2",
    "QuickSight": "quicksight",
    "Parameter Store": "ssm",
    "Systems Manager": "ssm",
    "Simple Email Service": "ses",
    "Certificate Manager": "acm",
    "Load Balancer": "elbv2",
    "ALB": "elbv2",
    "NLB": "elbv2",
    "VPC": "ec2",
    "EBS": "ec2",
    "Secrets Manager": "secretsmanager",
    "Elastic Beanstalk": "elasticbeanstalk",
    "Airflow": "mwaa",
    "Managed Prometheus": "amp",
    "Managed Grafana": "grafana",
    "API Gateway": "apigateway",
    "SSO": "sso-admin",
    "IAM Identity Center": "sso-admin",
    "Cognito": "cognito-idp",
    "Transfer Family": "transfer",
}
"""Names people use that no model has: former names, and what the marketing pages say."""


def plain_name(text: str) -> str:
    """A service's name without case, spaces, hyphens and the maker: "AWS Step Functions" is stepfunctions."""
    text = re.sub(r"[^a-z0-9]", "", text.lower())
    return re.sub(r"^(amazon|aws)(?=..)", "", text)


def _some(names: list[str]) -> Part:
    names = list(dict.fromkeys(names))
    if len(names) <= NAMED:
        return Listing(tuple(names))
    return Phrase("list.more", {"items": Listing(tuple(names[:NAMED]), "comma"), "count": len(names) - NAMED})


def row_of(evidence: ServiceEvidence, why: Mapping[str, str]) -> CatalogEntry:
    """The service as a row of the catalog's list, never to be taken for a curated entry: its origin is "atlas"."""
    return CatalogEntry(
        id=evidence.name,
        catalog="",
        service=evidence.prefix or evidence.name,
        group="",
        need=evidence.need,
        title={"en": evidence.title},
        why=why,
        aliases=evidence.names,
        assumed_by=tuple(one for one, _ in evidence.principals),
        reaches=(),
        origin="atlas",
    )


@dataclass(frozen=True)
class Section:
    """A heading of the card and the lines under it, in no language yet."""

    title: Phrase
    lines: tuple[Part, ...]


def sections_of(evidence: ServiceEvidence) -> tuple[Section, ...]:
    """The evidence as a card tells it; what the data has nothing of is left out."""
    found: dict[str, tuple[Part, ...]] = {
        "operations": _takings(evidence.operations),
        "principals": tuple(principal for principal, _ in evidence.principals),
        "linked": tuple(Phrase("atlas.linked.one", {"role": role, "principal": by}) for role, by, _ in evidence.linked),
        "managed": tuple(
            Phrase("atlas.managed.one", {"arn": arn, "version": version}) for arn, version in evidence.managed
        ),
        "pass_role": evidence.pass_role,
        "create_linked": evidence.create_linked,
        "resource_policies": evidence.resource_policies,
    }
    return tuple(Section(Phrase(f"atlas.{name}"), lines) for name, lines in found.items() if lines)


def _takings(operations: tuple[TakesRole, ...]) -> tuple[Part, ...]:
    """What is required first; of what can be left out, some and how many more there are."""
    needed = [_taking(one) for one in operations if one.is_required or one.when]
    optional = [_taking(one) for one in operations if not (one.is_required or one.when)]
    rest = len(optional) - OPTIONAL_NAMED
    more = [Phrase("atlas.operation.more", {"count": rest})] if rest > 0 else []
    return (*needed, *optional[:OPTIONAL_NAMED], *more)


def _taking(one: TakesRole) -> Phrase:
    fields: dict[str, Part] = {"operation": one.operation, "member": one.member}
    if one.is_required:
        return Phrase("atlas.operation.required", fields)
    if one.when:
        return Phrase("atlas.operation.branch", {**fields, "when": one.when})
    return Phrase("atlas.operation.may", fields)
