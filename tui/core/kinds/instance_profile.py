"""An instance profile: the container through which an EC2 instance gets its role. It holds one role, a hard limit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tui.core.calls.api_call import ApiCall, iam
from tui.core.calls.step import Step, change_tags, tag_list


@dataclass(frozen=True)
class InstanceProfile:
    """The console makes one by itself, with the role's name; everybody else has to."""

    name: str
    role: str | None
    """The name of the role inside; None for an observed profile that is empty."""
    tags: Mapping[str, str] = field(default_factory=dict)
    path: str = "/"
    unique_id: str = ""
    """Observed only: AIPA..."""

    @property
    def address(self) -> str:
        """Kind and name; profile names are unique in an account whatever their path."""
        return f"instance-profile/{self.name}"

    def parts(self) -> dict[str, Any]:
        """What can differ, by name."""
        parts: dict[str, Any] = {f"tag/{key}": value for key, value in self.tags.items()}
        if self.path != "/":
            parts["path"] = self.path
        return parts | ({"role": self.role} if self.role is not None else {})


def change_instance_profile(desired: InstanceProfile, observed: InstanceProfile | None, run: str) -> tuple[Step, ...]:
    """CreateInstanceProfile and the role put in; a role that is already in makes room first."""
    steps: list[Step] = []
    at = {"InstanceProfileName": desired.name}
    if observed is None:
        create = iam("CreateInstanceProfile", {**at, "Path": desired.path, "Tags": tag_list(desired.tags, run)})
        steps.append(Step(desired.address, create, (iam("DeleteInstanceProfile", at),)))
    else:
        operations = ("TagInstanceProfile", "UntagInstanceProfile")
        steps += change_tags(desired.address, desired.tags, observed.tags, operations, at)
    held = observed.role if observed else None
    if held == desired.role:
        return tuple(steps)
    if held is not None:
        remove, back = (
            _member("RemoveRoleFromInstanceProfile", desired, held),
            _member("AddRoleToInstanceProfile", desired, held),
        )
        steps.append(Step(desired.address, remove, (back,)))
    if desired.role is not None:
        add = _member("AddRoleToInstanceProfile", desired, desired.role)
        remove = _member("RemoveRoleFromInstanceProfile", desired, desired.role)
        steps.append(Step(desired.address, add, (remove,)))
    return tuple(steps)


def remove_instance_profile(observed: InstanceProfile) -> tuple[Step, ...]:
    """The calls that empty and delete the profile."""
    at = {"InstanceProfileName": observed.name}
    create = iam("CreateInstanceProfile", {**at, "Path": observed.path, "Tags": tag_list(observed.tags)})
    steps = []
    if observed.role is not None:
        back = _member("AddRoleToInstanceProfile", observed, observed.role)
        steps.append(Step(observed.address, _member("RemoveRoleFromInstanceProfile", observed, observed.role), (back,)))
    return (*steps, Step(observed.address, iam("DeleteInstanceProfile", at), (create,)))


def _member(operation: str, profile: InstanceProfile, role: str) -> ApiCall:
    return iam(operation, {"InstanceProfileName": profile.name, "RoleName": role})
