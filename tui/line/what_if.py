"""Would it be allowed? Asked as often as one likes, by the documents of the draft."""

from collections.abc import Callable, Mapping

from tui.core.errors import RoleWizardError, UsageError
from tui.core.health.verify import AccessCheck
from tui.core.plan.review import Desk, Review
from tui.core.shown import shown
from tui.core.simulate import Subject, asked_action, expected, subjects_of
from tui.core.simulate import ask as answer_to
from tui.core.simulate.asking import named_actions, named_keys, named_resources, question_about, values_of
from tui.core.simulate.request import ANY
from tui.i18n import Translator
from tui.line.answer_text import opinion_of, print_answer
from tui.line.asking import ask_text, ask_yes, pick
from tui.line.checks_text import check_line
from tui.line.trouble import hint_of, message_of, print_error

Subjects = tuple[Subject, ...]


def ask_what_if(desk: Desk, review: Review, t: Translator) -> None:
    """The preset's own promises first, then the person's questions."""
    try:
        texts = desk.policy_texts(review.blueprint)
    except RoleWizardError as error:
        print_error(error, t)
        return
    subjects = subjects_of(review.blueprint, review.plan.target, texts)
    _print_promises(subjects, review, t)
    while True:
        _ask_once(desk, _chosen(subjects, t), review, t)
        if not ask_yes(t("line.ask_another"), t):
            return


def _print_promises(subjects: Subjects, review: Review, t: Translator) -> None:
    if review.blueprint.checks:
        print(f"\n{t('line.promises')}")
    for one in review.blueprint.checks:
        print(f"  {check_line(AccessCheck(one, expected(subjects, one)), t)}")


def _chosen(subjects: Subjects, t: Translator) -> Subjects:
    """The one asked about first; where there are several, the person says which."""
    if len(subjects) == 1:
        return subjects
    first = pick(t("line.subject"), [(one.name, one) for one in subjects], t)
    return (first, *(one for one in subjects if one is not first))


def _ask_once(desk: Desk, subjects: Subjects, review: Review, t: Translator) -> None:
    blueprint, target = review.blueprint, review.plan.target
    values = values_of(review.preset, review.answers, blueprint, target)

    def judge_action(text: str) -> bool | str:
        return _trouble(lambda: asked_action(text), t)

    def judge_resource(text: str) -> bool | str:
        return _trouble(lambda: question_about(values, action, text.strip() or ANY, {}), t)

    actions, resources = named_actions(subjects, review.actions), named_resources(subjects, blueprint)
    action = ask_text(t("line.action"), offers=actions, judge=judge_action)
    resource = ask_text(t("line.resource"), offers=resources, judge=judge_resource).strip() or ANY
    context = _context(subjects, values, t)
    outcome = answer_to(subjects, question_about(values, action, resource, context))
    print()
    print_answer(outcome, opinion_of(desk, target, outcome), review.actions, t)


def _context(subjects: Subjects, values: Mapping[str, str], t: Translator) -> dict[str, str]:
    """Pairs of key and value until an empty answer."""

    def judge(text: str) -> bool | str:
        key, sign, value = text.partition("=")
        if not text.strip():
            return True
        if not (sign and key.strip()):
            return t("error.usage.context", given=shown(text))
        return _trouble(lambda: question_about(values, "sts:AssumeRole", ANY, {key: value}), t)

    keys = ", ".join(named_keys(subjects))
    if keys:
        print(t("line.context_keys", keys=shown(keys)))
    found: dict[str, str] = {}
    while text := ask_text(t("line.context"), judge=judge).strip():
        key, _, value = text.partition("=")
        found[key.strip()] = value
    return found


def _trouble(check: Callable[[], object], t: Translator) -> bool | str:
    """True where the check raises nothing, else what is wrong."""
    try:
        check()
    except UsageError as error:
        return f"{message_of(error, t)} {hint_of(error, t)}".strip()
    return True
