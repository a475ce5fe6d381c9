"""Could it do that? The answer to a question while it is typed, by the documents of the draft."""

from __future__ import annotations

from collections.abc import Iterator

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.core.errors import UsageError
from tui.core.health.verify import AccessCheck
from tui.core.plan.review import Review
from tui.core.preset.choice import Choice
from tui.core.preset.tokens import filled
from tui.core.shown import shown
from tui.core.simulate import (
    Opinion,
    Outcome,
    Question,
    Texts,
    ask,
    asked_action,
    asked_resource,
    can_ask,
    context_of,
    expected,
    is_about_trust,
    keys_of,
    subjects_of,
)
from tui.core.simulate.asking import named_actions, named_keys, named_resources
from tui.core.stage import Stage
from tui.messages import CloseWanted, OpinionWanted
from tui.screens.stage_screen import Setting, StageScreen
from tui.theme import BAD, MUTED, STRONG
from tui.widgets.answer_lines import answer_lines, check_line, opinion_lines
from tui.widgets.ask_field import AskField
from tui.widgets.reader import Reader
from tui.widgets.row_list import RowList

ABSENT = "-"
"""Typed for a context key: it is known not to be there."""


class AskWhatIf(StageScreen):
    """Ask for an action on a resource; the preset's own promises are the first questions."""

    STAGE = Stage.REVIEW
    LIES_OVER = True
    DEFAULT_CSS = """
    AskWhatIf #title { height: auto; padding: 0 2; }
    AskWhatIf #promises { height: auto; max-height: 4; padding: 0 1; }
    AskWhatIf.-tall #promises { max-height: 8; }
    AskWhatIf #question { height: auto; max-height: 6; margin: 1 0 0 0; scrollbar-size-vertical: 1; }
    AskWhatIf.-tall #question { max-height: 12; }
    AskWhatIf #answer { height: 1fr; margin: 1 0 0 0; padding: 0 2; border-top: solid $border-blurred; }
    AskWhatIf #answer:focus { border-top: solid $primary; }
    """
    BINDINGS = [
        Binding("tab", "app.focus_next", "key.next_field", id="what_if.next"),
        Binding("down", "nothing", "key.list", key_display="↓", id="what_if.list"),
        Binding("f5", "fill_keys", "key.fill_keys", id="what_if.fill"),
        Binding("f6", "ask_aws", "key.ask_aws", id="what_if.ask_aws"),
        Binding("f7", "turn", "key.other_subject", id="what_if.turn"),
        Binding("ctrl+b,escape", "close", "key.back", id="what_if.close"),
    ]

    def __init__(self, setting: Setting, review: Review, texts: Texts) -> None:
        super().__init__(setting, review.preset.id)
        self._review = review
        self._subjects = subjects_of(review.blueprint, review.plan.target, texts)
        self._checks = [AccessCheck(one, expected(self._subjects, one)) for one in review.blueprint.checks]
        self._typed: dict[str, str] = {}
        """By field: "action", "resource", and context keys in lower case."""
        self._outcome: Outcome | None = None
        self._opinion: tuple[Outcome, Opinion | None, str] | None = None
        """What AWS said to which question; "" or why it said nothing. None in both places while it is asked."""

    def compose_body(self) -> ComposeResult:
        yield Static(self._title(), id="title")
        if self._checks:
            yield RowList(
                lambda check, _: check_line(check, self.say), self._checks, id="promises", takes_first_click=True
            )
        with VerticalScroll(id="question", can_focus=False):
            yield self._field("action", self.say("ask.action.hint"), "ask-action")
            yield self._field("resource", self.say("ask.resource.hint"), "ask-resource")
            for number, key in enumerate(named_keys(self._subjects)):
                yield self._field(key, self.say("ask.key.hint"), f"ask-key-{number}")
        yield Reader(id="answer")

    def fill_body(self) -> None:
        self._answer()

    def focus_first(self) -> None:
        self.query_one("#ask-action", AskField).input.focus()

    def show_opinion(self, outcome: Outcome, opinion: Opinion | None, reason: str) -> None:
        """AWS has answered, or could not be asked."""
        self._opinion = (outcome, opinion, reason)
        self._show()

    def _title(self) -> Content:
        names = ", ".join(one.name for one in self._subjects)
        title = Content.styled(self.say("ask.title", subject=shown(names)), STRONG)
        if not self._checks:
            return title
        counts = {"passed": sum(1 for one in self._checks if one.passed), "total": len(self._checks)}
        return title + "\n" + Content.styled(self.say("ask.checks", **counts), MUTED)

    def _field(self, name: str, hint: str, id: str) -> AskField:
        return AskField(name, hint, self._choices(name), self.say, self._typed.get(name.lower(), ""), id=id)

    def _choices(self, name: str) -> list[Choice]:
        match name:
            case "action":
                return [Choice(one) for one in named_actions(self._subjects, self._review.actions)]
            case "resource":
                return [Choice(one) for one in named_resources(self._subjects, self._review.blueprint)]
        mentioned = [Choice(value) for value in named_keys(self._subjects)[name]] or [Choice("x", self.say("ask.any"))]
        return [*mentioned, Choice(ABSENT, self.say("ask.absent"))]

    def _answer(self) -> None:
        """Decides anew, and shows the fields that matter for the question."""
        self._outcome, trouble = None, ""
        action, resource = self._typed.get("action", ""), self._typed.get("resource", "") or "*"
        context = {key: text for key, text in self._typed.items() if key not in ("action", "resource") and text.strip()}
        try:
            if action:
                values = self._review.answers.values
                question = Question(
                    asked_action(action),
                    asked_resource(str(filled(resource, values))),
                    context_of({key: "" if text.strip() == ABSENT else text for key, text in context.items()}),
                )
                self._outcome = ask(self._subjects, question)
        except UsageError as error:
            trouble = self._trouble(error)
        self._show(trouble, is_halfway=":" not in action)
        self._show_keys(action, resource)

    def _trouble(self, error: UsageError) -> str:
        params = {name: shown(str(value)) for name, value in error.params.items()}
        return f"{self.say(f'error.{error.code}', **params)} {self.say.hint(error.hint_code, **params)}"

    def _show(self, trouble: str = "", *, is_halfway: bool = False) -> None:
        lines = [Content.styled(trouble, MUTED)] if trouble and is_halfway else list(self._lines(trouble))
        self.query_one("#answer", Reader).show(lines)
        self.refresh_keys()

    def _lines(self, trouble: str) -> Iterator[Content]:
        outcome = self._outcome
        if trouble:
            yield Content.styled(f"✗ {trouble}", BAD)
        if outcome is None:
            if not trouble:
                yield Content.styled(self.say("ask.start"), MUTED)
            return
        lines = list(answer_lines(outcome, self._review.actions, self.say))
        yield lines[0]
        yield from self._said_by_aws(outcome)
        yield from lines[1:]

    def _said_by_aws(self, outcome: Outcome) -> Iterator[Content]:
        if self._opinion is None or self._opinion[0] != outcome:
            return
        _, opinion, reason = self._opinion
        if opinion is not None:
            yield from opinion_lines(opinion, self.say)
        elif reason:
            yield Content.styled(self.say("simulate.aws.error", reason=shown(reason)), BAD)
        else:
            yield Content.styled(self.say("simulate.aws.asking"), MUTED)

    def _show_keys(self, action: str, resource: str) -> None:
        """Of the context keys, those of the documents that answer; those that would decide are marked."""
        subject = self._outcome.subject if self._outcome else self._subjects[0]
        wanted = {key.lower() for key in keys_of(subject, about_trust=is_about_trust(subject, action, resource))}
        deciding = {key.lower() for key in self._outcome.decision.keys} if self._outcome else set()
        for field in self.query(AskField):
            if field.key not in ("action", "resource"):
                field.display = field.key.lower() in wanted
                field.mark(field.key.lower() in deciding)

    @on(AskField.Typed)
    def _on_typed(self, event: AskField.Typed) -> None:
        self._typed[event.name.lower()] = event.text
        self._answer()

    @on(RowList.Chosen, "#promises")
    def _on_promise(self, event: RowList.Chosen) -> None:
        check = event.row
        if isinstance(check, AccessCheck):
            one = check.expectation
            context = {key.lower(): value for key, value in one.context.items()}
            self._typed = {"action": one.action, "resource": one.resource, **context}
            for field in self.query(AskField):
                field.input.value = self._typed.get(field.key.lower(), "")
            self._answer()

    def can(self, action: str) -> bool:
        match action:
            case "fill_keys":
                return bool(self._outcome and self._outcome.decision.keys)
            case "turn":
                return len(self._subjects) > 1
            case "ask_aws":
                is_account = self._review.plan.target.kind == "account"
                return bool(is_account and self._outcome and can_ask(self._outcome))
        return True

    def action_nothing(self) -> None:
        """The fields and lists take the key themselves; the binding only names it."""

    def action_fill_keys(self) -> None:
        """Puts what the documents want into the first context key that would decide."""
        deciding = {key.lower() for key in self._outcome.decision.keys} if self._outcome else set()
        for field in self.query(AskField):
            if field.key.lower() in deciding:
                field.fill()
                return

    def action_turn(self) -> None:
        """Asks about the next of several roles."""
        first, *others = self._subjects
        self._subjects = (*others, first)
        self.query_one("#title", Static).update(self._title())
        self._answer()

    def action_ask_aws(self) -> None:
        if self._outcome is not None:
            self._opinion = (self._outcome, None, "")
            self._show()
            self.post_message(OpinionWanted(self._outcome))

    def action_close(self) -> None:
        self.post_message(CloseWanted())
