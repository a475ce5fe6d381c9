"""Reads one KMS key by its alias: two calls. Where the alias is free, one more for each key of the account."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from tui.aws.observe.side_by_side import side_by_side
from tui.aws.pages import items
from tui.core.calls.api_call import ApiCall, Gateway
from tui.core.errors import AwsRefused
from tui.core.kinds import KmsKey
from tui.core.kinds.kms_key import ALIAS_TAG

GOING = ("PendingDeletion", "PendingReplicaDeletion")


def observe_kms_key(gateway: Gateway, desired: KmsKey) -> KmsKey | None:
    """The key the alias stands for, else one that was made for this alias and not named yet."""
    about = _about(gateway, desired.alias)
    if about is not None:
        return _key(desired, about, _tags(gateway, about["KeyId"]), has_alias=True)
    listed = items(gateway, ApiCall("kms", "ListKeys", {}), "Keys", answer="NextMarker", ask="Marker")
    ids = [str(one["KeyId"]) for one in listed]
    tagged = zip(ids, side_by_side(gateway, [partial(_tags, gateway, one) for one in ids]), strict=True)
    for key_id, tags in tagged:
        if tags.get(ALIAS_TAG) == desired.alias:
            about = _about(gateway, key_id)
            if about is not None and about["KeyState"] not in GOING:
                return _key(desired, about, tags, has_alias=False)
    return None


def _key(desired: KmsKey, about: Mapping[str, Any], tags: Mapping[str, str], *, has_alias: bool) -> KmsKey:
    is_usable = (about.get("KeySpec"), about["KeyState"]) == ("SYMMETRIC_DEFAULT", "Enabled")
    return KmsKey(desired.alias, tags, str(about["KeyId"]), str(about["Arn"]), has_alias, is_usable)


def _about(gateway: Gateway, key: str) -> Mapping[str, Any] | None:
    try:
        found: Mapping[str, Any] = gateway.call(ApiCall("kms", "DescribeKey", {"KeyId": key}))["KeyMetadata"]
    except AwsRefused as refusal:
        if refusal.aws_code == "NotFoundException":
            return None
        raise
    return found


def _tags(gateway: Gateway, key_id: str) -> dict[str, str]:
    """The key's tags; none where its own policy keeps the caller out, as with the keys of AWS's services."""
    try:
        answer = gateway.call(ApiCall("kms", "ListResourceTags", {"KeyId": key_id}))
    except AwsRefused as refusal:
        if refusal.code == "aws.denied" or refusal.aws_code == "NotFoundException":
            return {}
        raise
    return {one["TagKey"]: one["TagValue"] for one in answer.get("Tags", ())}
