"""Which instance profile, and with it which role, an existing EC2 instance has."""

from dataclasses import dataclass
from typing import Any

from tui.core.calls.api_call import ApiCall
from tui.core.calls.result_reference import Ref
from tui.core.calls.step import Step


@dataclass(frozen=True)
class InstanceProfileAssociation:
    """An instance has at most one."""

    instance: str
    profile: str
    """The profile's name; empty for an orphan."""
    association_id: str = ""
    """Observed only: iip-assoc-..., which Replace changes too."""
    is_running: bool = True
    """Observed only: EC2 replaces the profile of a running instance in one call."""
    is_orphan: bool = False
    """Observed only: there is no such instance."""

    @property
    def address(self) -> str:
        """Kind and instance."""
        return f"association/{self.instance}"

    def parts(self) -> dict[str, Any]:
        """What can differ, by name."""
        return {} if self.is_orphan else {"profile": self.profile}


def change_association(
    desired: InstanceProfileAssociation, observed: InstanceProfileAssociation | None
) -> tuple[Step, ...]:
    """Associate, or replace what a running instance has; a stopped one gives its profile up first."""
    made = Ref(desired.address, "AssociationId")
    if observed is None or observed.is_orphan:
        return (Step(desired.address, associate(desired.instance, desired.profile), (disassociate(made),)),)
    if observed.profile == desired.profile:
        return ()
    if observed.is_running:
        do = replace_profile(observed.association_id, desired.profile)
        return (Step(desired.address, do, (replace_profile(made, observed.profile),)),)
    off, on = disassociate(observed.association_id), associate(desired.instance, desired.profile)
    back = associate(desired.instance, observed.profile)
    return (Step(desired.address, off, (back,)), Step(desired.address, on, (disassociate(made),)))


def associate(instance: str, profile: str) -> ApiCall:
    """Gives an instance without a profile this one."""
    params = {"IamInstanceProfile": {"Name": profile}, "InstanceId": instance}
    return ApiCall("ec2", "AssociateIamInstanceProfile", params)


def replace_profile(association_id: str, profile: str) -> ApiCall:
    """Gives an instance this profile instead of the one it has."""
    params = {"IamInstanceProfile": {"Name": profile}, "AssociationId": association_id}
    return ApiCall("ec2", "ReplaceIamInstanceProfileAssociation", params)


def disassociate(association_id: str) -> ApiCall:
    """Takes the profile off the instance."""
    return ApiCall("ec2", "DisassociateIamInstanceProfile", {"AssociationId": association_id})
