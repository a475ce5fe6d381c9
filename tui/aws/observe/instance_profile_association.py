"""Reads which profile one instance has: two calls."""

from typing import Any

from tui.core.calls.api_call import ApiCall, Gateway
from tui.core.errors import AwsRefused
from tui.core.kinds import InstanceProfileAssociation

NO_INSTANCE = ("InvalidInstanceID.NotFound", "InvalidInstanceID.Malformed")
LEAVING = ("disassociating", "disassociated")


def observe_association(gateway: Gateway, desired: InstanceProfileAssociation) -> InstanceProfileAssociation | None:
    """The association that holds, None where the instance has none, an orphan where there is no such instance."""
    instance = _instance(gateway, desired.instance)
    if instance is None:
        return InstanceProfileAssociation(desired.instance, "", is_orphan=True)
    filters = [{"Name": "instance-id", "Values": [desired.instance]}]
    answer = gateway.call(ApiCall("ec2", "DescribeIamInstanceProfileAssociations", {"Filters": filters}))
    for one in answer.get("IamInstanceProfileAssociations", ()):
        if one["State"] not in LEAVING:
            profile = one["IamInstanceProfile"]["Arn"].rsplit("/", 1)[-1]
            is_running = instance["State"]["Name"] == "running"
            return InstanceProfileAssociation(desired.instance, profile, one["AssociationId"], is_running)
    return None


def _instance(gateway: Gateway, instance_id: str) -> Any:
    try:
        answer = gateway.call(ApiCall("ec2", "DescribeInstances", {"InstanceIds": [instance_id]}))
    except AwsRefused as refusal:
        if refusal.aws_code in NO_INSTANCE:
            return None
        raise
    found = (one for reservation in answer["Reservations"] for one in reservation["Instances"])
    # a terminated instance is still listed for an hour
    return next((one for one in found if one["State"]["Name"] not in ("terminated", "shutting-down")), None)
