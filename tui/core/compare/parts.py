"""Verdicts on the parts of a plan: documents, attached policies, boundaries; and on whole changes."""

import json
from collections.abc import Mapping
from typing import Any

from tui.core.compare.sides import Kind
from tui.core.compare.verdicts import Comparison, Reason, Verdict, compare, verdict_of_all
from tui.core.iam.arn import policy_arn
from tui.core.iam.policy import PolicyDocument
from tui.core.kinds import ManagedPolicy
from tui.core.plan.plan import Change, Part, Plan

AWS_OWNED = ":iam::aws:policy/"
DENY_ONLY = frozenset(
    {
        "AWSCompromisedKeyQuarantine",
        "AWSCompromisedKeyQuarantineV2",
        "AWSCompromisedKeyQuarantineV3",
        "AWSDenyAll",
        "AWSIAMIdentityCenterAllowListForIdentityContext",
        "IAMAuditRootUserCredentials",
        "IAMCreateRootUserPassword",
        "IAMDeleteRootUserCredentials",
        "S3UnlockBucketPolicy",
        "SQSUnlockQueuePolicy",
    }
)
"""AWS's own policies that allow nothing; of 1,582 in moto 5.2.5's copy, a test compares."""

Comparisons = Mapping[str, Mapping[str, Comparison]]
"""By address and by the part's name; parts that say nothing about permissions are not there."""


def compare_plan(plan: Plan) -> Comparisons:
    """What each part of the plan means."""
    documents = {
        policy_arn(plan.target, one.name, one.path): one.document
        for one in plan.desired
        if isinstance(one, ManagedPolicy)
    }
    return {
        change.address: {
            part.name: found
            for part in change.parts
            if (found := compare_part(part, documents, is_new=change.action == "create"))
        }
        for change in plan.changes
    }


def compare_part(part: Part, documents: Mapping[str, PolicyDocument], *, is_new: bool) -> Comparison | None:
    """What the part means; `documents` are those of managed policies that are known, by ARN.

    None where it says nothing about permissions, or stays as it is to the letter.
    """
    kind = part.name.partition("/")[0]
    if _is_document(part.before) or _is_document(part.after):
        if part.action == "no-op" and json.dumps(part.before) == json.dumps(part.after):
            return None
        return compare(part.before, part.after)
    if part.action == "no-op":
        return None
    match kind:
        case "managed":
            return _of_attachment(part, documents)
        case "permissions_boundary":
            return _of_boundary(part, is_new)
        case _:
            return None


def verdict_of(change: Change, comparisons: Comparisons) -> Verdict | None:
    """The verdict on everything that happens to one resource; None where no part has one."""
    found = [one.verdict for name, one in comparisons[change.address].items() if _is_changed(change, name)]
    return verdict_of_all(found) if found else None


def _is_changed(change: Change, name: str) -> bool:
    return any(part.name == name and part.action != "no-op" for part in change.parts)


def _is_document(value: Any) -> bool:
    return isinstance(value, Mapping) and "Statement" in value


def _of_attachment(part: Part, documents: Mapping[str, PolicyDocument]) -> Comparison:
    arn = str(part.after if part.after is not None else part.before)
    name = arn.rsplit("/", 1)[-1]
    if arn in documents:
        return compare(documents[arn] if part.after is None else None, None if part.after is None else documents[arn])
    if AWS_OWNED not in arn:
        return _only("unknown", "managed.unknown", name)
    gives = "narrows" if name in DENY_ONLY else "broadens"
    if part.after is not None:
        return _only("narrows" if name in DENY_ONLY else "broadens", f"managed.attached.{gives}", name)
    return _only("broadens" if name in DENY_ONLY else "narrows", "managed.detached", name)


def _of_boundary(part: Part, is_new: bool) -> Comparison:
    name = str(part.after if part.after is not None else part.before).rsplit("/", 1)[-1]
    if part.after is None:
        return _only("broadens", "boundary.removed", name)
    if part.before is not None:
        return _only("unknown", "boundary.replaced", name)
    return _only("neutral", "boundary.new", name) if is_new else _only("narrows", "boundary.added", name)


def _only(kind: Kind, code: str, name: str) -> Comparison:
    return Comparison(Verdict(kind, (Reason(code, kind, {"name": name}),)), (), {})
