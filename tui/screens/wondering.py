"""What-if and verification: reading what the answers need, and asking AWS beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from tui import messages
from tui.core.errors import RoleWizardError
from tui.screens.recovering import Recovering

if TYPE_CHECKING:
    # these import pydantic, which must not load before the first paint; here they are only named
    from tui.core.health.verify import Verification
    from tui.core.plan.review import Review
    from tui.core.simulate import Opinion, Outcome, Texts


@dataclass(eq=False, repr=False)
class PolicyTextsRead(Message):
    """The managed policies that a draft attaches."""

    review: Review
    texts: Texts


@dataclass(eq=False, repr=False)
class OpinionRead(Message):
    """What AWS's own simulator says to a question, or why it says nothing."""

    outcome: Outcome
    opinion: Opinion | RoleWizardError


@dataclass(eq=False, repr=False)
class Verified(Message):
    """What was found, and whether it is as wanted."""

    found: Verification


class Wondering(Recovering):
    """Questions that change nothing."""

    @on(messages.WhatIfWanted)
    def _wonder(self) -> None:
        review = self.state.review
        if review is not None:
            self._ask_aloud("what if", lambda: PolicyTextsRead(review, self._desk.policy_texts(review.blueprint)))
            self._again = self._wonder

    @on(PolicyTextsRead)
    def _show_what_if(self, read: PolicyTextsRead) -> None:
        from tui.screens.review import ReviewPlan
        from tui.screens.what_if import AskWhatIf

        if isinstance(self.screen, ReviewPlan) and self.state.review is read.review:
            self.push_screen(AskWhatIf(self.setting, read.review, read.texts))

    @on(messages.OpinionWanted)
    def _ask_aws(self, wanted: messages.OpinionWanted) -> None:
        outcome = wanted.outcome
        self._ask("what if", lambda: OpinionRead(outcome, self._opinion(outcome)), "opinion")

    def _opinion(self, outcome: Outcome) -> Opinion | RoleWizardError:
        from tui.core.errors import AwsRefused, AwsUnreachable

        try:
            return self._desk.ask_aws(outcome)
        except (AwsRefused, AwsUnreachable) as error:
            return error

    @on(OpinionRead)
    def _show_opinion(self, read: OpinionRead) -> None:
        from tui.screens.what_if import AskWhatIf

        shown = self._shown(AskWhatIf)
        if shown is not None:
            if isinstance(read.opinion, RoleWizardError):
                shown.show_opinion(read.outcome, None, self._sentence(read.opinion))
            else:
                shown.show_opinion(read.outcome, read.opinion, "")

    @on(messages.VerifyWanted)
    def _verify(self) -> None:
        review = self.state.review
        if review is not None:
            self._ask_aloud("what if", lambda: Verified(self._desk.verify(review.blueprint)), "verify")
            self._again = self._verify

    @on(Verified)
    def _show_verified(self, verified: Verified) -> None:
        from tui.screens.checks import ReadChecks

        if not isinstance(self.screen, ReadChecks):
            self.push_screen(ReadChecks(self.setting, verified.found))
