"""The wizard as questions and answers, one line after the other, through questionary."""

from collections.abc import Mapping
from typing import Any

import questionary

from tui.core.answers import Question, choices_of, questions
from tui.core.catalog import Catalog, CatalogEntry
from tui.core.errors import AnswerRejected, RoleWizardError
from tui.core.events import Finished
from tui.core.policy import pretty
from tui.core.preset import Preset
from tui.core.search import CatalogSearch
from tui.core.shown import shown
from tui.core.tokens import TOKEN
from tui.core.values import check_value
from tui.core.wizard import Desk, Review
from tui.i18n import Translator
from tui.line.catalog_text import broken_line
from tui.line.renew import person_at_terminal
from tui.line.text import print_event, print_review, target_line

INTERRUPTED = 130


class _Left(Exception):
    """The person pressed Ctrl+C at a question."""


def run_line(desk: Desk, t: Translator, preset_id: str | None, given: Mapping[str, str]) -> int:
    """From the catalog to the report; returns the exit code."""
    try:
        print(target_line(desk.target(), t))
        preset = desk.preset(preset_id or _pick(desk.catalog(), t))
        _print_card(preset, t)
        if not preset.resources:
            return 0
        return _apply(desk, _review(desk, preset, dict(given), t), t)
    except _Left:
        return INTERRUPTED


def _pick(catalog: Catalog, t: Translator) -> str:
    """Search first, then choose among what was found."""
    for broken in catalog.broken:
        print(broken_line(broken, t))
    search = CatalogSearch(catalog.entries)
    while True:
        query = _ask(questionary.text(t("line.search")))
        found = search.find(query)
        if not found:
            print(t("catalog.nothing", query=shown(query)))
            continue
        rows = [questionary.Choice(_row(one, t), value=one.id) for one in found]
        again = questionary.Choice(t("line.search_again"), value="")
        if picked := _ask(questionary.select(t("line.pick"), choices=[*rows, again])):
            return str(picked)


def _row(entry: CatalogEntry, t: Translator) -> str:
    return f"{shown(entry.text('title', t.language))}  [{t(f'need.{entry.need}')}]"


def _print_card(preset: Preset, t: Translator) -> None:
    print(f"\n{shown(preset.title.by(t.language))}  [{t(f'need.{preset.need}')}]")
    for text in (preset.why, preset.instead, *preset.prerequisites, *preset.notes):
        if text:
            print(f"  {shown(text.by(t.language))}")
    if not preset.resources and (caller := preset.caller_by_default):
        print(f"\n{t('card.caller')}")
        print(shown(pretty(caller), keep_lines=True))


def _review(desk: Desk, preset: Preset, given: dict[str, str], t: Translator) -> Review:
    """Asks until the answers make a plan."""
    while True:
        _fill(desk, preset, given, t)
        try:
            review = desk.linted(desk.review(preset, given), lambda: False)
        except AnswerRejected as error:
            _say(error, t)
            for name in error.where.split(", "):
                given.pop(name, None)
            continue
        print_review(review, t)
        return review


def _fill(desk: Desk, preset: Preset, given: dict[str, str], t: Translator) -> None:
    """One question per placeholder that has no answer yet; choices decide which others are asked."""
    asked: set[str] = set()
    while waiting := [
        one for one in questions(preset, _choices(preset, given)) if one.name not in given | dict.fromkeys(asked)
    ]:
        question = waiting[0]
        asked.add(question.name)
        print(f"\n{shown(question.placeholder.help.by(t.language))}")
        answer = _choose(question, t) if question.placeholder.type == "choice" else _type(desk, question, given, t)
        if answer:
            given[question.name] = answer


def _choices(preset: Preset, given: Mapping[str, str]) -> dict[str, str]:
    return choices_of(preset, {name: given[name] for name in preset.choices() if name in given})


def _choose(question: Question, t: Translator) -> str:
    rows = [
        questionary.Choice(f"{shown(one.label.by(t.language))} - {shown(one.why.by(t.language))}", value=name)
        for name, one in question.placeholder.options.items()
    ]
    default = question.placeholder.default
    return str(_ask(questionary.select(_label(question, t), choices=rows, default=default)))


def _type(desk: Desk, question: Question, given: Mapping[str, str], t: Translator) -> str:
    placeholder = question.placeholder
    default = TOKEN.sub(lambda match: given.get(match[1], match[0]), placeholder.default or "")
    if placeholder.source and given.get(placeholder.source):
        default = desk.derive(placeholder.type, given[placeholder.source])

    def judge(text: str) -> bool | str:
        if not text.strip():
            return True if not question.is_required else t("error.value.empty")
        try:
            check_value(placeholder.type, text, question.name)
        except AnswerRejected as error:
            hint = t.hint(error.code, **error.params)
            return shown(f"{t(f'error.{error.code}', **error.params)} {hint}".strip())
        return True

    offered = [one.value for one in desk.choices(placeholder.type)]
    default = "" if TOKEN.search(default) else default
    if offered:
        asked = questionary.autocomplete(_label(question, t), choices=offered, default=default, validate=judge)
    else:
        asked = questionary.text(_label(question, t), default=default, validate=judge)
    return str(_ask(asked))


def _label(question: Question, t: Translator) -> str:
    placeholder = question.placeholder
    example = f" ({t('card.example', value=placeholder.example)})" if placeholder.example else ""
    return shown(f"{placeholder.label.by(t.language)} <{question.name}>{example}")


def _apply(desk: Desk, review: Review, t: Translator) -> int:
    if review.is_blocked:
        errors = [one.code for one in review.findings if one.severity == "error" and not one.waiver]
        print(t("error.plan.blocked", findings=", ".join(errors)))
        return 2
    if review.plan.is_empty:
        return 0
    if desk.is_dry_run:
        print(t("line.dry_run"))
        return 4
    count, account = len(review.plan.steps), review.plan.target.account
    if not _ask(questionary.confirm(t("line.apply", count=count, account=account), default=False)):
        print(t("line.not_applied"))
        return 0
    outcome = "failed"
    for event in desk.deploy(review.plan, lambda: False, ask=person_at_terminal(t)):
        print_event(event, review.plan, t)
        if isinstance(event, Finished):
            outcome = event.outcome
    if outcome == "done" and review.blueprint.next:
        print(f"\n{t('card.next')}: {shown(review.blueprint.next[t.language])}")
    return 0 if outcome == "done" else 1


def _say(error: RoleWizardError, t: Translator) -> None:
    print(shown(t(f"error.{error.code}", where=error.where, **error.params)))


def _ask(question: questionary.Question) -> Any:
    """The answer; questionary gives None for Ctrl+C. Raises _Left."""
    answer = question.ask(kbi_msg="")
    if answer is None:
        raise _Left
    return answer
