"""What exports need of things that can only be written as a whole, or hold what others put there."""

from collections.abc import Iterator
from dataclasses import replace

from tui.core.calls.step import Step
from tui.core.iam.policy import PolicyDocument
from tui.core.kinds import (
    ApiGatewayAccount,
    Bucket,
    BucketPolicy,
    IdentityPoolRoles,
    InstanceProfile,
    InstanceProfileAssociation,
    KmsKey,
    LogGroup,
    ManagedPolicy,
    OidcProvider,
    Resource,
    Role,
    ServiceLinkedRole,
    Stream,
    steps_for,
)
from tui.core.kinds.bucket_policy import merged
from tui.core.plan.plan import Plan

Shared = BucketPolicy | IdentityPoolRoles | ApiGatewayAccount | InstanceProfileAssociation
"""Kinds that live in something the preset does not make."""

Prerequisite = Bucket | KmsKey | LogGroup | OidcProvider | ServiceLinkedRole | Stream
"""Kinds that are made where they are missing, and that others use or that hold data."""


def is_left_alone(desired: Resource, plan: Plan) -> bool:
    """Whether it is there and nothing about it has to change; a tool that managed it would set all of it."""
    there = plan.observed.get(desired.address)
    if there is None or not isinstance(desired, Prerequisite):
        return False
    return not steps_for(desired, there, plan.target, "")


def whole_thing(desired: Resource, plan: Plan) -> Resource:
    """The thing with what it has beyond the plan, for a tool that takes away whatever it is not told of."""
    match desired, plan.observed.get(desired.address):
        case Role(), Role() as there:
            return replace(
                desired,
                path=there.path,
                tags={**there.tags, **desired.tags},
                description=there.description if desired.description is None else desired.description,
                max_session_seconds=desired.max_session_seconds or there.max_session_seconds,
                permissions_boundary=desired.permissions_boundary or there.permissions_boundary,
            )
        case ManagedPolicy(), ManagedPolicy() as there:
            # IAM changes neither of the two, so Terraform would delete the policy and make it again
            whole = replace(desired, path=there.path, description=there.description)
            return replace(whole, tags={**there.tags, **desired.tags})
        case InstanceProfile(), InstanceProfile() as there:
            return replace(desired, path=there.path, tags={**there.tags, **desired.tags})
        case OidcProvider(), OidcProvider() as there:
            clients = tuple(dict.fromkeys((*there.client_ids, *desired.client_ids)))
            return replace(desired, client_ids=clients, tags={**there.tags, **desired.tags})
        case _:
            return desired


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
    """The calls that make everything anew; of shared things only what differs, nothing of what may stay as it is."""
    for desired in plan.desired:
        if is_left_alone(desired, plan):
            continue
        observed = plan.observed.get(desired.address) if isinstance(desired, Shared) else None
        yield from steps_for(desired, observed, plan.target, "")


def own_roles(resources: tuple[Resource, ...]) -> dict[str, Role]:
    """The roles that are made along, by name."""
    return {one.name: one for one in resources if isinstance(one, Role)}
