"""The review: made when it is asked for, or a moment before; read by the linter afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.worker import get_current_worker

from tui import messages
from tui.core.errors import AnswerRejected
from tui.core.stage import Stage
from tui.messages.told import Told
from tui.screens.asking import Asking

if TYPE_CHECKING:
    # these import pydantic, which must not load before the first paint; here they are only named
    from tui.core.plan.review import Review
    from tui.core.preset.format import Preset


@dataclass(frozen=True)
class Answered:
    """What a review is made of."""

    preset: Preset
    given: Mapping[str, str]
    fixes: tuple[str, ...]


@dataclass
class Ahead:
    """A review that is made while the person still looks at the form."""

    answered: Answered
    review: Review | None = None
    wanted: messages.ReviewWanted | None = None
    """The person has asked for it meanwhile."""


class ReviewedAhead(Told):
    """The review is there."""

    ahead: Ahead
    review: Review


class Planning(Asking):
    """From complete answers to the review on the screen."""

    _ahead: Ahead | None = None

    @on(messages.ReviewLikely)
    def _make_ahead(self, likely: messages.ReviewLikely) -> None:
        """Only where asking costs nobody anything, and nobody else can change what was read."""
        preset = self.state.preset
        if preset is None or self._run is not None or self.state.stage is not Stage.FILL or not self._desk.is_near:
            return
        answered = Answered(preset, likely.given, self.state.fixes)
        if self._ahead is None or not (self._ahead.answered == answered or self._awaited(self._ahead)):
            self._ahead = ahead = Ahead(answered)
            self._ask("ahead", lambda: ReviewedAhead(ahead, self._desk.review(preset, likely.given, answered.fixes)))

    def _awaited(self, ahead: Ahead) -> messages.ReviewWanted | None:
        """What the person has asked for, unless they have left since."""
        is_here = self.state.stage is Stage.FILL and self.state.preset is ahead.answered.preset
        return ahead.wanted if is_here else None

    @on(ReviewedAhead)
    def _on_ahead(self, made: ReviewedAhead) -> None:
        if made.ahead is self._ahead:
            made.ahead.review = made.review
            if wanted := self._awaited(made.ahead):
                self._review(wanted)

    def _on_ahead_failed(self) -> None:
        ahead, self._ahead = self._ahead, None
        if ahead and (wanted := self._awaited(ahead)):
            self._review(wanted)

    def _back(self) -> None:
        stage = self.state.stage
        super()._back()
        if self.state.stage is not stage:
            # who has gone back waits for no review any more
            self.workers.cancel_group(self, "review")
            if self._form:
                self._form.set_busy(False)

    @on(messages.ReviewWanted)
    def _review(self, wanted: messages.ReviewWanted) -> None:
        preset = self.state.preset
        if preset is None:
            return
        fixes = self.state.fixes if wanted.fixes is None else wanted.fixes
        ahead, self._ahead = self._ahead, None
        self._again = partial(self._review, wanted)
        is_made = ahead is not None and ahead.answered == Answered(preset, wanted.given, fixes)
        if ahead and is_made and ahead.review:
            self._on_reviewed(messages.Reviewed(ahead.review, wanted.given))
            return
        if self._form:
            self._form.set_busy(True)
        if ahead and is_made:
            ahead.wanted, self._ahead = wanted, ahead
            return

        def ask() -> messages.Reviewed:
            review = self._desk.review(preset, wanted.given, fixes)
            return messages.Reviewed(review, wanted.given, is_about_fixes=wanted.fixes is not None)

        self._ask("review", ask)

    @on(messages.FixesWanted)
    def _review_with_fixes(self, wanted: messages.FixesWanted) -> None:
        self._review(messages.ReviewWanted(self.state.given, wanted.fixes))

    @on(messages.Reviewed)
    def _on_reviewed(self, reviewed: messages.Reviewed) -> None:
        from tui.screens.review import ReviewPlan

        if self.state.stage not in (Stage.FILL, Stage.REVIEW) or self.state.preset != reviewed.review.preset:
            return
        if self._form:
            self._form.set_busy(False)
        self.state = self.state.answered(reviewed.given, reviewed.review)
        self._leave_to(Stage.FILL)
        page = "findings" if reviewed.is_about_fixes else None
        self.push_screen(ReviewPlan(self.setting, reviewed.review, page))
        if reviewed.review.awaits_linter:
            # its process is started once the review can be read
            self.call_after_refresh(self._lint, reviewed.review)

    def _lint(self, review: Review) -> None:
        """Beside the screen; when there is another review, or the program ends, nobody waits for it any more."""

        def ask() -> Message:
            worker = get_current_worker()
            return messages.Linted(review, self._desk.linted(review, lambda: worker.is_cancelled))

        self._ask("linter", ask)

    @on(messages.Linted)
    def _on_linted(self, linted: messages.Linted) -> None:
        from tui.screens.review import ReviewPlan

        if self.state.review is not linted.review:
            return
        self.state = replace(self.state, review=linted.advised)
        if screen := self._shown(ReviewPlan):
            screen.show_advice(linted.advised)

    def _rename(self, review: Review, name: str) -> None:
        from tui.core.plan.conflicts import naming_token

        token = naming_token(review.answers.values, name)
        if self._form and token:
            self._form.show_rejected(AnswerRejected("answer.name_taken", token, given=name))
