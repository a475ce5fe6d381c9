"""An entry's smoke steps, tried one after the other with the role's own credentials, and what came of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tui.core.calls.api_call import ActingGateway, ApiCall
from tui.core.calls.error_codes import GONE, is_lost
from tui.core.errors import AwsRefused, AwsUnreachable
from tui.core.phrase import Part, Phrase
from tui.core.plan.blueprint import Expectation
from tui.core.preset.format import SmokeStep
from tui.core.preset.tokens import filled, tokens_in
from tui.core.simulate import Outcome, Subject, expected
from tui.core.simulate.notes import reason

Result = Literal["allowed", "denied", "unknown", "error", "there", "not-tried"]
"""unknown: the documents do not tell; error: AWS said no, but not for want of permission; there: what the step would
have made is there already; not-tried: a value it needs is not known, or it would change something on a dry run."""
Decider = Literal["rolewizard", "aws"]

DENIED = frozenset({"403", "Forbidden", "AccessDeniedError"})
"""Besides the codes of AwsRefused: what HEAD requests, which have no body, are refused with."""
PERMITTED = frozenset({"DryRunOperation"})
"""EC2's answer to a call with DryRun that would have been carried out."""


@dataclass(frozen=True)
class Tried:
    """One step and what came of it."""

    step: SmokeStep
    result: Result
    outcome: Outcome | None = None
    """What the role's present policies say; None of a call by the person, and of what was not tried."""
    code: str = ""
    """AWS's own, where it refused."""
    message: str = ""
    decided_by: Decider | None = None

    @property
    def passed(self) -> bool:
        """Whether it went as the preset says."""
        return self.result == self.step.expect or self.result == "there"

    @property
    def agreeing(self) -> Outcome | None:
        """What the policies say, where that is what happened."""
        is_same = self.outcome is not None and self.outcome.decision.decision == self.result
        return self.outcome if is_same else None

    def record(self, language: str) -> dict[str, Any]:
        """As JSON."""
        decision = self.agreeing.decision if self.agreeing else None
        look = decision.look if decision else None
        return {
            "name": self.step.name.by(language),
            "expected": self.step.expect,
            "result": self.result,
            "passed": self.passed,
            "statement": look.label if look else None,
            "policy": look.source.where if look else None,
            "reason": decision.reason if decision else None,
            "by": self.step.by,
            "service": self.step.service or None,
            "operation": self.step.operation or None,
            "needs": dict(self.step.needs),
            "decided_by": self.decided_by,
            "error": {"code": self.code, "message": self.message} if self.code else None,
        }


@dataclass(frozen=True)
class Cleaned:
    """The end: calls that should have removed what the steps made, and did not."""

    left: tuple[tuple[ApiCall, str], ...]
    """(call, AWS's words; empty where the answer that names the thing was lost)."""


@dataclass(frozen=True)
class Proof:
    """All of it."""

    tried: tuple[Tried, ...]
    total: int
    """Steps there are; fewer are tried where somebody stops the trial."""
    left: tuple[tuple[ApiCall, str], ...] = ()

    @property
    def passed(self) -> bool:
        """Whether every step went as the preset says."""
        return len(self.tried) == self.total and all(one.passed for one in self.tried)

    def record(self, language: str) -> dict[str, Any]:
        """As JSON."""
        return {
            "passed": self.passed,
            "steps": [one.record(language) for one in self.tried],
            "left": [
                {"service": call.service, "operation": call.operation, "parameters": dict(call.params), "error": said}
                for call, said in self.left
            ],
        }


@dataclass(frozen=True)
class Asker:
    """A role as the steps ask for it."""

    subject: Subject
    external_id: str = ""
    """What its trust policy wants to be told."""


