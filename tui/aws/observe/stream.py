"""Reads one Kinesis stream: one call, and one more where it is there."""

from tui.core.calls.api_call import ApiCall, Gateway
from tui.core.errors import AwsRefused
from tui.core.kinds import Stream


def observe_stream(gateway: Gateway, desired: Stream) -> Stream | None:
    """The stream of that name; one that is being deleted is gone."""
    at = {"StreamName": desired.name}
    try:
        about = gateway.call(ApiCall("kinesis", "DescribeStreamSummary", at))["StreamDescriptionSummary"]
        tagged = gateway.call(ApiCall("kinesis", "ListTagsForStream", at))
    except AwsRefused as refusal:
        if refusal.aws_code == "ResourceNotFoundException":
            return None
        raise
    if about["StreamStatus"] == "DELETING":
        return None
    is_on_demand = about.get("StreamModeDetails", {}).get("StreamMode") == "ON_DEMAND"
    return Stream(
        name=desired.name,
        shards=None if is_on_demand else int(about["OpenShardCount"]),
        tags={one["Key"]: one.get("Value", "") for one in tagged.get("Tags", ())},
        unique_id=str(about["StreamCreationTimestamp"]),
        consumers=int(about.get("ConsumerCount", 0)),
    )
