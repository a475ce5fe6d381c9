"""One call, sent until its outcome is known.

What AWS answers decides (sources: botocore's IAM model; terraform-provider-aws's retry lists):

    yes                                            done
    no answer, 5xx, an answer nobody can read      read the account: the effect is there = done; if not, send again
    throttled, ConcurrentModification ...          send again after a pause
    "does not exist" for what this run made        send again after a pause: IAM has not spread the news yet
    "already exists", "cannot exceed quota"        read the account: our own work = done, anything else is final
    "does not exist" for what is to be taken away  done
    everything else                                final; unknown, where an earlier try got no answer
"""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tui.core.calls import Gateway, iam
from tui.core.effects import CREATES, has_effect, is_own
from tui.core.errors import AwsRefused, AwsUnreachable
from tui.core.events import Event, StepWaiting
from tui.core.patience import Patience, Pause
from tui.core.refs import Results
from tui.core.resources import ManagedPolicy, Resource, ServiceLinkedRole
from tui.core.settling import look_after
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
        "BucketAlreadyOwnedByYou",
        "ResourceInUseException",
        "AlreadyExistsException",
    }
)
GONE = frozenset(
    {
        "NoSuchEntity",
        "NoSuchEntityException",
        "NoSuchBucket",
        "NotFoundException",
        "InvalidAssociationID.NotFound",
        "ResourceNotFoundException",
    }
)
PUTTING = ("Create", "Add", "Associate")
TAKING_AWAY = ("Delete", "Detach", "Remove", "Untag", "Disassociate", "Schedule")
UNHEARD = frozenset({"aws.no_network", "aws.timeout", "aws.garbled"})
"""AwsUnreachable codes after which nobody knows whether the call was carried out."""

