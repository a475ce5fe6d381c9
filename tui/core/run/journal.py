"""What a run writes down before and after each call, and what can be read from it later.

Records, in order: begin (target, desired, before-images, steps), then for every call intent and outcome, phase where a
resume, rollback or undo goes on with steps of its own, end. A record with an intent and no outcome is a call nobody
knows the end of: that is resolved by reading the account, never by guessing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

from tui.core.calls.api_call import ApiCall
from tui.core.calls.step import Step
from tui.core.calls.target import Target
from tui.core.kinds import Resource
from tui.core.kinds.postconditions import REMOVALS
from tui.core.kinds.serialization import (
    call_from,
    call_record,
    resource_from,
    resource_record,
    step_from,
    step_record,
    target_from,
    target_record,
)
from tui.core.plan.plan import Observed, Plan

VERSION = 1
Status = Literal["waiting", "unknown", "done", "failed"]
PhaseKind = Literal["apply", "resume", "rollback", "undo"]
State = Literal["done", "failed", "interrupted", "rolled-back", "partly-rolled-back", "undone", "partly-undone", "kept"]
WORLDWIDE = ("iam", "s3")
"""Services whose things have one name in the whole account: any region answers for them."""
OPEN = ("interrupted", "failed", "partly-rolled-back")
"""States in which somebody has to decide: resume, roll back or keep."""


class JournalWriter(Protocol):
    """Where records go."""

    def write(self, record: Mapping[str, Any]) -> None:
        """The record is safe when this returns. Raises JournalFailed."""
        ...


class NoJournal:
    """For what need not outlive the process."""

    def write(self, record: Mapping[str, Any]) -> None:
        """Nothing is kept."""


@dataclass(frozen=True)
class Phase:
    """One go at steps, and how far it came."""

    kind: PhaseKind
    steps: tuple[Step, ...]
    statuses: tuple[Status, ...]


@dataclass(frozen=True)
class RunRecord:
    """A run as its journal tells it."""

    run: str
    preset: str
    target: Target
    digest: str
    desired: tuple[Resource, ...]
    before: Observed
    phases: tuple[Phase, ...]
    made: Mapping[str, str] = field(default_factory=dict)
    """Unique ids (AROA...) of what the run created, by address; the id (v2) of a policy version by `version_key`."""
    state: State = "interrupted"
    started: str = ""
    """ISO 8601, as the clock of the machine said."""
    unreadable_bytes: int = 0
    """What stands in the file after the last good record."""
    given: Mapping[str, str] = field(default_factory=dict)
    """The answers it was made from."""
    has_lost_records: bool = False
    """Whether such an end was set aside before; calls that were written down there look as if never made."""

    @property
    def is_open(self) -> bool:
        """Whether somebody has to decide: resume, roll back or keep."""
        return self.state in OPEN

    @property
    def is_taken_back(self) -> bool:
        """Whether nothing of it is left in the account, as far as its journal knows."""
        return self.state in ("rolled-back", "undone")

    @property
    def is_going_back(self) -> bool:
        """Whether it was being rolled back when it stopped, and has not come to that end."""
        return self.is_open and bool(self.phases) and self.phases[-1].kind in ("rollback", "undo")

    @property
    def applied(self) -> tuple[tuple[Step, Status], ...]:
        """The steps of apply and resume that were done or may have been, in order."""
        is_damaged = self.has_lost_records or self.unreadable_bytes > 0
        found: list[tuple[Step, Status]] = []
        for phase in self.phases:
            if phase.kind in ("apply", "resume"):
                for step, status in zip(phase.steps, phase.statuses, strict=True):
                    if status in ("done", "unknown"):
                        found.append((step, status))
                    elif status == "waiting" and is_damaged:
                        found.append((step, "unknown"))
        return tuple(found)

    @property
    def removes(self) -> tuple[str, ...]:
        """Addresses of what it takes away."""
        steps = (step for phase in self.phases if phase.kind in ("apply", "resume") for step in phase.steps)
        return tuple(dict.fromkeys(step.address for step in steps if step.do.operation in REMOVALS))

    @property
    def believed(self) -> Observed:
        """What is there by what was written down, of things that may not be read: what was made, else what was."""
        made = {step.address for step, _ in self.applied}
        return {one.address: one if one.address in made else self.before.get(one.address) for one in self.desired}

    @property
    def standing(self) -> tuple[Resource, ...]:
        """What is there after it, as far as its journal knows: not what was never made, taken away, or taken back."""
        if self.is_taken_back:
            return ()
        believed, removes = self.believed, self.removes
        return tuple(one for one in self.desired if believed[one.address] is not None and one.address not in removes)

    @property
    def is_regional(self) -> bool:
        """Whether some call of it is for one region only, so that it can be gone on with from no other."""
        return any(step.do.service not in WORLDWIDE for phase in self.phases for step in phase.steps)

    @property
    def progress(self) -> tuple[int, int]:
        """Calls made, and calls there were to make, since the run last went forward from nothing."""
        done, total, starts_anew = 0, 0, True
        for phase in self.phases:
            if phase.kind not in ("apply", "resume"):
                starts_anew = True
                continue
            if starts_anew:
                done, total, starts_anew = 0, len(phase.steps), False
            done += phase.statuses.count("done")
        # a call whose answer was lost is found made when the run goes on
        return (total, total) if self.state == "done" else (min(done, total), total)

    @property
    def taken_back(self) -> tuple[ApiCall, ...]:
        """The calls of rollbacks and undos that were carried out since the run last went forward."""
        calls: list[ApiCall] = []
        for phase in self.phases:
            if phase.kind in ("apply", "resume"):
                calls.clear()
                continue
            ends = zip(phase.steps, phase.statuses, strict=True)
            calls += [step.do for step, status in ends if status == "done"]
        return tuple(calls)


def version_key(address: str) -> str:
    """Under which RunRecord.made has the version that the run made of a policy."""
    return f"{address}@version"


def begin_record(plan: Plan, started: str) -> dict[str, Any]:
    """The first record."""
    return {
        "record": "begin",
        "version": VERSION,
        "run": plan.run,
        "preset": plan.preset,
        "started": started,
        "target": target_record(plan.target),
        "digest": plan.digest,
        "desired": [resource_record(one) for one in plan.desired],
        "before": {address: one and resource_record(one) for address, one in plan.observed.items()},
        "steps": [step_record(step) for step in plan.steps],
        "given": dict(plan.given),
    }


def phase_record(kind: PhaseKind, steps: Iterable[Step]) -> dict[str, Any]:
    """Steps that follow: a resume's, a rollback's, an undo's."""
    return {"record": "phase", "kind": kind, "steps": [step_record(step) for step in steps]}


