"""A CloudWatch log group, made when it is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tui.core.calls.api_call import ApiCall
from tui.core.calls.step import RUN_TAG, Step


@dataclass(frozen=True)
class LogGroup:
    """One that is there already is left as it is, tags included."""

    name: str
    tags: Mapping[str, str] = field(default_factory=dict)
    """Given only when it is made."""
    has_streams: bool = False
    """Observed only: something has written into it, so it is no longer ours to delete."""
    unique_id: str = ""
    """Observed only: the time it was made, in milliseconds; logs has no other id that changes."""

    @property
    def address(self) -> str:
        """Kind and name."""
        return f"log-group/{self.name}"

    def parts(self) -> dict[str, Any]:
        """Nothing in it can differ: it is there or it is not."""
        return {"name": self.name}


def change_log_group(desired: LogGroup, observed: LogGroup | None, run: str) -> tuple[Step, ...]:
    """CreateLogGroup where there is none yet."""
    if observed is not None:
        return ()
    stamped = {**desired.tags, **({RUN_TAG: run} if run else {})}
    at = {"logGroupName": desired.name}
    create = ApiCall("logs", "CreateLogGroup", {**at, **({"tags": stamped} if stamped else {})})
    return (Step(desired.address, create, (ApiCall("logs", "DeleteLogGroup", at),)),)
