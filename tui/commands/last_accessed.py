"""`rolewizard last-accessed NAME|ARN`: what a role, user, group or policy has used, and by which policies it may."""

from typing import Any

from tui.commands import CHANGES_FOUND, print_json
from tui.commands.carry_out import carry_out
from tui.core.health.last_accessed import LastAccessed, Trim
from tui.core.health.told import last_accessed_lines, untrimmed_lines
from tui.core.plan.report import plan_record
from tui.core.shown import shown
from tui.desk import WizardDesk
from tui.i18n import Translator
from tui.line.progress import ProgressLine
from tui.line.text import print_plan, target_line
from tui.line.told_text import print_told
from tui.options import Options
from tui.store.actions import load_actions


def run(options: Options, t: Translator) -> int:
    """Prints the report; with --trim also the plan without what was never used, and with --yes carries that out.

    Raises UsageError, AwsRefused, AwsUnreachable.
    """
    [name] = options.words
    with WizardDesk(options) as desk:
        with ProgressLine() as progress:
            report = desk.last_accessed(
                name, lambda what, seconds: progress.tell(t(f"last_accessed.waiting.{what}", seconds=f"{seconds:.0f}"))
            )
        if not options.trims:
            _tell(report, options, t)
            return 0
        trim = desk.plan_trim(report)
        if options.is_confirmed and not options.is_dry_run and trim.plan.steps:
            if not options.as_json:
                _tell_trim(trim, t)
            return carry_out(desk, trim.plan, "apply", options, t)
    if options.as_json:
        print_json(report.record(load_actions()) | {"trim": _trim_record(trim)})
    else:
        _tell(report, options, t)
        _tell_trim(trim, t)
        if trim.plan.steps:
            print(t("last_accessed.trim_hint", name=shown(name)))
    return CHANGES_FOUND if trim.plan.steps and not options.is_confirmed else 0


def _tell(report: LastAccessed, options: Options, t: Translator) -> None:
    if options.as_json:
        print_json(report.record(load_actions()))
    else:
        print(target_line(report.target, t))
        print_told(last_accessed_lines(report, load_actions()), t)


def _tell_trim(trim: Trim, t: Translator) -> None:
    print_plan(trim.plan, t, "last_accessed.nothing_to_trim")
    print_told(untrimmed_lines(trim), t)


def _trim_record(trim: Trim) -> dict[str, Any]:
    left = [{"policy": one.policy, "code": one.code, "names": list(one.names)} for one in trim.left]
    return plan_record(trim.plan, ()) | {"left": left}
