"""The remedies of a review, each read as the difference it makes before it is taken."""

from tui.core.checks.findings import Finding
from tui.core.plan.review import Review
from tui.core.shown import shown
from tui.i18n import Translator
from tui.line.asking import ask_yes, pick
from tui.line.changes_text import print_difference
from tui.line.text import finding_text


def choose_fix(review: Review, t: Translator) -> tuple[str, ...] | None:
    """Ids of all fixes then taken; None where nothing was decided."""
    rows: list[tuple[str, Finding | None]] = [(_row(one, review, t), one) for one in review.offers]
    finding = pick(t("line.fixes"), [*rows, (t("line.back"), None)], t)
    if finding is None:
        return None
    print(f"\n{shown(finding.where)}: {finding_text(finding, t)}")
    print_difference(*review.sides(finding), t)
    question = "line.fix.take_back" if finding in review.taken else "line.fix.take"
    return review.fixes_with(finding) if ask_yes(t(question), t) else None


def print_taken(review: Review, t: Translator) -> None:
    """The fixes that are in the plan."""
    if review.taken:
        print(t("review.taken", count=len(review.taken)))
    for one in review.taken:
        print(f"  {fix_text(one, t)}  ({shown(one.where)})")


def fix_text(finding: Finding, t: Translator) -> str:
    """What the fix would do, without a subject."""
    fix = finding.fix
    return shown(t(f"fix.{fix.code}", **fix.params)) if fix else ""


def _row(finding: Finding, review: Review, t: Translator) -> str:
    text = f"{fix_text(finding, t)}  ({finding.where})"
    return f"{t('fixing.taken')}: {text}" if finding in review.taken else text
