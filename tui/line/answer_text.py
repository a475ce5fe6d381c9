"""The answer to a what-if question as plain lines, and AWS's own beside it."""

import json
from collections.abc import Iterable

from tui.core.calls.target import Target
from tui.core.errors import AwsRefused, AwsUnreachable, RoleWizardError
from tui.core.iam.actions import ActionList
from tui.core.plan.review import Desk
from tui.core.shown import shown
from tui.core.simulate import Opinion, Outcome, can_ask
from tui.core.simulate.notes import Note, answers, headline, hints, other_looks, reason, unknowable
from tui.i18n import Translator

SIGNS = {"allowed": "✓", "denied": "✗", "depends": "?"}

Opined = Opinion | RoleWizardError | None
"""AWS's own answer, why there is none, or None where it is not asked."""


def opinion_of(desk: Desk, target: Target, outcome: Outcome) -> Opined:
    """What AWS's simulator says, in an AWS account."""
    if target.kind != "account" or not can_ask(outcome):
        return None
    try:
        return desk.ask_aws(outcome)
    except (AwsRefused, AwsUnreachable) as error:
        return error


def print_answer(outcome: Outcome, opinion: Opined, actions: ActionList, t: Translator) -> None:
    """The decision, what decides, what else was looked at, and what cannot be known."""
    first = headline(outcome)
    print(f"{SIGNS[outcome.decision.decision]} {_said(first, t)}")
    _print_all(reason(outcome), t)
    if outcome.decision.look:
        for line in json.dumps(outcome.decision.look.statement, indent=2, ensure_ascii=False).splitlines():
            print(f"      {shown(line)}")
    _print_all(answers(outcome), t)
    _print_all(other_looks(outcome), t)
    _print_all(hints(outcome, actions), t, sign="! ")
    if isinstance(opinion, Opinion):
        documents = ", ".join(opinion.documents) or "-"
        print(f"  {t(f'simulate.aws.{opinion.decision}', documents=shown(documents))}")
        print(f"  {t('simulate.aws.agrees' if opinion.agrees else 'simulate.aws.differs')}")
    elif opinion is not None:
        print(f"  {t('simulate.aws.error', reason=shown(t(f'error.{opinion.code}', **opinion.params)))}")
    print(f"\n{t('simulate.unknowable')}")
    _print_all(unknowable(outcome), t, sign="- ")


def _print_all(notes: Iterable[Note], t: Translator, sign: str = "") -> None:
    for note in notes:
        print(f"  {sign}{_said(note, t)}")


def _said(note: Note, t: Translator) -> str:
    return t(f"simulate.{note.code}", **{name: shown(str(value)) for name, value in note.params.items()})
