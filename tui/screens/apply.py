"""The fourth screen: what is being sent, call by call, and what to do where it broke off."""

from __future__ import annotations

from textual.binding import Binding
from textual.content import Content

from tui.core.iam.policy import pretty
from tui.core.plan.plan import Plan
from tui.core.run.credentials import LOCKED_OUT
from tui.core.shown import shown
from tui.messages import CloseWanted, ReportWanted, RunWanted, StopWanted
from tui.screens.sending import Sending, denials, failure_lines
from tui.screens.stage_screen import Setting
from tui.theme import CARE, MUTED, STRONG
from tui.widgets.standing import standing_lines


class ApplyPlan(Sending):
    """An apply, or the rest of one; where it broke off, the person decides: go on, roll back, or keep what stands."""

    BINDINGS = [
        Binding("ctrl+c", "stop", "key.stop", id="apply.stop"),
        Binding("enter,ctrl+n", "report", "key.report", id="apply.report"),
        Binding("r", "roll_back", "key.roll_back", id="apply.roll_back"),
        Binding("g", "go_on", "key.go_on", id="apply.go_on"),
        Binding("k", "keep", "key.keep", id="apply.keep"),
        Binding("c", "copy", "key.copy_statement", id="apply.copy"),
        Binding("ctrl+b,escape", "back", "key.back", id="apply.back"),
    ]

    def __init__(self, setting: Setting, plan: Plan, *, has_report: bool = True) -> None:
        """`has_report` is False for a run whose preset and answers are not at hand."""
        super().__init__(setting, plan)
        self._has_report = has_report
        self._is_kept = False

    @property
    def is_undecided(self) -> bool:
        """Whether it broke off and the person has not said what becomes of it."""
        return self.end is not None and self.end.outcome == "failed" and not self._is_kept

    @property
    def can_go_on(self) -> bool:
        """Whether sending the rest may work as it is: it was only stopped, or a new sign-in is all that is missing."""
        return self.is_undecided and all(one.aws_code in LOCKED_OUT for one in self.failures)

    def kept(self) -> None:
        """The person has decided to leave it as it stands."""
        self._is_kept = True
        self.show()
        self.refresh_keys()

    def outcome(self) -> list[Content]:
        lines = failure_lines(self.failures, self.plan, self.say)
        if self.is_undecided:
            ways = ["apply.way.go_on"] if self.can_go_on else []
            ways += ["apply.way.roll_back", "apply.way.keep"]
            lines.append(Content.styled(self.say("apply.decide"), STRONG))
            lines += [*(Content.styled(f"  {self.say(way)}", CARE) for way in ways), Content("")]
        elif self._is_kept:
            lines.append(Content.styled(self.say("apply.kept"), MUTED))
        lines += standing_lines(self.events, self.plan, self.say)
        if not self._has_report and self.end and self.end.outcome == "done":
            values = ((name, one) for name, all_ in self.end.outputs.items() for one in _each(all_))
            lines += [
                Content.assemble((f"  {self.say(f'output.{name}')}  ", MUTED), shown(one)) for name, one in values
            ]
        return lines

    def to_copy(self) -> tuple[str, str]:
        statements = [one.statement for one in denials(self.failures, self.plan)]
        match statements:
            case []:
                return super().to_copy()
            case [statement]:
                return pretty(statement), self.say("apply.statement")
            case _:
                return pretty({"Version": "2012-10-17", "Statement": statements}), self.say("apply.statement")

    def can(self, action: str) -> bool:
        match action:
            case "stop":
                return self.end is None
            case "report":
                return self.end is not None and self._has_report
            case "roll_back" | "keep":
                return self.is_undecided
            case "go_on":
                return self.can_go_on
            case "copy":
                return bool(self.end and self.to_copy()[0])
            case _:
                return True

    def action_report(self) -> None:
        self.post_message(ReportWanted())

    def action_roll_back(self) -> None:
        self.post_message(RunWanted(self.plan.run, "rollback"))

    def action_go_on(self) -> None:
        self.post_message(RunWanted(self.plan.run, "resume"))

    def action_keep(self) -> None:
        self.post_message(RunWanted(self.plan.run, "keep"))

    def action_back(self) -> None:
        self.post_message(CloseWanted() if self.end else StopWanted())


def _each(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
