"""The second screen: a field per placeholder, judged while it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.events import ScreenResume
from textual.timer import Timer
from textual.widgets import Collapsible, Static

from tui.core.errors import AnswerRejected
from tui.core.journey.format import Journey
from tui.core.preset.choice import Choice
from tui.core.preset.draft import Draft
from tui.core.preset.format import Preset
from tui.core.preset.role_options import ROLE_OPTIONS
from tui.core.shown import shown
from tui.core.stage import Stage
from tui.messages import (
    BackWanted,
    ChoicesWanted,
    CompareWanted,
    DeriveWanted,
    DraftChanged,
    PresetWanted,
    ReviewLikely,
    ReviewWanted,
)
from tui.screens.stage_screen import Setting, StageScreen
from tui.screens.trouble import sentence
from tui.theme import MUTED, TITLE
from tui.widgets.banner import Where
from tui.widgets.choice_field import ChoiceField
from tui.widgets.field import Field
from tui.widgets.form_fields import placeholder_fields, progress_line, role_option_fields
from tui.widgets.link import Link
from tui.widgets.pickable import PICKABLE
from tui.widgets.preview import line_of, preview_lines
from tui.widgets.prose import Prose
from tui.widgets.reader import Reader

REST_SECONDS = 0.2
"""Without a change, until the answers count as given: longer than between two keys of a word."""


class FillPlaceholders(StageScreen):
    """Give every placeholder its value, then go on to the review."""

    STAGE = Stage.FILL
    DEFAULT_CSS = """
    FillPlaceholders #sides { height: 1fr; }
    FillPlaceholders #form { width: 1fr; height: 1fr; padding: 1 0 0 0; scrollbar-size-vertical: 1; }
    FillPlaceholders #intro { margin: 0 2 1 2; }
    FillPlaceholders #preview { display: none; width: 1fr; border-left: solid $border-blurred; }
    FillPlaceholders.-roomy #preview { display: block; }
    FillPlaceholders #preview:focus { border-left: solid $primary; }
    FillPlaceholders #more { background: transparent; border: none; padding: 0 0 0 1; }
    FillPlaceholders #status { height: 1; background: $surface; padding: 0 2; }
    FillPlaceholders #progress { width: 1fr; }
    """
    BINDINGS = [
        Binding("tab", "app.focus_next", "key.next_field", id="fill.next_field"),
        Binding("down", "pick", "key.pick", key_display="↓", id="fill.pick"),
        Binding("up", "option", "key.pick_option", key_display="↑↓", id="fill.option"),
        Binding("ctrl+n", "review", "key.review", id="fill.review"),
        Binding("ctrl+b,escape", "back", "key.back", id="fill.back"),
        Binding("f3", "about", "key.about", id="fill.about"),
        Binding("v", "compare", "key.compare", id="fill.compare"),
    ]

    def __init__(self, setting: Setting, preset: Preset, given: Mapping[str, str]) -> None:
        super().__init__(setting, preset.id)
        self._draft = Draft(preset, dict(given), target=setting.where.target)
        self._offers: dict[str, tuple[Choice, ...]] = {}
        self._asked: set[tuple[str, str]] = set()
        """(token, source value) the account was asked about."""
        self._is_busy = False
        self._rest: Timer | None = None

    # what it looks like -----------------------------------------------------------------------------------------

    def compose_body(self) -> ComposeResult:
        preset, language = self._draft.preset, self.language
        with Horizontal(id="sides"):
            with VerticalScroll(id="form", can_focus=False):
                title, why = shown(preset.title.by(language)), shown(preset.why.by(language))
                yield Prose(Content.styled(title, TITLE), Content.styled(why, MUTED), id="intro")
                yield from placeholder_fields(self._draft, self.say)
                if preset.has_role:
                    is_closed = not any(self._draft.given.get(name) for name in ROLE_OPTIONS)
                    with Collapsible(title=self.say("fill.more"), collapsed=is_closed, id="more"):
                        if not is_closed:
                            yield from role_option_fields(self._draft, self.say)
            yield Reader(id="preview")
        with Horizontal(id="status"):
            yield Static(id="progress")
            yield Link(self.say("fill.review"), "review")

    def fill_body(self) -> None:
        for name, offer in self._offers.items():
            self.show_choices(name, offer)
        self._update()

    def focus_first(self) -> None:
        """The first field that still needs something, else the first of all; a journey begins at its first step."""
        if isinstance(self._draft.preset, Journey) and not self._draft.given:
            for token in self._draft.preset.placeholders:
                if self._focus(token):
                    return
        for token in [*self._draft.wrong(), *self._draft.fields]:
            if self._focus(token):
                return
        self.query(ChoiceField).first().focus()

    # what comes from outside ------------------------------------------------------------------------------------

    def show_where(self, where: Where) -> None:
        super().show_where(where)
        self._draft = replace(self._draft, target=where.target)
        self._update()

    def show_choices(self, type_name: str, choices: tuple[Choice, ...]) -> None:
        """What the account has of a type."""
        self._offers[type_name] = choices
        for field in self.query(Field):
            if field.type_name == type_name:
                field.offer(choices)

    def show_choices_error(self, text: str) -> None:
        """The account cannot be asked; one can still type."""
        for field in self.query(Field):
            if field.is_open:
                field.offer((), text)

    def show_derived(self, token: str, source: str, value: str) -> None:
        """What the account says a value leads to."""
        self._draft = self._draft.with_derived(token, source, value)
        self._update()
        self._settle()

    def show_rejected(self, error: AnswerRejected) -> bool:
        """Says at its field what is wrong with an answer; False when the form has no such field."""
        for token in error.where.split(", "):
            if self._focus(token):
                self.query_one(f"#field-{token}", Field).show_error(sentence(self.say, error))
                return True
        return False

    def set_busy(self, is_busy: bool) -> None:
        """While the plan is being made."""
        self._is_busy = is_busy
        self._show_progress()

    # what the person does ---------------------------------------------------------------------------------------

    @on(Field.Typed)
    def _on_typed(self, event: Field.Typed) -> None:
        self.query_one(f"#field-{event.token}", Field).heard()
        self._change(event.token, event.text)

    @on(ChoiceField.Taken)
    def _on_taken(self, event: ChoiceField.Taken) -> None:
        self._change(event.token, event.option)

    @on(Field.Left)
    @on(ChoiceField.Left)
    def _on_left(self) -> None:
        self.focus_next("FillPlaceholders Input, FillPlaceholders ChoiceField, FillPlaceholders Link")

    @on(Field.PickerOpened)
    def _on_picker(self, event: Field.PickerOpened) -> None:
        self.post_message(ChoicesWanted(event.type_name))

    @on(Link.Pressed)
    def _on_link(self) -> None:
        self.action_review()

    @on(Collapsible.Expanded)
    def _on_expanded(self, event: Collapsible.Expanded) -> None:
        contents = event.collapsible.query_one(Collapsible.Contents)
        if not contents.query(Field):
            contents.mount(*role_option_fields(self._draft, self.say))

    @on(ScreenResume)
    def _on_shown(self) -> None:
        # nobody is in the middle of a word yet
        self.call_after_refresh(self._tell_likely)

    def on_descendant_focus(self) -> None:
        self._follow()
        self.refresh_keys()

    def can(self, action: str) -> bool:
        match action:
            case "compare" | "option":
                return isinstance(self.focused, ChoiceField)
            case "pick":
                field = self._field
                return field is not None and field.type_name in PICKABLE
        return True

    def action_review(self) -> None:
        wrong = self._draft.wrong()
        for field in self.query(Field):
            field.insist()
        if wrong:
            self._focus(wrong[0])
            self.notify(self.say("fill.wrong", count=len(wrong)), severity="warning", markup=False)
        elif not self._is_busy:
            self.post_message(ReviewWanted(self._given()))

    def action_back(self) -> None:
        self.post_message(BackWanted())

    def action_about(self) -> None:
        self.post_message(PresetWanted(self._draft.preset.id, about=True))

    def action_compare(self) -> None:
        if isinstance(self.focused, ChoiceField):
            given = {**self._draft.values(), **self._draft.choices}
            self.post_message(CompareWanted(self._draft.preset, given, self.focused.token))

    def take(self, choice: str, option: str) -> None:
        """Picks an option, as a click on it does."""
        self.query_one(f"#field-{choice}", ChoiceField).take(option)

    def action_pick(self) -> None:
        """Down is the field's; the binding only names it among the keys."""

    def action_option(self) -> None:
        """As above, the choice's."""

    def _change(self, token: str, text: str) -> None:
        self._draft = self._draft.with_given(token, text)
        self.post_message(DraftChanged(self._given()))
        self._update()
        self._settle()

    def _settle(self) -> None:
        """Tells when the answers are complete and nothing has changed for a moment."""
        if self._rest:
            self._rest.stop()
        self._rest = self.set_timer(REST_SECONDS, self._tell_likely)

    def _tell_likely(self) -> None:
        if self.is_current and not self._draft.wrong():
            self.post_message(ReviewLikely(self._given()))

    def _given(self) -> dict[str, str]:
        """What goes on: as typed, and what the account told, so that it is not asked again."""
        told = {name: one.value for name, one in self._draft.fields.items() if one.origin == "account" and one.is_asked}
        return {**told, **self._draft.given}

    def _update(self) -> None:
        fields = self._draft.fields
        for field in self.query(Field):
            field.show(fields[field.token])
        for token, kind, source in self._draft.to_derive():
            if (token, source) not in self._asked:
                self._asked.add((token, source))
                self.post_message(DeriveWanted(token, kind, source))
        self._show_progress()
        preview = self.query_one("#preview", Reader)
        if preview.display:
            preview.show(preview_lines(self._draft), keep_place=True)

    def on_resize(self) -> None:
        self.call_after_refresh(self._update)
        self.call_after_refresh(self._follow)

    @property
    def _field(self) -> Field | None:
        """The one with the focus."""
        return next((one for one in self.query(Field) if one.has_focus_within), None)

    def _follow(self) -> None:
        """The preview scrolls to where the value of the field with the focus stands."""
        field = self._field
        if field is not None and self.query_one("#preview").display:
            line = line_of(preview_lines(self._draft), field.token, self._draft.fields[field.token].value)
            if line is not None:
                self.query_one("#preview", Reader).show_line(line, same_place=True)

    def _show_progress(self) -> None:
        line = Content.styled(self.say("fill.busy"), MUTED) if self._is_busy else progress_line(self._draft, self.say)
        self.query_one("#progress", Static).update(line, layout=False)

    def _focus(self, token: str) -> bool:
        found = self.query(f"#input-{token}")
        if not found:
            return False
        if token in ROLE_OPTIONS:
            self.query_one("#more", Collapsible).collapsed = False
            self.call_after_refresh(found.first().focus)
        else:
            found.first().focus()
        return True
