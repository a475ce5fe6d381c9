"""Reads one log group: one call, and two more where it is there."""

from tui.aws.pages import items
from tui.core.calls.api_call import ApiCall, Gateway
from tui.core.kinds import LogGroup


def observe_log_group(gateway: Gateway, desired: LogGroup) -> LogGroup | None:
    """The group of exactly that name."""
    call = ApiCall("logs", "DescribeLogGroups", {"logGroupNamePrefix": desired.name})
    groups = items(gateway, call, "logGroups", answer="nextToken")
    group = next((one for one in groups if one["logGroupName"] == desired.name), None)
    if group is None:
        return None
    at = {"logGroupName": desired.name, "limit": 1}
    streams = gateway.call(ApiCall("logs", "DescribeLogStreams", at)).get("logStreams", ())
    arn = group["arn"].removesuffix(":*")
    tags = gateway.call(ApiCall("logs", "ListTagsForResource", {"resourceArn": arn})).get("tags", {})
    return LogGroup(desired.name, tags, bool(streams), str(group["creationTime"]))
