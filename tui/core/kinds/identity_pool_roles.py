"""The roles that a Cognito identity pool hands out: one for signed-in users, one for guests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tui.core.calls.api_call import ApiCall
from tui.core.calls.step import Step


@dataclass(frozen=True)
class IdentityPoolRoles:
    """SetIdentityPoolRoles replaces everything, so what nobody asked about is sent along as it was."""

    pool: str
    """The pool's id: region:uuid."""
    roles: Mapping[str, str] = field(default_factory=dict)
    """ARNs by "authenticated" and "unauthenticated"."""
    mappings: Mapping[str, Any] = field(default_factory=dict)
    """Observed only: rules that choose a role by the token, as Cognito has them."""
    is_orphan: bool = False
    """Observed only: there is no such pool."""

    @property
    def address(self) -> str:
        """Kind and pool."""
        return f"identity-pool-roles/{self.pool}"

    def parts(self) -> dict[str, Any]:
        """What can differ, by name."""
        return {f"role/{kind}": arn for kind, arn in self.roles.items()}


def change_identity_pool_roles(desired: IdentityPoolRoles, observed: IdentityPoolRoles | None) -> tuple[Step, ...]:
    """One SetIdentityPoolRoles where one of the roles is another."""
    before = observed or IdentityPoolRoles(desired.pool)
    after = {**before.roles, **desired.roles}
    if after == before.roles:
        return ()
    do, undo = (_set(desired.pool, roles, before.mappings) for roles in (after, before.roles))
    return (Step(desired.address, do, (undo,)),)


def _set(pool: str, roles: Mapping[str, str], mappings: Mapping[str, Any]) -> ApiCall:
    params: dict[str, Any] = {"IdentityPoolId": pool, "Roles": dict(roles)}
    if mappings:
        params["RoleMappings"] = dict(mappings)
    return ApiCall("cognito-identity", "SetIdentityPoolRoles", params)
