"""A customer managed policy. Its document changes by new versions, of which IAM keeps five."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tui.core.calls.api_call import iam
from tui.core.calls.result_reference import sent
from tui.core.calls.step import Step, change_tags, tag_list
from tui.core.calls.target import Target
from tui.core.iam.arn import policy_arn
from tui.core.iam.limits import POLICY_VERSIONS_MAX
from tui.core.iam.policy import PolicyDocument, same_meaning


@dataclass(frozen=True)
class ManagedPolicy:
    """A policy of the account's own that roles can share."""

    name: str
    document: PolicyDocument
    tags: Mapping[str, str] = field(default_factory=dict)
    path: str = "/"
    description: str | None = None
    """Only on creation; IAM cannot change it."""
    default_version: str = "v1"
    """Observed only."""
    other_versions: tuple[str, ...] = ()
    """Observed only: the non-default versions, oldest first."""
    unique_id: str = ""
    """Observed only: ANPA..."""

    @property
    def address(self) -> str:
        """Kind and name; policy names are unique in an account whatever their path."""
        return f"policy/{self.name}"

    def parts(self) -> dict[str, Any]:
        """What can differ, by name."""
        parts: dict[str, Any] = {"document": self.document} | {f"tag/{key}": value for key, value in self.tags.items()}
        return parts | ({"path": self.path} if self.path != "/" else {})


def change_managed_policy(
    desired: ManagedPolicy, observed: ManagedPolicy | None, target: Target, run: str
) -> tuple[Step, ...]:
    """CreatePolicy, or a new default version where the document differs in meaning."""
    if observed is None:
        return (_create(desired, target, run),)
    arn = {"PolicyArn": policy_arn(target, desired.name, observed.path)}
    steps = []
    if not same_meaning(desired.document, observed.document):
        steps += _new_version(desired, observed, arn)
    steps += change_tags(desired.address, desired.tags, observed.tags, ("TagPolicy", "UntagPolicy"), arn)
    return tuple(steps)


def remove_managed_policy(observed: ManagedPolicy, target: Target) -> tuple[Step, ...]:
    """The calls that delete the policy; undone, it has the document that was in force, and no older versions."""
    arn = {"PolicyArn": policy_arn(target, observed.name, observed.path)}
    versions = [iam("DeletePolicyVersion", {**arn, "VersionId": one}) for one in observed.other_versions]
    create = _create(observed, target, "").do
    return (
        *(Step(observed.address, one) for one in versions),
        Step(observed.address, iam("DeletePolicy", arn), (create,)),
    )


def _create(desired: ManagedPolicy, target: Target, run: str) -> Step:
    params: dict[str, Any] = {
        "PolicyName": desired.name,
        "Path": desired.path,
        "PolicyDocument": sent(desired.document),
    }
    if desired.description is not None:
        params["Description"] = desired.description
    params["Tags"] = tag_list(desired.tags, run)
    arn = policy_arn(target, desired.name, desired.path)
    return Step(desired.address, iam("CreatePolicy", params), (iam("DeletePolicy", {"PolicyArn": arn}),))


def _new_version(desired: ManagedPolicy, observed: ManagedPolicy, arn: dict[str, str]) -> list[Step]:
    steps = []
    if len(observed.other_versions) + 1 >= POLICY_VERSIONS_MAX:
        # as Terraform does: the oldest version that is not in force makes room; IAM cannot bring it back
        oldest = {**arn, "VersionId": observed.other_versions[0]}
        steps.append(Step(desired.address, iam("DeletePolicyVersion", oldest)))
    put = iam("CreatePolicyVersion", {**arn, "PolicyDocument": sent(desired.document), "SetAsDefault": True})
    back = iam("SetDefaultPolicyVersion", {**arn, "VersionId": observed.default_version})
    return [*steps, Step(desired.address, put, (back,))]
