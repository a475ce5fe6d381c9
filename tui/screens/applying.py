"""From the person's yes to the report: the one worker that changes something."""

from __future__ import annotations

from threading import Event as Flag
from typing import TYPE_CHECKING

from textual import on

from tui import messages
from tui.core.errors import PlanStale
from tui.core.stage import Stage
from tui.screens.asking import Asking

if TYPE_CHECKING:
    # imports pydantic, which must not load before the first paint; here it is only named
    from tui.core.plan import Plan

FAILED, INTERRUPTED = 1, 130
"""Exit codes."""


class Applying(Asking):
    """Its worker belongs to the App and is never cancelled by a screen; stopping happens between two calls."""

    _code = 0
    _leaves_after = False
    """The person wants to leave as soon as the call in flight is over."""

    @on(messages.ApplyWanted)
    def _confirm(self) -> None:
        from tui.screens.confirm import ConfirmApply

        review = self.state.review
        if review is None or review.is_blocked or self._desk.is_dry_run or review.plan.is_empty:
            return
        self.push_screen(
            ConfirmApply(self._translate, review.plan), lambda yes: self._apply(review.plan) if yes else None
        )

    def _apply(self, plan: Plan) -> None:
        from tui.screens.apply import ApplyPlan

        if self._run is not None:
            return
        self.state = self.state.approved()
        self._run = stop = Flag()
        self.push_screen(ApplyPlan(self.setting, plan))

        def deploy() -> None:
            try:
                for event in self._desk.deploy(plan, stop.is_set):
                    self.post_message(messages.Happened(event))
            except Exception as error:
                self.post_message(messages.Failed("apply", error))

        self.run_worker(deploy, thread=True, exit_on_error=False, group="apply")

    @on(messages.Happened)
    def _on_event(self, happened: messages.Happened) -> None:
        from tui.core.events import Finished
        from tui.screens.apply import ApplyPlan

        self.state = self.state.happened(happened.event)
        screen = self._shown(ApplyPlan)
        if screen:
            screen.tell(happened.event)
        if isinstance(happened.event, Finished):
            self._run = None
            self._choices.clear()
            self._code = 0 if happened.event.outcome == "done" else FAILED
            if self._leaves_after:
                self.exit(return_code=INTERRUPTED)
            elif happened.event.outcome == "done":
                self._report()

    @on(messages.ReportWanted)
    def _report(self) -> None:
        from tui.screens.report import ReadReport

        review = self.state.review
        if review is None:
            return
        self._leave_to(Stage.REVIEW)
        self.push_screen(ReadReport(self.setting, review, self.state.events))

    def _on_apply_failed(self, error: Exception) -> None:
        """Nothing was sent, or the desk broke; the account may differ from the plan, so it is read again."""
        self._run = None
        if self._leaves_after:
            self.exit(return_code=INTERRUPTED)
            return
        self._leave_to(Stage.REVIEW)
        self.state = self.state.back()
        if isinstance(error, PlanStale):
            self._notice(self._translate("notice.stale"), "warning")
            self._review(messages.ReviewWanted(self.state.given))
        else:
            self._code = FAILED
            self._tell_trouble(error, None)

    @on(messages.StopWanted)
    def _ask_to_stop(self) -> None:
        if self._run is not None:
            self._run.set()
            self._notice(self._translate("notice.stopping"), "warning")
