"""`rolewizard undo RUN --yes`: takes a run back, now or later, from any process."""

from dataclasses import asdict

from tui.commands import print_json
from tui.commands.carry_out import FAILED, carry_out, left_at_that
from tui.core.errors import UsageError
from tui.core.run.events import Finished, event_record
from tui.desk import WizardDesk
from tui.i18n import Translator
from tui.line.text import print_plan, print_refusals
from tui.options import Options
from tui.start import for_run


def run(options: Options, t: Translator) -> int:
    """Shows what would be taken back and what stays because others use or changed it; with --yes does it."""
    [name] = options.words
    with WizardDesk(for_run(options, name)) as desk:
        back = desk.plan_undo(name)
        if options.as_json:
            for refusal in back.refusals:
                print_json({"event": "refused", **asdict(refusal)})
        else:
            print_plan(back.plan, t, "undo.nothing" if not back.refusals else "undo.all_stays")
            print_refusals(back.refusals, t)
        if options.is_dry_run:
            return left_at_that(back.plan, options)
        if not options.is_confirmed:
            raise UsageError("usage.undo_yes", name, run=name)
        is_open = desk.journals.find(name).is_open
        # a run that broke off before its first call has nothing to take back, but still has to be closed
        if back.plan.steps or (is_open and not back.refusals):
            return carry_out(desk, back.plan, "rollback" if is_open else "undo", options, t)
        if options.as_json:
            print_json(event_record(Finished("failed" if back.refusals else "rolled-back", name, {}, 0)))
        return FAILED if back.refusals else 0
