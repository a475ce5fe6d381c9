"""What the account has where something is desired. One file per kind; reads only, through any gateway."""

from collections.abc import Iterable
from typing import assert_never

from tui.aws.observe.instance_profile import observe_instance_profile
from tui.aws.observe.managed_policy import observe_managed_policy
from tui.aws.observe.oidc_provider import observe_oidc_provider
from tui.aws.observe.role import observe_role
from tui.aws.observe.service_linked_role import observe_service_linked_role
from tui.core.calls import Gateway
from tui.core.resources import InstanceProfile, ManagedPolicy, OidcProvider, Resource, Role, ServiceLinkedRole


def observe(gateway: Gateway, resources: Iterable[Resource]) -> dict[str, Resource | None]:
    """By address: what is there, as the same kind of value, or None where nothing is.

    Raises AwsRefused, AwsUnreachable.
    """
    return {desired.address: _observe(gateway, desired) for desired in resources}


def _observe(gateway: Gateway, desired: Resource) -> Resource | None:
    match desired:
        case Role():
            return observe_role(gateway, desired)
        case ManagedPolicy():
            return observe_managed_policy(gateway, desired)
        case InstanceProfile():
            return observe_instance_profile(gateway, desired)
        case OidcProvider():
            return observe_oidc_provider(gateway, desired)
        case ServiceLinkedRole():
            return observe_service_linked_role(gateway, desired)
        case _:
            assert_never(desired)
