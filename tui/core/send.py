"""One call, sent until its outcome is known.

What AWS answers decides (sources: botocore's IAM model; terraform-provider-aws's retry lists):

    yes                                            done
    no answer, 5xx, an answer nobody can read      read the account: the effect is there = done; if not, send again
    throttled, ConcurrentModification ...          send again after a pause
    "does not exist" for what this run made        send again after a pause: IAM has not spread the news yet
    "already exists", "cannot exceed quota"        read the account: our own work = done, anything else is final
    "does not exist" for what is to be taken away  done
    everything else                                final
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

from tui.core.calls import Gateway
from tui.core.effects import CREATES, DELETES, has_effect, is_own
from tui.core.errors import AwsRefused, AwsUnreachable
from tui.core.events import Event, StepWaiting
from tui.core.patience import Patience
from tui.core.resources import Resource, ServiceLinkedRole
from tui.core.steps import Step

EXISTS = frozenset(
    {
        "EntityAlreadyExists",
        "EntityAlreadyExistsException",
        "LimitExceeded",
        "InvalidInput",
        "Conflict",
        "ResourceAlreadyExistsException",
        "IncorrectState",
    }
)
GONE = frozenset(
    {
        "NoSuchEntity",
        "NoSuchEntityException",
        "NoSuchBucket",
        "InvalidAssociationID.NotFound",
        "ResourceNotFoundException",
    }
)
TAKING_AWAY = ("Delete", "Detach", "Remove", "Untag", "Disassociate")
UNHEARD = frozenset({"aws.no_network", "aws.timeout", "aws.garbled"})
"""AwsUnreachable codes after which nobody knows whether the call was carried out."""


class OutcomeUnknown(Exception):
    """The account could not be read for long enough to find out what became of the call."""

    def __init__(self, cause: AwsUnreachable | AwsRefused) -> None:
        super().__init__(str(cause))
        self.cause = cause


@dataclass(frozen=True)
class Sender:
    """Sends the steps of one run."""

    gateway: Gateway
    look: Callable[[str], Resource | None]
    """Reads the resource at an address anew. Raises AwsRefused, AwsUnreachable."""
    run: str
    sleep: Callable[[float], None]

    def send(self, index: int, step: Step, made: frozenset[str]) -> Generator[Event, None, str]:
        """Waits are events; the generator's value is the unique id of what was made, or "".

        `made`: names of what this run has made so far. Raises AwsRefused, AwsUnreachable when the refusal is final,
        OutcomeUnknown when the account does not answer any more.
        """
        patience = Patience(made)
        while True:
            try:
                return unique_id_in(self.gateway.call(step.do))
            except AwsRefused as error:
                if error.status >= 500:
                    settled = yield from self._read_back(index, step, error, patience)
                elif self._is_settled_by(step, error):
                    settled = True
                else:
                    settled = False
                    yield self._wait(index, error, patience)
            except AwsUnreachable as error:
                if error.code not in UNHEARD:
                    raise
                settled = yield from self._read_back(index, step, error, patience)
            if settled:
                return self._unique_id(step)

    def _wait(self, index: int, error: AwsRefused, patience: Patience) -> StepWaiting:
        pause = patience.pause(error)
        if pause is None:
            raise error
        self.sleep(pause.seconds)
        return StepWaiting(index, pause.reason, error.aws_code, pause.seconds)

    def _is_settled_by(self, step: Step, error: AwsRefused) -> bool:
        """Whether the refusal says that the call had been carried out before."""
        operation = step.do.operation
        if error.aws_code in GONE and operation.startswith(TAKING_AWAY):
            return True
        if error.aws_code not in EXISTS or not operation.startswith(("Create", "Add", "Associate")):
            return False
        now = self.look(step.address)
        if operation in CREATES:
            return isinstance(now, ServiceLinkedRole) or (now is not None and is_own(now, self.run))
        return has_effect(step.do, now)

    def _read_back(
        self, index: int, step: Step, error: AwsRefused | AwsUnreachable, patience: Patience
    ) -> Generator[Event, None, bool]:
        """The generator's value is whether the effect is there; if it is not, the call may be sent again."""
        code = error.aws_code if isinstance(error, AwsRefused) else error.code
        while True:
            pause = patience.pause_unheard()
            if pause is None:
                raise OutcomeUnknown(error)
            yield StepWaiting(index, "unheard", code, pause.seconds)
            self.sleep(pause.seconds)
            try:
                now = self.look(step.address)
            except (AwsRefused, AwsUnreachable) as unread:
                error = unread
                continue
            if step.do.operation in CREATES and now is not None:
                if isinstance(now, ServiceLinkedRole) or is_own(now, self.run):
                    return True
                raise error
            return has_effect(step.do, now)

    def _unique_id(self, step: Step) -> str:
        """The id of what a lost answer made."""
        if step.do.operation not in CREATES or step.do.operation in DELETES:
            return ""
        try:
            return getattr(self.look(step.address), "unique_id", "")
        except (AwsRefused, AwsUnreachable):
            return ""


def unique_id_in(answer: Any) -> str:
    """The AROA..., ANPA... or AIPA... in the answer of a create call."""
    for thing, name in (("Role", "RoleId"), ("Policy", "PolicyId"), ("InstanceProfile", "InstanceProfileId")):
        found = answer.get(thing)
        if isinstance(found, dict) and name in found:
            return str(found[name])
    return ""
