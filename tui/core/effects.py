"""Whether a call's effect is there: how an answer that got lost is found out by reading.

A call whose answer is unknown (connection closed, time-out, 5xx, an answer nobody can parse) is never sent again before
the account was read, and "already exists" for our own work is no error.
"""

from collections.abc import Mapping
from typing import Any

from tui.core.calls import ApiCall
from tui.core.policy import same_meaning
from tui.core.resources import InstanceProfile, ManagedPolicy, OidcProvider, Resource, Role
from tui.core.steps import RUN_TAG

CREATES = frozenset(
    {
        "CreateRole",
        "CreatePolicy",
        "CreateInstanceProfile",
        "CreateOpenIDConnectProvider",
        "CreateServiceLinkedRole",
    }
)
DELETES = frozenset(
    {
        "DeleteRole",
        "DeletePolicy",
        "DeleteInstanceProfile",
        "DeleteOpenIDConnectProvider",
        "DeleteServiceLinkedRole",
    }
)


def has_effect(call: ApiCall, now: Resource | None) -> bool:
    """Whether the account looks as the call would have left it.

    Raises AssertionError for an operation no plan contains.
    """
    if call.operation in CREATES:
        return now is not None
    if call.operation in DELETES:
        return now is None
    params = call.params
    match now:
        case Role():
            return _role_has(call.operation, params, now)
        case ManagedPolicy():
            return _policy_has(call.operation, params, now)
        case InstanceProfile():
            return _profile_has(call.operation, params, now)
        case OidcProvider():
            return _provider_has(call.operation, params, now)
        case _:
            return False


def is_own(now: Resource | None, run: str) -> bool:
    """Whether the thing carries the run's tag; things that cannot be tagged cannot tell."""
    tags: Mapping[str, str] = getattr(now, "tags", {})
    return tags.get(RUN_TAG) == run


def _role_has(operation: str, params: Mapping[str, Any], now: Role) -> bool:
    match operation:
        case "UpdateAssumeRolePolicy":
            return same_meaning(params["PolicyDocument"], now.trust)
        case "PutRolePolicy":
            return same_meaning(params["PolicyDocument"], now.inline.get(params["PolicyName"]))
        case "DeleteRolePolicy":
            return params["PolicyName"] not in (*now.inline, *now.other_inline)
        case "AttachRolePolicy":
            return str(params["PolicyArn"]) in now.managed
        case "DetachRolePolicy":
            return params["PolicyArn"] not in now.managed
        case "UpdateRole":
            wanted = (params["Description"], params["MaxSessionDuration"])
            return (now.description or "", now.max_session_seconds) == wanted
        case "PutRolePermissionsBoundary":
            return bool(now.permissions_boundary == params["PermissionsBoundary"])
        case "DeleteRolePermissionsBoundary":
            return now.permissions_boundary is None
        case "TagRole":
            return _tagged(params, now.tags)
        case "UntagRole":
            return not set(params["TagKeys"]) & set(now.tags)
        case _:
            raise AssertionError(operation)


def _policy_has(operation: str, params: Mapping[str, Any], now: ManagedPolicy) -> bool:
    versions = (now.default_version, *now.other_versions)
    match operation:
        case "CreatePolicyVersion":
            return same_meaning(params["PolicyDocument"], now.document)
        case "DeletePolicyVersion":
            return params["VersionId"] not in versions
        case "SetDefaultPolicyVersion":
            return bool(params["VersionId"] == now.default_version)
        case "TagPolicy":
            return _tagged(params, now.tags)
        case "UntagPolicy":
            return not set(params["TagKeys"]) & set(now.tags)
        case _:
            raise AssertionError(operation)


def _profile_has(operation: str, params: Mapping[str, Any], now: InstanceProfile) -> bool:
    match operation:
        case "AddRoleToInstanceProfile":
            return bool(now.role == params["RoleName"])
        case "RemoveRoleFromInstanceProfile":
            return bool(now.role != params["RoleName"])
        case "TagInstanceProfile":
            return _tagged(params, now.tags)
        case "UntagInstanceProfile":
            return not set(params["TagKeys"]) & set(now.tags)
        case _:
            raise AssertionError(operation)


def _provider_has(operation: str, params: Mapping[str, Any], now: OidcProvider) -> bool:
    match operation:
        case "AddClientIDToOpenIDConnectProvider":
            return params["ClientID"] in now.client_ids
        case "RemoveClientIDFromOpenIDConnectProvider":
            return params["ClientID"] not in now.client_ids
        case "TagOpenIDConnectProvider":
            return _tagged(params, now.tags)
        case "UntagOpenIDConnectProvider":
            return not set(params["TagKeys"]) & set(now.tags)
        case _:
            raise AssertionError(operation)


def _tagged(params: Mapping[str, Any], tags: Mapping[str, str]) -> bool:
    return all(tags.get(tag["Key"]) == tag["Value"] for tag in params["Tags"])
