"""Documents that IAM would refuse: each problem of tui.core.iam.grammar as an error, with where and what to write."""

from collections.abc import Iterator, Mapping
from typing import Any

from tui.core.calls.target import Target
from tui.core.checks.findings import Finding
from tui.core.iam.grammar import PROVIDER, DocumentKind, Problem, problems
from tui.core.iam.policy import principals_of
from tui.core.kinds import BucketPolicy, ManagedPolicy, Resource, documents_of

NEW_VERSION = "2012-10-17"


def check_grammar(resource: Resource, target: Target) -> Iterator[Finding]:
    """The errors of every document of the resource; none of them can be waived."""
    for name, document in documents_of(resource).items():
        found = [*problems(document, kind_of(resource, name)), *_versions(resource, document)]
        if name == "trust":
            found += _elsewhere(document, target)
        for one in found:
            where = " ".join(filter(None, (resource.address, name, one.place)))
            yield Finding(one.code, "error", where, one.params)


def kind_of(resource: Resource, name: str) -> DocumentKind:
    """Which grammar a document of the resource follows."""
    return "trust" if name == "trust" else "resource" if isinstance(resource, BucketPolicy) else "identity"


def refused(resource: Resource, name: str) -> bool:
    """Whether IAM would refuse that document of the resource."""
    return bool(problems(documents_of(resource)[name], kind_of(resource, name)))


def _versions(resource: Resource, document: Mapping[str, Any]) -> Iterator[Problem]:
    """ "Policy document must be version 2012-10-17 or greater" is said of managed policies only."""
    if isinstance(resource, ManagedPolicy) and document.get("Version", "") in ("", "2008-10-17"):
        yield Problem("version_old", params={"version": NEW_VERSION})


def _elsewhere(document: Mapping[str, Any], target: Target) -> Iterator[Problem]:
    """Principals that cannot be meant in this partition, or in this account."""
    for kind, name in dict.fromkeys(principals_of(document)):
        partition = name.split(":")[1] if name.startswith("arn:") and name.count(":") > 1 else target.partition
        provider = PROVIDER.fullmatch(name)
        if partition != target.partition:
            params = {"principal": name, "partition": target.partition}
            yield Problem("principal_partition", params=params)
        elif kind == "Federated" and provider and provider[2] != target.account:
            params = {"principal": name, "account": provider[2], "target": target.account}
            yield Problem("provider_elsewhere", params=params)
