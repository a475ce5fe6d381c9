"""A symmetric KMS key that something else needs, found by its alias, made when it is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tui.core.calls.api_call import ApiCall
from tui.core.calls.result_reference import Ref
from tui.core.calls.step import RUN_TAG, Step

ALIAS_TAG = "rolewizard:alias"
"""The alias a key is meant for. A key has no name: between CreateKey and CreateAlias, and when the answer to CreateKey
was lost, this is how it is found again, and not made a second time."""
DAYS = 7
"""The shortest time KMS waits before it deletes a key; until then CancelKeyDeletion brings it back."""


@dataclass(frozen=True)
class KmsKey:
    """One that is there already is left as it is. Its key policy is KMS's default: IAM decides who may use it."""

    alias: str
    """With its prefix: alias/lakehouse."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """Given only when it is made."""
    unique_id: str = ""
    """Observed only: the key id."""
    arn: str = ""
    """Observed only."""
    has_alias: bool = True
    """Observed only: False for a key that a run made and did not come to name."""
    is_usable: bool = True
    """Observed only: symmetric, enabled, and not waiting to be deleted."""

    @property
    def address(self) -> str:
        """Kind and alias."""
        return f"kms-key/{self.alias}"

    @property
    def results(self) -> Mapping[str, str]:
        """What documents and calls refer to before the key exists."""
        return {"KeyId": self.unique_id, "Arn": self.arn}

    def parts(self) -> dict[str, Any]:
        """What can differ, by name."""
        return {"alias": self.alias} if self.has_alias else {}


def change_kms_key(desired: KmsKey, observed: KmsKey | None, run: str) -> tuple[Step, ...]:
    """CreateKey and CreateAlias, or the alias alone for a key that was left without."""
    if observed is not None and observed.has_alias:
        return ()
    steps = []
    if observed is None:
        tags = {**desired.tags, ALIAS_TAG: desired.alias, **({RUN_TAG: run} if run else {})}
        pairs = [{"TagKey": key, "TagValue": value} for key, value in tags.items()]
        create = ApiCall("kms", "CreateKey", {"KeySpec": "SYMMETRIC_DEFAULT", "Tags": pairs})
        steps.append(Step(desired.address, create, (schedule_deletion(Ref(desired.address, "KeyId")),)))
    key_id = observed.unique_id if observed else Ref(desired.address, "KeyId")
    at = {"AliasName": desired.alias}
    name = ApiCall("kms", "CreateAlias", {**at, "TargetKeyId": key_id})
    steps.append(Step(desired.address, name, (ApiCall("kms", "DeleteAlias", at),)))
    return tuple(steps)


def schedule_deletion(key_id: str) -> ApiCall:
    """The nearest there is to deleting a key."""
    return ApiCall("kms", "ScheduleKeyDeletion", {"KeyId": key_id, "PendingWindowInDays": DAYS})
