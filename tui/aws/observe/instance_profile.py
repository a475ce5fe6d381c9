"""Reads one instance profile: one call."""

from tui.aws.observe.answers import found, tags
from tui.core.calls.api_call import Gateway
from tui.core.kinds import InstanceProfile


def observe_instance_profile(gateway: Gateway, desired: InstanceProfile) -> InstanceProfile | None:
    """The profile of that name, with the one role it can hold."""
    answer = found(gateway, "GetInstanceProfile", {"InstanceProfileName": desired.name})
    if answer is None:
        return None
    profile = answer["InstanceProfile"]
    return InstanceProfile(
        name=profile["InstanceProfileName"],
        role=next((role["RoleName"] for role in profile["Roles"]), None),
        tags=tags(profile.get("Tags")),
        path=profile["Path"],
        unique_id=profile["InstanceProfileId"],
    )
