"""Whether a call's effect is there: how an answer that got lost is found out by reading.

A call whose answer is unknown (connection closed, time-out, 5xx, an answer nobody can parse) is never sent again before
the account was read, and "already exists" for our own work is no error.
"""

from collections.abc import Mapping
from typing import Any

from tui.core.calls.api_call import ApiCall
from tui.core.calls.result_reference import Ref
from tui.core.calls.step import RUN_TAG
from tui.core.iam.policy import same_meaning
from tui.core.kinds import (
    ApiGatewayAccount,
    Bucket,
    BucketPolicy,
    IdentityPoolRoles,
    InstanceProfile,
    InstanceProfileAssociation,
    KmsKey,
    ManagedPolicy,
    OidcProvider,
    PrincipalPolicy,
    Resource,
    Role,
)

CREATES = frozenset(
    {
        "CreateRole",
        "CreatePolicy",
        "CreateInstanceProfile",
        "CreateOpenIDConnectProvider",
        "CreateServiceLinkedRole",
        "CreateLogGroup",
        "CreateBucket",
        "CreateStream",
        "CreateKey",
    }
)
DELETES = frozenset(
    {
        "DeleteRole",
        "DeletePolicy",
        "DeleteInstanceProfile",
        "DeleteOpenIDConnectProvider",
        "DeleteServiceLinkedRole",
        "DeleteLogGroup",
        "DeleteBucket",
        "DeleteStream",
        "ScheduleKeyDeletion",
    }
)


REMOVALS = DELETES | {"DeleteUserPolicy", "DeleteGroupPolicy"}
"""Operations after which nothing is at the step's address any more."""
EMPTYING = frozenset({"DeleteRolePolicy", "DetachRolePolicy"})
"""Operations that take policies out of a role that stays; nothing in what is desired says so."""


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
        case PrincipalPolicy() if not now.is_orphan:
            return _principal_has(call.operation, params, now)
        case BucketPolicy() if not now.is_orphan:
            return _bucket_has(call.operation, params, now)
        case ApiGatewayAccount():
            return bool(params["patchOperations"][0]["value"] == now.role_arn)
        case IdentityPoolRoles() if not now.is_orphan:
            return bool(params["Roles"] == now.roles and params.get("RoleMappings", {}) == now.mappings)
        case InstanceProfileAssociation() if not now.is_orphan:
            return _association_has(call.operation, params, now)
        case Bucket():
            return _made_bucket_has(call.operation, params, now)
        case KmsKey():
            return now.has_alias if call.operation == "CreateAlias" else not now.has_alias
        case _:
            return _is_absence(call)


def is_own(now: Resource | None, run: str) -> bool:
    """Whether the thing carries the run's tag; things that cannot be tagged cannot tell.

    A bucket gets its tags by a call of its own: one of this account without tags and content is taken for ours, where
    only the run's own CreateBucket asks.
    """
    if isinstance(now, Bucket) and not now.is_foreign and not now.tags:
        return now.is_empty
    tags: Mapping[str, str] = getattr(now, "tags", {})
    return tags.get(RUN_TAG) == run


def _role_has(operation: str, params: Mapping[str, Any], now: Role) -> bool:
    match operation:
        case "UpdateAssumeRolePolicy":
            return same_meaning(params["PolicyDocument"], now.trust)
        case "PutRolePolicy":
            # of one that a run took out nobody asks for the text; that it is there again is what can be seen
            name = params["PolicyName"]
            return name in now.other_inline or same_meaning(params["PolicyDocument"], now.inline.get(name))
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


def _principal_has(operation: str, params: Mapping[str, Any], now: PrincipalPolicy) -> bool:
    match operation:
        case "PutUserPolicy" | "PutGroupPolicy" | "PutRolePolicy":
            return same_meaning(params["PolicyDocument"], now.document)
        case "DeleteUserPolicy" | "DeleteGroupPolicy" | "DeleteRolePolicy":
            return False
        case _:
            raise AssertionError(operation)


def _bucket_has(operation: str, params: Mapping[str, Any], now: BucketPolicy) -> bool:
    match operation:
        case "PutBucketPolicy":
            return same_meaning(params["Policy"], now.whole)
        case "DeleteBucketPolicy":
            return now.whole is None
        case _:
            raise AssertionError(operation)


def _made_bucket_has(operation: str, params: Mapping[str, Any], now: Bucket) -> bool:
    match operation:
        case "PutBucketTagging":
            return _tagged({"Tags": params["Tagging"]["TagSet"]}, now.tags)
        case "PutPublicAccessBlock":
            return now.is_private
        case "DeletePublicAccessBlock":
            return not now.is_private
        case _:
            raise AssertionError(operation)


def _association_has(operation: str, params: Mapping[str, Any], now: InstanceProfileAssociation) -> bool:
    match operation:
        case "AssociateIamInstanceProfile" | "ReplaceIamInstanceProfileAssociation":
            return bool(params["IamInstanceProfile"]["Name"] == now.profile)
        case "DisassociateIamInstanceProfile":
            return bool(params["AssociationId"] != now.association_id) and not isinstance(params["AssociationId"], Ref)
        case _:
            raise AssertionError(operation)


def _is_absence(call: ApiCall) -> bool:
    """Whether the call leaves nothing, as where nothing is, or nothing it could be in."""
    match call.operation:
        case "DeleteUserPolicy" | "DeleteGroupPolicy" | "DeleteRolePolicy":
            return True
        case "DeleteBucketPolicy" | "DisassociateIamInstanceProfile" | "DeleteAlias" | "DeletePublicAccessBlock":
            return True
        case "UpdateAccount":
            return not call.params["patchOperations"][0]["value"]
        case "SetIdentityPoolRoles":
            return not call.params["Roles"] and not call.params.get("RoleMappings")
        case _:
            return False


def _tagged(params: Mapping[str, Any], tags: Mapping[str, str]) -> bool:
    return all(tags.get(tag["Key"]) == tag["Value"] for tag in params["Tags"])
