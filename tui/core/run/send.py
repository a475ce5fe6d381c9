"""One call, sent until its outcome is known.

What AWS answers decides (sources: botocore's IAM model; terraform-provider-aws's retry lists):

    yes                                            done
    no answer, 5xx, an answer nobody can read      read the account: the effect is there = done; if not, send again
    throttled                                      send again after a pause of random length, eight times at most
    ConcurrentModification ...                     after a pause read the thing: still as planned = send again
    "does not exist" for what this run made        send again after a pause: IAM has not spread the news yet
    "already exists", "cannot exceed quota"        read the account: our own work = done, anything else is final
    "does not exist" for what is to be taken away  done
    everything else                                final; unknown, where an earlier try got no answer
"""

import json
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tui.core.calls.api_call import Gateway, iam
from tui.core.calls.error_codes import EXISTS, GONE, explained, is_filled, is_lost, kept_for, theirs, whole
from tui.core.calls.result_reference import Results
from tui.core.calls.step import Step
from tui.core.errors import AwsRefused, AwsUnreachable, PlanStale
from tui.core.kinds import ManagedPolicy, Resource, ServiceLinkedRole
from tui.core.kinds.postconditions import CREATES, has_effect, is_own
from tui.core.kinds.waiters import look_after
from tui.core.run.events import Event, StepWaiting
from tui.core.run.retry_policy import Patience, Pause, speaks_of_any

PUTTING = ("Create", "Add", "Associate")
TAKING_AWAY = ("Delete", "Detach", "Remove", "Untag", "Disassociate", "Schedule")
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
    chance: Callable[[], float] = lambda: 1.0
    """From 0 up to 1, at random."""
    is_cancelled: Callable[[], bool] = lambda: False
    """Asked before a call is sent again; a call in flight always finishes."""
    results: Results = field(default_factory=lambda: Results({}))
    """Told what the calls answer, for those that refer to it."""

    def send(self, index: int, step: Step, made: frozenset[str]) -> Generator[Event, None, str]:
        """Waits are events; the generator's value is the unique id of what was made, or "".

        `made`: names of what this run has made so far. Raises AwsRefused, AwsUnreachable when the refusal is final,
        PlanStale where somebody else is changing the same thing, OutcomeUnknown when the account does not answer.
        """
        patience = Patience(made, speaks_of_any(json.dumps(dict(step.do.params)), made), self.chance)
        was_lost = False
        while True:
            try:
                answer = whole(step.do.operation, self.gateway.call(step.do))
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
        reason = patience.reason(error)
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
            raise OutcomeUnknown(error) if was_lost else explained(error, step.do)
        yield from self._pause(index, pause, error.aws_code)
        if reason == "busy" or error.aws_code == "DeleteConflict":
            return self._is_still_planned(step, error, patience)
        return False

    def _is_still_planned(self, step: Step, error: AwsRefused, patience: Patience) -> bool:
        """Whether the effect is there already. Raises PlanStale where somebody else has made something else of it."""
        try:
            now = self.look(step.address)
        except (AwsRefused, AwsUnreachable):
            return False  # the next try will tell
        if self._is_own_work(step, now):
            return True
        if step.do.operation in CREATES and now is not None:
            raise theirs(step)
        if error.aws_code == "DeleteConflict":
            if is_filled(now) and patience.tries["propagation"] > 2:  # long enough for IAM's lists
                raise error
        elif step.do.operation not in CREATES and not all(has_effect(call, now) for call in step.undo):
            raise PlanStale("plan.overtaken", step.address)
        return False

    def _is_own_work(self, step: Step, now: Resource | None) -> bool:
        if step.do.operation in CREATES:
            return isinstance(now, ServiceLinkedRole) or (now is not None and is_own(now, self.run))
        return has_effect(step.do, now)

    def _read_back(self, index: int, step: Step, error: AwsRefused | AwsUnreachable, patience: Patience) -> Waits:
        """The generator's value is whether the effect is there; if it is not, the call may be sent again."""
        pause = patience.pause_unheard()
        while True:
            if pause is None:
                raise OutcomeUnknown(error)
            yield from self._pause(index, pause, error.aws_code if isinstance(error, AwsRefused) else error.code)
            try:
                now = self.look(step.address)
            except (AwsRefused, AwsUnreachable) as unread:
                error = unread
                pause = patience.pause_unread()
                if self.is_cancelled():
                    raise OutcomeUnknown(error) from unread
                continue
            if self._is_own_work(step, now):
                return True
            if self.is_cancelled():
                raise OutcomeUnknown(error)
            if step.do.operation in CREATES and now is not None:
                raise theirs(step)
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
        """A service-linked role is deleted by its service, in its own time.

        Raises AwsRefused where the service will not, OutcomeUnknown where it is not done after five minutes.
        """
        task = answer.get("DeletionTaskId")
        while task:
            status = self._deletion_status(step, task)
            if status["Status"] == "SUCCEEDED":
                return
            refused = AwsRefused(f"Deletion{status['Status']}", kept_for(status.get("Reason", {})), step.do.operation)
            if status["Status"] == "FAILED":
                raise refused
            pause = patience.pause_deletion()
            if pause is None or self.is_cancelled():
                raise OutcomeUnknown(refused)
            yield from self._pause(index, pause, status["Status"])

    def _deletion_status(self, step: Step, task: str) -> Mapping[str, Any]:
        """IAM's answer; where the caller may not ask for it, or nobody answers, whether the role is still there."""
        try:
            return self.gateway.call(iam("GetServiceLinkedRoleDeletionStatus", {"DeletionTaskId": task}))
        except (AwsRefused, AwsUnreachable) as unasked:
            try:
                is_gone = self.look(step.address) is None
            except (AwsRefused, AwsUnreachable):
                is_gone = False
            return {"Status": "SUCCEEDED" if is_gone else "IN_PROGRESS", "Reason": {"Reason": str(unasked.code)}}


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