Waits = Generator[Event, None, bool]


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
    is_cancelled: Callable[[], bool] = lambda: False
    """Asked before a call is sent again; a call in flight always finishes."""
    results: Results = field(default_factory=lambda: Results({}))
    """Told what the calls answer, for those that refer to it."""

    def send(self, index: int, step: Step, made: frozenset[str]) -> Generator[Event, None, str]:
        """Waits are events; the generator's value is the unique id of what was made, or "".

        `made`: names of what this run has made so far. Raises AwsRefused, AwsUnreachable when the refusal is final,
        OutcomeUnknown when the account does not answer any more.
        """
        patience = Patience(made)
        was_lost = False
        while True:
            try:
                answer = self.gateway.call(step.do)
            except (AwsRefused, AwsUnreachable) as error:
                if is_lost(error):
                    was_lost = True
                    is_there = yield from self._read_back(index, step, error, patience)
                else:
                    is_there = yield from self._weigh(index, step, error, patience, was_lost)
                if is_there:
                    # a service-linked role takes no tag with its creation: only after a lost answer it may be ours
                    is_taken = step.do.operation == "CreateServiceLinkedRole" and not was_lost
                    unique_id = "" if is_taken else self._unique_id(step)
                    return (yield from self._settled(index, step, patience)) or unique_id
            else:
                self.results.hear(step.address, step.do.operation, answer)
                yield from self._deletion_task(index, step, answer, patience)
                return (yield from self._settled(index, step, patience)) or unique_id_in(answer)

    def _pause(self, index: int, pause: Pause, code: str) -> Generator[Event, None, None]:
        yield StepWaiting(index, pause.reason, code, pause.seconds)
        self.sleep(pause.seconds)

    def _weigh(
        self, index: int, step: Step, error: AwsRefused | AwsUnreachable, patience: Patience, was_lost: bool
    ) -> Waits:
        """The generator's value is whether the effect is there; if it is not, the call may be sent again."""
        if isinstance(error, AwsUnreachable):
            raise OutcomeUnknown(error) if was_lost else error
        if error.aws_code in GONE and step.do.operation.startswith(TAKING_AWAY):
            return True
        is_hidden = False
        if error.aws_code in EXISTS and step.do.operation.startswith(PUTTING):
            try:
                now = self.look(step.address)
            except (AwsRefused, AwsUnreachable) as unread:
                raise OutcomeUnknown(unread) from error
            if self._is_own_work(step, now):
                return True
            # what an unheard try of ours has made is known to IAM's writers before its readers show it
            is_hidden = was_lost and now is None
        pause = patience.pause_hidden() if is_hidden else patience.pause(error)
        if pause is None or self.is_cancelled():
            raise OutcomeUnknown(error) if was_lost else error
        yield from self._pause(index, pause, error.aws_code)
        return False

    def _is_own_work(self, step: Step, now: Resource | None) -> bool:
        if step.do.operation in CREATES:
            return isinstance(now, ServiceLinkedRole) or (now is not None and is_own(now, self.run))
        return has_effect(step.do, now)

    def _read_back(self, index: int, step: Step, error: AwsRefused | AwsUnreachable, patience: Patience) -> Waits:
        """The generator's value is whether the effect is there; if it is not, the call may be sent again."""
        while True:
            pause = patience.pause_unheard()
            if pause is None:
                raise OutcomeUnknown(error)
            yield from self._pause(index, pause, error.aws_code if isinstance(error, AwsRefused) else error.code)
            try:
                now = self.look(step.address)
            except (AwsRefused, AwsUnreachable) as unread:
                error = unread
                if self.is_cancelled():
                    raise OutcomeUnknown(error) from unread
                continue
            if self._is_own_work(step, now):
                return True
            if self.is_cancelled():
                raise OutcomeUnknown(error)
            if step.do.operation in CREATES and now is not None:
                raise AwsRefused("EntityAlreadyExists", f"{step.address} was made by somebody else.", step.do.operation)
            return False

    def _unique_id(self, step: Step) -> str:
        """The id of what a lost answer made."""
        if step.do.operation not in (*CREATES, "CreatePolicyVersion"):
            return ""
        try:
            now = self.look(step.address)
        except (AwsRefused, AwsUnreachable):
            return ""
        if step.do.operation == "CreatePolicyVersion":
            return now.default_version if isinstance(now, ManagedPolicy) else ""
        self.results.see(now)
        return getattr(now, "unique_id", "")

    def _settled(self, index: int, step: Step, patience: Patience) -> Generator[Event, None, str]:
        """Waits until what was made can be used; the generator's value is its id, where only asking tells it."""
        while True:
            found = look_after(self.gateway, step)
            pause = None if found.is_done else patience.pause_settling()
            if pause is None or self.is_cancelled():
                return found.unique_id
            yield from self._pause(index, pause, "CREATING")

    def _deletion_task(
        self, index: int, step: Step, answer: Mapping[str, Any], patience: Patience
    ) -> Generator[Event, None, None]:
        """A service-linked role is deleted by its service, in its own time. Raises AwsRefused where it will not."""
        task = answer.get("DeletionTaskId")
        while task:
            status = self.gateway.call(iam("GetServiceLinkedRoleDeletionStatus", {"DeletionTaskId": task}))
            if status["Status"] == "SUCCEEDED":
                return
            pause = patience.pause_unheard()
            if status["Status"] == "FAILED" or pause is None:
                raise AwsRefused(f"Deletion{status['Status']}", _reason(status.get("Reason", {})), step.do.operation)
            yield from self._pause(index, pause, status["Status"])


def is_lost(error: AwsRefused | AwsUnreachable) -> bool:
    """Whether nobody knows if the call was carried out. 501 is a stand-in's "I do not have this operation"."""
    if isinstance(error, AwsRefused):
        return error.status >= 500 and error.status != 501
    return error.code in UNHEARD


def _reason(reason: Mapping[str, Any]) -> str:
    """Why a service keeps its role, and for what, in AWS's words."""
    used = [arn for one in reason.get("RoleUsageList", []) for arn in one.get("Resources", [])]
    return " ".join([str(reason.get("Reason", "")), *used]).strip()


def unique_id_in(answer: Mapping[str, Any]) -> str:
    """The AROA..., ANPA... or AIPA... in the answer of a create call; v2 in that of a new version."""
    for thing, name in (
        ("Role", "RoleId"),
        ("Policy", "PolicyId"),
        ("InstanceProfile", "InstanceProfileId"),
        ("PolicyVersion", "VersionId"),
        ("KeyMetadata", "KeyId"),
    ):
        found = answer.get(thing)
        if isinstance(found, Mapping) and name in found:
            return str(found[name])
    return ""
