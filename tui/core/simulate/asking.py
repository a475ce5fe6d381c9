"""A what-if question as a person writes it, about a draft: `<TOKENS>` stand for its values and for the ARNs to be."""

from collections.abc import Iterator, Mapping

from tui.core.calls.target import Target
from tui.core.errors import UsageError
from tui.core.iam.actions import ActionList
from tui.core.iam.policy import actions_of, as_list, statements_of
from tui.core.plan.blueprint import Blueprint
from tui.core.plan.report import outputs_of
from tui.core.preset.answers import Answers
from tui.core.preset.format import Preset
from tui.core.preset.tokens import filled, tokens_in
from tui.core.simulate.question import Question, keys_of
from tui.core.simulate.request import asked_action, asked_resource, context_of
from tui.core.simulate.subject import Subject

Subjects = tuple[Subject, ...]


def question_about(values: Mapping[str, str], action: str, resource: str, context: Mapping[str, str]) -> Question:
    """The question, its tokens filled in. Raises UsageError: simulate.action, simulate.resource, simulate.token."""
    return Question(
        asked_action(action),
        asked_resource(_filled(resource, values)),
        context_of({_filled(key, values): _filled(value, values) for key, value in context.items()}),
    )


def values_of(preset: Preset, answers: Answers, blueprint: Blueprint, target: Target) -> dict[str, str]:
    """What `<TOKENS>` of a question stand for: the answers, also by their aliases, and the ARNs there will be."""
    found = {name.upper(): str(value) for name, value in outputs_of(blueprint.resources, {}, target).items()}
    found |= answers.values
    for name, placeholder in preset.placeholders.items():
        if name in answers.values:
            found |= dict.fromkeys(placeholder.aliases, answers.values[name])
    return found


def named_actions(subjects: Subjects, actions: ActionList) -> tuple[str, ...]:
    """The documents' own actions; patterns as the actions they stand for."""
    named = [one for source in _sources(subjects) for one in actions_of(source)]
    found = [known for one in named for known in (actions.expand(one) if one != "*" else ())]
    plain = [one for one in named if "*" not in one and "?" not in one]
    return tuple(dict.fromkeys([*plain, *found]))


def named_resources(subjects: Subjects, blueprint: Blueprint) -> tuple[str, ...]:
    """The roles, what their documents name, and what the preset's promises name."""
    found = [subject.arn for subject in subjects if subject.arn]
    for source in _sources(subjects):
        for statement in statements_of(source):
            for name in ("Resource", "NotResource"):
                found += [str(one) for one in as_list(statement.get(name, []))]
    return tuple(dict.fromkeys([*found, *(one.resource for one in blueprint.checks)]))


def named_keys(subjects: Subjects) -> dict[str, list[str]]:
    """Every context key of the documents, with the values they mention."""
    found: dict[str, list[str]] = {}
    for about_trust in (False, True):
        for subject in subjects:
            for key, values in keys_of(subject, about_trust=about_trust).items():
                found.setdefault(key, []).extend(one for one in values if one not in found.get(key, ()))
    return found


def _sources(subjects: Subjects) -> Iterator[dict[str, object]]:
    return (dict(source.document) for subject in subjects for source in subject.documents)


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Raises UsageError("simulate.token") for a token nobody gave a value."""
    found = str(filled(text, values))
    if left := list(tokens_in(found)):
        raise UsageError("simulate.token", text, token=f"<{left[0]}>", known=", ".join(sorted(values)))
    return found
