"""Reads that are asked before their turn: what is there has contents, and those need not wait for it to be found.

Observing reads a thing and then, if it is there, what is in it, or if it is not, why: two round trips. Where it is most
likely known which, since it was there at the review or was just made, the second reads go out with the first. A wrong
guess costs a read more.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from tui.aws.observe.principal_policy import GET_HOLDER
from tui.core.calls.api_call import ApiCall, Gateway, iam
from tui.core.calls.target import Target
from tui.core.iam.arn import policy_arn
from tui.core.kinds import (
    Bucket,
    InstanceProfileAssociation,
    KmsKey,
    LogGroup,
    ManagedPolicy,
    PrincipalPolicy,
    Resource,
    Role,
    Stream,
)
from tui.core.kinds.principal_policy import NAME_KEYS

Answer = Mapping[str, Any]
AT_ONCE = 12
"""Questions asked ahead; with those that are asked in their turn, no more than botocore keeps connections."""


class ReadAhead:
    """A Gateway that has asked some questions already; each answer is given once, to the first who asks the same."""

    def __init__(self, gateway: Gateway, calls: Iterable[ApiCall], pool: ThreadPoolExecutor) -> None:
        self._gateway = gateway
        self._asked: dict[str, Future[Answer]] = {_key(call): pool.submit(gateway.call, call) for call in calls}

    @property
    def target(self) -> Target:
        """The account's."""
        return self._gateway.target

    def call(self, call: ApiCall) -> Answer:
        """AWS's answer. Raises what the gateway raises."""
        asked = self._asked.pop(_key(call), None)
        return asked.result() if asked else self._gateway.call(call)


def follow_ups(target: Target, desired: Resource, likely: Resource | None) -> Iterator[ApiCall]:
    """The reads that follow the first one where `likely` is what is there; those of the observing files, in any order.

    `likely` may be what is desired itself, for what was made of it a moment ago.
    """
    match desired, likely:
        case Role(name=name), Role():
            at = {"RoleName": name}
            yield iam("ListRolePolicies", at)
            yield iam("ListAttachedRolePolicies", at)
            yield from (iam("GetRolePolicy", {**at, "PolicyName": policy}) for policy in desired.inline)
        case ManagedPolicy(name=name), ManagedPolicy(default_version=version):
            at = {"PolicyArn": policy_arn(target, name, desired.path)}
            yield iam("ListPolicyVersions", at)
            yield iam("GetPolicyVersion", {**at, "VersionId": version})
        case Stream(name=name), Stream():
            yield ApiCall("kinesis", "ListTagsForStream", {"StreamName": name})
        case LogGroup(name=name), LogGroup():
            arn = f"arn:{target.partition}:logs:{target.region}:{target.account}:log-group:{name}"
            yield ApiCall("logs", "DescribeLogStreams", {"logGroupName": name, "limit": 1})
            yield ApiCall("logs", "ListTagsForResource", {"resourceArn": arn})
        case Bucket(name=name), Bucket(is_foreign=False):
            yield ApiCall("s3", "ListObjectsV2", {"Bucket": name, "MaxKeys": 1})
            yield ApiCall("s3", "GetBucketTagging", {"Bucket": name})
            yield ApiCall("s3", "GetPublicAccessBlock", {"Bucket": name})
        case KmsKey(), KmsKey(unique_id=key_id) if key_id:
            yield ApiCall("kms", "ListResourceTags", {"KeyId": key_id})
        case KmsKey(), None:
            yield ApiCall("kms", "ListKeys", {})
        case PrincipalPolicy(kind=kind, holder=holder), None:
            yield iam(GET_HOLDER[kind], {NAME_KEYS[kind]: holder})
        case InstanceProfileAssociation(instance=instance), None | InstanceProfileAssociation(is_orphan=False):
            filters = [{"Name": "instance-id", "Values": [instance]}]
            yield ApiCall("ec2", "DescribeIamInstanceProfileAssociations", {"Filters": filters})


def _key(call: ApiCall) -> str:
    return json.dumps([call.service, call.operation, dict(call.params)], sort_keys=True, default=str)
