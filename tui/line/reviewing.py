"""Reading what would change, and saying what comes next."""

from collections import Counter
from dataclasses import dataclass

from tui.core.errors import AnswerRejected, AwsRefused, AwsUnreachable
from tui.core.iam.policy import pretty
from tui.core.plan.conflicts import first_taken, naming_token
from tui.core.plan.review import Desk, Review
from tui.core.shown import shown
from tui.i18n import Translator
from tui.line.asking import ask_yes, choose
from tui.line.fill import Form, ask_for, change_answer, fill
from tui.line.fixing import choose_fix, print_taken
from tui.line.text import print_review
from tui.line.trouble import print_error


@dataclass(frozen=True)
class Draft:
    """The answers, the fixes taken, and the plan they make."""

    form: Form
    review: Review


def reviewed(desk: Desk, form: Form, t: Translator, fixes: tuple[str, ...] = ()) -> Draft:
    """Asks until the answers make a plan, and prints it. Raises AwsRefused, AwsUnreachable, Left."""
    while True:
        form = fill(desk, form, t)
        try:
            review = desk.linted(desk.review(form.preset, form.given, fixes), lambda: False)
        except AnswerRejected as error:
            print_error(error, t)
            form = form.without(error)
        except (AwsRefused, AwsUnreachable) as error:
            print_error(error, t)
            if not ask_yes(t("line.try_again"), t):
                raise
        else:
            print()
            print_review(review, t)
            print_taken(review, t)
            return Draft(form, review)


def ask_what_next(desk: Desk, review: Review, t: Translator) -> str:
    """A letter of `_ways`; before, how much would change, and why apply is not among them."""
    print(f"\n{_summary(review, t)}")
    if review.is_blocked:
        errors = [one.code for one in review.findings if one.severity == "error" and not one.waiver]
        print(t("error.plan.blocked", findings=", ".join(errors)))
    elif desk.is_dry_run and not review.plan.is_empty:
        print(t("line.dry_run"))
    return choose(t("line.next"), _ways(desk, review, t), t)


def _summary(review: Review, t: Translator) -> str:
    counts = Counter(change.action for change in review.plan.changes)
    return ", ".join(t(f"review.count.{action}", count=count) for action, count in counts.items())


def _ways(desk: Desk, review: Review, t: Translator) -> dict[str, str]:
    ways: dict[str, str] = {}
    taken = first_taken(review.findings)
    if review.plan.is_empty:
        ways["r"] = t("line.see")
    elif not (review.is_blocked or desk.is_dry_run):
        ways["a"] = t("line.apply", count=len(review.plan.steps))
    if taken:
        ways["o"] = t("line.other_name_than", name=shown(taken))
    ways["c"] = t("line.change_one")
    if review.offers:
        ways["f"] = t("line.fix", count=len(review.offers))
    return ways | {
        "w": t("line.what_if"),
        "p": t("line.permissions"),
        "x": t("line.export"),
        "s": t("line.save_plan"),
        "n": t("line.another"),
        "q": t("line.leave"),
    }


def with_other_answer(desk: Desk, draft: Draft, t: Translator) -> Draft:
    """One answer changed, and the plan made anew."""
    form = change_answer(desk, draft.form, t)
    return _anew(desk, draft, form, t) if form else draft


def with_other_name(desk: Desk, draft: Draft, taken: str, t: Translator) -> Draft:
    """Another name than one that is taken; where no single answer has become it, any answer may be changed."""
    token = naming_token(draft.review.answers.values, taken)
    if not token:
        return with_other_answer(desk, draft, t)
    print(t("error.answer.name_taken", given=shown(taken)))
    return _anew(desk, draft, ask_for(desk, draft.form, token, t), t)


def with_fix(desk: Desk, draft: Draft, t: Translator) -> Draft:
    """A fix taken, or taken back."""
    fixes = choose_fix(draft.review, t)
    return draft if fixes is None else reviewed(desk, draft.form, t, fixes)


def read_again(desk: Desk, draft: Draft, t: Translator) -> Draft:
    """The same answers, with the account as it is now."""
    return _anew(desk, draft, draft.form, t)


def print_permissions(review: Review, t: Translator) -> None:
    """What whoever applies the plan needs."""
    caller = review.blueprint.caller
    print(t("review.caller") if caller else t("review.no_caller"))
    if caller:
        print(shown(pretty(caller), keep_lines=True))


def _anew(desk: Desk, draft: Draft, form: Form, t: Translator) -> Draft:
    return reviewed(desk, form, t, tuple(one.id for one in draft.review.taken))
