"""`plan --out FILE`, and `apply FILE --yes`: exactly the plan that was read, or nothing."""

from dataclasses import replace
from pathlib import Path

from tui import __version__
from tui.commands import print_json
from tui.commands.carry_out import carry_out, left_at_that
from tui.core.calls.target import Target
from tui.core.checks.findings import Finding, blocks, by_severity
from tui.core.errors import PlanStale, UsageError
from tui.core.plan.conflicts import own_yes_needed
from tui.core.plan.plan import Plan
from tui.core.plan.report import plan_record
from tui.core.plan.saved_plan import SavedPlan, is_same_target, read_saved
from tui.core.shown import shown
from tui.desk import WizardDesk
from tui.i18n import Translator
from tui.line.text import print_findings, print_plan
from tui.options import Options


def is_file(word: str, presets: frozenset[str]) -> bool:
    """Whether `apply WORD` means a saved plan.

    A path or a name that ends in .json is one; a preset's id never is, whatever lies in the working directory.
    """
    return word.endswith(".json") or "/" in word or "\\" in word or (word not in presets and Path(word).is_file())


def apply_saved(options: Options, t: Translator) -> int:
    """Applies the plan in the file.

    Raises UsageError where the file, the account or a finding stands against it, PlanStale after the new differences
    were shown.
    """
    file = options.words[0]
    if options.given or options.answers_file:
        raise UsageError("saved_plan.answers", file)
    saved = read_saved(_read(file), file)
    _check_kind(saved, options)
    target = saved.plan.target
    # the session the plan asks for, so that nobody has to say it again
    with WizardDesk(replace(options, target=target.kind, region=options.region or target.region)) as desk:
        plan = _for(desk.target(), saved, file)
        now, around = desk.look_again(plan)
        if options.as_json:
            print_json({"event": "saved-plan", "file": file, "sha256": saved.sha256})
        else:
            print(t("saved_plan.read", file=shown(file), sha256=saved.sha256))
        if now.digest != plan.digest:
            _tell_stale(now, options, t)
            raise PlanStale("plan.stale", file)
        findings = by_severity((*saved.findings, *around))
        told = {(one.code, one.where) for one in saved.findings}
        if any(one.severity == "error" and (one.code, one.where) not in told for one in desk.check(plan)):
            raise UsageError("saved_plan.inconsistent", file, version=__version__)
        if not options.as_json:
            print_plan(plan, t, "plan.nothing")
            print_findings(findings, t)
        if options.is_dry_run:
            return left_at_that(plan, options, findings)
        _check(plan, findings, desk, options, file)
        return carry_out(desk, plan, "apply", options, t)


def _check_kind(saved: SavedPlan, options: Options) -> None:
    """Raises UsageError("saved_plan.kind") where the command line names the other of the two targets."""
    kind = saved.plan.target.kind
    asked = "account" if options.target == "account" else "practice" if options.is_practice_asked else kind
    if asked != kind:
        raise UsageError("saved_plan.kind", options.words[0], kind=kind)


def _for(target: Target, saved: SavedPlan, file: str) -> Plan:
    """The plan, for whoever applies it. Raises UsageError("saved_plan.target")."""
    there = saved.plan.target
    if not is_same_target(target, there):
        told = {"planned": f"{there.account} {there.partition} {there.region}"}
        raise UsageError(
            "saved_plan.target", file, **told, found=f"{target.account} {target.partition} {target.region}"
        )
    return replace(saved.plan, target=target)


def _tell_stale(now: Plan, options: Options, t: Translator) -> None:
    if options.as_json:
        print_json({"event": "stale", **plan_record(now, ())})
        return
    print(t("saved_plan.now"))
    print_plan(now, t, "plan.nothing")


def _check(plan: Plan, findings: tuple[Finding, ...], desk: WizardDesk, options: Options, file: str) -> None:
    """Raises UsageError where the plan must not go out, needs another yes, or has gone out before."""
    if blocks(findings):
        errors = ", ".join(one.code for one in findings if one.severity == "error")
        raise UsageError("plan.blocked", file, findings=errors)
    if not options.is_confirmed:
        raise UsageError("usage.yes_needed", file, preset=plan.preset)
    for code in own_yes_needed(findings, options.own_yes):
        raise UsageError(f"plan.{code}", file)
    if plan.steps and any(one.run == plan.run for one in desk.runs()):
        raise UsageError("saved_plan.applied", file, run=plan.run)


def _read(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("usage.unreadable", file, reason=str(error)) from error
