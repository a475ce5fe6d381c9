"""From the person's yes to how it ended."""

from dataclasses import dataclass, replace

from tui.core.errors import JournalFailed, PlanStale, RunBusy
from tui.core.plan.conflicts import OWN_YES, TAKEN
from tui.core.plan.review import Desk, Review
from tui.core.shown import shown
from tui.i18n import Translator
from tui.line.asking import ask_yes, choose
from tui.line.carrying import interruptible, send_aloud
from tui.line.changes_text import print_changes
from tui.line.confirming import is_confirmed
from tui.line.deciding import decide, leave_by_signal
from tui.line.ending import Ended
from tui.line.text import finding_text
from tui.line.trouble import print_error


@dataclass(frozen=True)
class OtherName:
    """The person wants another name than one that is taken."""

    taken: str


@dataclass(frozen=True)
class Stale:
    """The account has changed, or may have: it has to be read again."""


def apply(desk: Desk, review: Review, t: Translator) -> Ended | OtherName | Stale | None:
    """Asks what has to be asked, then applies; None where nothing was applied."""
    name = _other_name(review, t)
    if name:
        return OtherName(name)
    if name is None or not _may_replace(review, t) or not is_confirmed(review.plan, t):
        print(t("line.not_applied"))
        return None
    return _send(desk, review, t)


def _other_name(review: Review, t: Translator) -> str | None:
    """The name that is not to be used; "" where all that are taken may be updated, None to leave it."""
    for finding in review.findings:
        if finding.code not in TAKEN:
            continue
        name = finding.where.partition("/")[2]
        print(f"\n{finding_text(finding, t)}")
        print_changes(review.plan, t, address=finding.where)
        ways = {"u": t("line.adopt"), "o": t("line.other_name"), "b": t("line.leave_it")}
        match choose(t("line.taken", name=shown(name)), ways, t, "b"):
            case "o":
                return name
            case "b":
                return None
    return ""


def _may_replace(review: Review, t: Translator) -> bool:
    """What is there and not to be replaced along with the rest gets a question of its own, after its differences."""
    for finding in review.findings:
        if finding.code in OWN_YES:
            print(f"\n{finding_text(finding, t)}")
            print_changes(review.plan, t, address=finding.where, part=OWN_YES[finding.code])
            if not ask_yes(t(f"line.{finding.code}", name=shown(finding.where.partition("/")[2])), t):
                return False
    return True


def _send(desk: Desk, review: Review, t: Translator) -> Ended | Stale:
    plan = review.plan
    try:
        with interruptible(t("notice.stopping")) as stop:
            last, _ = send_aloud(desk, plan, "apply", stop, t)
    except PlanStale:
        print(t("notice.stale"))
        return Stale()
    except (JournalFailed, RunBusy) as error:
        print_error(error, t)
        is_open = any(one.run == plan.run and one.is_open for one in desk.runs())
        return decide(desk, plan.run, review, t) if is_open else Stale()
    leave_by_signal(stop, last, t)
    if last.outcome == "done":
        return Ended("done", plan.run, replace(review, made=last.arns))
    if not last.done:
        print(f"  {t('apply.nothing_stands')}")
    if stop.signal:
        print(t("apply.stopped"))
    return decide(desk, plan.run, review, t)
