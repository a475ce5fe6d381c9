"""A Kinesis data stream that something else needs, made when it is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tui.core.calls.api_call import ApiCall
from tui.core.calls.step import RUN_TAG, Step


@dataclass(frozen=True)
class Stream:
    """One that is there already is left as it is, its capacity included."""

    name: str
    shards: int | None = None
    """Provisioned, with that many; None for on-demand."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """Given only when it is made."""
    unique_id: str = ""
    """Observed only: when it was made, in ISO 8601; Kinesis has no other id that changes."""
    consumers: int = 0
    """Observed only: registered for enhanced fan-out; deleting the stream would cut them off."""

    @property
    def address(self) -> str:
        """Kind and name."""
        return f"stream/{self.name}"

    def parts(self) -> dict[str, Any]:
        """What is shown of it; the capacity is settled when it is made."""
        return {"name": self.name, "capacity": "on-demand" if self.shards is None else f"shards: {self.shards}"}


def change_stream(desired: Stream, observed: Stream | None, run: str) -> tuple[Step, ...]:
    """CreateStream where there is none yet; it can be used once it is ACTIVE."""
    if observed is not None:
        return ()
    at = {"StreamName": desired.name}
    mode = {"StreamModeDetails": {"StreamMode": "ON_DEMAND" if desired.shards is None else "PROVISIONED"}}
    params: dict[str, Any] = {**at, **mode} | ({} if desired.shards is None else {"ShardCount": desired.shards})
    if tags := {**desired.tags, **({RUN_TAG: run} if run else {})}:
        params["Tags"] = tags
    create = ApiCall("kinesis", "CreateStream", params)
    return (Step(desired.address, create, (ApiCall("kinesis", "DeleteStream", at),)),)
