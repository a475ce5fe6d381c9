"""From the person's yes to the report: the one worker that changes something."""

from __future__ import annotations

from dataclasses import dataclass, replace
from queue import SimpleQueue
from threading import Event as Flag
from typing import TYPE_CHECKING

from textual import on

from tui import messages
from tui.core.errors import PlanStale
from tui.core.stage import Stage
from tui.screens.planning import Planning
from tui.screens.turns import answer_from

if TYPE_CHECKING:
    # these import pydantic, which must not load before the first paint; here they are only named
    from tui.core.errors import RoleWizardError
    from tui.core.plan.plan import Plan
    from tui.core.plan.review import Review, WizardState
    from tui.core.run.events import Finished
    from tui.core.run.journal import PhaseKind
    from tui.screens.sending import Sending

FAILED, INTERRUPTED = 1, 130
"""Exit codes."""


@dataclass
class Job:
    """A plan under way."""

    plan: Plan
    kind: PhaseKind
    screen: Sending
    before: WizardState | None
    """Where the way was; None for runs that do not belong to it: those of earlier, and ways back."""
    review: Review | None = None
    """Of a run of earlier, where its preset and answers can be told."""


class Applying(Planning):
    """Its worker belongs to the App and is never cancelled by a screen; stopping happens between two calls."""

    _code = 0
    _leaves_with: int | None = None
    """The exit code with which to leave as soon as the call in flight is over; None to stay."""
    _job: Job | None = None
    _is_outdated = False
    """Whether a run beside the way has changed the account since the review below it was made."""

    @on(messages.ApplyWanted)
    def _confirm(self) -> None:
        from tui.core.plan.conflicts import own_yes_needed
        from tui.screens.confirm import ConfirmApply

        review = self.state.review
        if review is None or review.is_blocked or self._desk.is_dry_run or review.plan.is_empty:
            return
        self.push_screen(
            ConfirmApply(self._translate, review.plan, own_yes_needed(review.findings)),
            lambda yes: self._apply(review.plan) if yes else None,
        )

    def _apply(self, plan: Plan) -> None:
        from tui.screens.apply import ApplyPlan

        if self._run is None:
            before = self.state
            self.state = self.state.approved()
            self._send(Job(plan, "apply", ApplyPlan(self.setting, plan), before))

    def _send(self, job: Job) -> None:
        """Carries the plan out in a thread, and shows how it goes."""
        self._run = stop = Flag()
        self._job = job
        self._ahead = None
        self._is_outdated = job.before is None and self.state.stage is Stage.REVIEW
        self.push_screen(job.screen)

        def ask(error: RoleWizardError) -> bool:
            answers: SimpleQueue[bool] = SimpleQueue()
            self.post_message(messages.Paused(error, answers.put))
            goes_on = answer_from(answers, lambda: not stop.is_set())
            return goes_on is True

        def deploy() -> None:
            try:
                for event in self._desk.deploy(job.plan, stop.is_set, job.kind, ask):
                    self.post_message(messages.Happened(event))
            except Exception as error:
                self.post_message(messages.Failed("apply", error))

        self.run_worker(deploy, thread=True, exit_on_error=False, group="apply")

    @on(messages.Paused)
    def _on_paused(self, paused: messages.Paused) -> None:
        from tui.screens.pause import PausedRun

        self.push_screen(PausedRun(self._translate, paused.error), lambda goes_on: paused.answer(bool(goes_on)))

    @on(messages.Happened)
    def _on_event(self, happened: messages.Happened) -> None:
        from tui.core.run.events import Finished

        if self._job is None:
            return
        if self._job.before is not None:
            self.state = self.state.happened(happened.event)
        self._job.screen.tell(happened.event)
        if isinstance(happened.event, Finished):
            self._on_finished(happened.event, self._job)

    def _on_finished(self, finished: Finished, job: Job) -> None:
        self._run = None
        self._choices.clear()
        if finished.outcome == "failed":
            self._code = FAILED
        elif finished.outcome == "done":
            self._code = 0
        if self._leaves_with is not None:
            self.exit(return_code=self._leaves_with)
        elif finished.outcome == "done" and (job.before or job.review):
            self._report()

    @on(messages.ReportWanted)
    def _report(self) -> None:
        from tui.screens.report import ReadReport

        job, review = self._job, self.state.review
        if job is not None and job.before is None and job.review is not None and self.screen is job.screen:
            self.pop_screen()
            self.push_screen(ReadReport(self.setting, job.review, job.screen.events))
            self._after_run()
        elif review is not None:
            self._leave_to(Stage.REVIEW)
            self.push_screen(ReadReport(self.setting, review, self.state.events))

    def _on_apply_failed(self, error: RoleWizardError) -> None:
        """Nothing was sent, or the desk broke; the account may differ from the plan, so it is read again."""
        self._run = None
        if self._leaves_with is not None:
            self.exit(return_code=self._leaves_with)
            return
        job = self._job
        while job is not None and job.screen in self.screen_stack:
            self.pop_screen()
        if job is not None and job.before is not None:
            self.state = job.before
        if not isinstance(error, PlanStale):
            self._code = FAILED
            self._tell_trouble(error, None)
        elif job is not None:
            self._notice(self._translate("notice.stale"), "warning")
            self._plan_anew(job)

    def _plan_anew(self, job: Job) -> None:
        """Somebody changed the account between plan and call."""
        if job.kind == "apply":
            self._review(messages.ReviewWanted(self.state.given))
        elif job.kind != "resume":
            self.post_message(messages.RunWanted(job.plan.run, "undo" if job.kind == "undo" else "rollback"))

    @on(messages.CloseWanted)
    def _close(self) -> None:
        """From a run that has ended: back into the way, with the account read anew, or to where one came from."""
        if self._run is not None:
            return
        job = self._job
        if job is None or self.screen is not job.screen:
            self.pop_screen()
            self._read_anew()
            return
        review = self.state.review
        if review is None or review.plan.run != job.plan.run or self.state.preset is None:
            self._leave_to(Stage.PICK)
            self._after_run()
            return
        self.state = replace(self.state, stage=Stage.FILL, review=None, events=())
        while self._form in self.screen_stack[:-1]:
            self.pop_screen()
        if job.kind in ("apply", "resume"):
            self._review(messages.ReviewWanted(self.state.given))

    def _back(self) -> None:
        super()._back()
        self._read_anew()

    def _read_anew(self) -> None:
        """Lets nobody come back to a review of an account that was changed meanwhile."""
        from tui.screens.review import ReviewPlan

        if self._is_outdated and isinstance(self.screen, ReviewPlan):
            self._is_outdated = False
            super()._back()
            self._review(messages.ReviewWanted(self.state.given))

    def _after_run(self) -> None:
        """A run that does not belong to the way has ended, and its screen is closed."""

    @on(messages.StopWanted)
    def _ask_to_stop(self) -> None:
        if self._run is not None:
            self._run.set()
            self._notice(self._translate("notice.stopping"), "warning")
