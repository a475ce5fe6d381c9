"""When to send a refused call again. Only refusals that prove the call was not carried out are repeated here."""

import re
from dataclasses import dataclass
from typing import Literal

from tui.core.errors import AwsRefused

Reason = Literal["throttled", "propagation"]

THROTTLING = frozenset(
    {"Throttling", "ThrottlingException", "RequestLimitExceeded", "TooManyRequestsException", "SlowDown"}
)
BUSY = frozenset({"ConcurrentModification", "EntityTemporarilyUnmodifiable"})
BUDGET_SECONDS = 120.0
"""As terraform-provider-aws waits for IAM to propagate."""

PROPAGATING = frozenset({"NoSuchEntity", "InvalidParameterValue"})
"""Codes IAM gives while something that was just made is not visible everywhere."""


@dataclass(frozen=True)
class Pause:
    """How long, and why."""

    reason: Reason
    seconds: float


@dataclass
class Patience:
    """One call's waits: 1, 2, 4, 8, then 15 s apart, two minutes in all."""

    made: frozenset[str] = frozenset()
    """Names of what this run has made; a refusal that names one of them is IAM not having spread the news yet."""
    spent: float = 0.0
    tries: int = 0

    def pause(self, error: AwsRefused) -> Pause | None:
        """The wait before the next try; None when the refusal is final or the budget is used up."""
        reason = self._reason(error)
        seconds = min(2.0**self.tries, 15.0)
        if reason is None or self.spent + seconds > BUDGET_SECONDS:
            return None
        self.tries += 1
        self.spent += seconds
        return Pause(reason, seconds)

    def _reason(self, error: AwsRefused) -> Reason | None:
        if error.aws_code in THROTTLING or error.aws_code in BUSY:
            return "throttled"
        if error.aws_code in PROPAGATING and any(_speaks_of(error.aws_message, name) for name in self.made):
            return "propagation"
        return None


def _speaks_of(message: str, name: str) -> bool:
    """Whether the message has the name as a word of its own; a role may be called "a"."""
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", message) is not None