def intent_record(index: int, call: ApiCall | None = None) -> dict[str, Any]:
    """The call is about to be sent; `call` where it is another than planned, since its references are known now."""
    return {"record": "intent", "step": index, **({"call": call_record(call)} if call else {})}


def outcome_record(index: int, status: Status, unique_id: str = "", aws_code: str = "") -> dict[str, Any]:
    """How the call ended, as far as is known."""
    return {"record": "outcome", "step": index, "status": status, "unique_id": unique_id, "aws_code": aws_code}


def mended_record(unreadable_bytes: int) -> dict[str, Any]:
    """That many bytes could not be read and were set aside; what follows was written later."""
    return {"record": "mended", "bytes": unreadable_bytes}


def end_record(state: State) -> dict[str, Any]:
    """Nothing is left to do."""
    return {"record": "end", "state": state}


def read_run(records: Iterable[Mapping[str, Any]]) -> tuple[RunRecord, int]:
    """The run in these records, which may stop anywhere, and how many of them it is made of.

    The first record that makes no sense ends it. Raises ValueError where already the first is no begin of a version
    this program knows, KeyError, TypeError or AttributeError where it is malformed.
    """
    run: RunRecord | None = None
    used = 0
    for record in records:
        try:
            run = _begin(record) if run is None else _next(run, record)
        except (ValueError, KeyError, TypeError, AttributeError):
            if run is None:
                raise
            break
        used += 1
    if run is None:
        raise ValueError("no records")
    return run, used


def _begin(record: Mapping[str, Any]) -> RunRecord:
    if record["record"] != "begin":
        raise ValueError("the first record is no beginning")
    if record["version"] != VERSION:
        raise ValueError(f"version {record['version']}; this program reads version {VERSION}")
    return RunRecord(
        run=record["run"],
        preset=record["preset"],
        target=target_from(record["target"]),
        digest=record["digest"],
        desired=tuple(resource_from(one) for one in record["desired"]),
        before={address: one and resource_from(one) for address, one in record["before"].items()},
        phases=(_phase("apply", record["steps"]),),
        started=record["started"],
        given=dict(record.get("given", {})),
    )


def _next(run: RunRecord, record: Mapping[str, Any]) -> RunRecord:
    match record["record"]:
        case "phase":
            phase = _phase(record["kind"], record["steps"])
            return replace(run, phases=(*run.phases, phase), state="interrupted")
        case "intent":
            run = _with_status(run, record["step"], "unknown")
            return _with_call(run, record["step"], call_from(record["call"])) if "call" in record else run
        case "outcome":
            run = _with_status(run, record["step"], record["status"])
            if record["unique_id"]:
                step = run.phases[-1].steps[record["step"]]
                is_version = step.do.operation == "CreatePolicyVersion"
                address = version_key(step.address) if is_version else step.address
                run = replace(run, made={**run.made, address: record["unique_id"]})
            return run
        case "mended":
            return replace(run, has_lost_records=True)
        case "end":
            return replace(run, state=record["state"])
        case other:
            raise ValueError(f"unknown record {other}")


def _phase(kind: PhaseKind, records: Iterable[Mapping[str, Any]]) -> Phase:
    steps = tuple(step_from(one) for one in records)
    waiting: Status = "waiting"
    return Phase(kind, steps, (waiting,) * len(steps))


def _with_status(run: RunRecord, index: int, status: Status) -> RunRecord:
    last = run.phases[-1]
    if not 0 <= index < len(last.steps):
        raise ValueError(f"no step {index}")
    statuses = (*last.statuses[:index], status, *last.statuses[index + 1 :])
    return replace(run, phases=(*run.phases[:-1], replace(last, statuses=statuses)))


def _with_call(run: RunRecord, index: int, call: ApiCall) -> RunRecord:
    """The step as it was sent."""
    last = run.phases[-1]
    sent = replace(last.steps[index], do=call)
    steps = (*last.steps[:index], sent, *last.steps[index + 1 :])
    return replace(run, phases=(*run.phases[:-1], replace(last, steps=steps)))
