"""Reads one bucket's policy: one call."""

from tui.aws.observe.answers import document
from tui.core.calls.api_call import ApiCall, Gateway
from tui.core.errors import AwsRefused
from tui.core.kinds import BucketPolicy
from tui.core.kinds.bucket_policy import by_sid


def observe_bucket_policy(gateway: Gateway, desired: BucketPolicy) -> BucketPolicy | None:
    """The policy as it stands, None where the bucket has none, an orphan where there is no such bucket."""
    try:
        answer = gateway.call(ApiCall("s3", "GetBucketPolicy", {"Bucket": desired.bucket}))
    except AwsRefused as refusal:
        match refusal.aws_code:
            case "NoSuchBucketPolicy":
                return None
            case "NoSuchBucket":
                return BucketPolicy(desired.bucket, is_orphan=True)
        raise
    whole = document(answer["Policy"])
    return BucketPolicy(desired.bucket, by_sid(whole, desired.statements), whole)
