"""Taking a run back: what goes and what stays is read first."""

import signal

from tui.core.errors import PlanStale
from tui.core.plan.review import Desk
from tui.core.run.journal import PhaseKind
from tui.core.run.undo import UndoPlan
from tui.core.shown import shown
from tui.i18n import Translator
from tui.line.asking import Left
from tui.line.carrying import interruptible, take_back_aloud
from tui.line.confirming import is_confirmed
from tui.line.text import print_plan, print_refusals


def take_back(desk: Desk, run: str, kind: PhaseKind, t: Translator, *, takes_name: bool) -> bool:
    """Whether all of it is gone. Raises what reading and writing the journal raises, Left."""
    while True:
        back = desk.plan_undo(run)
        _print_way_back(back, kind, t)
        # a run that broke off before its first call has nothing to take back, but still has to be closed
        if not back.plan.steps and (back.refusals or kind != "rollback"):
            return False
        if back.plan.steps and not is_confirmed(back.plan, t, "confirm.undo", takes_name=takes_name):
            print(t("line.not_taken_back"))
            return False
        try:
            with interruptible(t("notice.stopping")) as stop:
                last = take_back_aloud(desk, back.plan, kind, stop, t)
        except PlanStale:
            print(t("notice.stale"))
            continue
        if stop.signal not in (None, signal.SIGINT):
            raise Left(stop.exit_code)
        return last.outcome == "rolled-back"


def _print_way_back(back: UndoPlan, kind: PhaseKind, t: Translator) -> None:
    print(f"\n{t(f'way_back.{kind}', preset=shown(back.plan.preset), run=shown(back.plan.run))}")
    print_plan(back.plan, t, "way_back.all_stays" if back.refusals else "way_back.nothing")
    if back.refusals:
        print(t("way_back.stays"))
        print_refusals(back.refusals, t)
