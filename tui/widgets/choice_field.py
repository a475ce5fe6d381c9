"""A placeholder that picks a variant: every option with its reason, the preset's default marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tui.core.shown import shown
from tui.theme import GOOD, MUTED, STRONG
from tui.widgets.prose import Prose
from tui.widgets.say import Say


@dataclass(frozen=True)
class OptionText:
    """One option, in the language of now."""

    id: str
    label: str
    why: str
    is_default: bool


class ChoiceField(Vertical, can_focus=True):
    """Options one below the other; the cursor keys pick."""

    DEFAULT_CSS = """
    ChoiceField { height: auto; padding: 0 0 0 1; margin: 0 1 1 0; border-left: outer $border-blurred; }
    ChoiceField:focus { border-left: outer $primary; }
    ChoiceField .option { height: auto; pointer: pointer; }
    ChoiceField .mark { width: 4; height: 1; }
    ChoiceField .option:hover { background: $foreground 8%; }
    ChoiceField:focus .option.-taken { background: $block-cursor-background; }
    """
    BINDINGS = [
        Binding("up,left", "step(-1)", show=False),
        Binding("down,right", "step(1)", show=False),
        Binding("enter", "leave", show=False),
    ]

    @dataclass
    class Taken(Message):
        """Another option."""

        token: str
        option: str

    @dataclass
    class Left(Message):
        """Enter: on to the next field."""

        token: str

    def __init__(self, token: str, label: str, help: str, options: Sequence[OptionText], say: Say, taken: str) -> None:
        super().__init__(id=f"field-{token}")
        self.token = token
        self._label, self._help = label, help
        self._options = options
        self._say = say
        self._taken = taken

    def compose(self) -> ComposeResult:
        head = Content.styled(shown(self._label), STRONG) + Content.styled(f"  {self.token}", MUTED)
        yield Prose(head, Content.styled(shown(self._help), MUTED))
        for option in self._options:
            with Horizontal(classes="option", id=f"option-{option.id}"):
                yield Static(classes="mark")
                yield Prose(*self._drawn(option))

    def on_mount(self) -> None:
        self._mark()

    @property
    def words(self) -> str:
        """What is written in the field; the help looks for terms in it."""
        options = (f"{one.label} {one.why}" for one in self._options)
        return " ".join((self._label, self._help, *options))

    def on_click(self, event: events.Click) -> None:
        """Takes the option under the mouse."""
        node = event.widget
        for one in node.ancestors_with_self if node is not None else ():
            if one.id and one.id.startswith("option-"):
                self.take(one.id.removeprefix("option-"))

    def take(self, option: str) -> None:
        """Picks an option."""
        if option != self._taken:
            self._taken = option
            self._mark()
            self.post_message(self.Taken(self.token, option))

    def action_step(self, steps: int) -> None:
        ids = [one.id for one in self._options]
        self.take(ids[max(0, min(ids.index(self._taken) + steps, len(ids) - 1))])

    def action_leave(self) -> None:
        self.post_message(self.Left(self.token))

    def _mark(self) -> None:
        for option in self._options:
            line = self.query_one(f"#option-{option.id}")
            is_taken = option.id == self._taken
            line.set_class(is_taken, "-taken")
            line.query_one(".mark", Static).update(
                Content.styled("(•)", GOOD) if is_taken else Content.styled("( )", MUTED)
            )

    def _drawn(self, option: OptionText) -> list[Content]:
        tail = f"  {self._say('field.default_option')}" if option.is_default else ""
        return [
            Content.assemble((shown(option.label), "bold"), (tail, MUTED)),
            Content.styled(shown(option.why), MUTED),
        ]
