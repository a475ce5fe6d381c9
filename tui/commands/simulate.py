"""`rolewizard simulate PRESET`: what-if. Nothing has to be applied: the draft's own documents decide."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from tui.commands import print_json
from tui.core.answers import Answers
from tui.core.blueprint import Blueprint
from tui.core.errors import AwsRefused, AwsUnreachable, RoleWizardError, UsageError
from tui.core.preset import Preset
from tui.core.report import outputs_of
from tui.core.shown import shown
from tui.core.simulate import (
    Opinion,
    Outcome,
    Question,
    ask,
    asked_action,
    asked_resource,
    can_ask,
    context_of,
    subjects_of,
)
from tui.core.simulate.notes import Note, answers, headline, hints, other_looks, reason, unknowable
from tui.core.target import Target
from tui.core.tokens import filled, tokens_in
from tui.desk import WizardDesk
from tui.i18n import Translator
from tui.options import Options
from tui.start import given_answers
from tui.store.actions import load_actions

SIGNS = {"allowed": "✓", "denied": "✗", "depends": "?"}


def run(options: Options, t: Translator) -> int:
    """Prints the answer; in an AWS account AWS's own beside it. The exit code does not depend on the answer."""
    with WizardDesk(options) as desk:
        preset = desk.preset(options.words[0])
        given, blueprint = desk.draft(preset, given_answers(options))
        values = _values(preset, given, blueprint, desk.target())
        question = Question(
            asked_action(options.action),
            asked_resource(_filled(options.resource, values)),
            context_of({_filled(key, values): _filled(value, values) for key, value in options.context.items()}),
        )
        outcome = ask(subjects_of(blueprint, desk.target(), desk.policy_texts(blueprint)), question)
        opinion = _opinion(desk, outcome)
    if options.as_json:
        print_json(_record(outcome, opinion, t))
    else:
        _print(outcome, opinion, t)
    return 0


def _values(preset: Preset, given: Answers, blueprint: Blueprint, target: Target) -> dict[str, str]:
    """What `<TOKENS>` of the question stand for: the answers, also by their aliases, and the ARNs there will be."""
    found = {name.upper(): str(value) for name, value in outputs_of(blueprint.resources, {}, target).items()}
    found |= given.values
    for name, placeholder in preset.placeholders.items():
        if name in given.values:
            found |= dict.fromkeys(placeholder.aliases, given.values[name])
    return found


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Raises UsageError("simulate.token") for a token nobody gave a value."""
    found = str(filled(text, values))
    if left := list(tokens_in(found)):
        raise UsageError("simulate.token", text, token=f"<{left[0]}>", known=", ".join(sorted(values)))
    return found


def _opinion(desk: WizardDesk, outcome: Outcome) -> Opinion | RoleWizardError | None:
    """AWS's own answer, why there is none, or None where it is not asked."""
    if desk.target().kind != "account" or not can_ask(outcome):
        return None
    try:
        return desk.ask_aws(outcome)
    except (AwsRefused, AwsUnreachable) as error:
        return error


def _record(outcome: Outcome, opinion: Opinion | RoleWizardError | None, t: Translator) -> dict[str, Any]:
    from tui.commands.errors import error_record

    request = outcome.request
    record = outcome.decision.record() | {
        "subject": outcome.subject.name,
        "action": request.action,
        "resource": request.resource,
        "context": {key: list(values) for key, values in request.context.items()},
    }
    if outcome.is_about_trust:
        record["who"] = [
            {"principal": one.principal.name, "kind": one.principal.kind, **one.decision.record()}
            for one in outcome.who
        ]
    record["hints"] = [
        {"code": note.code.removeprefix("hint."), **note.params} for note in hints(outcome, load_actions())
    ]
    if isinstance(opinion, Opinion):
        record["aws"] = opinion.record()
    elif opinion is not None:
        record["aws"] = {"error": error_record(opinion, t)}
    return record


def _print(outcome: Outcome, opinion: Opinion | RoleWizardError | None, t: Translator) -> None:
    first = headline(outcome)
    print(f"{SIGNS[outcome.decision.decision]} {_said(first, t)}")
    _print_all(reason(outcome), t)
    if outcome.decision.look:
        for line in json.dumps(outcome.decision.look.statement, indent=2, ensure_ascii=False).splitlines():
            print(f"      {shown(line)}")
    _print_all(answers(outcome), t)
    _print_all(other_looks(outcome), t)
    _print_all(hints(outcome, load_actions()), t, sign="! ")
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
