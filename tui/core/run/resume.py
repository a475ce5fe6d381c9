"""Going on with a run that stopped: what is still to do is found by reading, not by remembering."""

from collections.abc import Iterator
from dataclasses import replace

from tui.core.calls.step import Step
from tui.core.calls.target import Target
from tui.core.errors import PlanStale
from tui.core.kinds.postconditions import EMPTYING, has_effect
from tui.core.plan.plan import Observed, Plan, change_between, digest_of, fingerprint, plan_between
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
    staying = tuple(one for one in record.desired if one.address not in record.removes)
    plan = plan_between(record.preset, staying, now, target, record.run)
    if record.removes:
        going = tuple(change_between(address, now.get(address), None) for address in record.removes)
        digest = digest_of(target, record.desired, now)
        plan = replace(
            plan, changes=(*plan.changes, *going), desired=record.desired, digest=digest, removes=record.removes
        )
    return replace(plan, steps=(*_unfinished(record, now, plan), *plan.steps), given=record.given)


def _unfinished(record: RunRecord, now: Observed, plan: Plan) -> Iterator[Step]:
    """Calls that are left and that nothing desired asks for: what is taken away, the tags of a bucket that was made."""
    done = [step.do for step, status in record.applied if status == "done"]
    made = {step.address for step, _ in record.applied if step.do.operation == "CreateBucket"}
    planned = [step.do for step in plan.steps]
    for step in record.phases[0].steps if record.phases else ():
        there = now.get(step.address)
        if there is None or step.do in (*done, *planned):
            continue
        is_taken_away = step.address in record.removes or step.do.operation in EMPTYING
        is_untagged = step.do.operation == "PutBucketTagging" and step.address in made
        if is_untagged or (is_taken_away and not has_effect(step.do, there)):
            yield step
