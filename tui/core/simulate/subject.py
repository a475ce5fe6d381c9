"""Whom a question is about: the role a blueprint makes, the principal it gives a policy to, or the person who runs it.

The documents are those of a draft, or those the account has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from tui.core.calls.target import Target
from tui.core.iam.arn import account_of, policy_arn, role_arn
from tui.core.iam.policy import PolicyDocument
from tui.core.kinds import BucketPolicy, ManagedPolicy, PrincipalPolicy, Resource, Role
from tui.core.kinds.bucket_policy import VERSION
from tui.core.plan.blueprint import Blueprint
from tui.core.simulate.decision import Policies
from tui.core.simulate.principal import Principal
from tui.core.simulate.statement import Source

Texts = Mapping[str, PolicyDocument]
"""Documents of managed policies by ARN, as far as they could be read."""


@dataclass(frozen=True)
class Subject:
    """One principal with every document that is known of it."""

    name: str
    """role/app, user/amy, caller."""
    arn: str
    """"" of the person who runs this."""
    policies: Policies = field(default_factory=Policies)
    trust: Source | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    buckets: Mapping[str, Source] = field(default_factory=dict)
    """Bucket policies that are known, by bucket."""

    @property
    def principal(self) -> Principal | None:
        """Who asks; None where that is not known before somebody runs it."""
        return Principal("user" if ":user/" in self.arn else "role", self.arn) if self.arn else None

    @property
    def documents(self) -> tuple[Source, ...]:
        """All of them, the principal's own first."""
        policies = self.policies
        rest = [one for one in (policies.boundary, self.trust) if one]
        return (*policies.identity, *rest, *self.buckets.values())

    def context(self) -> dict[str, tuple[str, ...]]:
        """What is known of every request this principal makes."""
        if not self.arn:
            return {}
        found: dict[str, tuple[str, ...]] = {
            "aws:principalarn": (self.arn,),
            "aws:principalaccount": (account_of(self.arn),),
            "aws:principalisawsservice": ("false",),
        }
        if ":role/" in self.arn:
            # sessions of a role have no user name
            found |= {"aws:principaltype": ("AssumedRole",), "aws:username": ()}
        return found | {f"aws:principaltag/{key.lower()}": (value,) for key, value in self.tags.items()}


def managed_arns(resources: Iterable[Resource], target: Target) -> tuple[str, ...]:
    """Managed policies whose documents are not among the resources, attached ones and boundaries."""
    there = list(resources)
    own = _own_policies(there, target)
    found: dict[str, None] = {}
    for one in there:
        if isinstance(one, Role):
            found |= dict.fromkeys([*one.managed, *filter(None, [one.permissions_boundary])])
    return tuple(arn for arn in found if arn not in own)


def subjects_of(blueprint: Blueprint, target: Target, texts: Texts) -> tuple[Subject, ...]:
    """Everybody the blueprint gives something to, roles first; the person who runs it where there is nobody."""
    found = subjects_in(blueprint.resources, target, texts)
    if found or blueprint.caller is None:
        return found or (Subject("caller", ""),)
    own = Policies(identity=(Source("caller", blueprint.caller),))
    return (Subject("caller", "", own),)


def subjects_in(resources: Iterable[Resource], target: Target, texts: Texts) -> tuple[Subject, ...]:
    """Everybody these resources give something to, roles first."""
    there = list(resources)
    known = {**texts, **_own_policies(there, target)}
    buckets = {one.bucket: _bucket(one) for one in there if isinstance(one, BucketPolicy) and not one.is_orphan}
    found = {f"role/{one.name}": _role(one, target, known) for one in there if isinstance(one, Role)}
    for one in there:
        if isinstance(one, PrincipalPolicy) and not one.is_orphan:
            name = f"{one.kind}/{one.holder}"
            before = found.get(name, Subject(name, one.principal))
            identity = (*before.policies.identity, Source(f"inline/{one.name}", one.document))
            found[name] = replace(before, policies=replace(before.policies, identity=identity))
    return tuple(replace(one, buckets=buckets) for one in found.values())


def _role(role: Role, target: Target, texts: Texts) -> Subject:
    inline = [Source(f"inline/{name}", document) for name, document in role.inline.items()]
    # a customer managed policy goes by its name, as it does in the presets' reasons
    managed = [
        Source(
            f"policy/{arn.rsplit('/', 1)[-1]}" if account_of(arn) == target.account else f"managed/{arn}", texts[arn]
        )
        for arn in role.managed
        if arn in texts
    ]
    limit = role.permissions_boundary
    policies = Policies(
        identity=(*inline, *managed),
        boundary=Source("boundary", texts[limit]) if limit and limit in texts else None,
        unread=tuple(arn for arn in (*role.managed, *filter(None, [limit])) if arn not in texts),
        is_boundary_unread=bool(limit) and limit not in texts,
    )
    trust = Source("trust", role.trust, has_principal=True)
    return Subject(f"role/{role.name}", role_arn(target, role.name, role.path), policies, trust, role.tags)


def _bucket(one: BucketPolicy) -> Source:
    document = one.whole or {"Version": VERSION, "Statement": list(one.statements.values())}
    return Source(one.address, document, has_principal=True)


def _own_policies(resources: Iterable[Resource], target: Target) -> dict[str, PolicyDocument]:
    return {policy_arn(target, one.name, one.path): one.document for one in resources if isinstance(one, ManagedPolicy)}
