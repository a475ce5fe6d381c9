"""`rolewizard doctor`: half-made things in the account; `--fix CODE:WHERE` carries the fix of one of them out."""

from typing import Any

from tui.commands import print_json
from tui.commands.carry_out import carry_out, left_at_that
from tui.core.calls.command import command_line
from tui.core.calls.step import RUN_TAG
from tui.core.errors import AwsUnreachable, UsageError
from tui.core.health.half_made import REMOVABLE, Checkup, HalfMade, Unread
from tui.core.phrase import worded
from tui.core.plan.review import RunSummary
from tui.core.shown import shown
from tui.desk import WizardDesk
from tui.i18n import LANGUAGES, Translator
from tui.line.progress import ProgressLine
from tui.line.text import print_plan, target_line
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
        _print(checkup, open_runs, t)
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


def finish_commands(one: HalfMade, region: str) -> list[str]:
    """What finishes the thing, as AWS CLI commands."""
    return [command_line(call, region) for call in one.finish]


def remove_commands(one: HalfMade, region: str) -> list[str]:
    """What takes the thing away: this program's own command where it has a plan."""
    if one.code in REMOVABLE:
        others = "" if one.is_ours else " --remove-others"
        return [f"rolewizard doctor --fix {one.id} --yes{others}"]
    return [command_line(call, region) for call in one.remove]


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
            {"code": one.code, "where": one.where, "reason": one.reason, "text": _unread_text(one, t)}
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
    commands = _run_commands(one)
    return {
        "code": "run-open",
        "where": f"run/{one.run}",
        "fix": " ".join([t("doctor.fix.run-open"), " | ".join(commands)]),
        "severity": "warning",
        "text": t.every("doctor.run-open", run=one.run, preset=one.preset, done=one.done, total=one.total),
        "finish": commands[:1],
        "remove": commands[1:],
        "ours": True,
        "run": one.run,
        "evidence": {"started": one.started, "things": list(one.things)},
    }


def _run_commands(one: RunSummary) -> list[str]:
    return [f"rolewizard resume {one.run} --yes", f"rolewizard undo {one.run} --yes"]


def _print(checkup: Checkup, open_runs: tuple[RunSummary, ...], t: Translator) -> None:
    print(target_line(checkup.target, t))
    for one in checkup.findings:
        _print_finding(one, checkup.target.region, t)
    for run in open_runs:
        fields = {"run": run.run, "preset": run.preset, "done": run.done, "total": run.total}
        print(f"! {shown(t('doctor.run-open', **fields))}\n    {t('doctor.fix.run-open')}")
        for command in _run_commands(run):
            print(f"      {command}")
    for unread in checkup.unread:
        print(f"{'?' if unread.is_failure else '-'} {_unread_text(unread, t)}")
    count = len(checkup.findings) + len(open_runs)
    if count:
        print(t("doctor.found", count=count))
    elif checkup.has_failed_reads:
        print(t("doctor.not_known"))
    else:
        print(t("doctor.nothing", count=checkup.roles))


def _print_finding(one: HalfMade, region: str, t: Translator) -> None:
    sign = "!" if one.severity == "warning" else "·"
    print(f"{sign} {shown(one.where)}: {shown(worded(one.text, t))}")
    for key in ("created", "last_used"):
        if key in one.evidence:
            print(f"    {t(f'doctor.{key}', date=shown(str(one.evidence[key])))}")
    match one.is_ours:
        case True:
            print(f"    {t('doctor.ours', run=shown(one.run or ''))}")
        case False:
            print(f"    {t('doctor.theirs')}")
        case None:
            print(f"    {t('doctor.whose')}")
    print(f"    {t(f'doctor.fix.{one.code}')}")
    for command in (*finish_commands(one, region), *remove_commands(one, region)):
        print(f"      {shown(command)}")


def _unread_text(one: Unread, t: Translator) -> str:
    return shown(t(f"doctor.unread.{one.code}", where=one.where, reason=one.reason))
