"""`rolewizard resume RUN --yes`: goes on with a run that stopped."""

from tui.commands.carry_out import carry_out, left_at_that
from tui.core.errors import UsageError
from tui.desk import WizardDesk
from tui.i18n import Translator
from tui.line.text import print_plan
from tui.options import Options
from tui.start import for_run


def run(options: Options, t: Translator) -> int:
    """Shows what is left, and with --yes does it."""
    [name] = options.words
    with WizardDesk(for_run(options, name)) as desk:
        if desk.journals.find(name).is_going_back:
            raise UsageError("usage.resume_back", name, run=name)
        plan = desk.plan_resume(name)
        if not options.as_json:
            print_plan(plan, t, "resume.nothing")
        if options.is_dry_run:
            return left_at_that(plan, options)
        if not options.is_confirmed:
            raise UsageError("usage.resume_yes", name, run=name)
        return carry_out(desk, plan, "resume", options, t)
