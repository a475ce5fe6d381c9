"""The account behind the proxy: moto's own objects, emptied and compared without asking them over HTTP."""

import copy
import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from moto.core.base_backend import BackendDict
from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.models import AWSManagedPolicy, iam_backends

from faults import furniture
from faults.dialects import POOL_ROLES
from tui.core.calls.step import RUN_TAG
from tui.core.iam.policy import canonical

ACCOUNT = "123456789012"
PRESETS = Path(__file__).parents[2] / "presets"
MANAGED = sorted(
    name
    for name in {
        found
        for file in PRESETS.glob("*.yaml")
        for found in re.findall(r":iam::aws:policy/(?:[a-z-]+/)?(\w+)", file.read_text(encoding="utf-8"))
    }
)
"""AWS's own policies that the presets attach; loading all 1,582 takes seconds."""


def backend() -> Any:
    """moto's IAM of the account."""
    return iam_backends[ACCOUNT]["aws"]


def empty() -> None:
    """An account with AWS's managed policies and nothing else."""
    BackendDict.reset()
    POOL_ROLES.clear()
    known = _aws_managed()
    for name in (one for one in MANAGED if one in known):
        policy = AWSManagedPolicy.from_data(name, ACCOUNT, "us-east-1", known[name])
        backend().managed_policies[policy.arn] = policy


@cache
def _aws_managed() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(aws_managed_policies_data)
    return found


THINGS = ("roles", "managed_policies", "instance_profiles", "open_id_providers", "users", "groups")
"""moto's attributes that hold what a plan can change."""


def snapshot() -> dict[str, Any]:
    """What is there, to be put back later."""
    return copy.deepcopy({name: getattr(backend(), name) for name in THINGS}) | {"others": furniture.kept()}


def restore(taken: Mapping[str, Any]) -> None:
    """The account as it was when the snapshot was taken."""
    for name, things in copy.deepcopy({name: taken[name] for name in THINGS}).items():
        setattr(backend(), name, things)
    furniture.put_back(taken["others"])


def state() -> dict[str, Any]:
    """Everything a plan can change, documents by meaning; no ids, dates and run tags."""
    return iam_state() | {"others": furniture.told()}


def iam_state() -> dict[str, Any]:
    """What IAM has of it."""
    iam = backend()
    return {
        "roles": {role.name: _role(role) for role in iam.roles.values()},
        "policies": {
            arn: ([_meaning(one.document) for one in policy.versions], policy.default_version_id, _tags(policy.tags))
            for arn, policy in iam.managed_policies.items()
            if ":aws:policy" not in arn
        },
        "profiles": {
            name: ([role.name for role in profile.roles], profile.path, _tags(profile.tags))
            for name, profile in iam.instance_profiles.items()
        },
        "providers": {
            arn: (sorted(provider.client_id_list), _tags(provider.tags))
            for arn, provider in iam.open_id_providers.items()
        },
        "principals": {one.name: _inline(one) for one in (*iam.users.values(), *iam.groups.values())},
    }


def in_force() -> dict[str, Any]:
    """The state without the numbers of policy versions, which IAM never gives twice."""
    found = state()
    iam = backend()
    for arn in found["policies"]:
        policy = iam.managed_policies[arn]
        documents = {one.version_id: _meaning(one.document) for one in policy.versions}
        found["policies"][arn] = (documents[policy.default_version_id], len(documents), _tags(policy.tags))
    return found


def _inline(principal: Any) -> dict[str, Any]:
    return {name: _meaning(document) for name, document in principal.policies.items()}


def _role(role: Any) -> dict[str, Any]:
    return {
        "trust": _meaning(role.assume_role_policy_document),
        "inline": {name: _meaning(document) for name, document in role.policies.items()},
        "managed": sorted(role.managed_policies),
        "tags": _tags(role.tags),
        "path": role.path,
        "description": role.description or "",
        "session": int(role.max_session_duration or 3600),
        "boundary": role.permissions_boundary_arn,
    }


def _meaning(document: str | Mapping[str, Any]) -> Any:
    return canonical(json.loads(document) if isinstance(document, str) else document)


def _tags(tags: Any) -> dict[str, str]:
    pairs: Iterable[Mapping[str, str]] = tags.values() if isinstance(tags, Mapping) else tags or ()
    return {pair["Key"]: pair["Value"] for pair in pairs if pair["Key"] != RUN_TAG}
