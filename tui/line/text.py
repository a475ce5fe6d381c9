"""Reviews and events as plain lines, for line mode and for the commands."""

import json
from collections.abc import Iterable, Mapping

from tui.core.calls.command import command_line
from tui.core.calls.denied import missing_permission
from tui.core.calls.step import Step
from tui.core.calls.target import Target
from tui.core.catalog.entries import text_in
from tui.core.checks.findings import Finding
from tui.core.errors import ACCESS_DENIED
from tui.core.iam.actions import ActionList
from tui.core.iam.known_policy import KnownPolicy
from tui.core.iam.policy import PolicyDocument, statements_of
from tui.core.kinds import documents_of
from tui.core.phrase import worded
from tui.core.plan.plan import Plan
from tui.core.plan.review import Review
from tui.core.run.credentials import LOCKED_OUT
from tui.core.run.events import (
    Event,
    Finished,
    ReadingBack,
    RunStarted,
    StepDone,
    StepFailed,
    StepStarted,
    StepWaiting,
    Verified,
)
from tui.core.run.undo import Refusal
from tui.core.sentences import sentence_of, unfolded
from tui.core.shown import shown
from tui.i18n import Translator
from tui.line.changes_text import print_changes


def print_review(review: Review, t: Translator) -> None:
    """Target, changes with their differences, what the documents say, findings, calls."""
    print(target_line(review.plan.target, t))
    print_changes(review.plan, t)
    documents = [
        (f"{one.address} {name}", document)
        for one in review.plan.desired
        for name, document in documents_of(one).items()
    ]
    if documents:
        print(t("plan.in_words"))
        print_sentences(documents, review.actions, t)
    print_findings(review.findings, t)
    _print_calls(review.plan, t)


def print_plan(plan: Plan, t: Translator, nothing: str) -> None:
    """A plan nobody answered questions for, a resume's or an undo's; `nothing` is what is said where it is empty."""
    print(target_line(plan.target, t))
    print_changes(plan, t)
    _print_calls(plan, t, nothing)


def _print_calls(plan: Plan, t: Translator, nothing: str = "plan.nothing") -> None:
    if not plan.desired:
        print(t("plan.makes_nothing"))
        return
    if plan.is_empty:
        print(t(nothing))
        return
    print(t("plan.calls", count=len(plan.steps)))
    for number, step in enumerate(plan.steps, start=1):
        print(f"  {number:2}. {step.do.service} {step.do.operation}  {step_line(step, t)}")


def print_refusals(refusals: tuple[Refusal, ...], t: Translator) -> None:
    """What is not taken back, and why."""
    for one in refusals:
        names = ", ".join(one.names)
        print(f"! {shown(one.address)}: {shown(t(f'undo.{one.code}', operation=one.operation, names=names))}")


def print_failure(event: StepFailed, plan: Plan, t: Translator) -> None:
    """What to do about a refused call: for a missing permission, the statement to paste, where that would help."""
    if event.aws_code in ACCESS_DENIED:
        missing = missing_permission(event.message, plan.steps[event.index].do, plan.target)
        key = "denied.barred" if missing.is_barred else "denied.statement"
        print(f"        {t(key, action=shown(missing.action), resource=shown(missing.resource))}")
        if not missing.is_barred:
            print(f"        {shown(json.dumps(missing.statement))}")
    elif event.aws_code in LOCKED_OUT:
        print(f"        {t('run.expired', run=plan.run)}")


def print_remaining(plan: Plan, last: Finished, t: Translator) -> None:
    """The AWS CLI commands of what could not be taken back."""
    left = [step for index, step in enumerate(plan.steps) if index not in last.done_steps]
    if left:
        print(t("run.remaining"))
    for step in left:
        print(f"  {shown(command_line(step.do, plan.target.region))}")


def print_all_remaining(plan: Plan, t: Translator) -> None:
    """The same where nothing of a plan was done."""
    print_remaining(plan, Finished("failed", plan.run, {}, 0), t)


