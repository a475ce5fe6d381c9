"""Carries a plan out, writes down every call before and after, and says what happens as it goes."""

import queue
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from tui.core.calls import Gateway
from tui.core.errors import AwsRefused, AwsUnreachable, JournalFailed, PlanStale
from tui.core.events import (
    Event,
    Finished,
    Outcome,
    RunStarted,
    StepDone,
    StepFailed,
    StepStarted,
    Verified,
)
from tui.core.journal import (
    JournalWriter,
    NoJournal,
    PhaseKind,
    State,
    Status,
    begin_record,
    end_record,
    intent_record,
    outcome_record,
    phase_record,
)
from tui.core.order import levels
from tui.core.plan import Observed, Plan, digest_of, fingerprint
from tui.core.report import outputs_of
from tui.core.resources import (
    ApiGatewayAccount,
    IdentityPoolRoles,
    InstanceProfileAssociation,
    Resource,
    steps_for,
)
from tui.core.send import OutcomeUnknown, Sender
from tui.core.steps import Step

Observe = Callable[[Gateway, Iterable[Resource]], Observed]

SIDE_BY_SIDE = 4
"""Calls in flight at most; IAM throttles soon beyond that."""


@dataclass
class Deployer:
    """The only place from which a call that changes something goes out."""

    gateway: Gateway
    observe: Observe
    journal: JournalWriter = field(default_factory=NoJournal)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    today: Callable[[], str] = lambda: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    is_cancelled: Callable[[], bool] = field(default=lambda: False)
    """Asked between levels of calls; calls in flight always finish."""

    def deploy(self, plan: Plan, kind: PhaseKind = "apply") -> Iterator[Event]:
        """Events, the last one Finished.

        Raises PlanStale before the first call when the account is no longer what the plan was made for, JournalFailed
        before the first call when it cannot be written down.
        """
        before = self.observe(self.gateway, plan.desired)
        if digest_of(plan.target, plan.desired, before) != plan.digest:
            raise PlanStale("plan.stale", plan.preset)
        if plan.steps or kind != "apply":
            self.journal.write(begin_record(plan, self.today()) if kind == "apply" else phase_record(kind, plan.steps))
        yield RunStarted(plan.run, len(plan.steps))
        run = _Run(self, plan, carries_on=kind in ("rollback", "undo"))
        for depth, level in enumerate(levels(plan.steps)):
            if self.is_cancelled() or (run.has_failed and not run.carries_on):
                break
            yield from run.check(level, is_first=depth == 0)
            if not run.has_failed or run.carries_on:
                yield from run.level([index for index in level if not run.is_blocked(index)])
        yield from self._finish(plan, kind, run)

    def _finish(self, plan: Plan, kind: PhaseKind, run: "_Run") -> Iterator[Event]:
        """Reads back what stands and writes the end."""
        is_done = len(run.done) == len(plan.steps)
        try:
            after = self.observe(self.gateway, plan.desired)
        except (AwsRefused, AwsUnreachable):
            after = plan.observed
        if is_done and kind in ("apply", "resume"):
            left = [one for one in plan.desired if steps_for(one, after.get(one.address), plan.target, plan.run)]
            yield Verified(not left, tuple(one.address for one in left))
        if plan.steps or kind != "apply":
            try:
                self.journal.write(end_record(ENDS[kind] if is_done else "failed"))
            except JournalFailed as error:
                yield StepFailed(
                    max(len(plan.steps) - 1, 0), "journal", error.code, str(error.params.get("reason", ""))
                )
        outcome: Outcome = "failed" if not is_done else "rolled-back" if kind in ("rollback", "undo") else "done"
        standing = tuple(one for one in plan.desired if outcome == "done" or after.get(one.address))
        yield Finished(
            outcome, plan.run, outputs_of(standing, after, plan.target), len(run.done), tuple(sorted(run.done))
        )


ENDS: dict[PhaseKind, State] = {"apply": "done", "resume": "done", "rollback": "rolled-back", "undo": "undone"}


