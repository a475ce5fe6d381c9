"""`rolewizard doctor`: half-made things in the account; `--fix CODE:WHERE` carries the fix of one of them out."""

from typing import Any

from tui.commands import print_json
from tui.commands.carry_out import carry_out, left_at_that
from tui.core.calls.step import RUN_TAG
from tui.core.errors import AwsUnreachable, UsageError
from tui.core.health.half_made import Checkup, HalfMade
from tui.core.health.told import checkup_lines, finish_commands, remove_commands, run_commands, run_text, unread_text
from tui.core.phrase import worded
from tui.core.plan.review import RunSummary
from tui.desk import WizardDesk
from tui.i18n import LANGUAGES, Translator
from tui.line.progress import ProgressLine
from tui.line.text import print_plan, target_line
from tui.line.told_text import print_told
from tui.options import Options

FOUND = 1
"""Exit code where something is half made."""


def run(options: Options, t: Translator) -> int:
    """Prints what is half made and what is not known: 0 nothing found, 1 something, 3 where too little could be read.

    Raises UsageError, AwsUnreachable, AwsRefused.
    """
    with WizardDesk(options) as desk:
        with ProgressLine() as progress:
            checkup = desk.checkup(lambda done, total: progress.tell(t("doctor.reading", done=done, total=total)))
        if options.fix:
            return _fix(desk, checkup, options, t)
        open_runs = tuple(one for one in desk.runs() if one.is_open_in(checkup.target))
    if options.as_json:
        print_json(_record(checkup, open_runs, t))
    else:
        print(target_line(checkup.target, t))
        print_told(checkup_lines(checkup, open_runs), t)
    if checkup.findings or open_runs:
        return FOUND
    return AwsUnreachable.exit_code if checkup.has_failed_reads else 0


def _fix(desk: WizardDesk, checkup: Checkup, options: Options, t: Translator) -> int:
    """Shows the plan; with --yes carries it out. What this program did not make needs --remove-others besides."""
    finding = next((one for one in checkup.findings if one.id == options.fix), None)
    if finding is None:
        raise UsageError("doctor.unknown", options.fix, given=options.fix)
    plan = desk.plan_fix(finding)
    if not options.as_json:
        print_plan(plan, t, "plan.nothing")
    if options.is_dry_run:
        return left_at_that(plan, options)
    if not options.is_confirmed:
        raise UsageError("usage.fix_yes", options.fix, fix=options.fix)
    is_foreign = any(RUN_TAG not in getattr(plan.observed[address], "tags", {}) for address in plan.removes)
    if is_foreign and not options.takes_others:
        raise UsageError("doctor.not_ours", finding.where)
    return carry_out(desk, plan, "apply", options, t)


def _record(checkup: Checkup, open_runs: tuple[RunSummary, ...], t: Translator) -> dict[str, Any]:
    region = checkup.target.region
    return {
        "target": checkup.target.kind,
        "account": checkup.target.account,
        "region": region,
        "roles": checkup.roles,
        "findings": [
            *(_finding_record(one, region, t) for one in checkup.findings),
            *(_run_record(one, t) for one in open_runs),
        ],
        "unknown": [
            {"code": one.code, "where": one.where, "reason": one.reason, "text": worded(unread_text(one), t)}
            for one in checkup.unread
        ],
    }


def _finding_record(one: HalfMade, region: str, t: Translator) -> dict[str, Any]:
    finish, remove = finish_commands(one, region), remove_commands(one, region)
    return {
        "code": one.code,
        "where": one.where,
        "fix": " ".join([t(f"doctor.fix.{one.code}"), " | ".join((*finish, *remove))]),
        "severity": one.severity,
        "text": {language: worded(one.text, Translator(language)) for language in LANGUAGES},
        "finish": finish,
        "remove": remove,
        "ours": one.is_ours,
        "run": one.run or None,
        "evidence": dict(one.evidence),
    }


def _run_record(one: RunSummary, t: Translator) -> dict[str, Any]:
    commands = run_commands(one)
    return {
        "code": "run-open",
        "where": f"run/{one.run}",
        "fix": " ".join([t("doctor.fix.run-open"), " | ".join(commands)]),
        "severity": "warning",
        "text": {language: worded(run_text(one), Translator(language)) for language in LANGUAGES},
        "finish": commands[:1],
        "remove": commands[1:],
        "ours": True,
        "run": one.run,
        "evidence": {"started": one.started, "things": list(one.things)},
    }
