"""A question and its answer: which subject is meant, which documents decide, what is known of the circumstances."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tui.core.errors import UsageError
from tui.core.iam.arn import account_of, region_of
from tui.core.iam.grammar import problems
from tui.core.plan.blueprint import Expectation
from tui.core.simulate.conditions import context_keys
from tui.core.simulate.decision import Decision, decide, is_cross_account
from tui.core.simulate.request import ANY, Request, context_of
from tui.core.simulate.subject import Subject
from tui.core.simulate.trust import Answer, answers_to, asked_principal, is_assuming, overall

BUCKET = re.compile(r"arn:[^:]+:s3:::([^/]+)")


@dataclass(frozen=True)
class Question:
    """What somebody wants to know."""

    action: str
    resource: str
    context: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """As request.context_of gives it."""
    others_absent: bool = False
    """Whether everything else is known not to be there; else the answer may be "depends"."""


@dataclass(frozen=True)
class Outcome:
    """The answer, with the request it was decided for."""

    subject: Subject
    request: Request
    decision: Decision
    who: tuple[Answer, ...] = ()
    """Of a question about taking on the role: the answer to each principal."""
    is_about_trust: bool = False
    """Whether the trust policy answered, not the permissions."""


def ask(subjects: tuple[Subject, ...], question: Question) -> Outcome:
    """The answer for the first subject, or for the one whose ARN the question names.

    Raises UsageError("simulate.refused") where a document of the subject is one that IAM would refuse.
    """
    for source in _meant(subjects, question).documents:
        if problems(source.document, source.kind):
            raise UsageError("simulate.refused", source.where, document=source.where)
    return _answer(subjects, question)


def _answer(subjects: tuple[Subject, ...], question: Question) -> Outcome:
    subject = _meant(subjects, question)
    if is_about_trust(subject, question.action, question.resource):
        return _ask_trust(subject, question)
    context = {**subject.context(), **_of_resource(question.resource), **question.context}
    request = Request(question.action, question.resource, context, subject.principal, question.others_absent)
    bucket = subject.buckets.get(_bucket_in(question.resource))
    policies = replace(subject.policies, resource=bucket, is_cross_account=is_cross_account(request))
    return Outcome(subject, request, decide(policies, request))


def expected(subjects: tuple[Subject, ...], one: Expectation) -> Outcome:
    """The answer to one of a preset's checks: its context is all there is."""
    mine = tuple(two for two in subjects if two.name == f"role/{one.subject}") if one.subject else ()
    subjects = mine or subjects
    return _answer(subjects, Question(one.action, one.resource, context_of(one.context), others_absent=True))


def holds(one: Expectation, outcome: Outcome) -> bool:
    """Whether the answer is the one the preset promises."""
    return outcome.decision.decision == ("allowed" if one.is_allowed else "denied")


def is_about_trust(subject: Subject, action: str, resource: str) -> bool:
    """Whether the role's trust policy answers: who may take it on."""
    return subject.trust is not None and is_assuming(action) and resource in (ANY, subject.arn)


def keys_of(subject: Subject, *, about_trust: bool) -> dict[str, list[str]]:
    """The context keys that can decide, with the values the documents mention."""
    told = set() if about_trust else set(subject.context())
    found: dict[str, list[str]] = {}
    for source in subject.documents:
        if (source is subject.trust) is about_trust:
            for key, values in context_keys(source.document).items():
                if key.lower() not in told:
                    there = found.setdefault(key, [])
                    there += [value for value in values if value not in there]
    return found


def _ask_trust(subject: Subject, question: Question) -> Outcome:
    asker = asked_principal(question.context)
    request = Request(question.action, question.resource, question.context, asker, question.others_absent)
    answers = answers_to(subject.trust, request) if subject.trust else ()
    return Outcome(subject, request, overall(answers), answers, is_about_trust=True)


def _meant(subjects: tuple[Subject, ...], question: Question) -> Subject:
    """The subject that aws:PrincipalArn names, or whose role is to be taken on; else the first."""
    told = question.context.get("aws:principalarn", ())
    is_trust = is_assuming(question.action)
    for one in subjects:
        if one.arn and ((is_trust and one.arn == question.resource) or (not is_trust and one.arn in told)):
            return one
    return subjects[0]


def _of_resource(resource: str) -> dict[str, tuple[str, ...]]:
    """What an ARN says of the request by itself."""
    owner, region = account_of(resource), region_of(resource)
    found: dict[str, tuple[str, ...]] = {"aws:resourceaccount": (owner,)} if owner.isdigit() else {}
    return found | ({"aws:requestedregion": (region,)} if region else {})


def _bucket_in(arn: str) -> str:
    """The bucket of an S3 ARN, "" of any other."""
    found = BUCKET.match(arn)
    return found[1] if found else ""
