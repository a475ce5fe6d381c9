"""What exports need of things that can only be written as a whole, or hold what others put there."""

from collections.abc import Iterator
from dataclasses import replace

from tui.core.plan import Plan
from tui.core.policy import PolicyDocument
from tui.core.resources import (
    ApiGatewayAccount,
    BucketPolicy,
    IdentityPoolRoles,
    InstanceProfileAssociation,
    Resource,
    Role,
    steps_for,
)
from tui.core.resources.bucket_policy import merged
from tui.core.steps import Step

Shared = BucketPolicy | IdentityPoolRoles | ApiGatewayAccount | InstanceProfileAssociation
"""Kinds that live in something the preset does not make."""


def whole_policy(desired: BucketPolicy, plan: Plan) -> PolicyDocument:
    """The bucket's policy with what was there when the plan was made, and ours in place of the same Sids."""
    there = plan.observed.get(desired.address)
    before = there.whole if isinstance(there, BucketPolicy) else None
    return merged(before, desired.statements, desired.statements) or {}


def whole_roles(desired: IdentityPoolRoles, plan: Plan) -> IdentityPoolRoles:
    """The pool's roles with those that were there when the plan was made."""
    there = plan.observed.get(desired.address)
    if not isinstance(there, IdentityPoolRoles):
        return desired
    return replace(desired, roles={**there.roles, **desired.roles}, mappings=there.mappings)


def fresh_steps(plan: Plan) -> Iterator[Step]:
    """The calls that make everything in an account that has none of it yet; of shared things only what differs."""
    for desired in plan.desired:
        observed = plan.observed.get(desired.address) if isinstance(desired, Shared) else None
        yield from steps_for(desired, observed, plan.target, "")


def own_roles(resources: tuple[Resource, ...]) -> dict[str, Role]:
    """The roles that are made along, by name."""
    return {one.name: one for one in resources if isinstance(one, Role)}
