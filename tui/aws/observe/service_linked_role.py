"""Reads one service's service-linked role: one call."""

from tui.aws.pages import items
from tui.core.calls.api_call import Gateway, iam
from tui.core.kinds import ServiceLinkedRole


def observe_service_linked_role(gateway: Gateway, desired: ServiceLinkedRole) -> ServiceLinkedRole | None:
    """The role under the service's own path; its name cannot be derived from the service's (es, ecs, spot ...)."""
    path = {"PathPrefix": f"/aws-service-role/{desired.service}/"}
    role = next(items(gateway, iam("ListRoles", path), "Roles"), None)
    return None if role is None else ServiceLinkedRole(desired.service, role["RoleName"], role["RoleId"])
