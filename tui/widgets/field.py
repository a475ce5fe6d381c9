"""One placeholder as a form field: label, input, what it will be taken for, what is wrong, what the account offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input

from tui.core.preset.choice import Choice
from tui.core.preset.draft import FieldState
from tui.core.shown import shown
from tui.theme import BAD, CARE, GOOD, MUTED, STRONG
from tui.widgets.line_input import LineInput
from tui.widgets.pickable import PICKABLE, SEVERAL
from tui.widgets.picker import OpenPicker, Picker
from tui.widgets.prose import Prose
from tui.widgets.row_list import RowList
from tui.widgets.say import Say

EXAMPLE_WIDTH = 44
"""Longer examples stand in the help instead of the empty field."""


@dataclass(frozen=True)
class FieldText:
    """What a field says about itself, in the language of now."""

    label: str
    help: str
    example: str


class Field(Vertical):
    """A text field; the form tells it its state, it tells the form what was typed."""

    DEFAULT_CSS = """
    Field { height: auto; padding: 0 0 0 1; margin: 0 1 1 0; border-left: outer $border-blurred; }
    Field:focus-within { border-left: outer $primary; }
    Field.-wrong { border-left: outer $error; }
    Field .help { display: none; }
    Field:focus-within .help { display: block; }
    Field .row { height: 1; }
    Field Input { width: 1fr; padding: 0 1; background: $surface; }
    Field Input:focus { background: $panel; }
    Field.-default Input { color: $foreground 60%; text-style: italic; }
    Field OpenPicker { width: 3; background: $panel; color: $primary; content-align: center middle; pointer: pointer; }
    Field.-open Picker { display: block; }
    """
    BINDINGS = [
        Binding("down,ctrl+@,ctrl+space", "down", show=False),
        Binding("up", "up", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("escape", "close", show=False),
    ]

    @dataclass
    class Typed(Message):
        """The person changed the text; "" gives the field back to its default."""

        token: str
        text: str

    @dataclass
    class Left(Message):
        """Enter: on to the next field."""

        token: str

    @dataclass
    class PickerOpened(Message):
        """The account's own values are wanted."""

        type_name: str

    def __init__(self, token: str, type_name: str, text: FieldText, say: Say, state: FieldState) -> None:
        super().__init__(id=f"field-{token}", classes=" ".join(_classes(state)))
        self.display = state.is_asked
        self.token = token
        self.type_name = type_name
        self._text = text
        self._say = say
        self._state = state
        self._told, self._untold = shown(state.text), 0
        """The text as it was last told or put there, and how many tellings are still on their way."""
        self._is_asked_to_be_right = False
        """True once the person wanted to go on: only then an empty field is an error."""

    def compose(self) -> ComposeResult:
        yield Prose(self._label(), classes="label")
        with Horizontal(classes="row"):
            yield LineInput(
                shown(self._state.text),
                placeholder=self._example if cell_len(self._example) <= EXAMPLE_WIDTH else "",
                compact=True,
                id=f"input-{self.token}",
            )
            if self.type_name in PICKABLE:
                yield OpenPicker(Content("▾"))
        yield Prose(classes="note")
        yield Prose(*self._help(), classes="help")
        yield Picker(self._say)

    def on_mount(self) -> None:
        self._show_note()

    def _help(self) -> list[Content]:
        lines = [Content(shown(self._text.help))]
        if cell_len(self._example) > EXAMPLE_WIDTH:
            lines.append(Content.styled(self._example, MUTED))
        if self.type_name in PICKABLE:
            lines.append(Content.styled(self._say("field.pick"), MUTED))
        return [line for line in lines if line]

    @property
    def _example(self) -> str:
        return self._say("field.example", example=shown(self._text.example)) if self._text.example else ""

    @property
    def words(self) -> str:
        """What is written in and about the field; the help looks for terms in it."""
        return " ".join((self._text.label, self.token, self._text.help, self.input.value))

    @property
    def input(self) -> Input:
        """Where one types."""
        return self.query_one(Input)

    @property
    def picker(self) -> Picker:
        """What the account offers."""
        return self.query_one(Picker)

    @property
    def is_open(self) -> bool:
        """Whether the account's values are listed."""
        return self.has_class("-open")

    def show(self, state: FieldState) -> None:
        """The state after something was typed, here or elsewhere."""
        is_news = state != self._state or state.trouble != self._state.trouble
        self._state = state
        if not is_news and self.input.value == shown(state.text):
            return
        self.display = state.is_asked
        is_mine = state.origin == "typed" or (self.input.has_focus and not self.input.value)
        is_newer = self._untold or self.input.value != self._told
        if not (is_mine or is_newer) and self.input.value != state.text:
            with self.prevent(Input.Changed):
                self.input.value = self._told = shown(state.text)
        self._show_note()
        if self.is_open:
            self._list()

    def heard(self) -> None:
        """The news of what was typed has come to where it is judged."""
        # after a change of language it may have been another field that told it
        self._untold = max(0, self._untold - 1)

    def insist(self) -> None:
        """From now on an empty required field says that it must not be."""
        self._is_asked_to_be_right = True
        self._show_note()

    def show_error(self, text: str) -> None:
        """Says what is wrong until something is typed."""
        self.set_class(True, "-wrong")
        self._note(Content.styled(f"✗ {shown(text)}", BAD))

    def offer(self, choices: Sequence[Choice], trouble: str = "") -> None:
        """The account has answered."""
        self.picker.offer(choices, trouble)
        if self.is_open:
            self._list()

    def _label(self) -> Content:
        """Name, whether it must be there, token, and where its value comes from or that none is needed."""
        state = self._state
        mark = Content.styled(" *", CARE) if state.is_required and not state.value else Content("")
        label = Content.styled(shown(self._text.label), STRONG) + mark + Content.styled(f"  {self.token}", MUTED)
        if state.origin in ("default", "account"):
            return label + Content.styled(f"   {self._say(f'field.{state.origin}')}", "italic $text-primary")
        if state.value:
            return label + Content.styled("   ✓", GOOD)
        return label if state.is_required else label + Content.styled(f"   {self._say('field.optional')}", MUTED)

    def _show_note(self) -> None:
        state, say = self._state, self._say
        is_missing = self._is_asked_to_be_right and not state.is_answered and not state.error
        self.set_class(is_missing or "-wrong" in _classes(state), "-wrong")
        self.set_class("-default" in _classes(state), "-default")
        self.query_one(".label", Prose).tell(self._label())
        if state.error:
            fields = {name: shown(str(value)) for name, value in state.error.params.items()}
            text = f"{say(f'error.{state.error.code}', **fields)} {say.hint(state.error.code, **fields)}".strip()
            self._note(Content.styled(f"✗ {text}", BAD))
        elif is_missing:
            self._note(Content.styled(f"✗ {say('field.missing')}", BAD))
        elif state.is_normalised:
            self._note(Content.styled(f"✓ {say('field.taken_as')} {shown(state.value)}", GOOD))
        else:
            self._note(Content(""))

    def _note(self, note: Content) -> None:
        line = self.query_one(".note", Prose)
        line.display = bool(note)
        line.tell(note)

    def _open(self) -> None:
        self.add_class("-open")
        if self.picker.choices is None:
            self.post_message(self.PickerOpened(self.type_name))
        self._list()

    def _list(self) -> None:
        typed = self.input.value if self._state.origin == "typed" else ""
        if self.type_name in SEVERAL:
            typed = typed.rpartition(",")[2].strip()
        self.picker.narrow(typed, self.input.value)
        self.call_after_refresh(self.scroll_visible, animate=False)

    def _take(self, choice: Choice | None) -> None:
        self.action_close()
        if choice is not None:
            self.input.value = self._with(choice) if self.type_name in SEVERAL else choice.value
            self.input.cursor_position = len(self.input.value)

    def _with(self, choice: Choice) -> str:
        """The list as it stands with this one too; without it where it was there. What is half typed gives way."""
        values = {one.value for one in self.picker.choices or ()}
        items = [one for part in self.input.value.split(",") if (one := part.strip())]
        if items and items[-1] not in values:
            items.pop()
        is_there = choice.value in items
        return ", ".join([one for one in items if one != choice.value] + [choice.value] * (not is_there))

    @on(Input.Changed)
    def _on_typed(self, event: Input.Changed) -> None:
        event.stop()
        self._told = event.value
        if self._untold or event.value != shown(self._state.text):
            self._untold += 1
            self.post_message(self.Typed(self.token, event.value))

    @on(Input.Submitted)
    def _on_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self.is_open and self.picker.highlighted is not None:
            self._take(self.picker.highlighted)
        else:
            self.action_close()
            self.post_message(self.Left(self.token))

    @on(RowList.Chosen)
    def _on_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self._take(self.picker.highlighted)

    @on(RowList.Highlighted)
    def _on_highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()

    @on(OpenPicker.Pressed)
    def _on_pressed(self, event: OpenPicker.Pressed) -> None:
        event.stop()
        self.input.focus()
        if self.is_open:
            self.action_close()
        else:
            self._open()

    def on_descendant_blur(self) -> None:
        self.action_close()
        if not self.input.value:
            self.show(self._state)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Escape and the cursor keys are the field's only while its list is open."""
        if action == "down":
            return self.type_name in PICKABLE
        return self.is_open if action in ("up", "page", "close") else True

    def action_down(self) -> None:
        if self.is_open:
            self.picker.move(1)
        else:
            self._open()

    def action_up(self) -> None:
        self.picker.move(-1)

    def action_page(self, pages: int) -> None:
        self.picker.action_page(pages)

    def action_close(self) -> None:
        self.remove_class("-open")


def _classes(state: FieldState) -> list[str]:
    """Given to the field when it is made: a class that comes later is one more styling of all its parts."""
    return ["-wrong"] * bool(state.error) + ["-default"] * (state.origin in ("default", "account"))
