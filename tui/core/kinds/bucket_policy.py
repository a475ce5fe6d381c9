"""Statements of an S3 bucket's policy, merged in by Sid; the rest of the policy stays as it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tui.core.calls.api_call import ApiCall
from tui.core.calls.result_reference import sent
from tui.core.calls.step import Step
from tui.core.iam.policy import PolicyDocument, same_meaning, statements_of

VERSION = "2012-10-17"


@dataclass(frozen=True)
class BucketPolicy:
    """S3 knows only whole policies: each write replaces all of it."""

    bucket: str
    statements: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """By Sid; of an observed policy those that were asked about."""
    whole: PolicyDocument | None = None
    """Observed only: the policy as it stands."""
    is_orphan: bool = False
    """Observed only: there is no such bucket."""

    @property
    def address(self) -> str:
        """Kind and bucket; a bucket has one policy."""
        return f"bucket-policy/{self.bucket}"

    def parts(self) -> dict[str, Any]:
        """What can differ, by name; each statement as a document of its own, so that its meaning counts."""
        return {f"statement/{sid}": _alone(one) for sid, one in self.statements.items()}


def change_bucket_policy(desired: BucketPolicy, observed: BucketPolicy | None) -> tuple[Step, ...]:
    """One PutBucketPolicy with everything that was there, and what is desired in place of the same Sids."""
    before = observed.whole if observed else None
    if holds(before, desired.statements):
        return ()
    do = put_policy(desired.bucket, merged(before, desired.statements, desired.statements))
    undo = put_policy(desired.bucket, before)
    return (Step(desired.address, do, (undo,)),)


def put_policy(bucket: str, document: PolicyDocument | None) -> ApiCall:
    """The call that leaves the bucket with this policy, or with none."""
    if document is None:
        return ApiCall("s3", "DeleteBucketPolicy", {"Bucket": bucket})
    return ApiCall("s3", "PutBucketPolicy", {"Bucket": bucket, "Policy": sent(document)})


def merged(
    document: PolicyDocument | None, sids: Iterable[str], statements: Mapping[str, Mapping[str, Any]]
) -> PolicyDocument | None:
    """The document with these statements in place of those with the `sids`; None where nothing is left of it."""
    replaced = set(sids)
    whole = document or {"Version": VERSION}
    kept = [one for one in statements_of(whole) if one.get("Sid") not in replaced]
    found = [*kept, *statements.values()]
    return {**whole, "Statement": found} if found else None


def holds(document: PolicyDocument | None, statements: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether the document has all of these statements, by Sid and meaning."""
    there = by_sid(document, statements)
    return all(sid in there and same_meaning(_alone(one), _alone(there[sid])) for sid, one in statements.items())


def by_sid(document: PolicyDocument | None, sids: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    """The document's statements with these Sids."""
    wanted = set(sids)
    return {str(one["Sid"]): one for one in statements_of(document or {}) if one.get("Sid") in wanted}


def _alone(statement: Mapping[str, Any]) -> PolicyDocument:
    return {"Version": VERSION, "Statement": [statement]}
