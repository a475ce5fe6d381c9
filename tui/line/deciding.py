"""A run that broke off: going on, rolling back, keeping what stands, or deciding later."""

import signal
from dataclasses import replace

from tui.core.errors import PlanStale, RoleWizardError
from tui.core.plan.review import Desk, Review
from tui.core.run.events import Finished
from tui.i18n import Translator
from tui.line.asking import Left, choose
from tui.line.carrying import Interruption, interruptible, send_aloud
from tui.line.confirming import is_confirmed
from tui.line.ending import Ended
from tui.line.text import print_plan
from tui.line.trouble import print_error
from tui.line.way_back import take_back


def decide(desk: Desk, run: str, review: Review | None, t: Translator, *, is_old: bool = False) -> Ended:
    """Asks until something is decided; nothing is sent before its plan was shown.

    In a real account an `is_old` run, one that nobody said yes to today, takes the name. Raises Left.
    """
    ways = {"g": "line.go_on", "r": "line.roll_back", "k": "line.keep", "l": "line.later"}
    while True:
        try:
            match choose(t("apply.decide"), {letter: t(key) for letter, key in ways.items()}, t, "l"):
                case "g":
                    ended = _go_on(desk, run, review, t, is_old=is_old)
                case "r":
                    ended = _roll_back(desk, run, review, t, is_old=is_old)
                case "k":
                    desk.keep(run)
                    print(t("notice.kept"))
                    return Ended("kept", run, review)
                case _:
                    print(t("run.open", run=run))
                    return Ended("open", run, review)
        except Left:
            print(t("run.open", run=run))
            raise
        except RoleWizardError as error:
            print_error(error, t)
            continue
        if ended is not None:
            return ended


def leave_by_signal(stop: Interruption, last: Finished, t: Translator) -> None:
    """Where the machine goes down, or the terminal is gone, nobody can be asked. Raises Left."""
    if stop.signal in (signal.SIGTERM, signal.SIGHUP):
        if last.outcome == "failed":
            print(t("run.open", run=last.run))
        raise Left(stop.exit_code)


def _roll_back(desk: Desk, run: str, review: Review | None, t: Translator, *, is_old: bool) -> Ended | None:
    return Ended("gone", run, review) if take_back(desk, run, "rollback", t, takes_name=is_old) else None


def _go_on(desk: Desk, run: str, review: Review | None, t: Translator, *, is_old: bool) -> Ended | None:
    """How it ended; None where the decision is still open."""
    plan = desk.plan_resume(run)
    print_plan(plan, t, "resume.nothing")
    # a run that broke off after its last call has nothing to send, but still has to be closed
    if plan.steps and not is_confirmed(plan, t, "confirm.resume", takes_name=is_old):
        return None
    belongs_to = replace(review, plan=plan) if review is not None else desk.recall(plan)
    try:
        with interruptible(t("notice.stopping")) as stop:
            last, _ = send_aloud(desk, plan, "resume", stop, t)
    except PlanStale:
        print(t("notice.stale"))
        return None
    leave_by_signal(stop, last, t)
    if stop.signal:
        print(t("apply.stopped"))
    if last.outcome != "done":
        return None
    return Ended("done", run, belongs_to and replace(belongs_to, made=last.arns))
