"""What there is now, and what to do with it."""

from typing import Literal

from tui.core.errors import RoleWizardError
from tui.core.journey.format import Journey
from tui.core.plan.report import outputs_of
from tui.core.plan.review import Desk, Review
from tui.core.shown import shown
from tui.i18n import Translator
from tui.line.asking import choose
from tui.line.checks_text import print_verification
from tui.line.ending import Ended
from tui.line.exporting import export_plan
from tui.line.sheet_text import print_sheet
from tui.line.text import print_outputs
from tui.line.trouble import print_error
from tui.line.way_back import take_back

Then = Literal["again", "another", "leave"]
"""The same answers reviewed anew, another preset, or the end."""

STANDS = ("done", "there", "kept")


def report(desk: Desk, ended: Ended, t: Translator) -> Then:
    """Told once; then asked what comes next, until that leads elsewhere."""
    if ended.state in ("done", "there"):
        _print_report(ended, t)
    while True:
        match choose(t("line.next"), _ways(ended, t), t):
            case "v" if ended.review:
                _verify(desk, ended.review, t)
            case "u":
                ended = _undone(desk, ended, t)
            case "x" if ended.review:
                is_journey = isinstance(ended.review.preset, Journey)
                export_plan(desk, ended.review, t, "sheet" if is_journey else "handover")
            case "b":
                return "again"
            case "n":
                return "another"
            case _:
                return "leave"


def _ways(ended: Ended, t: Translator) -> dict[str, str]:
    """What makes sense there."""
    ways: dict[str, str] = {}
    if ended.review and ended.state in STANDS:
        ways["v"] = t("line.verify")
    if ended.run and ended.state in ("done", "kept"):
        ways["u"] = t("line.undo")
    if ended.review and ended.state in STANDS:
        ways["x"] = t("line.hand_over")
    if ended.review and ended.state != "done":
        ways["b"] = t("line.review_again")
    return {**ways, "n": t("line.another"), "q": t("line.leave")}


def _print_report(ended: Ended, t: Translator) -> None:
    review = ended.review
    if review is None:
        return
    plan, blueprint, language = review.plan, review.blueprint, t.language
    if ended.state == "there":
        print(t("review.nothing_to_do"))
        print_outputs(outputs_of(plan.desired, plan.observed, plan.target))
    print_sheet(review, t)
    if blueprint.next:
        _print_list(t("report.next"), [blueprint.next[language]])
    _print_list(t("report.prerequisites"), [one.by(language) for one in review.preset.prerequisites])
    _print_list(t("report.smoke"), blueprint.smoke)
    if ended.run:
        print(f"\n{t('report.run', run=shown(ended.run))}")


def _print_list(title: str, lines: "tuple[str, ...] | list[str]") -> None:
    if lines:
        print(f"\n{title}")
    for one in lines:
        print(f"  {shown(one)}")


def _verify(desk: Desk, review: Review, t: Translator) -> None:
    try:
        print_verification(desk.verify(review.blueprint), t)
    except RoleWizardError as error:
        print_error(error, t)


def _undone(desk: Desk, ended: Ended, t: Translator) -> Ended:
    try:
        is_gone = take_back(desk, ended.run, "undo", t, takes_name=True)
    except RoleWizardError as error:
        print_error(error, t)
        return ended
    return Ended("gone", ended.run, ended.review) if is_gone else ended
