"""The composition root's other half: runs that were made before, and the way on or back from them."""

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import Any

from tui.aws.observe import observe
from tui.aws.observe.unlisted import observe_unlisted
from tui.aws.users import find_users
from tui.core.calls.api_call import Gateway
from tui.core.calls.target import Target
from tui.core.errors import JournalFailed, UsageError
from tui.core.plan.plan import Plan
from tui.core.plan.review import RunSummary
from tui.core.run.credentials import LastingGateway, Renew, is_same_account, other_target
from tui.core.run.deployer import Deployer
from tui.core.run.events import Event
from tui.core.run.journal import JournalWriter, PhaseKind, RunRecord, end_record
from tui.core.run.resume import make_resume
from tui.core.run.undo import UndoPlan, make_undo
from tui.store.journals import DamagedRun, JournalFolder

NAP_SECONDS = 0.2


def summaries(journals: JournalFolder) -> tuple[RunSummary, ...]:
    """All runs, newest first."""
    return tuple(_summary(journals, found) for found in journals.runs())


def deploy(
    journals: JournalFolder,
    gateway: Gateway,
    plan: Plan,
    is_cancelled: Callable[[], bool],
    kind: PhaseKind,
    sleep: Callable[[float], None],
    renew: Renew | None = None,
) -> Iterator[Event]:
    """Carries a plan out under the run's lock, written down call by call.

    A live account is not touched where that is impossible; the practice account goes on without. Where credentials
    expire, `renew` is asked for a new session, and the same call goes out again.
    """
    is_practice = gateway.target.kind == "practice"
    journal: JournalWriter = journals.writer(plan.run)
    deployer = Deployer(
        LastingGateway(gateway, renew) if renew else gateway,
        observe,
        _Forgiving(journals, plan.run) if is_practice else journal,
        observe_ways_back=observe_unlisted,
        sleep=_interruptible(sleep, is_cancelled),
        chance=random.random,
        is_cancelled=is_cancelled,
    )
    with ExitStack() as stack:
        try:
            stack.enter_context(journals.locked(plan.run))
        except JournalFailed:
            if not is_practice:
                raise
        yield from deployer.deploy(plan, kind)


def _interruptible(sleep: Callable[[float], None], is_cancelled: Callable[[], bool]) -> Callable[[float], None]:
    """Sleeps in naps, so that whoever stops a run that waits for IAM need not wait along."""

    def nap(seconds: float) -> None:
        while seconds > 0 and not is_cancelled():
            sleep(min(seconds, NAP_SECONDS))
            seconds -= NAP_SECONDS

    return nap


def plan_resume(journals: JournalFolder, gateway: Gateway, run: str) -> Plan:
    """What is left of a run. Raises UsageError, PlanStale."""
    record = _record(journals, gateway.target, run)
    return make_resume(record, observe(gateway, record.desired), gateway.target)


def plan_undo(journals: JournalFolder, gateway: Gateway, run: str) -> UndoPlan:
    """The way back from a run. Raises UsageError."""
    record = _record(journals, gateway.target, run)
    now = observe_unlisted(gateway, record.desired, record.believed)
    return make_undo(record, now, find_users(gateway, record.desired, now), gateway.target)


def keep(journals: JournalFolder, run: str) -> None:
    """Closes a run as it stands."""
    journals.find(run)
    with journals.locked(run):
        journals.writer(run).write(end_record("kept"))


def _record(journals: JournalFolder, target: Target, run: str) -> RunRecord:
    record = journals.find(run)
    if not is_same_account(record.target, target):
        raise other_target(record.target, target, run)
    if record.is_regional and record.target.region != target.region:
        # what it made would not be found here, and be taken for gone
        raise UsageError("run.other_region", run, region=record.target.region, here=target.region)
    return record


class _Forgiving:
    """A journal whose loss costs nothing; for the way back it is kept in memory where the disk does not take it."""

    def __init__(self, journals: JournalFolder, run: str) -> None:
        self.journals = journals
        self.run = run
        self.file = journals.writer(run)
        self.records: list[Mapping[str, Any]] = []

    def write(self, record: Mapping[str, Any]) -> None:
        self.records.append(record)
        try:
            self.file.write(record)
        except JournalFailed:
            known = self.journals.remembered
            if self.run not in known and self.records[0]["record"] == "begin":
                known[self.run] = self.records
            elif self.run in known and known[self.run] is not self.records:
                known[self.run].append(record)


def _summary(journals: JournalFolder, found: RunRecord | DamagedRun) -> RunSummary:
    if isinstance(found, DamagedRun):
        return RunSummary(found.run, "?", "damaged", "", "?", "", "", 0, 0, str(found.path))
    done, total = found.progress
    return RunSummary(
        run=found.run,
        preset=found.preset,
        state=found.state,
        started=found.started,
        target=found.target.kind,
        account=found.target.account,
        region=found.target.region,
        done=done,
        total=total,
        path=str(journals.path_of(found.run)) if found.unreadable_bytes else "",
        unreadable_bytes=found.unreadable_bytes,
        things=tuple(one.address for one in found.desired),
        caller=found.target.caller_arn,
    )
