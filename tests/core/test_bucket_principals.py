"""S3 looks principals up when a bucket policy is saved: waited for where the run made them, named where it did not."""

from typing import Any

import pytest
from builders import Account, Moody, a_plan, a_role, deployed, refused

from tui.core.kinds import BucketPolicy
from tui.core.run.events import StepFailed, StepWaiting

INVALID = refused("MalformedPolicy", "Invalid principal in policy", "PutBucketPolicy")


class WithBuckets(Account):
    """The fake account, and buckets with policies."""

    def __init__(self) -> None:
        super().__init__()
        self.saved: list[str] = []

    def _PutBucketPolicy(self, Bucket: str, Policy: str) -> None:  # noqa: N802, N803
        self.saved.append(Bucket)

    def _GetBucketPolicy(self, Bucket: str) -> Any:  # noqa: N802, N803
        raise refused("NoSuchBucketPolicy", "none", "GetBucketPolicy")


def for_role(name: str) -> BucketPolicy:
    arn = f"arn:aws:iam::123456789012:role/{name}"
    statement = {"Sid": "Reader", "Effect": "Allow", "Principal": {"AWS": arn}, "Action": "s3:GetObject"}
    return BucketPolicy("lake", {"Reader": {**statement, "Resource": "arn:aws:s3:::lake/*"}})


@pytest.mark.parametrize(("name", "waits", "outcome"), [("app", 2, "done"), ("typo", 0, "failed")])
def test_a_principal_that_s3_does_not_know_is_waited_for_only_where_this_run_made_it(
    name: str, waits: int, outcome: str
):
    account = WithBuckets()

    events = deployed(Moody(account, "PutBucketPolicy", INVALID, INVALID), a_plan(a_role(), for_role(name)))

    assert len([event for event in events if isinstance(event, StepWaiting)]) == waits
    assert events[-1].outcome == outcome
    failures = [event.message for event in events if isinstance(event, StepFailed)]
    assert failures == ([] if waits else ["Invalid principal in policy (Sid: Reader)"])
    assert account.saved == (["lake"] if waits else [])
