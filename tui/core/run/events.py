"""What a run says while it goes on; screens, line mode and --json all show the same events."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Outcome = Literal["done", "failed", "rolled-back"]


@dataclass(frozen=True)
class RunStarted:
    """The account is as reviewed; the first call comes next."""

    run: str
    total: int
    """Calls."""


@dataclass(frozen=True)
class StepStarted:
    """Call `index`, from 0, is about to be sent."""

    index: int
    address: str
    operation: str


@dataclass(frozen=True)
class StepWaiting:
    """The call will be sent again: AWS asked for patience, or what was just made is not visible everywhere yet."""

    index: int
    reason: Literal["throttled", "busy", "propagation", "unheard", "deletion", "settling"]
    aws_code: str
    seconds: float


@dataclass(frozen=True)
class StepDone:
    """AWS said yes."""

    index: int
    seconds: float


@dataclass(frozen=True)
class StepFailed:
    """AWS said no, in its own words."""

    index: int
    operation: str
    aws_code: str
    message: str


@dataclass(frozen=True)
class ReadingBack:
    """All calls are done; the account is about to be read again."""

    seconds: float
    """How long that waits for IAM to spread the news; 0 the first time."""


@dataclass(frozen=True)
class Verified:
    """The account was read again after the last call."""

    matches: bool
    differences: tuple[str, ...]
    """Addresses of what is not as planned, or on a way back not taken back."""
    is_read: bool = True
    """False where the account did not answer, or may not be read, and nobody knows."""
    is_denied: bool = False
    """Whether it may not be read."""

    @property
    def text(self) -> str:
        """The key of what is said about it."""
        if self.is_read:
            return "verified.yes" if self.matches else "verified.no"
        return "verified.denied" if self.is_denied else "verified.unread"


@dataclass(frozen=True)
class Finished:
    """The last event of every run."""

    outcome: Outcome
    run: str
    outputs: Mapping[str, Any]
    done: int
    """Calls that AWS took."""
    done_steps: tuple[int, ...] = ()
    """Their indexes."""
    arns: Mapping[str, str] = field(default_factory=dict)
    """Of everything that stands, by address."""


Event = RunStarted | StepStarted | StepWaiting | StepDone | StepFailed | ReadingBack | Verified | Finished

NAMES: dict[type, str] = {
    RunStarted: "run-started",
    StepStarted: "step-started",
    StepWaiting: "step-waiting",
    StepDone: "step-done",
    StepFailed: "step-failed",
    ReadingBack: "reading-back",
    Verified: "verified",
    Finished: "finished",
}


def event_record(event: Event) -> dict[str, Any]:
    """The event as one JSON object: {"event": "step-done", "index": 0, ...}."""
    return {"event": NAMES[type(event)], **asdict(event)}