class Trial:
    """One run through the steps. Iterate `run` to its end, or close it: both clean up."""

    def __init__(
        self,
        steps: tuple[SmokeStep, ...],
        askers: Mapping[str, Asker],
        gateway: ActingGateway,
        now_ms: int,
        *,
        decider: Decider,
        is_dry_run: bool = False,
    ) -> None:
        """`askers` by the role's name, the first one also under ""; `decider` says who enforces IAM.

        With rolewizard as the decider a call that the policies do not allow is not sent.
        """
        self._steps = steps
        self._askers = askers
        self._gateway = gateway
        self._decider = decider
        self._is_dry_run = is_dry_run
        self._kept = {"NOW_MS": str(now_ms)}
        self._to_remove: list[ApiCall] = []
        self.left: list[tuple[ApiCall, str]] = []
        """What could not be removed, once `run` has ended, in whatever way."""

    def run(self, is_cancelled: Callable[[], bool] = lambda: False) -> Iterator[Tried | Cleaned]:
        """Each step as it ends, and the clean-up at last.

        Raises AwsUnreachable, and AwsRefused where the role's credentials are not given out; after the clean-up.
        """
        try:
            for step in self._steps:
                if is_cancelled():
                    break
                yield self._try(step)
        finally:
            self.left += self._remove()
        yield Cleaned(tuple(self.left))

    def _try(self, template: SmokeStep) -> Tried:
        step = _with(template, self._kept)
        if any(tokens_in(step.model_dump(exclude={"name", "clean_up"}))):
            return Tried(step, "not-tried")
        asker = None if step.by == "caller" else self._askers[step.role]
        outcome = _decided(asker.subject, step) if asker else None
        if step.call is None or self._is_dry_run or (outcome and self._decider == "rolewizard" and _stops(outcome)):
            if outcome is None:
                return Tried(step, "not-tried")
            return Tried(step, _said(outcome), outcome, decided_by="rolewizard")
        if step.unless and self._is_there(step.unless.call):
            return Tried(step, "there")
        role = asker.subject.arn if asker else ""
        return self._send(step, step.call, role, asker.external_id if asker else "", outcome)

    def _send(self, step: SmokeStep, call: ApiCall, role: str, external_id: str, outcome: Outcome | None) -> Tried:
        # one who is not sure whether it was made removes it as well
        planned = [one.call for one in step.clean_up]
        self._to_remove += planned
        try:
            answer = self._gateway.call_as(role, call, external_id)
        except AwsRefused as error:
            if error.operation == "AssumeRole" and call.operation != "AssumeRole":
                raise
            if not is_lost(error):
                del self._to_remove[len(self._to_remove) - len(planned) :]
            result = _result_of(error, step)
            return Tried(step, result, outcome, error.aws_code, error.aws_message, self._decider)
        for token, path in step.keep.items():
            if (value := _at(answer, path)) is not None:
                self._kept[token] = value
        return Tried(step, "allowed", outcome, decided_by=self._decider if outcome else None)

    def _is_there(self, read: ApiCall) -> bool:
        try:
            self._gateway.call_as("", read)
        except AwsRefused as error:
            if error.aws_code in GONE or error.status == 404:
                return False
            raise
        return True

    def _remove(self) -> Iterator[tuple[ApiCall, str]]:
        """Newest first."""
        while self._to_remove:
            call = self._to_remove.pop()
            params = filled(call.params, self._kept)
            if any(tokens_in(params)):
                yield call, ""
                continue
            try:
                self._gateway.call_as("", ApiCall(call.service, call.operation, params))
            except AwsRefused as error:
                if error.aws_code not in GONE and error.status != 404:
                    yield call, f"{error.aws_code}: {error.aws_message}"
            except AwsUnreachable as error:
                yield call, error.code


def headline(one: Tried) -> Phrase:
    """What happened, and what should have."""
    fields: dict[str, Part] = {"result": Phrase(f"prove.result.{one.result}")}
    return Phrase("prove.as_expected" if one.passed else f"prove.expected.{one.step.expect}", fields)


def told(one: Tried) -> Iterator[Part]:
    """What decided, or what went wrong, in order."""
    if one.agreeing:
        for note in reason(one.agreeing):
            by_statement = note.code.startswith("by.")
            fields = {name: str(value) for name, value in note.params.items()}
            yield Phrase(f"{'prove' if by_statement else 'simulate'}.{note.code}", fields)
        request = one.agreeing.request
        yield Phrase("prove.asked", {"action": request.action, "resource": request.resource})
    elif one.result in ("allowed", "denied") and one.outcome:
        yield Phrase("prove.aws_differs")
    if one.code and one.result in ("denied", "error"):
        yield f"{one.code}: {one.message}"
    if one.step.call is None:
        yield Phrase("prove.no_call")


def _with(step: SmokeStep, kept: Mapping[str, str]) -> SmokeStep:
    tree = step.model_dump(exclude={"name"})
    return SmokeStep.model_validate({**filled(tree, kept), "name": step.name})


def _decided(subject: Subject, step: SmokeStep) -> Outcome:
    """The first of the step's questions that is not allowed, else the first one."""
    outcomes = [
        expected((subject,), Expectation(action, resource, True, step.context)) for action, resource in step.questions
    ]
    return next((one for one in outcomes if one.decision.decision != "allowed"), outcomes[0])


def _stops(outcome: Outcome) -> bool:
    return outcome.decision.decision != "allowed"


def _said(outcome: Outcome) -> Result:
    decision = outcome.decision.decision
    return "unknown" if decision == "depends" else decision


def _result_of(error: AwsRefused, step: SmokeStep) -> Result:
    if error.aws_code in PERMITTED or error.aws_code in step.permitted_codes:
        return "allowed"
    return "denied" if error.code == "aws.denied" or error.aws_code in DENIED else "error"


def _at(answer: Any, path: str) -> str | None:
    """The value at a dotted path, list places counted from 0; None where there is none."""
    for key in path.split("."):
        if isinstance(answer, list | tuple) and key.isdigit():
            answer = answer[int(key)] if int(key) < len(answer) else None
        else:
            answer = answer.get(key) if isinstance(answer, Mapping) else None
    return None if answer is None or isinstance(answer, list | tuple | Mapping) else str(answer)
