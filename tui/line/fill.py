"""Giving a preset its values, one question after the other, and changing one of them later."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tui.core.calls.target import Target
from tui.core.errors import AnswerRejected, AwsRefused, AwsUnreachable
from tui.core.journey.format import Journey
from tui.core.plan.review import Desk
from tui.core.preset.answers import by_token, questions
from tui.core.preset.draft import Draft
from tui.core.preset.format import Preset
from tui.core.preset.role_options import ROLE_OPTIONS
from tui.core.shown import shown
from tui.i18n import Translator
from tui.line.asking import ask_text, pick
from tui.line.trouble import hint_of, message_of, print_error


@dataclass(frozen=True)
class Form:
    """The answers so far, and which questions the person has answered, if only by taking the default."""

    draft: Draft
    asked: frozenset[str] = frozenset()

    @property
    def preset(self) -> Preset:
        """What is being filled in."""
        return self.draft.preset

    @property
    def given(self) -> Mapping[str, str]:
        """What was typed or given; defaults are not in it, so that they follow what they are made of."""
        return self.draft.given

    def waiting(self) -> str:
        """The next placeholder to ask for: not answered yet, or with a value that will not do; "" when there is none.

        Choices decide which others are asked.
        """
        for one in questions(self.preset, self.draft.choices):
            if one.name not in self.asked and one.name not in self.given:
                return one.name
        return next(iter(self.draft.wrong()), "")

    def without(self, error: AnswerRejected) -> "Form":
        """The form with the rejected answers to be asked for again. Raises the error where there is none of them."""
        names = frozenset(error.where.split(", "))
        if not names & (self.asked | self.given.keys()):
            raise error
        given = {name: value for name, value in self.given.items() if name not in names}
        return Form(replace(self.draft, given=given), self.asked - names)


def start_form(preset: Preset, given: Mapping[str, str], target: Target, t: Translator) -> Form:
    """A form with what the command line gave; what fits nowhere is told and left out."""
    left = dict(given)
    while True:
        try:
            return Form(Draft(preset, by_token(preset, left), target=target))
        except AnswerRejected as error:
            print_error(error, t)
            del left[str(error.params["given"])]


def fill(desk: Desk, form: Form, t: Translator) -> Form:
    """Asks for everything that has no answer yet; a journey's questions under the heads of their steps."""
    told = 0
    while name := form.waiting():
        told = _tell_steps(form.preset, told, name, t)
        form = ask_for(desk, form, name, t)
        desk.keep_answers(form.preset, form.given)
    return form


def _tell_steps(preset: Preset, told: int, name: str, t: Translator) -> int:
    """Prints the heads from the last step told of to the one a question belongs to; returns that one's number."""
    if not isinstance(preset, Journey):
        return told
    number = preset.step_of(name)
    for at, one in enumerate(preset.steps[told:number], start=told + 1):
        step = one.step
        print(f"\n--- {t('step.number', number=at, total=len(preset.steps))}: {shown(step.title.by(t.language))} ---")
        for text in filter(None, (step.read, step.do)):
            print(shown(text.by(t.language)))
        for pitfall in step.pitfalls:
            print(f"! {shown(pitfall.by(t.language))}")
    return max(told, number)


def change_answer(desk: Desk, form: Form, t: Translator) -> Form | None:
    """Asks one question again, the others keep their answers; None where the person thinks better of it."""
    rows = [*_rows(form, t), (t("line.back"), "")]
    name = pick(t("line.change"), rows, t)
    return ask_for(desk, form, name, t) if name else None


def ask_for(desk: Desk, form: Form, name: str, t: Translator) -> Form:
    """Asks for one value; it starts as it is now."""
    form = _derived(desk, form, name, t)
    draft = form.draft
    print(f"\n{shown(_help(draft.preset, name, t))}")
    if name in draft.preset.choices():
        draft = draft.with_given(name, _choose(draft, name, t))
    else:
        field = draft.fields[name]
        if field.error:
            print(message_of(field.error, t))
        text = _type(desk, draft, name, t)
        is_taken_as_it_is = field.origin in ("default", "account") and text == field.text
        draft = draft if is_taken_as_it_is else draft.with_given(name, text)
    return Form(draft, form.asked | {name})


def _derived(desk: Desk, form: Form, name: str, t: Translator) -> Form:
    """The form with what the account says the value follows from."""
    draft = form.draft
    for token, kind, source in draft.to_derive():
        if token == name:
            try:
                value = desk.derive(kind, source)
            except (AwsRefused, AwsUnreachable) as error:
                print_error(error, t)
                value = ""
            draft = draft.with_derived(token, source, value)
    return replace(form, draft=draft)


def _choose(draft: Draft, name: str, t: Translator) -> str:
    options = draft.preset.choices()[name].options
    rows = [(f"{one.label.by(t.language)} - {one.why.by(t.language)}", id) for id, one in options.items()]
    return pick(_label(draft.preset, name, t), rows, t, draft.choices[name])


def _type(desk: Desk, draft: Draft, name: str, t: Translator) -> str:
    def judge(text: str) -> bool | str:
        field = draft.with_given(name, text).fields[name]
        if field.error:
            return f"{message_of(field.error, t)} {hint_of(field.error, t)}".strip()
        return field.is_answered or t("error.value.empty")

    placeholder = draft.preset.placeholders.get(name)
    offers = [one.value for one in desk.choices(placeholder.type if placeholder else ROLE_OPTIONS[name])]
    label = _label(draft.preset, name, t)
    return ask_text(label, default=draft.fields[name].text, offers=offers, judge=judge)


def _rows(form: Form, t: Translator) -> Iterator[tuple[str, str]]:
    """Every question with its answer, the role's options last."""
    draft, preset = form.draft, form.preset
    for one in questions(preset, draft.choices):
        if one.name in preset.choices():
            value = one.placeholder.options[draft.choices[one.name]].label.by(t.language)
        else:
            value = draft.fields[one.name].text
        yield f"{_name(preset, one.name, t)} <{one.name}>: {value or '-'}", one.name
    for name in ROLE_OPTIONS if preset.has_role else ():
        yield f"{_name(preset, name, t)} <{name}>: {draft.fields[name].text or '-'}", name


def _label(preset: Preset, name: str, t: Translator) -> str:
    placeholder = preset.placeholders.get(name)
    example = placeholder.example if placeholder else ""
    told = f" ({t('card.example', value=example)})" if example else ""
    return shown(f"{_name(preset, name, t)} <{name}>{told}")


def _name(preset: Preset, name: str, t: Translator) -> str:
    placeholder = preset.placeholders.get(name)
    return placeholder.label.by(t.language) if placeholder else t(f"option.{name}.label")


def _help(preset: Preset, name: str, t: Translator) -> str:
    placeholder = preset.placeholders.get(name)
    return placeholder.help.by(t.language) if placeholder else t(f"option.{name}.help")
