"""When to send a refused call again. Only refusals that prove the call was not carried out are repeated here."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from tui.core.errors import AwsRefused

Reason = Literal["throttled", "busy", "propagation", "unheard", "deletion", "settling"]

THROTTLING = frozenset(
    {
        "Throttling",
        "ThrottlingException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "TooManyRequestsException",
        "SlowDown",
    }
)
BUSY = frozenset({"ConcurrentModification", "ConcurrentModificationException", "EntityTemporarilyUnmodifiable"})
"""Somebody works on the same thing; IAM says so before it does anything."""


@dataclass(frozen=True)
class Rule:
    """How often and how long; waits double from one second."""

    longest: float
    """Seconds of one wait at most."""
    budget: float
    """Seconds of all waits together."""
    waits: int = 1000
    is_jittered: bool = False
    """Spread at random between one second and what it would be: many who were throttled must not come back at once."""


RULES: dict[str, Rule] = {
    "throttled": Rule(longest=20, budget=120, waits=7, is_jittered=True),  # eight tries
    "busy": Rule(longest=15, budget=60),
    "propagation": Rule(longest=15, budget=120),  # as long as terraform-provider-aws waits for IAM
    "unheard": Rule(longest=8, budget=15),  # sent again after 1, 2, 4 and 8 s
    "unread": Rule(longest=15, budget=60),  # the account does not answer either
    "settling": Rule(longest=15, budget=120),  # a stream is ACTIVE within a minute, mostly
    "deletion": Rule(longest=10, budget=300),  # a service deletes its role in its own time
}

PROPAGATING = frozenset({"NoSuchEntity", "InvalidParameterValue", "MalformedPolicyDocument"})
"""Codes IAM gives while something that was just made is not visible everywhere."""

UNNAMED = (
    # API Gateway's UpdateAccount tries the role at once; PutBucketPolicy looks principals up
    ("BadRequestException", "role"),
    ("BadRequestException", "could not successfully write to CloudWatch Logs"),
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
    """One call's waits, each kind by its own rule."""

    made: frozenset[str] = frozenset()
    """Names of what this run has made; a refusal that names one of them is IAM not having spread the news yet."""
    names_made: bool = False
    """Whether the call itself names something of those."""
    chance: Callable[[], float] = lambda: 1.0
    """From 0 up to 1: where in its range a jittered wait falls."""
    spent: dict[str, float] = field(default_factory=dict)
    """Seconds, by rule."""
    tries: dict[str, int] = field(default_factory=dict)

    def pause(self, error: AwsRefused) -> Pause | None:
        """The wait before the next try; None when the refusal is final or the budget is used up."""
        reason = self.reason(error)
        return None if reason is None else self._next(reason, reason)

    def pause_unheard(self) -> Pause | None:
        """The wait before the account is read to find out what became of a call; None when the budget is used up."""
        return self._next("unheard", "unheard")

    def pause_unread(self) -> Pause | None:
        """The wait before the account is read once more, since it did not answer."""
        return self._next("unread", "unheard")

    def pause_hidden(self) -> Pause | None:
        """The wait for what surely was made and cannot be read yet."""
        return self._next("propagation", "propagation")

    def pause_settling(self) -> Pause | None:
        """The wait for what AWS has promised and is still making."""
        return self._next("settling", "settling")

    def pause_deletion(self) -> Pause | None:
        """The wait for a service that deletes its role."""
        return self._next("deletion", "deletion")

    def _next(self, name: str, reason: Reason) -> Pause | None:
        rule, tried = RULES[name], self.tries.get(name, 0)
        longest = min(2.0 ** (tried + rule.is_jittered), rule.longest)
        seconds = round(1 + self.chance() * (longest - 1), 3) if rule.is_jittered else longest
        spent = self.spent.get(name, 0.0) + seconds
        if tried >= rule.waits or spent > rule.budget:
            return None
        self.tries[name], self.spent[name] = tried + 1, spent
        return Pause(reason, seconds)

    def reason(self, error: AwsRefused) -> Reason | None:
        """Why the call may be sent again; None where the refusal is final."""
        if error.aws_code in THROTTLING:
            return "throttled"
        if error.aws_code in BUSY:
            return "busy"
        is_principal = "Invalid principal" in error.aws_message
        if error.aws_code == "MalformedPolicyDocument" and not is_principal:
            return None
        if error.aws_code in PROPAGATING and speaks_of_any(error.aws_message, self.made):
            return "propagation"
        if self.names_made and any(error.aws_code == code and text in error.aws_message for code, text in UNNAMED):
            return "propagation"
        if error.aws_code == "DeleteConflict" and error.operation.startswith("Delete"):
            return "propagation"
        return None


def speaks_of_any(text: str, names: Iterable[str]) -> bool:
    """Whether the text has one of the names as a word of its own; a role may be called "a"."""
    return any(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text) for name in names)
