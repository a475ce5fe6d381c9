"""An S3 bucket that something else needs, made when it is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tui.core.calls.api_call import ApiCall
from tui.core.calls.step import RUN_TAG, Step
from tui.core.calls.target import Target

BLOCKS = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
NO_CONSTRAINT = "us-east-1"
"""S3 refuses to hear this Region as a LocationConstraint, and wants every other one."""


@dataclass(frozen=True)
class Bucket:
    """Private: public access is blocked. One that is there keeps its tags and whatever it holds."""

    name: str
    tags: Mapping[str, str] = field(default_factory=dict)
    """Given only when it is made; the run's own among them."""
    is_private: bool = True
    """Whether all four public access blocks are on."""
    region: str = ""
    """Observed only."""
    is_empty: bool = True
    """Observed only: a bucket that holds something is never deleted."""
    is_foreign: bool = False
    """Observed only: the name belongs to another account; bucket names are unique in the whole partition."""

    @property
    def address(self) -> str:
        """Kind and name."""
        return f"bucket/{self.name}"

    def parts(self) -> dict[str, Any]:
        """What can differ, by name."""
        return {"name": self.name, "public_access": "blocked" if self.is_private else "open"}


def change_bucket(desired: Bucket, observed: Bucket | None, target: Target, run: str) -> tuple[Step, ...]:
    """CreateBucket, its tags and the public access block; of a bucket that is there only the block."""
    at = {"Bucket": desired.name}
    if observed is None:
        place = {"CreateBucketConfiguration": {"LocationConstraint": target.region}}
        create = ApiCall("s3", "CreateBucket", at if target.region == NO_CONSTRAINT else {**at, **place})
        steps = [Step(desired.address, create, (ApiCall("s3", "DeleteBucket", at),))]
        if tags := {**desired.tags, **({RUN_TAG: run} if run else {})}:
            pairs = [{"Key": key, "Value": value} for key, value in tags.items()]
            steps.append(Step(desired.address, ApiCall("s3", "PutBucketTagging", {**at, "Tagging": {"TagSet": pairs}})))
        return (*steps, Step(desired.address, block_public(desired.name)))
    if observed.is_private or observed.is_foreign:
        return ()
    return (Step(desired.address, block_public(desired.name), (ApiCall("s3", "DeletePublicAccessBlock", at),)),)


def block_public(bucket: str) -> ApiCall:
    """All four blocks on."""
    blocks = dict.fromkeys(BLOCKS, True)
    return ApiCall("s3", "PutPublicAccessBlock", {"Bucket": bucket, "PublicAccessBlockConfiguration": blocks})
