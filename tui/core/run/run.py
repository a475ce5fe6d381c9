"""The steps of one plan under way: what was sent, what came of it, and what cannot be done any more."""

import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

from tui.core.calls.api_call import Gateway
from tui.core.calls.result_reference import Results
from tui.core.calls.step import Step
from tui.core.errors import AwsRefused, AwsUnreachable, JournalFailed, PlanStale, RoleWizardError
from tui.core.kinds import (
    ApiGatewayAccount,
    IdentityPoolRoles,
    InstanceProfileAssociation,
    ManagedPolicy,
    Resource,
)
from tui.core.kinds.postconditions import CREATES, DELETES, is_own
from tui.core.plan.plan import Observed, Plan, fingerprint
from tui.core.run.events import Event, StepDone, StepFailed, StepStarted
from tui.core.run.journal import JournalWriter, Status, intent_record, outcome_record
from tui.core.run.send import OutcomeUnknown, Sender

SIDE_BY_SIDE = 6
"""Calls in flight at most; IAM throttles soon beyond that."""


@dataclass
class Run:
    """One go at a plan's steps; its levels' calls run in threads of their own."""

    gateway: Gateway
    plan: Plan
    observe: Callable[[Iterable[Resource], Observed], Observed]
    """Reads desired resources anew, given what is most likely there. Raises AwsRefused, AwsUnreachable."""
    journal: JournalWriter
    clock: Callable[[], float]
    sleep: Callable[[float], None]
    chance: Callable[[], float]
    is_cancelled: Callable[[], bool]
    carries_on: bool
    """On the way back a failure only keeps what depends on it."""
    done: set[int] = field(default_factory=set)
    has_failed: bool = False

    def __post_init__(self) -> None:
        self._desired = {one.address: one for one in self.plan.desired}
        self._touched: set[str] = set()
        self._blocked: set[str] = set()
        self._lock = threading.Lock()
        self._versions: dict[str, str] = {}
        """By address: the version of a policy that this run has put in force."""
        self._results = Results(self.plan.observed)
        self._sender = Sender(
            self.gateway, self._look, self.plan.run, self.sleep, self.chance, self.is_cancelled, self._results
        )
        self._stamped = frozenset(
            _name(address) for address, one in self.plan.observed.items() if is_own(one, self.plan.run)
        )

    def check(self, level: list[int], is_first: bool) -> Iterator[Event]:
        """Reads what was there before anew, right before its first change; IAM has no "if unchanged" of its own."""
        first = {self.plan.steps[index].address: index for index in reversed(level)}
        fresh = {address: index for address, index in first.items() if address not in self._touched}
        self._touched |= set(first)
        if is_first:
            return  # everything was read a moment ago
        known = {address: index for address, index in fresh.items() if self.plan.observed.get(address)}
        try:
            now = self.observe([self._desired[address] for address in known], self.plan.observed) if known else {}
        except (AwsRefused, AwsUnreachable) as error:
            yield from self._failed(next(iter(known.values())), error)
            return
        for address, index in known.items():
            if fingerprint(now[address]) != fingerprint(self.plan.observed[address]):
                yield from self._failed(index, PlanStale("plan.overtaken", address), None)

    def level(self, level: list[int]) -> Iterator[Event]:
        """Sends the calls of a level side by side; every one of them finishes. Raises JournalFailed."""
        if len(level) <= 1:
            for index in level:
                yield from self._step(index)
            return
        events: queue.SimpleQueue[Event | Exception | None] = queue.SimpleQueue()
        trouble: list[Exception] = []
        with ThreadPoolExecutor(max_workers=SIDE_BY_SIDE) as pool:
            for index in level:
                pool.submit(self._drain, index, events)
            running = len(level)
            while running:
                match events.get():
                    case None:
                        running -= 1
                    case Exception() as error:
                        trouble.append(error)
                    case event:
                        yield event
        if trouble:
            raise trouble[0]

    def _drain(self, index: int, events: "queue.SimpleQueue[Event | Exception | None]") -> None:
        try:
            for event in self._step(index):
                events.put(event)
        except Exception as error:  # carried to the thread that reads the events
            events.put(error)
        finally:
            events.put(None)

    def _step(self, index: int) -> Iterator[Event]:
        planned = self.plan.steps[index]
        step = replace(planned, do=self._results.ready(planned.do))
        try:
            self.journal.write(intent_record(index, step.do if step != planned else None))
        except JournalFailed as error:
            yield from self._failed(index, error, None)
            return
        yield StepStarted(index, step.address, step.do.operation)
        started = self.clock()
        try:
            unique_id = yield from self._sender.send(index, step, self._made())
        except (AwsRefused, AwsUnreachable, PlanStale) as error:
            yield from self._failed(index, error)
        except OutcomeUnknown as error:
            yield from self._failed(index, error.cause, "unknown")
        else:
            with self._lock:
                self.done.add(index)
                if step.do.operation == "CreatePolicyVersion":
                    self._versions[step.address] = unique_id
            unwritten = self._write(outcome_record(index, "done", unique_id))
            yield StepDone(index, round(self.clock() - started, 3))
            if unwritten:
                yield from self._failed(index, unwritten, None)

    def _failed(
        self,
        index: int,
        error: AwsRefused | AwsUnreachable | PlanStale | JournalFailed,
        status: Status | None = "failed",
    ) -> Iterator[Event]:
        """`status` is what is written down of the call, None where there is nothing to write, or nowhere."""
        step = self.plan.steps[index]
        with self._lock:
            self.has_failed = True
            self._blocked |= {step.address, *_held_by(step, self._desired[step.address])}
        code = error.aws_code if isinstance(error, AwsRefused) else error.code
        message = error.aws_message if isinstance(error, AwsRefused) else reason_of(error)
        unwritten = None
        if status:
            unwritten = self._write(outcome_record(index, status, aws_code=code))
        yield StepFailed(index, step.do.operation, code, message)
        if unwritten:
            yield StepFailed(index, "journal", unwritten.code, reason_of(unwritten))

    def _write(self, record: Mapping[str, Any]) -> JournalFailed | None:
        """What kept the record from being written; the call it is about has been made either way."""
        try:
            self.journal.write(record)
        except JournalFailed as error:
            return error
        return None

    @property
    def expected(self) -> Observed:
        """What is most likely there now, by address: what was there, what was made, without what was deleted."""
        found = dict(self.plan.observed)
        with self._lock:
            steps, versions = [self.plan.steps[index] for index in sorted(self.done)], dict(self._versions)
        for step in steps:
            if step.do.operation in CREATES:
                found[step.address] = self._desired[step.address]
            elif step.do.operation in DELETES:
                found[step.address] = None
        for address, version in versions.items():
            if isinstance(there := found[address], ManagedPolicy):
                found[address] = replace(there, default_version=version)
        return found

    def is_blocked(self, index: int) -> bool:
        """Whether a step that failed keeps this one from making sense."""
        return self.plan.steps[index].address in self._blocked

    def _look(self, address: str) -> Resource | None:
        return self.observe([self._desired[address]], self.expected)[address]

    def _made(self) -> frozenset[str]:
        """Names of what this run has made so far, also before it was interrupted."""
        with self._lock:
            steps = [self.plan.steps[index] for index in self.done]
        return self._stamped | {_name(step.address) for step in steps if step.do.operation in CREATES}


def reason_of(error: RoleWizardError) -> str:
    """The foreign words in an error of ours, where it has some."""
    return str(error.params.get("reason", ""))


def _held_by(step: Step, desired: Resource) -> set[str]:
    """Addresses that cannot, or must not, be deleted while this way back has not been taken."""
    params = step.do.params
    match desired:
        case ApiGatewayAccount():
            return {f"role/{_last(desired.role_arn)}"}
        case IdentityPoolRoles():
            return {f"role/{_last(arn)}" for arn in desired.roles.values()}
        case InstanceProfileAssociation():
            return {f"instance-profile/{desired.profile}"}
    match step.do.operation:
        case "DetachRolePolicy":
            return {f"policy/{_last(params['PolicyArn'])}"}
        case "RemoveRoleFromInstanceProfile":
            return {f"role/{params['RoleName']}"}
        case _:
            return set()


def _last(arn: str) -> str:
    return arn.rpartition("/")[2]


def _name(address: str) -> str:
    return address.partition("/")[2]
