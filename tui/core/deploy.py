"""Carries a plan out, one call after the other, and says so as it goes."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from tui.core.calls import ApiCall, Gateway
from tui.core.errors import AwsRefused, AwsUnreachable, PlanStale
from tui.core.events import (
    Event,
    Finished,
    Outcome,
    RunStarted,
    StepDone,
    StepFailed,
    StepStarted,
    StepWaiting,
    Verified,
)
from tui.core.patience import Patience
from tui.core.plan import Observed, Plan, digest_of
from tui.core.report import outputs_of
from tui.core.resources import Resource, steps_for

Observe = Callable[[Gateway, Iterable[Resource]], Observed]


@dataclass
class Deployer:
    """The only place from which a call that changes something goes out."""

    gateway: Gateway
    observe: Observe
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    is_cancelled: Callable[[], bool] = field(default=lambda: False)
    """Asked between calls; the call in flight always finishes."""

    def deploy(self, plan: Plan) -> Iterator[Event]:
        """Events, the last one Finished.

        Raises PlanStale before the first call when the account is no longer what the plan was made for.
        """
        before = self.observe(self.gateway, plan.desired)
        if digest_of(plan.target, plan.desired, before) != plan.digest:
            raise PlanStale("plan.stale", plan.preset)
        yield RunStarted(plan.run, len(plan.steps))
        done = 0
        for index, step in enumerate(plan.steps):
            if self.is_cancelled():
                break
            yield StepStarted(index, step.address, step.do.operation)
            started = self.clock()
            made = frozenset(
                one.address.partition("/")[2] for one in plan.steps[:done] if one.do.operation.startswith("Create")
            )
            try:
                yield from self._send(index, step.do, made)
            except AwsRefused as error:
                yield StepFailed(index, step.do.operation, error.aws_code, error.aws_message)
                break
            except AwsUnreachable as error:
                yield StepFailed(index, step.do.operation, error.code, str(error.params.get("reason", "")))
                break
            done += 1
            yield StepDone(index, round(self.clock() - started, 3))
        yield from self._finish(plan, done)

    def _send(self, index: int, call: ApiCall, made: frozenset[str]) -> Iterator[Event]:
        """Sends the call, again where AWS only asks for patience. Raises AwsRefused, AwsUnreachable."""
        patience = Patience(made)
        while True:
            try:
                self.gateway.call(call)
            except AwsRefused as error:
                pause = patience.pause(error)
                if pause is None:
                    raise
                yield StepWaiting(index, pause.reason, error.aws_code, pause.seconds)
                self.sleep(pause.seconds)
            else:
                return

    def _finish(self, plan: Plan, done: int) -> Iterator[Event]:
        """Reads back what stands."""
        try:
            after = self.observe(self.gateway, plan.desired)
        except (AwsRefused, AwsUnreachable):
            after = plan.observed
        left = [one for one in plan.desired if steps_for(one, after.get(one.address), plan.target, plan.run)]
        if done == len(plan.steps):
            yield Verified(not left, tuple(one.address for one in left))
        outcome: Outcome = "done" if done == len(plan.steps) else "failed"
        standing = tuple(one for one in plan.desired if outcome == "done" or after.get(one.address))
        yield Finished(outcome, plan.run, outputs_of(standing, after, plan.target), done)
