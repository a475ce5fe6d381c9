"""A plan as a file, to be read by one person and applied by another, exactly as it was read.

The file is the plan as `plan --json` prints it, with what is needed to make it again and a SHA-256 over all of it. The
hash finds damage and careless edits; somebody who computes it anew still cannot smuggle a call in, since calls, changes
and digest are made again from the desired and the observed state and have to be the same.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tui.core.calls.target import Target
from tui.core.checks.findings import Finding
from tui.core.errors import UsageError
from tui.core.kinds.serialization import resource_from, resource_record, step_record
from tui.core.plan.plan import Plan, plan_between
from tui.core.plan.report import plan_record

FORMAT = 1


@dataclass(frozen=True)
class SavedPlan:
    """What a file says, checked."""

    plan: Plan
    """Its target has no caller: whoever applies it may be somebody else."""
    findings: tuple[Finding, ...]
    sha256: str


def saved_record(plan: Plan, findings: tuple[Finding, ...], version: str) -> dict[str, Any]:
    """The file's content; `version` is the program's."""
    record = plan_record(plan, findings) | {
        "saved_plan": {
            "format": FORMAT,
            "rolewizard": version,
            "run": plan.run,
            "partition": plan.target.partition,
            "desired": [resource_record(one) for one in plan.desired],
            "observed": {address: one and resource_record(one) for address, one in plan.observed.items()},
            "steps": [step_record(one) for one in plan.steps],
        }
    }
    plain: dict[str, Any] = json.loads(json.dumps(record))
    return plain | {"sha256": sha256_of(plain)}


def read_saved(text: str, where: str) -> SavedPlan:
    """The plan in a file.

    Raises UsageError: saved_plan.not_one, saved_plan.format, saved_plan.tampered (the hash is another),
    saved_plan.inconsistent (the calls are not those that follow from the states).
    """
    record = _parsed(text, where)
    part = record["saved_plan"]
    if part.get("format") != FORMAT:
        raise UsageError("saved_plan.format", where, format=part.get("format"), version=part.get("rolewizard"))
    told = {key: value for key, value in record.items() if key != "sha256"}
    if record.get("sha256") != sha256_of(told):
        raise UsageError("saved_plan.tampered", where, told=record.get("sha256"), found=sha256_of(told))
    try:
        found = _rebuilt(record, part)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise UsageError("saved_plan.not_one", where) from error
    again = saved_record(found.plan, found.findings, part.get("rolewizard", ""))
    if again != record:
        raise UsageError("saved_plan.inconsistent", where, version=part.get("rolewizard"))
    return found


def sha256_of(record: Mapping[str, Any]) -> str:
    """Over the content, whatever the order of its keys and the white space between them."""
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def is_same_target(one: Target, other: Target) -> bool:
    """Whether a plan for one is a plan for the other."""
    return (one.kind, one.account, one.partition, one.region) == (
        other.kind,
        other.account,
        other.partition,
        other.region,
    )


def _parsed(text: str, where: str) -> dict[str, Any]:
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError("saved_plan.not_one", where) from error
    if not isinstance(record, dict) or not isinstance(record.get("saved_plan"), dict):
        raise UsageError("saved_plan.not_one", where)
    return record


def _rebuilt(record: Mapping[str, Any], part: Mapping[str, Any]) -> SavedPlan:
    target = Target(record["target"], record["account"], record["region"], part["partition"])
    desired = tuple(resource_from(one) for one in part["desired"])
    observed = {address: one and resource_from(one) for address, one in part["observed"].items()}
    findings = tuple(
        Finding(one["code"], one["severity"], one["where"], one["params"], waiver=one["waived"])
        for one in record["findings"]
    )
    return SavedPlan(plan_between(record["preset"], desired, observed, target, part["run"]), findings, record["sha256"])
