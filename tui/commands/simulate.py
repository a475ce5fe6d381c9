"""`rolewizard simulate PRESET`: what-if. Nothing has to be applied: the draft's own documents decide."""

from typing import Any

from tui.commands import print_json
from tui.core.simulate import Opinion, Outcome, ask, subjects_of
from tui.core.simulate.asking import question_about, values_of
from tui.core.simulate.notes import hints
from tui.desk import WizardDesk
from tui.i18n import Translator
from tui.line.answer_text import Opined, opinion_of, print_answer
from tui.options import Options
from tui.start import given_answers
from tui.store.actions import load_actions


def run(options: Options, t: Translator) -> int:
    """Prints the answer; in an AWS account AWS's own beside it. The exit code does not depend on the answer."""
    with WizardDesk(options) as desk:
        preset = desk.preset(options.words[0])
        given, blueprint = desk.draft(preset, given_answers(options))
        values = values_of(preset, given, blueprint, desk.target())
        question = question_about(values, options.action, options.resource, options.context)
        outcome = ask(subjects_of(blueprint, desk.target(), desk.policy_texts(blueprint)), question)
        opinion = opinion_of(desk, desk.target(), outcome)
    if options.as_json:
        print_json(_record(outcome, opinion, t))
    else:
        print_answer(outcome, opinion, load_actions(), t)
    return 0


def _record(outcome: Outcome, opinion: Opined, t: Translator) -> dict[str, Any]:
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
