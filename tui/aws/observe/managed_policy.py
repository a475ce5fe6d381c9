"""Reads one customer managed policy: GetPolicy, and where it is there two more calls side by side."""

from functools import partial
from typing import Any

from tui.aws.observe.answers import document, found, tags
from tui.aws.observe.side_by_side import side_by_side
from tui.aws.pages import items
from tui.core.calls.api_call import Gateway, iam
from tui.core.iam.arn import policy_arn
from tui.core.kinds import ManagedPolicy


def observe_managed_policy(gateway: Gateway, desired: ManagedPolicy) -> ManagedPolicy | None:
    """The policy of that name under that path; one of the same name elsewhere has another ARN and is not looked for."""
    at = {"PolicyArn": policy_arn(gateway.target, desired.name, desired.path)}
    answer = found(gateway, "GetPolicy", at)
    if answer is None:
        return None
    policy = answer["Policy"]
    default = policy["DefaultVersionId"]
    version, listed = side_by_side(
        gateway,
        [
            partial(found, gateway, "GetPolicyVersion", {**at, "VersionId": default}),
            partial(_versions, gateway, at),
        ],
    )
    if version is None:
        return None
    versions = [one["VersionId"] for one in listed]
    return ManagedPolicy(
        name=policy["PolicyName"],
        document=document(version["PolicyVersion"]["Document"]),
        tags=tags(policy.get("Tags")),
        path=policy["Path"],
        description=policy.get("Description") or None,
        default_version=default,
        other_versions=tuple(sorted((one for one in versions if one != default), key=_number)),
        unique_id=policy["PolicyId"],
    )


def _versions(gateway: Gateway, at: dict[str, str]) -> Any:
    return list(items(gateway, iam("ListPolicyVersions", at), "Versions"))


def _number(version: str) -> int:
    """Versions are v1, v2, ...; a number is never given twice, so the smallest is the oldest."""
    return int(version.removeprefix("v"))
