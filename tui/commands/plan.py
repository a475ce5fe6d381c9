"""`rolewizard plan PRESET`: what would change, and the calls; nothing is sent that changes anything."""

from tui.commands import CHANGES_FOUND, print_json
from tui.core.errors import UsageError
from tui.core.plan.report import plan_record
from tui.core.shown import shown
from tui.desk import WizardDesk
from tui.i18n import Translator
from tui.line.text import print_review
from tui.options import Options
from tui.start import given_answers


def run(options: Options, t: Translator) -> int:
    """Prints the plan. With --detailed-exitcode, or on a dry run, 4 says that there are changes.

    2 says that apply would refuse it.
    """
    with WizardDesk(options) as desk:
        review = desk.linted(desk.review(desk.preset(options.words[0]), given_answers(options)))
        sha256 = desk.save_plan(review, str(options.out), overwrites=True)[1] if options.out else ""
    if options.as_json:
        print_json(plan_record(review.plan, review.findings))
    else:
        print_review(review, t)
        if options.out:
            print(t("saved_plan.written", file=shown(str(options.out)), sha256=sha256))
    if review.is_blocked:
        return UsageError.exit_code
    tells = options.has_detailed_exitcode or options.is_dry_run
    return CHANGES_FOUND if tells and not review.plan.is_empty else 0
