"""Reads one role: three calls, and one more for each inline policy that is desired and there."""

from tui.aws.observe.answers import document, found, tags
from tui.aws.pages import items
from tui.core.calls import Gateway, iam
from tui.core.policy import PolicyDocument
from tui.core.resources import Role


def observe_role(gateway: Gateway, desired: Role) -> Role | None:
    """The role of that name, with the documents of the inline policies that `desired` asks about."""
    at = {"RoleName": desired.name}
    answer = found(gateway, "GetRole", at)
    if answer is None:
        return None
    role = answer["Role"]
    names = list(items(gateway, iam("ListRolePolicies", at), "PolicyNames"))
    attached = items(gateway, iam("ListAttachedRolePolicies", at), "AttachedPolicies")
    return Role(
        name=role["RoleName"],
        trust=document(role["AssumeRolePolicyDocument"]),
        inline=_inline(gateway, desired, names),
        managed=tuple(policy["PolicyArn"] for policy in attached),
        tags=tags(role.get("Tags")),
        path=role["Path"],
        description=role.get("Description") or None,
        max_session_seconds=role.get("MaxSessionDuration"),
        permissions_boundary=role.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn"),
        other_inline=tuple(name for name in names if name not in desired.inline),
        unique_id=role["RoleId"],
    )


def _inline(gateway: Gateway, desired: Role, names: list[str]) -> dict[str, PolicyDocument]:
    documents = {}
    for name in names:
        if name in desired.inline:
            answer = found(gateway, "GetRolePolicy", {"RoleName": desired.name, "PolicyName": name})
            if answer is not None:
                documents[name] = document(answer["PolicyDocument"])
    return documents
