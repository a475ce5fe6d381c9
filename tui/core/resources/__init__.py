"""One file per kind of AWS thing: its shape, its parts, and the calls that change it.

Desired and observed are values of the same types. Fields marked "observed only" help to write calls and never count as
a difference. What the account has beyond what is desired (another inline policy, another tag) is left alone.
"""

from collections.abc import Mapping
from typing import Any, assert_never

from tui.core.resources.instance_profile import InstanceProfile, change_instance_profile
from tui.core.resources.managed_policy import ManagedPolicy, change_managed_policy
from tui.core.resources.oidc_provider import OidcProvider, change_oidc_provider
from tui.core.resources.role import Role, change_role
from tui.core.resources.service_linked_role import ServiceLinkedRole, change_service_linked_role
from tui.core.steps import Step
from tui.core.target import Target

Resource = OidcProvider | ServiceLinkedRole | ManagedPolicy | Role | InstanceProfile

__all__ = [
    "ORDER",
    "InstanceProfile",
    "ManagedPolicy",
    "OidcProvider",
    "Resource",
    "Role",
    "ServiceLinkedRole",
    "documents_of",
    "steps_for",
]

ORDER: tuple[type, ...] = (OidcProvider, ServiceLinkedRole, ManagedPolicy, Role, InstanceProfile)
"""Kinds in the order they are made: what is pointed at before what points at it."""


def steps_for(desired: Resource, observed: Resource | None, target: Target, run: str) -> tuple[Step, ...]:
    """The calls that take the account from what is observed to what is desired, each with its undo."""
    match desired:
        case Role():
            return change_role(desired, observed if isinstance(observed, Role) else None, run)
        case ManagedPolicy():
            return change_managed_policy(
                desired, observed if isinstance(observed, ManagedPolicy) else None, target, run
            )
        case InstanceProfile():
            return change_instance_profile(desired, observed if isinstance(observed, InstanceProfile) else None, run)
        case OidcProvider():
            return change_oidc_provider(desired, observed if isinstance(observed, OidcProvider) else None, target, run)
        case ServiceLinkedRole():
            return change_service_linked_role(desired, observed if isinstance(observed, ServiceLinkedRole) else None)
        case _:
            assert_never(desired)


def documents_of(resource: Resource) -> Mapping[str, Mapping[str, Any]]:
    """The policy documents of a resource by what they are called: {"trust": ..., "inline/metrics": ...}."""
    return {name: value for name, value in resource.parts().items() if isinstance(value, Mapping)}
