"""What would be taken back of a run, before it is; and the calls that do it, as they go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from tui.core.calls.command import command_line
from tui.core.run.undo import Refusal, UndoPlan
from tui.core.shown import shown
from tui.core.stage import Stage
from tui.messages import CloseWanted, RunWanted, StopWanted, WayBackWanted
from tui.screens.sending import Sending, failure_lines
from tui.screens.stage_screen import Setting, StageScreen
from tui.theme import BAD, CARE, GOOD, MUTED, STRONG, TITLE
from tui.widgets.catalog_view import heading
from tui.widgets.link import Link
from tui.widgets.pages.calls import call_summary
from tui.widgets.pages.changes import ChangesPage
from tui.widgets.reader import Reader
from tui.widgets.reading import Reading
from tui.widgets.say import Say

if TYPE_CHECKING:
    from tui.core.run.journal import PhaseKind


class ReviewWayBack(StageScreen):
    """Read what goes, what stays because others use or changed it, and decide."""

    STAGE = Stage.REVIEW
    DEFAULT_CSS = """
    ReviewWayBack #page { height: 1fr; padding: 1 2 0 2; }
    ReviewWayBack #status { height: 1; background: $surface; padding: 0 2; dock: bottom; }
    ReviewWayBack #summary { width: 1fr; }
    """
    BINDINGS = [
        Binding("up", "nothing", "key.scroll", key_display="↑↓", id="way_back.scroll"),
        Binding("enter,ctrl+n", "take_back", "key.take_back", id="way_back.take_back"),
        Binding("ctrl+b,escape", "close", "key.back", id="way_back.close"),
    ]

    def __init__(self, setting: Setting, back: UndoPlan, kind: PhaseKind) -> None:
        super().__init__(setting, back.plan.preset)
        self._back, self._kind = back, kind

    def compose_body(self) -> ComposeResult:
        yield Reader(id="page")
        with Horizontal(id="status"):
            yield Static(id="summary")
            if self.can("take_back"):
                yield Link(self.say("way_back.take_back"), "take_back")

    def fill_body(self) -> None:
        self.query_one("#page", Reader).show(self._lines())
        text = self.say("review.dry_run") if self.where.is_dry_run else ""
        if self._back.plan.steps:
            text = text or self.say("review.calls", count=len(self._back.plan.steps))
        self.query_one("#summary", Static).update(Content.styled(text, MUTED))

    def focus_first(self) -> None:
        self.query_one("#page").focus()

    def _lines(self) -> list[Content]:
        plan, say = self._back.plan, self.say
        title = say(f"way_back.{self._kind}", preset=shown(plan.preset), run=shown(plan.run))
        lines = [Content.styled(title, TITLE), Content("")]
        if self._back.refusals:
            lines += [heading(say("way_back.stays")), *refusal_lines(self._back.refusals, say), Content("")]
        if not plan.steps:
            is_nothing_left = not self._back.refusals
            return [
                *lines,
                Content.styled(say("way_back.nothing" if is_nothing_left else "way_back.all_stays"), STRONG),
            ]
        lines.append(heading(say("way_back.calls")))
        for number, step in enumerate(plan.steps, start=1):
            lines.append(Content.assemble((f"{number:>3}  ", MUTED), call_summary(step.do, say)))
        changes = ChangesPage.of(plan, say)
        width = self.query_one("#page", Reader).scrollable_content_region.width or self.app.size.width - 7
        lines += [Content(""), heading(say("way_back.changes")), Content("")]
        for change in plan.changes:
            if change.action != "no-op":
                lines += changes.change_lines(change, Reading(), "changes", width)
        return lines

    def can(self, action: str) -> bool:
        if action != "take_back":
            return True
        # a run that broke off before its first call has nothing to take back, but it still has to be closed
        is_open = self._kind == "rollback" and not self._back.refusals
        return not self.where.is_dry_run and (bool(self._back.plan.steps) or is_open)

    @on(Link.Pressed)
    def _on_pressed(self) -> None:
        self.action_take_back()

    def action_nothing(self) -> None:
        """The text scrolls by itself; the binding only names the keys."""

    def action_take_back(self) -> None:
        self.post_message(WayBackWanted(self._back, self._kind))

    def action_close(self) -> None:
        self.post_message(CloseWanted())


class TakeBack(Sending):
    """The way back under way; what fails is left as commands to paste."""

    BINDINGS = [
        Binding("ctrl+c", "stop", "key.stop", id="take_back.stop"),
        Binding("r", "again", "key.retry", id="take_back.again"),
        Binding("c", "copy", "key.copy_commands", id="take_back.copy"),
        Binding("enter,ctrl+b,escape", "close", "key.go_on_from_here", id="take_back.close"),
    ]

    def __init__(self, setting: Setting, back: UndoPlan, kind: PhaseKind) -> None:
        super().__init__(setting, back.plan)
        self._refusals, self._kind = back.refusals, kind

    def outcome(self) -> list[Content]:
        say = self.say
        if self.end and not self._remaining:
            key, ink, sign = ("way_back.partly", CARE, "!") if self._refusals else ("outcome.rolled-back", GOOD, "✓")
            return [Content.styled(f"{sign} {say(key)}", f"bold {ink}"), *refusal_lines(self._refusals, say)]
        lines = [Content.styled(f"✗ {say('run.remaining')}", f"bold {BAD}")]
        lines += [Content(f"    {shown(one)}") for one in self._remaining]
        return [*lines, Content(""), *failure_lines(self.failures, self.plan, say)]

    @property
    def _remaining(self) -> list[str]:
        """As AWS CLI commands, what has not been taken back."""
        done = self.end.done_steps if self.end else ()
        steps = enumerate(self.plan.steps)
        return [command_line(step.do, self.plan.target.region) for index, step in steps if index not in done]

    def to_copy(self) -> tuple[str, str]:
        return "\n".join(self._remaining), self.say("way_back.commands")

    def can(self, action: str) -> bool:
        if action == "stop":
            return self.end is None
        if action in ("again", "copy"):
            return self.end is not None and self.end.outcome == "failed" and bool(self._remaining)
        return action != "close" or self.end is not None

    def action_again(self) -> None:
        self.post_message(RunWanted(self.plan.run, "undo" if self._kind == "undo" else "rollback"))

    def action_close(self) -> None:
        self.post_message(CloseWanted() if self.end else StopWanted())


def refusal_lines(refusals: Sequence[Refusal], say: Say) -> list[Content]:
    """What stays, and who or what is the reason."""
    lines = []
    for one in refusals:
        names = ", ".join(map(shown, one.names))
        text = say(f"undo.{one.code}", operation=shown(one.operation), names=names)
        lines.append(Content.assemble(("! ", CARE), (shown(one.address), STRONG), f": {text}"))
    return lines
