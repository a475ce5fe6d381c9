"""Runs that broke off or are to be taken back: going on, the way back, keeping, the list of them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.screen import ModalScreen

from tui import messages
from tui.screens.applying import Applying, Job

if TYPE_CHECKING:
    # these import pydantic, which must not load before the first paint; here they are only named
    from tui.core.plan.plan import Plan
    from tui.core.plan.review import RunSummary


class Recovering(Applying):
    """Each decision comes as a message; each answer of the desk comes out of a thread."""

    _has_offered = False
    """Whether the person was asked about a run that broke off; once is enough."""

    @on(messages.TargetRead)
    def _look_for_open_runs(self) -> None:
        if not self._has_offered and not self._desk.is_dry_run:
            self._has_offered = True
            self._ask("runs", lambda: messages.RunsRead(self._desk.runs(), is_start=True), "open runs")

    @on(messages.RunsWanted)
    def _read_runs(self) -> None:
        if self._run is None:
            self._ask("runs", lambda: messages.RunsRead(self._desk.runs(), is_start=False))
            self._again = self._read_runs

    @on(messages.RunsRead)
    async def _on_runs(self, read: messages.RunsRead) -> None:
        if read.is_start:
            # a preset named on the command line is opened first; opening it would close the question
            self.call_later(self._offer, read.runs)
            return
        from tui.screens.runs import ListRuns

        shown = self._shown(ListRuns)
        if shown is not None:
            await shown.list(read.runs)
        elif self._run is None:
            self.push_screen(ListRuns(self.setting, read.runs))

    def _offer(self, runs: tuple[RunSummary, ...]) -> None:
        """Asks about the newest run of this account that broke off."""
        if any(one.group == "preset" and not one.is_finished for one in self.workers):
            self.set_timer(0.1, partial(self._offer, runs))
            return
        target = self._where.target
        found = [one for one in runs if target and one.is_open_in(target)]
        if not found or self._run is not None:
            return
        if isinstance(self.screen, ModalScreen):
            self._notice(self._translate("notice.open_runs", count=len(found)), "warning")
            return
        self._look_at(found[0], others=len(found) - 1, is_start=True)

    def _look_at(self, run: RunSummary, *, others: int = 0, is_start: bool = False) -> None:
        from tui.screens.decide import DecideRun

        def decide(wish: messages.RunWish | None) -> None:
            if wish:
                self.post_message(messages.RunWanted(run.run, wish))

        self.push_screen(DecideRun(self._translate, run, others=others, is_start=is_start), decide)

    @on(messages.RunWanted)
    def _on_wish(self, wanted: messages.RunWanted) -> None:
        if self._run is not None:
            return
        run = wanted.run
        match wanted.wish:
            case "look":
                if wanted.summary is not None:
                    self._look_at(wanted.summary)
                return
            case "resume":
                self._ask_aloud("resume", lambda: self._plan_resume(run), "run")
            case "keep":
                self._ask("keep", lambda: self._keep(run), "run")
            case "rollback" | "undo" as kind:
                self._ask_aloud("way back", lambda: messages.WayBackPlanned(self._desk.plan_undo(run), kind), "run")
        self._again = partial(self._on_wish, wanted)

    def _plan_resume(self, run: str) -> messages.ResumePlanned:
        plan = self._desk.plan_resume(run)
        return messages.ResumePlanned(plan, self._desk.recall(plan))

    def _keep(self, run: str) -> messages.Kept:
        self._desk.keep(run)
        return messages.Kept(run)

    @on(messages.ResumePlanned)
    def _confirm_resume(self, planned: messages.ResumePlanned) -> None:
        """What was stopped a moment ago goes on at once, and so does practice."""
        from tui.screens.confirm import ConfirmResume

        if not self._needs_name(planned.plan):
            self._resume(planned)
            return
        self.push_screen(
            ConfirmResume(self._translate, planned.plan), lambda yes: self._resume(planned) if yes else None
        )

    def _resume(self, planned: messages.ResumePlanned) -> None:
        from tui.screens.apply import ApplyPlan

        if self._run is not None or self._desk.is_dry_run:
            return
        plan, review, before = planned.plan, self.state.review, None
        if review is not None and review.plan.run == plan.run:
            before = self.state
            self.state = replace(self.state, review=replace(review, plan=plan)).approved()
        has_report = before is not None or planned.review is not None
        screen = ApplyPlan(self.setting, plan, has_report=has_report)
        self._send(Job(plan, "resume", screen, before, planned.review))

    def _needs_name(self, plan: Plan) -> bool:
        """Whether calls are to go to a real account that nobody on this way has said yes to."""
        review = self.state.review
        is_on_the_way = review is not None and review.plan.run == plan.run
        return plan.target.kind != "practice" and bool(plan.steps) and not is_on_the_way

    @on(messages.WayBackPlanned)
    def _show_way_back(self, planned: messages.WayBackPlanned) -> None:
        from tui.screens.way_back import ReviewWayBack, TakeBack

        if self._run is not None:
            return
        while isinstance(self.screen, ReviewWayBack | TakeBack):
            self.pop_screen()
        self.push_screen(ReviewWayBack(self.setting, planned.back, planned.kind))

    @on(messages.WayBackWanted)
    def _confirm_way_back(self, wanted: messages.WayBackWanted) -> None:
        """What was made a moment ago, and practice, go at once; in a real account it takes the name."""
        from tui.screens.confirm import ConfirmUndo

        if not self._needs_name(wanted.back.plan):
            self._take_back(wanted)
            return
        self.push_screen(
            ConfirmUndo(self._translate, wanted.back.plan), lambda yes: self._take_back(wanted) if yes else None
        )

    def _take_back(self, wanted: messages.WayBackWanted) -> None:
        from tui.screens.way_back import TakeBack

        if self._run is None and not self._desk.is_dry_run:
            screen = TakeBack(self.setting, wanted.back, wanted.kind)
            self._send(Job(wanted.back.plan, wanted.kind, screen, None))

    @on(messages.Kept)
    def _on_kept(self, kept: messages.Kept) -> None:
        from tui.screens.apply import ApplyPlan

        self._notice(self._translate("notice.kept"))
        screen = self._shown(ApplyPlan)
        if screen is not None and screen.plan.run == kept.run:
            screen.kept()
        self._after_run()

    def _after_run(self) -> None:
        from tui.screens.runs import ListRuns

        if self._shown(ListRuns) is not None:
            self._read_runs()
