"""A gateway that outlives its credentials: where they expire it waits for new ones, and sends the same call again."""

import threading
from collections.abc import Callable, Mapping
from typing import Any

from tui.core.calls.api_call import ApiCall, Gateway
from tui.core.calls.target import Target
from tui.core.errors import AwsRefused, AwsUnreachable, RoleWizardError, UsageError

LOCKED_OUT = frozenset({"aws.expired", "aws.no_credentials", "aws.clock"})
"""AwsUnreachable codes that prove the call was not carried out, and that a person can do something about."""

Ask = Callable[[RoleWizardError], bool]
"""Tells what is wrong and waits for the person: True to go on, credentials having been renewed; False to stop."""

AskCode = Callable[[str], str | None]
"""Asks the person for the code that an MFA device shows now, given the device's ARN; None where there is none."""

Renew = Callable[[AwsUnreachable], Gateway | None]
"""A session opened anew, when the person has renewed the credentials; None when the run is to stop."""


class LastingGateway:
    """Any thread may call; where several meet expired credentials at once, the person is asked once."""

    def __init__(self, gateway: Gateway, renew: Renew) -> None:
        self._gateway = gateway
        self._renew = renew
        self._lock = threading.Lock()
        self._renewals = 0
        self._is_given_up = False

    @property
    def target(self) -> Target:
        """The account; a new session leads to the same one."""
        return self._gateway.target

    def call(self, call: ApiCall) -> Mapping[str, Any]:
        """AWS's answer, however often credentials expire. Raises what the gateway raises."""
        while True:
            renewals = self._renewals
            try:
                return self._gateway.call(call)
            except AwsUnreachable as error:
                if error.code not in LOCKED_OUT or not self._is_renewed(renewals, error):
                    raise

    def _is_renewed(self, known: int, error: AwsUnreachable) -> bool:
        """Whether a session that is newer than `known` renewals may be tried."""
        with self._lock:
            if self._is_given_up or self._renewals > known:
                return not self._is_given_up
            fresh = self._renew(error)
            if fresh is None:
                self._is_given_up = True
                return False
            self._gateway = fresh
            self._renewals += 1
            return True


def renewing(reopen: Callable[[], Gateway], target: Target, ask: Ask) -> Renew:
    """Asks until a new session leads to the account of the plan, or the person stops.

    `reopen` raises AwsRefused and AwsUnreachable. Another account, or the same number in another partition, is refused.
    """

    def renew(error: AwsUnreachable) -> Gateway | None:
        trouble: RoleWizardError = error
        while ask(trouble):
            try:
                fresh = reopen()
            except (AwsRefused, AwsUnreachable) as again:
                trouble = again
                continue
            if is_same_account(fresh.target, target):
                return fresh
            trouble = other_target(target, fresh.target, "")
        return None

    return renew


def is_same_account(one: Target, other: Target) -> bool:
    """Whether what was planned for one may be carried out in the other."""
    return (one.kind, one.account, one.partition) == (other.kind, other.account, other.partition)


def other_target(wanted: Target, found: Target, run: str) -> UsageError:
    """What a person is told who signed in to another account."""
    return UsageError("run.other_target", run, account=wanted.account, target=found.account)
