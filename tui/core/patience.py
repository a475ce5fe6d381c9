"""When to send a refused call again. Only refusals that prove the call was not carried out are repeated here."""

import re
from dataclasses import dataclass
from typing import Literal

from tui.core.errors import AwsRefused

Reason = Literal["throttled", "propagation", "unheard", "settling"]

THROTTLING = frozenset(
    {"Throttling", "ThrottlingException", "RequestLimitExceeded", "TooManyRequestsException", "SlowDown"}
)
BUSY = frozenset({"ConcurrentModification", "EntityTemporarilyUnmodifiable"})
BUDGET_SECONDS = 120.0
"""As terraform-provider-aws waits for IAM to propagate."""

UNHEARD_SECONDS = 60.0
"""For finding out what became of a call whose answer was lost."""

PROPAGATING = frozenset({"NoSuchEntity", "InvalidParameterValue", "MalformedPolicyDocument"})
"""Codes IAM gives while something that was just made is not visible everywhere."""

UNNAMED = (
    # API Gateway's UpdateAccount tries the role at once; PutBucketPolicy looks principals up
    ("BadRequestException", "role"),
    ("MalformedPolicy", "Invalid principal"),
)
"""(code, words) of the same, from services that do not say which name they mean."""


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
        return None if reason is None else self._next(reason, BUDGET_SECONDS)

    def pause_unheard(self) -> Pause | None:
        """The wait before the account is read to find out what became of a call; None when the budget is used up."""
        return self._next("unheard", UNHEARD_SECONDS)

    def pause_hidden(self) -> Pause | None:
        """The wait for what surely was made and cannot be read yet."""
        return self._next("propagation", BUDGET_SECONDS)

    def pause_settling(self) -> Pause | None:
        """The wait for what AWS has promised and is still making."""
        return self._next("settling", BUDGET_SECONDS)

    def _next(self, reason: Reason, budget: float) -> Pause | None:
        seconds = min(2.0**self.tries, 15.0)
        if self.spent + seconds > budget:
            return None
        self.tries += 1
        self.spent += seconds
        return Pause(reason, seconds)

    def _reason(self, error: AwsRefused) -> Reason | None:
        if error.aws_code in THROTTLING or error.aws_code in BUSY:
            return "throttled"
        is_principal = "Invalid principal" in error.aws_message
        if error.aws_code == "MalformedPolicyDocument" and not is_principal:
            return None
        if error.aws_code in PROPAGATING and any(_speaks_of(error.aws_message, name) for name in self.made):
            return "propagation"
        if self.made and any(error.aws_code == code and text in error.aws_message for code, text in UNNAMED):
            return "propagation"
        if error.aws_code == "DeleteConflict" and error.operation.startswith("Delete"):
            return "propagation"
        return None


def _speaks_of(message: str, name: str) -> bool:
    """Whether the message has the name as a word of its own; a role may be called "a"."""
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", message) is not None
