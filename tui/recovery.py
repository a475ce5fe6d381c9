"""The composition root's other half: runs that were made before, and the way on or back from them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tui.aws.observe import observe
from tui.aws.users import find_users
from tui.core.calls import Gateway
from tui.core.deploy import Deployer
from tui.core.errors import JournalFailed, UsageError
from tui.core.events import Event
from tui.core.journal import JournalWriter, PhaseKind, RunRecord, end_record
from tui.core.plan import Plan
from tui.core.resume import make_resume
from tui.core.target import Target
from tui.core.undo import UndoPlan, make_undo
from tui.core.wizard import RunSummary
from tui.store.journals import DamagedRun, JournalFolder


def summaries(journals: JournalFolder) -> tuple[RunSummary, ...]:
    """All runs, newest first."""
    return tuple(_summary(found) for found in journals.runs())


def deploy(
    journals: JournalFolder, gateway: Gateway, plan: Plan, is_cancelled: Callable[[], bool], kind: PhaseKind
) -> Iterator[Event]:
    """Carries a plan out under the run's lock, written down call by call.

    A live account is not touched where that is impossible; the practice account goes on without.
    """
    journal: JournalWriter = journals.writer(plan.run)
    if gateway.target.kind == "practice":
        journal = _Forgiving(journal)
        yield from Deployer(gateway, observe, journal, is_cancelled=is_cancelled).deploy(plan, kind)
        return
    with journals.locked(plan.run):
        yield from Deployer(gateway, observe, journal, is_cancelled=is_cancelled).deploy(plan, kind)


def plan_resume(journals: JournalFolder, gateway: Gateway, run: str) -> Plan:
    """What is left of a run. Raises UsageError, PlanStale."""
    record = _record(journals, gateway.target, run)
    return make_resume(record, observe(gateway, record.desired), gateway.target)


def plan_undo(journals: JournalFolder, gateway: Gateway, run: str) -> UndoPlan:
    """The way back from a run. Raises UsageError."""
    record = _record(journals, gateway.target, run)
    now = observe(gateway, record.desired)
    return make_undo(record, now, find_users(gateway, record.desired, now), gateway.target)


def keep(journals: JournalFolder, run: str) -> None:
    """Closes a run as it stands."""
    journals.find(run)
    with journals.locked(run):
        journals.writer(run).write(end_record("kept"))


def _record(journals: JournalFolder, target: Target, run: str) -> RunRecord:
    record = journals.find(run)
    there = record.target
    if (there.kind, there.account, there.partition) != (target.kind, target.account, target.partition):
        raise UsageError("run.other_target", run, account=there.account, target=target.account)
    return record


class _Forgiving:
    """A journal whose loss costs nothing."""

    def __init__(self, journal: JournalWriter) -> None:
        self.journal = journal

    def write(self, record: Mapping[str, Any]) -> None:
        try:
            self.journal.write(record)
        except JournalFailed:
            return


def _summary(found: RunRecord | DamagedRun) -> RunSummary:
    if isinstance(found, DamagedRun):
        return RunSummary(found.run, "?", "damaged", "", "?", "", "", 0, 0, str(found.path))
    steps = [status for phase in found.phases if phase.kind in ("apply", "resume") for status in phase.statuses]
    return RunSummary(
        run=found.run,
        preset=found.preset,
        state=found.state,
        started=found.started,
        target=found.target.kind,
        account=found.target.account,
        region=found.target.region,
        done=steps.count("done"),
        total=len(found.phases[0].steps),
        path="",
    )