class _Run:
    """The steps of one plan under way."""

    def __init__(self, deployer: Deployer, plan: Plan, *, carries_on: bool) -> None:
        self.deployer = deployer
        self.plan = plan
        self.carries_on = carries_on
        """On the way back a failure only keeps what depends on it."""
        self.done: set[int] = set()
        self.has_failed = False
        self._desired = {one.address: one for one in plan.desired}
        self._touched: set[str] = set()
        self._blocked: set[str] = set()
        self._sender = Sender(deployer.gateway, self._look, plan.run, deployer.sleep)

    def check(self, level: list[int], is_first: bool) -> Iterator[Event]:
        """Reads what was there before anew, right before its first change; IAM has no "if unchanged" of its own."""
        first = {self.plan.steps[index].address: index for index in reversed(level)}
        fresh = {address: index for address, index in first.items() if address not in self._touched}
        self._touched |= set(first)
        if is_first:
            return  # everything was read a moment ago
        for address, index in fresh.items():
            before = self.plan.observed.get(address)
            if before is None:
                continue
            try:
                now = self._look(address)
            except (AwsRefused, AwsUnreachable) as error:
                yield from self._failed(index, error)
                return
            if fingerprint(now) != fingerprint(before):
                yield from self._failed(index, PlanStale("plan.stale", address))
                return

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
        step, journal = self.plan.steps[index], self.deployer.journal
        try:
            journal.write(intent_record(index))
        except JournalFailed as error:
            yield from self._failed(index, error)
            return
        yield StepStarted(index, step.address, step.do.operation)
        started = self.deployer.clock()
        try:
            unique_id = yield from self._sender.send(index, step, self._made())
        except (AwsRefused, AwsUnreachable) as error:
            yield from self._failed(index, error)
        except OutcomeUnknown as error:
            yield from self._failed(index, error.cause, "unknown")
        else:
            self.done.add(index)
            yield StepDone(index, round(self.deployer.clock() - started, 3))
            try:
                journal.write(outcome_record(index, "done", unique_id))
            except JournalFailed as error:
                self.done.discard(index)
                yield from self._failed(index, error)

    def _failed(
        self, index: int, error: AwsRefused | AwsUnreachable | PlanStale | JournalFailed, status: Status = "failed"
    ) -> Iterator[Event]:
        self.has_failed = True
        step = self.plan.steps[index]
        self._blocked |= {step.address, *_held_by(step, self._desired[step.address])}
        code = error.aws_code if isinstance(error, AwsRefused) else error.code
        message = error.aws_message if isinstance(error, AwsRefused) else str(error.params.get("reason", ""))
        yield StepFailed(index, step.do.operation, code, message)
        if not isinstance(error, JournalFailed | PlanStale):
            try:
                self.deployer.journal.write(outcome_record(index, status, aws_code=code))
            except JournalFailed as unwritten:
                yield StepFailed(index, "journal", unwritten.code, str(unwritten.params.get("reason", "")))

    def is_blocked(self, index: int) -> bool:
        """Whether a step that failed keeps this one from making sense."""
        return self.plan.steps[index].address in self._blocked

    def _look(self, address: str) -> Resource | None:
        desired = self._desired[address]
        return self.deployer.observe(self.deployer.gateway, [desired])[address]

    def _made(self) -> frozenset[str]:
        """Names of what this run has made so far."""
        return frozenset(_name(self.plan.steps[one]) for one in self.done if _creates(self.plan.steps[one]))


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
            return {f"policy/{params['PolicyArn'].rpartition('/')[2]}"}
        case "RemoveRoleFromInstanceProfile":
            return {f"role/{params['RoleName']}"}
        case _:
            return set()


def _last(arn: str) -> str:
    return arn.rpartition("/")[2]


def _creates(step: Step) -> bool:
    return step.do.operation.startswith("Create")


def _name(step: Step) -> str:
    return step.address.partition("/")[2]
