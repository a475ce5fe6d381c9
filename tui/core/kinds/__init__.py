"""One file per kind of AWS thing: its shape, its parts, and the calls that change it.

Desired and observed are values of the same types. Fields marked "observed only" help to write calls and never count as
a difference. What the account has beyond what is desired (another inline policy, another tag) is left alone. A kind
that belongs to something it does not make (a user, a bucket, an instance) is observed as an orphan where that is
missing; a finding then keeps the plan from being applied.
"""

from collections.abc import Mapping
from typing import Any, TypeVar, assert_never

from tui.core.calls.step import Step
from tui.core.calls.target import Target
from tui.core.kinds.apigateway_account import ApiGatewayAccount, change_apigateway_account
from tui.core.kinds.bucket import Bucket, change_bucket
from tui.core.kinds.bucket_policy import BucketPolicy, change_bucket_policy
from tui.core.kinds.identity_pool_roles import IdentityPoolRoles, change_identity_pool_roles
from tui.core.kinds.instance_profile import (
    InstanceProfile,
    change_instance_profile,
    remove_instance_profile,
)
from tui.core.kinds.instance_profile_association import InstanceProfileAssociation, change_association
from tui.core.kinds.kms_key import KmsKey, change_kms_key
from tui.core.kinds.log_group import LogGroup, change_log_group
from tui.core.kinds.managed_policy import ManagedPolicy, change_managed_policy, remove_managed_policy
from tui.core.kinds.oidc_provider import OidcProvider, change_oidc_provider, remove_oidc_provider
from tui.core.kinds.principal_policy import PrincipalPolicy, change_principal_policy
from tui.core.kinds.role import Role, change_role, remove_role
from tui.core.kinds.service_linked_role import ServiceLinkedRole, change_service_linked_role
from tui.core.kinds.stream import Stream, change_stream

Resource = (
    OidcProvider
    | ServiceLinkedRole
    | LogGroup
    | Bucket
    | Stream
    | KmsKey
    | ManagedPolicy
    | Role
    | InstanceProfile
    | PrincipalPolicy
    | BucketPolicy
    | ApiGatewayAccount
    | IdentityPoolRoles
    | InstanceProfileAssociation
)

Removable = Role | ManagedPolicy | InstanceProfile | OidcProvider
"""Kinds that can be taken away also where no run made them, and made again as they were."""

__all__ = [
    "ORDER",
    "ApiGatewayAccount",
    "Bucket",
    "BucketPolicy",
    "IdentityPoolRoles",
    "InstanceProfile",
    "InstanceProfileAssociation",
    "KmsKey",
    "LogGroup",
    "ManagedPolicy",
    "OidcProvider",
    "PrincipalPolicy",
    "Removable",
    "Resource",
    "Role",
    "ServiceLinkedRole",
    "Stream",
    "documents_of",
    "removal_steps",
    "steps_for",
]

ORDER: tuple[type, ...] = (
    OidcProvider,
    ServiceLinkedRole,
    LogGroup,
    Bucket,
    Stream,
    KmsKey,
    ManagedPolicy,
    Role,
    InstanceProfile,
    PrincipalPolicy,
    BucketPolicy,
    ApiGatewayAccount,
    IdentityPoolRoles,
    InstanceProfileAssociation,
)
"""Kinds in the order they are made: what is pointed at before what points at it."""

Kind = TypeVar("Kind")


def steps_for(desired: Resource, observed: Resource | None, target: Target, run: str) -> tuple[Step, ...]:
    """The calls that take the account from what is observed to what is desired, each with its undo."""
    match desired:
        case Role():
            return change_role(desired, _as(Role, observed), run)
        case ManagedPolicy():
            return change_managed_policy(desired, _as(ManagedPolicy, observed), target, run)
        case InstanceProfile():
            return change_instance_profile(desired, _as(InstanceProfile, observed), run)
        case OidcProvider():
            return change_oidc_provider(desired, _as(OidcProvider, observed), target, run)
        case ServiceLinkedRole():
            return change_service_linked_role(desired, _as(ServiceLinkedRole, observed))
        case LogGroup():
            return change_log_group(desired, _as(LogGroup, observed), run)
        case Bucket():
            return change_bucket(desired, _as(Bucket, observed), target, run)
        case Stream():
            return change_stream(desired, _as(Stream, observed), run)
        case KmsKey():
            return change_kms_key(desired, _as(KmsKey, observed), run)
        case PrincipalPolicy():
            return change_principal_policy(desired, _as(PrincipalPolicy, observed))
        case BucketPolicy():
            return change_bucket_policy(desired, _as(BucketPolicy, observed))
        case ApiGatewayAccount():
            return change_apigateway_account(desired, _as(ApiGatewayAccount, observed))
        case IdentityPoolRoles():
            return change_identity_pool_roles(desired, _as(IdentityPoolRoles, observed))
        case InstanceProfileAssociation():
            return change_association(desired, _as(InstanceProfileAssociation, observed))
        case _:
            assert_never(desired)


def removal_steps(observed: Removable, target: Target) -> tuple[Step, ...]:
    """The calls that take away what is there, each with its undo."""
    match observed:
        case Role():
            return remove_role(observed)
        case ManagedPolicy():
            return remove_managed_policy(observed, target)
        case InstanceProfile():
            return remove_instance_profile(observed)
        case OidcProvider():
            return remove_oidc_provider(observed, target)
        case _:
            assert_never(observed)


def documents_of(resource: Resource) -> Mapping[str, Mapping[str, Any]]:
    """The policy documents of a resource by what they are called: {"trust": ..., "inline/metrics": ...}."""
    return {name: value for name, value in resource.parts().items() if isinstance(value, Mapping)}


def _as(kind: type[Kind], observed: Resource | None) -> Kind | None:
    return observed if isinstance(observed, kind) else None
