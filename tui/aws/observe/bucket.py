"""Reads one bucket: one call, and three more side by side where it is the account's own."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from tui.aws.observe.answers import tags
from tui.aws.observe.side_by_side import side_by_side
from tui.core.calls.api_call import ApiCall, Gateway
from tui.core.errors import AwsRefused
from tui.core.kinds import Bucket
from tui.core.kinds.bucket import BLOCKS

NOT_THERE = ("404", "NoSuchBucket", "NotFound")
NOT_OURS = ("403", "Forbidden", "AccessDenied", "301", "PermanentRedirect")
NONE_SET = ("NoSuchTagSet", "NoSuchPublicAccessBlockConfiguration")


def observe_bucket(gateway: Gateway, desired: Bucket) -> Bucket | None:
    """The bucket of that name; foreign where another account has it. HeadBucket answers with HTTP's codes alone."""
    at = {"Bucket": desired.name}
    try:
        # without ExpectedBucketOwner a public bucket of somebody else's would pass for ours
        head = gateway.call(ApiCall("s3", "HeadBucket", {**at, "ExpectedBucketOwner": gateway.target.account}))
    except AwsRefused as refusal:
        if refusal.aws_code in NOT_THERE:
            return None
        if refusal.aws_code in NOT_OURS:
            return Bucket(desired.name, is_foreign=True)
        raise
    listed, tagging, block = side_by_side(
        gateway,
        [
            partial(_read, gateway, "ListObjectsV2", {**at, "MaxKeys": 1}),
            partial(_read, gateway, "GetBucketTagging", at),
            partial(_read, gateway, "GetPublicAccessBlock", at),
        ],
    )
    blocks = block.get("PublicAccessBlockConfiguration", {})
    return Bucket(
        name=desired.name,
        tags=tags(tagging.get("TagSet")),
        is_private=all(blocks.get(one) for one in BLOCKS),
        region=str(head.get("BucketRegion", "")),
        is_empty=not listed.get("KeyCount"),
    )


def _read(gateway: Gateway, operation: str, params: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        return gateway.call(ApiCall("s3", operation, params))
    except AwsRefused as refusal:
        if refusal.aws_code in NONE_SET:
            return {}
        raise
