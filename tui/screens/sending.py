"""Calls being sent, one line each, with what came of them; an apply and a way back look the same."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable
from typing import Literal, assert_never

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from tui.core.calls.denied import MissingPermission, missing_permission
from tui.core.errors import ACCESS_DENIED
from tui.core.plan.plan import Plan
from tui.core.run.events import (
    Event,
    Finished,
    ReadingBack,
    RunStarted,
    StepDone,
    StepFailed,
    StepStarted,
    StepWaiting,
    Verified,
)
from tui.core.shown import shown
from tui.core.stage import Stage
from tui.messages import CopyWanted, StopWanted
from tui.screens.stage_screen import Setting, StageScreen
from tui.theme import BAD, CARE, GOOD, MUTED, STRONG
from tui.widgets.json_text import inked
from tui.widgets.pages.calls import call_summary
from tui.widgets.reader import Reader
from tui.widgets.say import Say

State = Literal["waiting", "doing", "done", "failed", "skipped"]
SIGNS: dict[State, tuple[str, str]] = {
    "waiting": ("·", MUTED),
    "doing": ("▶", "$text-primary"),
    "done": ("✓", GOOD),
    "failed": ("✗", BAD),
    "skipped": ("-", MUTED),
}

LONG_SECONDS = 2
"""A call that takes longer shows for how long it has been under way."""


class Sending(StageScreen):
    """Watch it happen, or ask it to stop after the call in flight; subclasses say how it ended and what comes next."""

    STAGE = Stage.APPLY
    SCOPED_CSS = False
    DEFAULT_CSS = """
    Sending #bar { height: auto; padding: 1 2; }
    Sending #steps { height: 1fr; padding: 0 2; }
    """

    def __init__(self, setting: Setting, plan: Plan) -> None:
        super().__init__(setting, plan.preset)
        self.plan = plan
        self.events: list[Event] = []
        self._states: list[State] = ["waiting"] * len(plan.steps)
        self._seconds: dict[int, float] = {}
        self._pauses: dict[int, StepWaiting] = {}
        self._started: dict[int, float] = {}

    def compose_body(self) -> ComposeResult:
        yield Static(id="bar")
        yield Reader(id="steps")

    def on_mount(self) -> None:
        self._ticking = self.set_interval(1, self._tick)

    def _tick(self) -> None:
        """Time goes on, whether AWS answers or not."""
        if self.end:
            self._ticking.stop()
        elif any(self._long(index) for index in self._started):
            self.show()

    def _long(self, index: int) -> int:
        """For how many seconds a call has been under way; 0 while that is not worth a word."""
        taken = time.monotonic() - self._started[index] if self._states[index] == "doing" else 0
        return int(taken) if taken >= LONG_SECONDS else 0

    def fill_body(self) -> None:
        self.show()

    def on_resize(self) -> None:
        self.show()

    def focus_first(self) -> None:
        self.query_one("#steps").focus()

    @property
    def end(self) -> Finished | None:
        """The last event, once it has come."""
        last = self.events[-1] if self.events else None
        return last if isinstance(last, Finished) else None

    @property
    def failures(self) -> list[StepFailed]:
        """What AWS refused."""
        return [one for one in self.events if isinstance(one, StepFailed)]

    def outcome(self) -> list[Content]:
        """How it ended, above the calls."""
        raise NotImplementedError

    def to_copy(self) -> tuple[str, str]:
        """What c copies, and its name; "" where there is nothing worth it."""
        return "", ""

    def tell(self, event: Event) -> None:
        """One more event of the run."""
        self.events.append(event)
        match event:
            case RunStarted() | ReadingBack() | Verified():
                pass
            case StepStarted(index=index):
                self._states[index], self._started[index] = "doing", time.monotonic()
            case StepWaiting(index=index):
                self._pauses[index] = event
            case StepDone(index=index, seconds=seconds):
                self._states[index], self._seconds[index] = "done", seconds
            case StepFailed(index=index):
                if index < len(self._states):
                    self._states[index] = "failed"
            case Finished():
                self._states = ["skipped" if one in ("waiting", "doing") else one for one in self._states]
                self.refresh_keys()
            case _:
                assert_never(event)
        if self.is_attached and self.query("#steps"):
            self.show()

    def show(self) -> None:
        """Draws the bar and the calls as they stand."""
        done, total = self._states.count("done"), len(self._states)
        told = Content.assemble(
            (f"  {self.say('apply.progress', done=done, total=total)}", STRONG),
            (f"  {reading}" if (reading := self._reading()) else "", CARE),
        )
        # the words are never cut for the bar
        width = max(4, min(40, self.size.width - 4 - told.cell_length))
        full = round(width * done / total) if total else width
        bar = Content.assemble(("█" * full, BAD if "failed" in self._states else GOOD), ("░" * (width - full), MUTED))
        self.query_one("#bar", Static).update(bar + told)
        lines = [*self.outcome(), Content("")] if self.end else []
        at = 0
        for index in range(total):
            if self._states[index] == "doing":
                at = len(lines)
            lines += self._step(index)
        page = self.query_one("#steps", Reader)
        page.show(lines, keep_place=True)
        page.show_line(at)

    def _reading(self) -> str:
        """What happens before the first call and after the last one."""
        last = self.events[-1] if self.events else None
        if last is None or isinstance(last, RunStarted):
            return self.say("waiting.looking")
        if not isinstance(last, ReadingBack):
            return ""
        key = "waiting.reading_again" if last.seconds else "waiting.reading"
        return self.say(key, seconds=f"{last.seconds:.0f}")

    def _step(self, index: int) -> list[Content]:
        state, step = self._states[index], self.plan.steps[index]
        sign, ink = SIGNS[state]
        word = Content.styled(f"{sign} {self.say(f'apply.{state}')}", ink).truncate(12, pad=True)
        number = Content.styled(f"{index + 1:>3}  ", MUTED)
        summary = call_summary(step.do, self.say)
        line = number + word + "  " + Content.styled(summary, MUTED if state == "waiting" else "")
        if index in self._seconds:
            line += Content.styled(f"  {self._seconds[index]:.1f} s", MUTED)
        elif state == "doing" and (seconds := self._long(index)):
            line += Content.styled(f"  {seconds} s", CARE)
        if state == "doing" and index in self._pauses:
            pause = self._pauses[index]
            text = self.say(f"waiting.{pause.reason}", seconds=f"{pause.seconds:.0f}")
            return [line, Content.styled(f"     {text}", CARE)]
        return [line]

    def action_stop(self) -> None:
        self.post_message(StopWanted())

    def action_copy(self) -> None:
        text, what = self.to_copy()
        self.post_message(CopyWanted(text, what))


def failure_lines(failures: Iterable[StepFailed], plan: Plan, say: Say) -> list[Content]:
    """What was refused, told once where AWS says the same of several calls."""
    told: dict[tuple[str, ...], list[Content]] = {}
    times: Counter[tuple[str, ...]] = Counter()
    for event in failures:
        first, *rest = _failure_lines(event, plan, say)
        story = tuple(line.plain for line in (first, *rest))
        told.setdefault(story, [first, *rest])
        times[story] += 1
    return [
        line
        for story, (first, *rest) in told.items()
        for line in (first + (f"  × {times[story]}" if times[story] > 1 else ""), *rest, Content(""))
    ]


def denials(failures: Iterable[StepFailed], plan: Plan) -> list[MissingPermission]:
    """Permissions that one more Allow would give, each once."""
    missing = [
        missing_permission(one.message, plan.steps[one.index].do, plan.target)
        for one in failures
        if one.aws_code in ACCESS_DENIED
    ]
    return [one for one in dict.fromkeys(missing) if not one.is_barred]


def _failure_lines(event: StepFailed, plan: Plan, say: Say) -> list[Content]:
    """AWS's own words, and what can be done: for a missing permission, the statement to paste."""
    address = plan.steps[event.index].address if plan.steps else ""
    lines = [
        Content.assemble((f"✗ {shown(event.operation)}  {shown(event.aws_code)}", f"bold {BAD}")),
        Content(f"  {shown(event.message or say(f'error.{event.aws_code}', where=address))}"),
    ]
    if event.aws_code in ACCESS_DENIED:
        missing = missing_permission(event.message, plan.steps[event.index].do, plan.target)
        key = "denied.barred" if missing.is_barred else "denied.statement"
        text = say(key, action=shown(missing.action), resource=shown(missing.resource))
        statement = [] if missing.is_barred else [inked(json.dumps(missing.statement)).pad_left(2)]
        return [*lines, Content.styled(f"  {text}", CARE), *statement]
    key = f"hint.{event.aws_code}"
    return [*lines, Content.styled(f"  {say(key)}", MUTED)] if say.has(key) else lines
