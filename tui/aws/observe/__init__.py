"""What the account has where something is desired. One file per kind; reads only, through any gateway."""

from collections.abc import Iterable
from typing import assert_never

from tui.aws.observe.apigateway_account import observe_apigateway_account
from tui.aws.observe.bucket_policy import observe_bucket_policy
from tui.aws.observe.identity_pool_roles import observe_identity_pool_roles
from tui.aws.observe.instance_profile import observe_instance_profile
from tui.aws.observe.instance_profile_association import observe_association
from tui.aws.observe.log_group import observe_log_group
from tui.aws.observe.managed_policy import observe_managed_policy
from tui.aws.observe.oidc_provider import observe_oidc_provider
from tui.aws.observe.principal_policy import observe_principal_policy
from tui.aws.observe.role import observe_role
from tui.aws.observe.service_linked_role import observe_service_linked_role
from tui.core.calls import Gateway
from tui.core.resources import (
    ApiGatewayAccount,
    BucketPolicy,
    IdentityPoolRoles,
    InstanceProfile,
    InstanceProfileAssociation,
    LogGroup,
    ManagedPolicy,
    OidcProvider,
    PrincipalPolicy,
    Resource,
    Role,
    ServiceLinkedRole,
)


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
        case LogGroup():
            return observe_log_group(gateway, desired)
        case PrincipalPolicy():
            return observe_principal_policy(gateway, desired)
        case BucketPolicy():
            return observe_bucket_policy(gateway, desired)
        case ApiGatewayAccount():
            return observe_apigateway_account(gateway, desired)
        case IdentityPoolRoles():
            return observe_identity_pool_roles(gateway, desired)
        case InstanceProfileAssociation():
            return observe_association(gateway, desired)
        case _:
            assert_never(desired)
