"""A plan carried out without a screen: the way back is taken by itself when it fails."""

import signal
from collections.abc import Iterable
from dataclasses import replace

from tui.commands import CHANGES_FOUND, print_json
from tui.core.checks.findings import Finding
from tui.core.errors import PlanStale
from tui.core.journey.format import Journey
from tui.core.journey.sheet import sheet_records
from tui.core.plan.plan import Plan
from tui.core.plan.report import finding_record, plan_record
from tui.core.plan.review import Review
from tui.core.run.credentials import LOCKED_OUT
from tui.core.run.events import Event, Finished, StepFailed, event_record
from tui.core.run.journal import PhaseKind
from tui.desk import WizardDesk
from tui.i18n import Translator
from tui.line.carrying import Interruption, interruptible, send, send_aloud, take_back_aloud
from tui.line.sheet_text import print_sheet
from tui.line.text import finding_text, print_all_remaining, print_left, print_refusals, print_remaining
from tui.options import Options

FAILED = 1


def carry_out(
    desk: WizardDesk, plan: Plan, kind: PhaseKind, options: Options, t: Translator, review: Review | None = None
) -> int:
    """The exit code: 0 as planned; 1 failed, also when it was rolled back; 130, 143, 129 by signal.

    With the `review` of a journey the end has its sheet.
    """
    with interruptible() as interruption:
        last, failed = _run(desk, plan, kind, interruption, options, t, review)
        if review and last.outcome == "done" and not options.as_json:
            print_sheet(replace(review, made=last.arns), t)
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


def left_at_that(plan: Plan, options: Options, findings: Iterable[Finding] = ()) -> int:
    """The end of a dry run: the plan as a JSON object where JSON was asked for; 4 where it would do something."""
    if options.as_json:
        print_json(plan_record(plan, tuple(findings)))
    return CHANGES_FOUND if plan.steps else 0


def _goes_back(options: Options, interruption: Interruption, failed: StepFailed | None) -> bool:
    """Not with credentials that have expired, and not when the machine is going down."""
    is_locked_out = failed is not None and failed.aws_code in LOCKED_OUT
    return options.rolls_back and not is_locked_out and interruption.signal in (None, signal.SIGINT)


def _roll_back(desk: WizardDesk, plan: Plan, interruption: Interruption, options: Options, t: Translator) -> None:
    back = desk.plan_undo(plan.run)
    if options.as_json:
        _run(desk, back.plan, "rollback", interruption, options, t)
        return
    print(t("run.rolling_back", count=len(back.plan.steps)))
    print_refusals(back.refusals, t)
    try:
        take_back_aloud(desk, back.plan, "rollback", interruption, t)
    except PlanStale:
        print_all_remaining(back.plan, t)
        raise


def _run(
    desk: WizardDesk,
    plan: Plan,
    kind: PhaseKind,
    interruption: Interruption,
    options: Options,
    t: Translator,
    review: Review | None = None,
) -> tuple[Finished, StepFailed | None]:
    def tell(event: Event) -> None:
        record = event_record(event)
        if isinstance(event, Finished) and review and isinstance(review.preset, Journey):
            record["findings"] = [{**finding_record(one), "text": finding_text(one, t)} for one in review.findings]
            record["sheet"] = sheet_records(replace(review, made=event.arns), t.language)
        print_json(record)

    if options.as_json:
        return send(desk, plan, kind, interruption, tell)
    return send_aloud(desk, plan, kind, interruption, t)
