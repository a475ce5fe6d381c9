"""An IAM role: trust policy, permissions policies, boundary, description, session length, tags."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tui.core.calls.api_call import ApiCall, iam
from tui.core.calls.result_reference import sent
from tui.core.calls.step import Step, change_tags, tag_list
from tui.core.iam.policy import PolicyDocument, same_meaning

DEFAULT_SESSION_SECONDS = 3600


@dataclass(frozen=True)
class Role:
    """None and empty fields of a desired role mean "whatever the account has"."""

    name: str
    trust: PolicyDocument
    inline: Mapping[str, PolicyDocument] = field(default_factory=dict)
    managed: tuple[str, ...] = ()
    """ARNs of attached managed policies."""
    tags: Mapping[str, str] = field(default_factory=dict)
    path: str = "/"
    description: str | None = None
    max_session_seconds: int | None = None
    permissions_boundary: str | None = None
    other_inline: tuple[str, ...] = ()
    """Observed only: inline policies that nobody asked about; IAM's answer holds only their names."""
    unique_id: str = ""
    """Observed only: AROA..., which changes when a role is deleted and made again."""

    @property
    def address(self) -> str:
        """Kind and name; role names are unique in an account whatever their path."""
        return f"role/{self.name}"

    def parts(self) -> dict[str, Any]:
        """What can differ, by name."""
        parts: dict[str, Any] = {"trust": self.trust}
        if self.path != "/":
            parts["path"] = self.path
        parts |= {f"inline/{name}": document for name, document in self.inline.items()}
        parts |= {f"managed/{arn}": arn for arn in self.managed}
        parts |= {f"tag/{key}": value for key, value in self.tags.items()}
        optional = {
            "description": self.description,
            "max_session_seconds": self.max_session_seconds,
            "permissions_boundary": self.permissions_boundary,
        }
        return parts | {name: value for name, value in optional.items() if value is not None}


def change_role(desired: Role, observed: Role | None, run: str) -> tuple[Step, ...]:
    """CreateRole and what goes into it, or the calls for what differs."""
    if observed is None:
        return (_create(desired, run), *_fill(desired, Role(desired.name, desired.trust, tags=desired.tags)))
    return (*_update(desired, observed), *_fill(desired, observed))


def remove_role(observed: Role) -> tuple[Step, ...]:
    """The calls that empty and delete the role; undone, it is made again as it was, under another unique id.

    `observed` has the text of every inline policy. Instance profiles that hold the role have to let go of it before.
    """
    name = {"RoleName": observed.name}
    steps = []
    for policy, document in observed.inline.items():
        at = {**name, "PolicyName": policy}
        put = iam("PutRolePolicy", {**at, "PolicyDocument": sent(document)})
        steps.append(Step(observed.address, iam("DeleteRolePolicy", at), (put,)))
    for arn in observed.managed:
        at = {**name, "PolicyArn": arn}
        steps.append(Step(observed.address, iam("DetachRolePolicy", at), (iam("AttachRolePolicy", at),)))
    return (*steps, Step(observed.address, iam("DeleteRole", name), (_create(observed, "").do,)))


def _create(desired: Role, run: str) -> Step:
    params: dict[str, Any] = {
        "RoleName": desired.name,
        "Path": desired.path,
        "AssumeRolePolicyDocument": sent(desired.trust),
    }
    if desired.description is not None:
        params["Description"] = desired.description
    if desired.max_session_seconds is not None:
        params["MaxSessionDuration"] = desired.max_session_seconds
    if desired.permissions_boundary is not None:
        params["PermissionsBoundary"] = desired.permissions_boundary
    params["Tags"] = tag_list(desired.tags, run)
    return Step(desired.address, iam("CreateRole", params), (iam("DeleteRole", {"RoleName": desired.name}),))


def _update(desired: Role, observed: Role) -> list[Step]:
    """The role's own attributes."""
    name, steps = {"RoleName": desired.name}, []
    if not same_meaning(desired.trust, observed.trust):
        steps.append(
            Step(
                desired.address,
                iam("UpdateAssumeRolePolicy", {**name, "PolicyDocument": sent(desired.trust)}),
                (iam("UpdateAssumeRolePolicy", {**name, "PolicyDocument": sent(observed.trust)}),),
            )
        )
    before = (observed.description or "", observed.max_session_seconds or DEFAULT_SESSION_SECONDS)
    after = (
        before[0] if desired.description is None else desired.description,
        desired.max_session_seconds or before[1],
    )
    if after != before:
        # UpdateRole sets a length it is not given back to one hour, so both always go together
        steps.append(Step(desired.address, _update_role(name, *after), (_update_role(name, *before),)))
    if desired.permissions_boundary not in (None, observed.permissions_boundary):
        put = iam("PutRolePermissionsBoundary", {**name, "PermissionsBoundary": desired.permissions_boundary})
        undo = (
            iam("PutRolePermissionsBoundary", {**name, "PermissionsBoundary": observed.permissions_boundary})
            if observed.permissions_boundary
            else iam("DeleteRolePermissionsBoundary", name)
        )
        steps.append(Step(desired.address, put, (undo,)))
    return steps


def _update_role(name: dict[str, str], description: str, seconds: int) -> ApiCall:
    return iam("UpdateRole", {**name, "Description": description, "MaxSessionDuration": seconds})


def _fill(desired: Role, observed: Role) -> list[Step]:
    """Inline policies, attachments and tags, also of a role that was just made."""
    name, steps = {"RoleName": desired.name}, []
    for policy, document in desired.inline.items():
        before = observed.inline.get(policy)
        if not same_meaning(document, before):
            at = {**name, "PolicyName": policy}
            undo = (
                iam("DeleteRolePolicy", at)
                if before is None
                else iam("PutRolePolicy", {**at, "PolicyDocument": sent(before)})
            )
            steps.append(Step(desired.address, iam("PutRolePolicy", {**at, "PolicyDocument": sent(document)}), (undo,)))
    for arn in desired.managed:
        if arn not in observed.managed:
            at = {**name, "PolicyArn": arn}
            steps.append(Step(desired.address, iam("AttachRolePolicy", at), (iam("DetachRolePolicy", at),)))
    return [*steps, *change_tags(desired.address, desired.tags, observed.tags, ("TagRole", "UntagRole"), name)]
