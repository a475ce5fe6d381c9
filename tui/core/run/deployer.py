"""Carries a plan out, writes down every call before and after, and says what happens as it goes."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from tui.core.calls.api_call import Gateway
from tui.core.errors import JournalFailed, PlanStale
from tui.core.kinds import Resource
from tui.core.plan.order import levels
from tui.core.plan.plan import Observed, Plan, digest_of
from tui.core.plan.report import arns_of, outputs_of
from tui.core.run.events import (
    Event,
    Finished,
    Outcome,
    RunStarted,
    StepFailed,
)
from tui.core.run.journal import (
    JournalWriter,
    NoJournal,
    PhaseKind,
    State,
    begin_record,
    end_record,
    phase_record,
)
from tui.core.run.read_back import ReadBack
from tui.core.run.run import Run, reason_of

Observe = Callable[[Gateway, Iterable[Resource], Observed], Observed]
"""Reads resources anew; the last argument is what is most likely there, by address, which may save it time."""


@dataclass
class Deployer:
    """The only place from which a call that changes something goes out."""

    gateway: Gateway
    observe: Observe
    journal: JournalWriter = field(default_factory=NoJournal)
    observe_ways_back: Observe | None = None
    """How a rollback or undo reads before and between its calls, where that is not the same."""
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = lambda: 1.0
    """From 0 up to 1, at random: spreads the waits of those who were throttled together."""
    today: Callable[[], str] = lambda: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    is_cancelled: Callable[[], bool] = field(default=lambda: False)
    """Asked between levels of calls; calls in flight always finish."""

    def deploy(self, plan: Plan, kind: PhaseKind = "apply") -> Iterator[Event]:
        """Events, the last one Finished.

        Raises PlanStale before the first call when the account is no longer what the plan was made for, JournalFailed
        before the first call when it cannot be written down.
        """
        look = (kind in ("rollback", "undo") and self.observe_ways_back) or self.observe
        before = look(self.gateway, plan.desired, plan.observed)
        if digest_of(plan.target, plan.desired, before) != plan.digest:
            raise PlanStale("plan.stale", plan.preset)
        if plan.steps or kind != "apply":
            self.journal.write(begin_record(plan, self.today()) if kind == "apply" else phase_record(kind, plan.steps))
        yield RunStarted(plan.run, len(plan.steps))
        run = Run(
            gateway=self.gateway,
            plan=plan,
            observe=partial(look, self.gateway),
            journal=self.journal,
            clock=self.clock,
            sleep=self.sleep,
            chance=self.chance,
            is_cancelled=self.is_cancelled,
            carries_on=kind in ("rollback", "undo"),
        )
        for depth, level in enumerate(levels(plan.steps)):
            if self.is_cancelled() or (run.has_failed and not run.carries_on):
                break
            yield from run.check(level, is_first=depth == 0)
            if not run.has_failed or run.carries_on:
                yield from run.level([index for index in level if not run.is_blocked(index)])
        yield from self._finish(plan, kind, run)

    def _finish(self, plan: Plan, kind: PhaseKind, run: Run) -> Iterator[Event]:
        """Writes the end and reads back what stands."""
        is_done = not run.has_failed and len(run.done) == len(plan.steps)
        is_back = kind in ("rollback", "undo")
        if plan.steps or kind != "apply":
            try:
                ends = PARTLY if plan.leaves else ENDS
                self.journal.write(end_record(ends[kind] if is_done else "failed"))
            except JournalFailed as error:
                yield StepFailed(max(len(plan.steps) - 1, 0), "journal", error.code, reason_of(error))
        reading = ReadBack(
            plan, lambda: self.observe(self.gateway, plan.desired, run.expected), self.sleep, self.is_cancelled
        )
        if is_done and (plan.steps or not is_back):
            after = yield from reading.verified(is_back=is_back)
        else:
            after = reading.read() or plan.observed
        outcome: Outcome = "failed" if not is_done or plan.leaves else "rolled-back" if is_back else "done"
        gone = plan.removes if outcome == "done" else ()
        standing = tuple(
            one for one in plan.desired if one.address not in gone and (outcome == "done" or after.get(one.address))
        )
        outputs, arns = outputs_of(standing, after, plan.target), arns_of(standing, after, plan.target)
        yield Finished(outcome, plan.run, outputs, len(run.done), tuple(sorted(run.done)), arns)


ENDS: dict[PhaseKind, State] = {"apply": "done", "resume": "done", "rollback": "rolled-back", "undo": "undone"}
PARTLY: dict[PhaseKind, State] = {"rollback": "partly-rolled-back", "undo": "partly-undone"}
"""Where something stays that others use or changed."""
