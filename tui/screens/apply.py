"""The fourth screen: what is being sent, call by call."""

from __future__ import annotations

from typing import Literal, assert_never

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from tui.core.errors import ACCESS_DENIED
from tui.core.events import Event, Finished, RunStarted, StepDone, StepFailed, StepStarted, StepWaiting, Verified
from tui.core.plan import Plan
from tui.core.shown import shown
from tui.core.stage import Stage
from tui.messages import BackWanted, ReportWanted, StopWanted
from tui.screens.stage_screen import Setting, StageScreen
from tui.theme import BAD, CARE, GOOD, MUTED, STRONG
from tui.widgets.plan_pages import call_summary
from tui.widgets.reader import Reader
from tui.widgets.say import Say
from tui.widgets.standing import standing_lines

State = Literal["waiting", "doing", "done", "failed", "skipped"]
SIGNS: dict[State, tuple[str, str]] = {
    "waiting": ("·", MUTED),
    "doing": ("▶", "$text-primary"),
    "done": ("✓", GOOD),
    "failed": ("✗", BAD),
    "skipped": ("-", MUTED),
}


class ApplyPlan(StageScreen):
    """Watch it happen, or ask it to stop after the call in flight."""

    STAGE = Stage.APPLY
    CSS = """
    ApplyPlan #bar { height: 3; padding: 1 2; }
    ApplyPlan #steps { height: 1fr; padding: 0 2; }
    """
    BINDINGS = [
        Binding("ctrl+c", "stop", "key.stop", id="apply.stop"),
        Binding("enter,ctrl+n", "report", "key.report", id="apply.report"),
        Binding("ctrl+b,escape", "back", "key.back", id="apply.back"),
    ]

    def __init__(self, setting: Setting, plan: Plan) -> None:
        super().__init__(setting, plan.preset)
        self._plan = plan
        self._states: list[State] = ["waiting"] * len(plan.steps)
        self._seconds: dict[int, float] = {}
        self._events: list[Event] = []
        self._pause: StepWaiting | None = None

    def compose_body(self) -> ComposeResult:
        yield Static(id="bar")
        yield Reader(id="steps")

    def fill_body(self) -> None:
        self._show()

    def focus_first(self) -> None:
        self.query_one("#steps").focus()

    @property
    def is_over(self) -> bool:
        """Whether the last event has come."""
        return bool(self._events) and isinstance(self._events[-1], Finished)

    def tell(self, event: Event) -> None:
        """One more event of the run."""
        self._events.append(event)
        match event:
            case RunStarted() | Verified():
                pass
            case StepStarted(index=index):
                self._states[index] = "doing"
            case StepWaiting():
                self._pause = event
            case StepDone(index=index, seconds=seconds):
                self._states[index], self._seconds[index], self._pause = "done", seconds, None
            case StepFailed(index=index):
                self._states[index], self._pause = "failed", None
            case Finished():
                self._states = ["skipped" if one in ("waiting", "doing") else one for one in self._states]
                self.refresh_keys()
            case _:
                assert_never(event)
        if self.is_attached and self.query("#steps"):
            self._show()

    def _show(self) -> None:
        done, total = self._states.count("done"), len(self._states)
        width = max(10, min(40, self.size.width - 40))
        full = round(width * done / total) if total else width
        bar = Content.assemble(
            ("█" * full, BAD if "failed" in self._states else GOOD),
            ("░" * (width - full), MUTED),
            (f"  {self.say('apply.progress', done=done, total=total)}", STRONG),
        )
        self.query_one("#bar", Static).update(bar)
        lines: list[Content] = [*self._outcome()]
        at = 0
        for index in range(total):
            if self._states[index] == "doing":
                at = len(lines)
            lines += self._step(index)
        page = self.query_one("#steps", Reader)
        page.show(lines, keep_place=True)
        page.show_line(at)

    def _step(self, index: int) -> list[Content]:
        state, step = self._states[index], self._plan.steps[index]
        sign, ink = SIGNS[state]
        word = Content.styled(f"{sign} {self.say(f'apply.{state}')}", ink).truncate(12, pad=True)
        number = Content.styled(f"{index + 1:>3}  ", MUTED)
        line = (
            number + word + "  " + Content.styled(call_summary(step.do, self.say), MUTED if state == "waiting" else "")
        )
        if index in self._seconds:
            line += Content.styled(f"  {self._seconds[index]:.1f} s", MUTED)
        if state == "doing" and self._pause:
            pause = self.say(f"waiting.{self._pause.reason}", seconds=f"{self._pause.seconds:.0f}")
            return [line, Content.styled(f"     {pause}", CARE)]
        return [line]

    def _outcome(self) -> list[Content]:
        if not self.is_over:
            return []
        lines: list[Content] = []
        for event in self._events:
            if isinstance(event, StepFailed):
                lines += failure_lines(event, self.say)
        return [*lines, *standing_lines(self._events, self._plan, self.say), Content("")]

    def can(self, action: str) -> bool:
        return {"stop": not self.is_over, "report": self.is_over}.get(action, True)

    def action_stop(self) -> None:
        self.post_message(StopWanted())

    def action_report(self) -> None:
        self.post_message(ReportWanted())

    def action_back(self) -> None:
        self.post_message(BackWanted() if self.is_over else StopWanted())


def failure_lines(event: StepFailed, say: Say) -> list[Content]:
    """AWS's own words, and what can be done."""
    words = Content.assemble((f"✗ {shown(event.operation)}  {shown(event.aws_code)}", f"bold {BAD}"))
    lines = [words, Content(f"  {shown(event.message)}")]
    key = "hint.aws.denied" if event.aws_code in ACCESS_DENIED else f"hint.{event.aws_code}"
    return [*lines, Content.styled(f"  {say(key)}", MUTED)] if say.has(key) else lines