def print_left(plan: Plan, t: Translator) -> None:
    """What a way back has left on purpose, and that it can be tried again."""
    if plan.leaves:
        print(t("run.partly", names=shown(", ".join(plan.leaves)), run=plan.run))


def print_findings(findings: tuple[Finding, ...], t: Translator) -> None:
    """One line per finding, worst first; those the preset waives last, with its reason."""
    for one in findings:
        text = f"{shown(one.where)}: {finding_text(one, t)}"
        if one.waiver is None:
            print(f"! {t(f'severity.{one.severity}')}: {text}")
        else:
            print(f"  ({t('waived.label')}) {text}")
            print(f"      {t('review.waiver', reason=shown(text_in(one.waiver, t.language)))}")


def finding_text(finding: Finding, t: Translator) -> str:
    """The finding in one sentence."""
    return shown(t(finding.text, **finding.params))


def print_sentences(documents: Iterable[tuple[str, PolicyDocument]], actions: ActionList, t: Translator) -> None:
    """What each statement says, and what its wildcards stand for."""
    for name, document in documents:
        print(f"  {shown(name)}")
        for statement in statements_of(document):
            print(f"    - {shown(worded(sentence_of(statement), t))}")
            for one in unfolded(statement, actions):
                print(f"        {shown(worded(one.phrase, t))}")


def print_policy(policy: KnownPolicy, findings: tuple[Finding, ...], actions: ActionList, t: Translator) -> None:
    """A managed policy: which version of it, its statements in words, what is to be said about them."""
    print(f"  {shown(worded(policy.about, t))}")
    print_sentences([(policy.name, policy.document)], actions, t)
    print_findings(findings, t)


def print_event(event: Event, plan: Plan, t: Translator) -> None:
    """One line per event that a person wants to read."""
    match event:
        case StepDone(index=index, seconds=seconds):
            print(
                f"  {index + 1:2}. {t('apply.done')}: {step_line(plan.steps[index], t)}  ({seconds:.1f} s)", flush=True
            )
        case StepWaiting(reason=reason, seconds=seconds):
            print(f"      {t(f'waiting.{reason}', seconds=f'{seconds:.0f}')}", flush=True)
        case StepFailed(index=index, aws_code=code, message=message):
            print(f"  {index + 1:2}. {t('apply.failed')}: {step_line(plan.steps[index], t)}")
            text = message or t(f"error.{code}", where=plan.steps[index].address)
            print(f"        {shown(code)}: {shown(text)}", flush=True)
        case ReadingBack(seconds=seconds):
            if seconds:
                print(f"      {t('waiting.reading_again', seconds=f'{seconds:.0f}')}", flush=True)
        case Verified(differences=differences):
            print(t(event.text, names=shown(", ".join(differences))))
        case Finished(outcome=outcome, outputs=outputs, done=done):
            print(t(f"outcome.{outcome}", done=done, total=len(plan.steps)))
            print_outputs(outputs)
        case RunStarted() | StepStarted():
            pass


def print_outputs(outputs: Mapping[str, object]) -> None:
    """The ARNs, one a line."""
    for name, value in outputs.items():
        for one in value if isinstance(value, list) else [value]:
            print(f"  {name} = {shown(str(one))}")


def step_line(step: Step, t: Translator) -> str:
    """What the call does, in words."""
    fields = {key: value for key, value in step.do.params.items() if isinstance(value, str)}
    return shown(t(f"step.{step.do.operation}", **fields))


def target_line(target: Target, t: Translator) -> str:
    """Where it would happen."""
    words = [
        t(f"target.{target.kind}"),
        target.account,
        target.alias if target.kind == "account" else "",
        target.region,
    ]
    words += [target.caller_arn if target.kind == "account" else "", target.endpoint]
    return "  ".join(shown(word) for word in words if word)
