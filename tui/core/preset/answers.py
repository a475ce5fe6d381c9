"""From what the person gave to a complete, checked and frozen set of values."""

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tui.core.calls.target import Target
from tui.core.errors import AnswerRejected
from tui.core.preset.documents import DOCUMENTS, put_into
from tui.core.preset.format import Placeholder, Preset
from tui.core.preset.role_options import ROLE_OPTIONS
from tui.core.preset.tokens import TOKEN, chosen, filled, tokens_in
from tui.core.preset.values import check_value

Derive = Callable[[str, str], str]
"""(type, source value) -> the value the account has for it, "" where it has none; see Placeholder.source."""


@dataclass(frozen=True)
class Answers:
    """Every value a preset needs, checked; what is missing is not there."""

    values: Mapping[str, str]
    """By token, built-in tokens too."""
    choices: Mapping[str, str]
    options: Mapping[str, str]
    """Of ROLE_OPTIONS, only those given."""


@dataclass(frozen=True)
class Question:
    """A placeholder as the form asks it, given the choices made so far."""

    name: str
    placeholder: Placeholder
    is_required: bool
    """False where there is a default, or where only explanations use the value."""
    is_only_told: bool = False
    """Whether nothing that is made uses the value."""


def questions(preset: Preset, choices: Mapping[str, str] | None = None) -> tuple[Question, ...]:
    """What to ask under these choices, in the preset's order.

    Values of branches not taken are not asked.
    """
    taken = choices_of(preset, choices or {})
    needed = _closure(preset, tokens_in(chosen(preset.resources, taken)), taken)
    told = _closure(preset, tokens_in(chosen(preset.told, taken)), taken)
    asked = []
    for name, placeholder in preset.placeholders.items():
        if placeholder.type == "choice" or name in needed:
            asked.append(Question(name, placeholder, placeholder.default is None and placeholder.source is None))
        elif name in told:
            asked.append(Question(name, placeholder, is_required=False, is_only_told=True))
    return tuple(asked)


def choices_of(preset: Preset, given: Mapping[str, str]) -> dict[str, str]:
    """The option taken of every choice. Raises AnswerRejected("answer.not_an_option")."""
    taken = {}
    for name, placeholder in preset.choices().items():
        option = given.get(name, placeholder.default or "").strip().lower()
        if option not in placeholder.options:
            raise AnswerRejected("answer.not_an_option", name, given=option, options=", ".join(placeholder.options))
        taken[name] = option
    return taken


def by_token(preset: Preset, given: Mapping[str, str]) -> dict[str, str]:
    """The given values under their tokens; aliases and any letter case are taken.

    Raises AnswerRejected: answer.unknown (with the nearest token), answer.twice.
    """
    known = ("ACCOUNT_ID", "REGION", *(ROLE_OPTIONS if preset.has_role else ()))
    spellings = dict(zip(known, known, strict=True))
    for name, placeholder in preset.placeholders.items():
        spellings |= dict.fromkeys((name, *placeholder.aliases), name)
    found: dict[str, str] = {}
    for spelling, value in given.items():
        key = spelling.strip().strip("<>").upper().replace("-", "_")
        if key not in spellings:
            near = difflib.get_close_matches(key, spellings, n=1, cutoff=0.5)
            raise AnswerRejected(
                "answer.unknown", spelling, given=spelling, nearest=", ".join(near or preset.placeholders)
            )
        token = spellings[key]
        if token in found and found[token] != value:
            raise AnswerRejected("answer.twice", token, given=spelling)
        found[token] = value
    return found


def known_by_token(preset: Preset, given: Mapping[str, str]) -> tuple[dict[str, str], AnswerRejected | None]:
    """The given values a form can show under their tokens, and the first error of by_token about the others."""
    found: dict[str, str] = {}
    first: AnswerRejected | None = None
    for spelling, value in given.items():
        try:
            # with those before it: one that contradicts them is told about, and the first one stays
            found = by_token(preset, {**found, spelling: value})
        except AnswerRejected as error:
            first = first or error
    return found, first


