"""`rolewizard prove RUN|ENTRY`: the entry's smoke steps, tried with the role's own credentials."""

from tui.commands import print_json
from tui.core.errors import UsageError
from tui.core.health.proof import Cleaned, Proof, Trial, Tried
from tui.core.plan.blueprint import Blueprint
from tui.desk import WizardDesk
from tui.i18n import Translator
from tui.line.carrying import interruptible
from tui.line.proof_text import print_cleaned, print_tried, print_verdict
from tui.line.text import target_line
from tui.options import Options
from tui.start import find_run, for_run, given_answers, is_run

NOT_PASSED = 1


def run(options: Options, t: Translator) -> int:
    """Prints each step; 1 where one did not go as the entry says. A word of 12 hex digits that names a run is that run.

    Raises UsageError: prove.no_steps, prove.no_role, prove.taken_back, prove.how where an AWS account is meant and
    nobody said yes to performing the steps there.
    """
    word = options.words[0]
    options = for_run(options, word) if is_run(word) else options
    with WizardDesk(options) as desk:
        blueprint = _of_run(desk, word) if is_run(word) else _of_entry(desk, word, options)
        if not blueprint.steps:
            raise UsageError("prove.no_steps", blueprint.preset, preset=blueprint.preset)
        if options.target == "account" and not options.is_dry_run and not (options.performs and options.is_confirmed):
            raise UsageError("prove.how", word, given=word)
        return _perform(desk, desk.trial(blueprint), blueprint, options, t)


def _of_entry(desk: WizardDesk, word: str, options: Options) -> Blueprint:
    return desk.draft(desk.preset(word), given_answers(options))[1]


def _of_run(desk: WizardDesk, run: str) -> Blueprint:
    """The blueprint of a run's answers, with the steps its preset has today."""
    record = find_run(run)
    if record.is_taken_back:
        raise UsageError("prove.taken_back", run, run=run)
    return desk.draft(desk.preset(record.preset), record.given)[1]


def _perform(desk: WizardDesk, trial: Trial, blueprint: Blueprint, options: Options, t: Translator) -> int:
    target = desk.target()
    if not options.as_json:
        print(target_line(target, t))
        print(t(f"prove.decided.{'documents' if options.is_dry_run else target.kind}"))
    tried: list[Tried] = []
    with interruptible() as interruption:
        try:
            for event in trial.run(interruption.asked.is_set):
                if isinstance(event, Tried):
                    tried.append(event)
                    if not options.as_json:
                        print_tried(event, t)
        finally:
            if not options.as_json:
                print_cleaned(Cleaned(tuple(trial.left)), target.region, t)
    proof = Proof(tuple(tried), len(blueprint.steps), tuple(trial.left))
    if options.as_json:
        print_json(
            {
                **proof.record(t.language),
                "preset": blueprint.preset,
                "target": target.kind,
                "account": target.account,
                "region": target.region,
                "dry_run": options.is_dry_run,
            }
        )
    else:
        print_verdict(proof, t)
    return interruption.exit_code or (0 if proof.passed else NOT_PASSED)
