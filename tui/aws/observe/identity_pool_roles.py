"""Reads the roles of one identity pool: one call."""

from tui.core.calls.api_call import ApiCall, Gateway
from tui.core.errors import AwsRefused
from tui.core.kinds import IdentityPoolRoles


def observe_identity_pool_roles(gateway: Gateway, desired: IdentityPoolRoles) -> IdentityPoolRoles | None:
    """The pool's roles, None where it has none, an orphan where there is no such pool."""
    try:
        answer = gateway.call(ApiCall("cognito-identity", "GetIdentityPoolRoles", {"IdentityPoolId": desired.pool}))
    except AwsRefused as refusal:
        if refusal.aws_code == "ResourceNotFoundException":
            return IdentityPoolRoles(desired.pool, is_orphan=True)
        raise
    roles, mappings = answer.get("Roles", {}), answer.get("RoleMappings", {})
    return IdentityPoolRoles(desired.pool, roles, mappings) if roles or mappings else None