def answer(preset: Preset, given: Mapping[str, str], target: Target, derive: Derive | None = None) -> Answers:
    """The complete answers: defaults filled in, values normalised and checked.

    Raises AnswerRejected: those of by_token, choices_of and check_value; answer.missing with all names that lack a
    value; answer.not_derived where a source leads nowhere; answer.account for an account id that is not the target's.
    """
    tokens = {name: value for name, value in by_token(preset, given).items() if value.strip()}
    choices = choices_of(preset, tokens)
    values = built_in_values(target)
    if "REGION" in tokens:
        values["REGION"] = check_value("region", tokens["REGION"], "REGION")
    if "ACCOUNT_ID" in tokens and check_value("account-id", tokens["ACCOUNT_ID"], "ACCOUNT_ID") != target.account:
        raise AnswerRejected("answer.account", "ACCOUNT_ID", given=tokens["ACCOUNT_ID"], account=target.account)
    missing: list[str] = []
    asked = questions(preset, choices)
    for question in _sources_first(asked):
        name, placeholder = question.name, question.placeholder
        if placeholder.type == "choice":
            continue
        text = tokens.get(name) or filled(placeholder.default or "", values)
        if not text and placeholder.source in values:
            text = _derived(name, placeholder, values, derive)
        if text and (name in tokens or not TOKEN.search(text)):
            values[name] = check_value(placeholder.type, text, name)
        elif question.is_required and not _is_only_source(name, asked, tokens):
            missing.append(name)
    if missing:
        raise AnswerRejected("answer.missing", ", ".join(missing), names=", ".join(missing))
    for name, placeholder in preset.placeholders.items():
        if placeholder.type in DOCUMENTS and name in values:
            fills = {left: filled(tree, values) for left, tree in chosen(placeholder.fills, choices).items()}
            values[name] = put_into(values[name], name, {left: one for left, one in fills.items() if _is_full(one)})
    options = {name: check_value(kind, tokens[name], name) for name, kind in ROLE_OPTIONS.items() if name in tokens}
    return Answers(values=values, choices=choices, options=options)


def _is_full(tree: object) -> bool:
    return not any(tokens_in(tree))


def _derived(name: str, placeholder: Placeholder, values: Mapping[str, str], derive: Derive | None) -> str:
    """What the account says. Raises AnswerRejected("answer.not_derived") where it says nothing."""
    source = placeholder.source or ""
    found = derive(placeholder.type, values[source]) if derive else ""
    if not found:
        raise AnswerRejected("answer.not_derived", name, source=source, given=values[source])
    return found


def _is_only_source(name: str, asked: Iterable[Question], given: Mapping[str, str]) -> bool:
    """Whether the value would only lead to others that were given outright."""
    led_to = [one.name for one in asked if one.placeholder.source == name]
    return bool(led_to) and all(one in given for one in led_to)


def built_in_values(target: Target) -> dict[str, str]:
    """The tokens whose values come from the target."""
    return {
        "ACCOUNT_ID": target.account,
        "REGION": target.region,
        "PARTITION": target.partition,
        "DNS_SUFFIX": target.dns_suffix,
    }


def _closure(preset: Preset, tokens: Iterable[str], choices: Mapping[str, str]) -> set[str]:
    """The tokens and those that their defaults, sources and pasted documents need."""
    found: set[str] = set()
    waiting = list(tokens)
    while waiting:
        token = waiting.pop()
        placeholder = preset.placeholders.get(token)
        if token in found or placeholder is None:
            continue
        found.add(token)
        if placeholder.source:
            waiting.append(placeholder.source)
        waiting.extend(TOKEN.findall(placeholder.default or ""))
        waiting.extend(tokens_in(chosen(placeholder.fills, choices)))
    return found


def _sources_first(asked: tuple[Question, ...]) -> list[Question]:
    """The questions so that a default's tokens and a source come before what is made from them."""
    by_name = {question.name: question for question in asked}
    ordered: dict[str, Question] = {}

    def visit(name: str, trail: tuple[str, ...]) -> None:
        if name in ordered or name not in by_name or name in trail:
            return
        placeholder = by_name[name].placeholder
        for before in (*TOKEN.findall(placeholder.default or ""), *filter(None, [placeholder.source])):
            visit(before, (*trail, name))
        ordered[name] = by_name[name]

    for question in asked:
        visit(question.name, ())
    return list(ordered.values())
