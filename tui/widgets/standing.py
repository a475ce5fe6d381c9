"""What a run left behind, as lines to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from tui.core.plan.plan import Plan
from tui.core.run.events import Event, Finished, StepDone, StepFailed
from tui.core.shown import shown
from tui.theme import BAD, CARE, GOOD, MUTED
from tui.widgets.pages.calls import call_summary
from tui.widgets.say import Say


def standing_lines(events: Sequence[Event], plan: Plan, say: Say) -> Iterator[Content]:
    """How it ended and, where it broke off, which calls AWS took."""
    finished = next((one for one in events if isinstance(one, Finished)), None)
    if finished is None:
        return
    total = len(plan.steps)
    if finished.outcome == "done":
        yield Content.styled(f"✓ {say('outcome.done', done=finished.done, total=total)}", f"bold {GOOD}")
        return
    is_stopped = not any(isinstance(one, StepFailed) for one in events)
    if is_stopped:
        yield Content.styled(f"! {say('apply.stopped')}", CARE)
    yield Content.styled(f"✗ {say('outcome.failed', done=finished.done, total=total)}", f"bold {BAD}")
    done = [one.index for one in events if isinstance(one, StepDone)]
    for index in done:
        yield Content.assemble(
            ("  ✓ ", GOOD), call_summary(plan.steps[index].do, say), (f"  {shown(plan.steps[index].address)}", MUTED)
        )
    if not done:
        yield Content.styled(f"  {say('apply.nothing_stands')}", MUTED)
