"""What one option of a choice makes otherwise than another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from tui.core.plan.plan import same_value
from tui.core.preset.format import Option, Preset
from tui.core.preset.variants import made_under
from tui.core.shown import shown
from tui.core.stage import Stage
from tui.messages import VariantTaken
from tui.screens.stage_screen import Setting, StageScreen
from tui.theme import BAD, CARE, GOOD, MUTED, STRONG, TITLE
from tui.widgets.diff_text import diff_text
from tui.widgets.link import Link
from tui.widgets.prose import Prose
from tui.widgets.reader import Reader


class CompareVariants(StageScreen):
    """The option taken against each of the others."""

    STAGE = Stage.PICK
    LIES_OVER = True
    DEFAULT_CSS = """
    CompareVariants #head { margin: 1 2 0 2; }
    CompareVariants #diff { height: 1fr; padding: 1 2 0 2; }
    CompareVariants #status { height: 1; background: $surface; padding: 0 2; }
    CompareVariants #gap { width: 1fr; }
    """
    BINDINGS = [
        Binding("left", "turn(-1)", "key.other_option", key_display="←→", id="compare.left"),
        Binding("right", "turn(1)", show=False, id="compare.right"),
        Binding("n", "next_choice", "key.next_choice", id="compare.next"),
        Binding("up", "nothing", "key.scroll", key_display="↑↓", id="compare.scroll"),
        Binding("enter", "take", "key.take_option", id="compare.take"),
        Binding("escape,ctrl+b", "close", "key.back", id="compare.close"),
    ]

    def __init__(
        self, setting: Setting, preset: Preset, given: Mapping[str, str], choice: str = "", *, can_take: bool = False
    ) -> None:
        """`can_take` where a form lies underneath that the option can be put into."""
        super().__init__(setting, preset.id)
        self._preset = preset
        self._given = given
        self._choices = list(preset.choices())
        self._choice = choice or self._choices[0]
        self._can_take = can_take
        self._place = 0
        """Of the other options."""

    def compose_body(self) -> ComposeResult:
        yield Prose(id="head")
        yield Reader(id="diff")
        if self._can_take:
            with Horizontal(id="status"):
                yield Static(id="gap")
                yield Link(self.say("compare.take"), "take")

    def fill_body(self) -> None:
        choice, say = self._preset.choices()[self._choice], self.say
        head = [Content.assemble((shown(choice.label.by(self.language)), TITLE), (f"  {self._choice}", MUTED))]
        head.append(self._side("-", BAD, self._taken))
        if self._other:
            position = Content.styled(f"  ({self._place + 1}/{len(self._others)})", MUTED)
            head.append(self._side("+", GOOD, self._other) + position)
            head.append(Content.styled(shown(self._option(self._other).why.by(self.language)), MUTED))
        self.query_one("#head", Prose).tell(*head)
        lines = list(self._lines()) or [Content.styled(say("compare.same"), MUTED)]
        self.query_one("#diff", Reader).show(lines)

    def focus_first(self) -> None:
        self.query_one("#diff").focus()

    @property
    def _taken(self) -> str:
        return self._given.get(self._choice) or self._preset.default_choices[self._choice]

    @property
    def _others(self) -> list[str]:
        return [one for one in self._preset.choices()[self._choice].options if one != self._taken]

    @property
    def _other(self) -> str:
        return self._others[self._place % len(self._others)] if self._others else ""

    def _option(self, option: str) -> Option:
        return self._preset.choices()[self._choice].options[option]

    def _side(self, sign: str, ink: str, option: str) -> Content:
        return Content.assemble((f"{sign} ", ink), (shown(self._option(option).label.by(self.language)), STRONG))

    def _lines(self) -> Iterator[Content]:
        """Only what differs, and how much does not."""
        choices = {name: self._given.get(name, option) for name, option in self._preset.default_choices.items()}
        before = made_under(self._preset, {**choices, self._choice: self._taken}, self._given)
        after = made_under(self._preset, {**choices, self._choice: self._other}, self._given) if self._other else before
        same = 0
        for name in dict.fromkeys([*before, *after]):
            old, new = before.get(name), after.get(name)
            if same_value(old, new):
                same += 1
                continue
            sign, ink = ("+", GOOD) if old is None else ("-", BAD) if new is None else ("~", CARE)
            title = self.say("about.caller") if name == "caller" else shown(name)
            yield Content.assemble((f"{sign} ", ink), (title, STRONG))
            yield from (line.pad_left(2) for line in diff_text(old, new, "changes", 0, self.say))
            yield Content("")
        if same:
            yield Content.styled(self.say("compare.rest", count=same), MUTED)

    def can(self, action: str) -> bool:
        return {"next_choice": len(self._choices) > 1, "take": self._can_take, "turn": len(self._others) > 1}.get(
            action.partition("(")[0], True
        )

    @on(Link.Pressed)
    def _on_pressed(self) -> None:
        self.action_take()

    def action_turn(self, options: int) -> None:
        self._place = (self._place + options) % max(1, len(self._others))
        self.fill_body()

    def action_next_choice(self) -> None:
        at = (self._choices.index(self._choice) + 1) % len(self._choices)
        self._choice, self._place = self._choices[at], 0
        self.fill_body()
        self.refresh_keys()

    def action_nothing(self) -> None:
        """The text scrolls by itself; the binding only names the keys."""

    def action_take(self) -> None:
        self.post_message(VariantTaken(self._choice, self._other))
        self.dismiss()

    def action_close(self) -> None:
        self.dismiss()
