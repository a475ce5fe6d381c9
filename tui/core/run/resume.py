"""Going on with a run that stopped: what is still to do is found by reading, not by remembering."""

from collections.abc import Iterator
from dataclasses import replace

from tui.core.calls.step import Step
from tui.core.calls.target import Target
from tui.core.errors import PlanStale
from tui.core.plan.plan import Observed, Plan, fingerprint, plan_between
from tui.core.run.journal import RunRecord


def make_resume(record: RunRecord, now: Observed, target: Target) -> Plan:
    """The calls that are left, under the same run id.

    Raises PlanStale("run.changed") where somebody changed what the run had not touched yet, or replaced what it made:
    then this is no longer what was approved.
    """
    touched = {step.address for step, _ in record.applied}
    for address, before in record.before.items():
        found = now.get(address)
        made = record.made.get(address)
        is_replaced = bool(made) and found is not None and getattr(found, "unique_id", "") != made
        if is_replaced or (address not in touched and fingerprint(found) != fingerprint(before)):
            raise PlanStale("run.changed", address, run=record.run)
    plan = plan_between(record.preset, record.desired, now, target, record.run)
    return replace(plan, steps=(*_unfinished(record, now, plan), *plan.steps), given=record.given)


def _unfinished(record: RunRecord, now: Observed, plan: Plan) -> Iterator[Step]:
    """Calls that finish what this run made and that no reading misses: a bucket is tagged after it is made."""
    done = [step.do for step, status in record.applied if status == "done"]
    made = {step.address for step, _ in record.applied if step.do.operation == "CreateBucket"}
    planned = [step.do for step in plan.steps]
    for step in record.phases[0].steps if record.phases else ():
        is_left = step.do.operation == "PutBucketTagging" and step.do not in (*done, *planned)
        if is_left and step.address in made and now.get(step.address) is not None:
            yield step
