"""Reads one role: GetRole, and where it is there its contents side by side."""

from collections.abc import Callable
from functools import partial
from typing import Any

from tui.aws.observe.answers import document, found, tags
from tui.aws.observe.side_by_side import side_by_side
from tui.aws.pages import items
from tui.core.calls.api_call import Gateway, iam
from tui.core.kinds import Role


def observe_role(gateway: Gateway, desired: Role) -> Role | None:
    """The role of that name, with the documents of the inline policies that `desired` asks about."""
    at = {"RoleName": desired.name}
    answer = found(gateway, "GetRole", at)
    if answer is None:
        return None
    role = answer["Role"]
    reads: list[Callable[[], Any]] = [
        partial(_names, gateway, "ListRolePolicies", at, "PolicyNames"),
        partial(_names, gateway, "ListAttachedRolePolicies", at, "AttachedPolicies"),
        *(partial(found, gateway, "GetRolePolicy", {**at, "PolicyName": name}) for name in desired.inline),
    ]
    names, attached, *documents = side_by_side(gateway, reads)
    inline = zip(desired.inline, documents, strict=True)
    return Role(
        name=role["RoleName"],
        trust=document(role["AssumeRolePolicyDocument"]),
        inline={name: document(answer["PolicyDocument"]) for name, answer in inline if answer is not None},
        managed=tuple(policy["PolicyArn"] for policy in attached),
        tags=tags(role.get("Tags")),
        path=role["Path"],
        description=role.get("Description") or None,
        max_session_seconds=role.get("MaxSessionDuration"),
        permissions_boundary=role.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn"),
        other_inline=tuple(name for name in names if name not in desired.inline),
        unique_id=role["RoleId"],
    )


def _names(gateway: Gateway, operation: str, at: dict[str, str], key: str) -> list[Any]:
    return list(items(gateway, iam(operation, at), key))
