"""A plan carried out without a screen: events printed, signals heeded, the way back taken when it fails."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tui.commands import print_json
from tui.core.errors import JournalFailed, PlanStale, RunBusy
from tui.core.events import Finished, StepFailed, event_record
from tui.core.journal import PhaseKind
from tui.core.plan import Plan
from tui.core.renewal import LOCKED_OUT
from tui.desk import WizardDesk
from tui.i18n import Translator
from tui.line.renew import person_at_terminal
from tui.line.text import print_event, print_failure, print_left, print_refusals, print_remaining
from tui.options import Options

FAILED = 1
EXITS = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}


class Interruption:
    """What asked the run to stop: nothing, or a signal."""

    def __init__(self) -> None:
        self.signal: signal.Signals | None = None
        self.asked = threading.Event()

    def notice(self, number: int, _: object) -> None:
        """Lets the calls in flight finish."""
        self.signal = signal.Signals(number)
        self.asked.set()

    @property
    def exit_code(self) -> int:
        """130, 143 or 129; 0 where nothing asked."""
        return EXITS[self.signal] if self.signal else 0


@contextmanager
def interruptible() -> Iterator[Interruption]:
    """Ctrl+C, SIGTERM and SIGHUP let the calls in flight finish, and stop before the next ones."""
    interruption = Interruption()
    before = {number: signal.signal(number, interruption.notice) for number in EXITS}
    try:
        yield interruption
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def carry_out(desk: WizardDesk, plan: Plan, kind: PhaseKind, options: Options, t: Translator) -> int:
    """The exit code: 0 as planned; 1 failed, also when it was rolled back; 130, 143, 129 by signal."""
    with interruptible() as interruption:
        last, failed = _run(desk, plan, kind, interruption, options, t)
        if last.outcome == "failed" and kind in ("apply", "resume") and _goes_back(options, interruption, failed):
            interruption.asked.clear()
            _roll_back(desk, plan, interruption, options, t)
        elif last.outcome == "failed" and not options.as_json:
            if kind in ("rollback", "undo"):
                print_remaining(plan, last, t)
                print_left(plan, t)
            else:
                print(t("run.open", run=plan.run))
    return interruption.exit_code or (0 if last.outcome != "failed" else FAILED)


def _goes_back(options: Options, interruption: Interruption, failed: StepFailed | None) -> bool:
    """Not with credentials that have expired, and not when the machine is going down."""
    is_locked_out = failed is not None and failed.aws_code in LOCKED_OUT
    return options.rolls_back and not is_locked_out and interruption.signal in (None, signal.SIGINT)


def _roll_back(desk: WizardDesk, plan: Plan, interruption: Interruption, options: Options, t: Translator) -> None:
    back = desk.plan_undo(plan.run)
    if not options.as_json:
        print(t("run.rolling_back", count=len(back.plan.steps)))
        print_refusals(back.refusals, t)
    try:
        last, _ = _run(desk, back.plan, "rollback", interruption, options, t)
    except (JournalFailed, PlanStale, RunBusy):
        # the disk is full, or somebody was faster: what stands has to be told before the error is
        if not options.as_json:
            print_remaining(back.plan, Finished("failed", plan.run, {}, 0), t)
        raise
    if last.outcome == "failed" and not options.as_json:
        print_remaining(back.plan, last, t)
        print_left(back.plan, t)


def _run(
    desk: WizardDesk, plan: Plan, kind: PhaseKind, interruption: Interruption, options: Options, t: Translator
) -> tuple[Finished, StepFailed | None]:
    failed = None
    is_stopped = interruption.asked.is_set
    for event in desk.deploy(plan, is_stopped, kind, None if options.as_json else person_at_terminal(t, is_stopped)):
        if options.as_json:
            print_json(event_record(event))
        else:
            print_event(event, plan, t)
        if isinstance(event, StepFailed):
            failed = event
            if not options.as_json:
                print_failure(event, plan, t)
        if isinstance(event, Finished):
            return event, failed
    raise AssertionError("a run ends with Finished")
