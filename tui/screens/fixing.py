"""The remedies of a review, one after the other, each as the difference it makes."""

from __future__ import annotations

from collections.abc import Iterator

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from tui.core.checks.findings import Finding
from tui.core.plan.review import Review
from tui.core.shown import shown
from tui.screens.dialog import Dialog
from tui.theme import GOOD, MUTED, TITLE
from tui.widgets.diff_text import diff_text
from tui.widgets.key_bar import KeyBar
from tui.widgets.link import Link
from tui.widgets.pages.findings import finding_text, fix_text
from tui.widgets.reader import Reader
from tui.widgets.say import Say


class ChooseFix(Dialog[tuple[str, ...] | None]):
    """Enter takes the fix that is shown, or takes it back; answers with the ids of all fixes then taken."""

    DEFAULT_CSS = """
    ChooseFix { align: center middle; background: $background 60%; }
    ChooseFix #panel {
        width: 92; max-width: 96%; height: 85%; background: $surface; border: round $primary; padding: 1 2;
    }
    ChooseFix Reader { height: 1fr; }
    ChooseFix #buttons { height: 1; margin: 1 0 0 0; }
    ChooseFix #number { width: 1fr; }
    ChooseFix Link { margin: 0 0 0 2; }
    """
    BINDINGS = [
        Binding("left", "other(-1)", "key.other_fix", key_display="←→", id="fixing.before"),
        Binding("right", "other(1)", show=False, id="fixing.after"),
        Binding("up", "nothing", "key.scroll", key_display="↑↓", id="fixing.scroll"),
        Binding("enter", "take", "key.take", id="fixing.take"),
        Binding("escape,ctrl+b", "leave", "key.cancel", id="fixing.leave"),
    ]

    def __init__(self, say: Say, review: Review) -> None:
        super().__init__(say)
        self._review = review
        self._offers = review.offers
        self._at = 0

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield Reader(id="difference")
            with Horizontal(id="buttons"):
                yield Static(id="number")
                yield Link(self._say("fixing.leave"), "leave")
                yield Link("", "take", id="take")
        yield KeyBar(self._say)

    def prepare(self) -> None:
        self._show()
        self.query_one(Reader).focus()

    @property
    def _is_taken(self) -> bool:
        return self._offers[self._at] in self._review.taken

    def _show(self) -> None:
        self.query_one(Reader).show(list(self._lines(self._offers[self._at])))
        number = self._say("fixing.of", number=self._at + 1, count=len(self._offers))
        self.query_one("#number", Static).update(Content.styled(number, MUTED))
        self.query_one("#take", Link).text = self._say("fixing.take_back" if self._is_taken else "fixing.take")

    def _lines(self, finding: Finding) -> Iterator[Content]:
        fix, say = finding.fix, self._say
        if fix is None:
            return
        head = Content.styled(fix_text(fix, say), TITLE)
        yield head + Content.styled(f"   ✓ {say('fixing.taken')}", GOOD) if self._is_taken else head
        yield Content.styled(shown(finding.where), MUTED)
        yield Content("")
        yield Content(finding_text(finding, say))
        yield Content("")
        yield from diff_text(*self._review.sides(finding), "changes", 0, say)

    @on(Link.Pressed)
    def _on_pressed(self, event: Link.Pressed) -> None:
        if event.name == "take":
            self.action_take()
        else:
            self.action_leave()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        return len(self._offers) > 1 if action == "other" else True

    def action_other(self, by: int) -> None:
        self._at = (self._at + by) % len(self._offers)
        self._show()

    def action_take(self) -> None:
        self.dismiss(self._review.fixes_with(self._offers[self._at]))

    def action_leave(self) -> None:
        self.dismiss(None)

    def action_nothing(self) -> None:
        """The text scrolls by itself; the binding only names the keys."""
