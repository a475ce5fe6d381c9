"""A plan carried out in lines: signals heeded, events told, and what a way back could not do left as commands."""

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tui.core.errors import JournalFailed, RunBusy
from tui.core.plan.plan import Plan
from tui.core.plan.review import Desk
from tui.core.run.credentials import Ask
from tui.core.run.events import Event, Finished, StepFailed
from tui.core.run.journal import PhaseKind
from tui.i18n import Translator
from tui.line.renew import person_at_terminal
from tui.line.text import print_all_remaining, print_event, print_failure, print_left, print_remaining

EXITS = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}


class Interruption:
    """What asked the run to stop: nothing, or a signal."""

    def __init__(self, notice: str = "") -> None:
        self.signal: signal.Signals | None = None
        self.asked = threading.Event()
        self._notice = notice

    def notice(self, number: int, _: object) -> None:
        """Lets the calls in flight finish."""
        self.signal = signal.Signals(number)
        self.asked.set()
        if self._notice and number == signal.SIGINT:
            # the run may be in the middle of writing to standard output
            print(f"\n{self._notice}", file=sys.stderr, flush=True)

    @property
    def exit_code(self) -> int:
        """130, 143 or 129; 0 where nothing asked."""
        return EXITS[self.signal] if self.signal else 0


@contextmanager
def interruptible(notice: str = "") -> Iterator[Interruption]:
    """Ctrl+C, SIGTERM and SIGHUP let the calls in flight finish, and stop before the next ones.

    `notice` is what a person at the terminal is told at once.
    """
    interruption = Interruption(notice)
    before = {number: signal.signal(number, interruption.notice) for number in EXITS}
    try:
        yield interruption
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def send(
    desk: Desk,
    plan: Plan,
    kind: PhaseKind,
    interruption: Interruption,
    tell: Callable[[Event], None],
    ask: Ask | None = None,
) -> tuple[Finished, StepFailed | None]:
    """Carries the plan out; returns how it ended, and what was refused last. Raises as Desk.deploy does."""
    failed = None
    for event in desk.deploy(plan, interruption.asked.is_set, kind, ask):
        tell(event)
        if isinstance(event, StepFailed):
            failed = event
        if isinstance(event, Finished):
            return event, failed
    raise AssertionError("a run ends with Finished")


def send_aloud(
    desk: Desk, plan: Plan, kind: PhaseKind, interruption: Interruption, t: Translator
) -> tuple[Finished, StepFailed | None]:
    """The same, told line by line; a person at the terminal is asked where credentials expire."""

    def tell(event: Event) -> None:
        print_event(event, plan, t)
        if isinstance(event, StepFailed):
            print_failure(event, plan, t)

    return send(desk, plan, kind, interruption, tell, person_at_terminal(t, interruption.asked.is_set))


def take_back_aloud(desk: Desk, plan: Plan, kind: PhaseKind, interruption: Interruption, t: Translator) -> Finished:
    """Carries a way back out; what keeps it from its end, the commands that remain are told.

    Raises as Desk.deploy does; of PlanStale whoever asks has to tell, since it can be planned anew.
    """
    try:
        last, _ = send_aloud(desk, plan, kind, interruption, t)
    except (JournalFailed, RunBusy):
        # the disk is full, or somebody was faster: what stands has to be told before the error is
        print_all_remaining(plan, t)
        raise
    if last.outcome == "failed":
        print_remaining(plan, last, t)
        print_left(plan, t)
    return last
