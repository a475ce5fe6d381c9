"""Resources, calls and steps as JSON and back, for what has to outlive the process: journals and saved plans."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from tui.core.calls.api_call import ApiCall
from tui.core.calls.result_reference import JsonText, Ref
from tui.core.calls.step import Step
from tui.core.calls.target import Target
from tui.core.kinds import (
    ApiGatewayAccount,
    Bucket,
    BucketPolicy,
    IdentityPoolRoles,
    InstanceProfile,
    InstanceProfileAssociation,
    KmsKey,
    LogGroup,
    ManagedPolicy,
    OidcProvider,
    PrincipalPolicy,
    Resource,
    Role,
    ServiceLinkedRole,
    Stream,
)

KINDS: dict[str, type[Any]] = {
    "role": Role,
    "managed_policy": ManagedPolicy,
    "instance_profile": InstanceProfile,
    "oidc_provider": OidcProvider,
    "service_linked_role": ServiceLinkedRole,
    "log_group": LogGroup,
    "bucket": Bucket,
    "stream": Stream,
    "kms_key": KmsKey,
    "principal_policy": PrincipalPolicy,
    "bucket_policy": BucketPolicy,
    "apigateway_account": ApiGatewayAccount,
    "identity_pool_roles": IdentityPoolRoles,
    "instance_profile_association": InstanceProfileAssociation,
}
NAMES = {kind: name for name, kind in KINDS.items()}


def resource_record(resource: Resource) -> dict[str, Any]:
    """{"kind": "role", "name": ...}, observed fields too."""
    return {"kind": NAMES[type(resource)], **_plain(asdict(resource))}


def resource_from(record: Mapping[str, Any]) -> Resource:
    """The resource in a record. Raises KeyError, TypeError, ValueError where it is none."""
    kind = KINDS[record["kind"]]
    known = {field.name for field in fields(kind)}
    given = {name: _typed(value) for name, value in record.items() if name in known}
    found: Resource = kind(
        **{name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
    )
    return found


def call_record(call: ApiCall) -> dict[str, Any]:
    """{"service", "operation", "params"}."""
    return {"service": call.service, "operation": call.operation, "params": _plain(call.params)}


def call_from(record: Mapping[str, Any]) -> ApiCall:
    """The call in a record. Raises KeyError."""
    return ApiCall(record["service"], record["operation"], _typed(record["params"]))


def step_record(step: Step) -> dict[str, Any]:
    """{"address", "do", "undo"}."""
    return {"address": step.address, "do": call_record(step.do), "undo": [call_record(one) for one in step.undo]}


def step_from(record: Mapping[str, Any]) -> Step:
    """The step in a record. Raises KeyError."""
    return Step(record["address"], call_from(record["do"]), tuple(call_from(one) for one in record["undo"]))


def target_record(target: Target) -> dict[str, Any]:
    """Who and where; no credentials are part of a target."""
    return asdict(target)


def target_from(record: Mapping[str, Any]) -> Target:
    """The target in a record. Raises TypeError."""
    return Target(**record)


def _plain(value: Any) -> Any:
    """References as JSON: {"$ref": [address, field, text]}, {"$json": document}; the rest as it is."""
    match value:
        case Ref():
            return {"$ref": [value.address, value.field, str(value)]}
        case JsonText():
            return {"$json": _plain(value.document)}
        case Mapping():
            return {key: _plain(one) for key, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case _:
            return value


def _typed(value: Any) -> Any:
    match value:
        case {"$ref": [str(address), str(field), str(text)]} if len(value) == 1:
            return Ref(address, field, text)
        case {"$json": Mapping() as document} if len(value) == 1:
            return JsonText(_typed(document))
        case Mapping():
            return {key: _typed(one) for key, one in value.items()}
        case list():
            return [_typed(one) for one in value]
        case _:
            return value
