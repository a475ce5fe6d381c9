"""`rolewizard apply PRESET --yes`: the plan, carried out."""

from collections.abc import Iterable

from tui.commands import plan as planning
from tui.commands.carry_out import carry_out
from tui.commands.saved import apply_saved, is_file
from tui.core.checks.findings import Finding
from tui.core.errors import UsageError
from tui.core.plan.conflicts import own_yes_needed
from tui.core.plan.review import Review
from tui.core.shown import shown
from tui.desk import WizardDesk
from tui.i18n import Translator
from tui.line.text import finding_text, print_findings, print_review
from tui.options import Options
from tui.start import given_answers
from tui.store.presets import PresetShelf


def run(options: Options, t: Translator) -> int:
    """Applies, one line per event; on a dry run it only plans. PRESET may be a saved plan."""
    if is_file(options.words[0], known_presets(options)):
        return apply_saved(options, t)
    if options.is_dry_run:
        return planning.run(options, t)
    if not options.is_confirmed:
        raise UsageError("usage.yes_needed", options.words[0], preset=options.words[0])
    with WizardDesk(options) as desk:
        review = desk.linted(desk.review(desk.preset(options.words[0]), given_answers(options)))
        _check(review, options, t)
        if not options.as_json:
            print_review(review, t)
        return carry_out(desk, review.plan, "apply", options, t, review)


def known_presets(options: Options) -> frozenset[str]:
    """The ids in the catalog."""
    return frozenset(one.id for one in PresetShelf(options.folders).entries)


def why_blocked(findings: Iterable[Finding], t: Translator) -> str:
    """Each error with its place and sentence, for somebody who sees nothing but this."""
    errors = [one for one in findings if one.severity == "error" and not one.waiver]
    return "; ".join(f"{one.code} ({shown(one.where)}): {finding_text(one, t)}" for one in errors)


def _check(review: Review, options: Options, t: Translator) -> None:
    """Raises UsageError where the plan must not go out, or needs another yes."""
    if review.is_blocked:
        if not options.as_json:
            print_findings(review.findings, t)
        raise UsageError("plan.blocked", options.words[0], findings=why_blocked(review.findings, t))
    for code in own_yes_needed(review.findings, options.own_yes):
        raise UsageError(f"plan.{code}", options.words[0])
