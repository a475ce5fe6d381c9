"""Resources, calls and steps as JSON and back, for what has to outlive the process: journals and saved plans."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from tui.core.calls import ApiCall
from tui.core.resources import InstanceProfile, ManagedPolicy, OidcProvider, Resource, Role, ServiceLinkedRole
from tui.core.steps import Step
from tui.core.target import Target

KINDS: dict[str, type[Any]] = {
    "role": Role,
    "managed_policy": ManagedPolicy,
    "instance_profile": InstanceProfile,
    "oidc_provider": OidcProvider,
    "service_linked_role": ServiceLinkedRole,
}
NAMES = {kind: name for name, kind in KINDS.items()}


def resource_record(resource: Resource) -> dict[str, Any]:
    """{"kind": "role", "name": ...}, observed fields too."""
    return {"kind": NAMES[type(resource)], **asdict(resource)}


def resource_from(record: Mapping[str, Any]) -> Resource:
    """The resource in a record. Raises KeyError, TypeError, ValueError where it is none."""
    kind = KINDS[record["kind"]]
    known = {field.name for field in fields(kind)}
    given = {name: value for name, value in record.items() if name in known}
    found: Resource = kind(
        **{name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
    )
    return found


def call_record(call: ApiCall) -> dict[str, Any]:
    """{"service", "operation", "params"}."""
    return {"service": call.service, "operation": call.operation, "params": dict(call.params)}


def call_from(record: Mapping[str, Any]) -> ApiCall:
    """The call in a record. Raises KeyError."""
    return ApiCall(record["service"], record["operation"], record["params"])


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
