"""Plans and runs as the JSON that other programs read, and what a run leaves behind."""

from collections.abc import Mapping
from typing import Any

from tui.core.calls.result_reference import told_in
from tui.core.calls.target import Target
from tui.core.checks.findings import Finding
from tui.core.compare.parts import compare_plan
from tui.core.compare.verdicts import Comparison
from tui.core.iam.arn import iam_arn, instance_profile_arn, oidc_provider_arn, policy_arn, role_arn
from tui.core.kinds import (
    Bucket,
    InstanceProfile,
    InstanceProfileAssociation,
    KmsKey,
    LogGroup,
    ManagedPolicy,
    OidcProvider,
    Resource,
    Role,
    ServiceLinkedRole,
    Stream,
)
from tui.core.plan.plan import Plan

OUTPUTS: dict[type, str] = {
    Role: "role_arn",
    InstanceProfile: "instance_profile_arn",
    OidcProvider: "oidc_provider_arn",
    ServiceLinkedRole: "service_linked_role_arn",
    KmsKey: "kms_key_arn",
}
"""What the first thing of a kind is called among the outputs."""


def plan_record(plan: Plan, findings: tuple[Finding, ...]) -> dict[str, Any]:
    """The plan as JSON: only what changes."""
    addresses = [step.address for step in plan.steps]
    comparisons = compare_plan(plan)
    return {
        "preset": plan.preset,
        "target": plan.target.kind,
        "account": plan.target.account,
        "region": plan.target.region,
        "changes": [
            {
                "address": change.address,
                "action": change.action,
                "parts": [
                    {"part": part.name, "action": part.action, "before": part.before, "after": part.after}
                    | _verdict_record(comparisons[change.address].get(part.name))
                    for part in change.parts
                    if part.action != "no-op"
                ],
            }
            for change in plan.changes
            if change.action != "no-op"
        ],
        "calls": [
            {"service": step.do.service, "operation": step.do.operation, "params": told_in(step.do.params, addresses)}
            for step in plan.steps
        ],
        "findings": [finding_record(one) for one in findings],
        "digest": plan.digest,
    }


def finding_record(one: Finding) -> dict[str, Any]:
    """A finding as JSON."""
    return {
        "code": one.code,
        "severity": one.severity,
        "where": one.where,
        "params": dict(one.params),
        "waived": dict(one.waiver) if one.waiver else None,
    }


def _verdict_record(comparison: Comparison | None) -> dict[str, Any]:
    """What the part means; nothing for parts that say nothing about permissions, no rows where there is no document."""
    if comparison is None:
        return {}
    verdict = comparison.verdict
    reasons = [{"code": one.code, "kind": one.kind, "params": dict(one.params)} for one in verdict.reasons]
    rows = [
        {
            "statement": row.statement,
            "sign": row.sign,
            "effect": row.effect,
            "element": row.element,
            "key": row.key,
            "values": list(row.values),
            "verdict": row.kind,
        }
        for row in comparison.rows
    ]
    return {"verdict": {"kind": verdict.kind, "reasons": reasons}} | ({"statements": rows} if rows else {})


def arns_of(resources: tuple[Resource, ...], observed: Mapping[str, Resource | None], target: Target) -> dict[str, str]:
    """The ARN of each thing that has one, by address; `observed` has the paths that things already had."""
    found: dict[str, str] = {}
    for desired in resources:
        match observed.get(desired.address) or desired:
            case Role(name=name, path=path):
                arn = role_arn(target, name, path)
            case InstanceProfile(name=name, path=path):
                arn = instance_profile_arn(target, name, path)
            case ManagedPolicy(name=name, path=path):
                arn = policy_arn(target, name, path)
            case OidcProvider(host_path=host_path):
                arn = oidc_provider_arn(target, host_path)
            case ServiceLinkedRole(service=service, role_name=role_name):
                arn = iam_arn(target, f"role/aws-service-role/{service}/{role_name}")
            case KmsKey(arn=arn):
                pass
            case _:
                continue
        if arn:
            found[desired.address] = arn
    return found


def outputs_of(
    resources: tuple[Resource, ...], observed: Mapping[str, Resource | None], target: Target
) -> dict[str, Any]:
    """The ARNs people need next, by name; `observed` has the paths that things already had."""
    found: dict[str, Any] = {}
    policies = []
    arns = arns_of(resources, observed, target)
    for desired in resources:
        there = observed.get(desired.address) or desired
        match there:
            case ManagedPolicy():
                policies.append(arns[desired.address])
            case Role() | InstanceProfile() | OidcProvider() | ServiceLinkedRole() | KmsKey():
                if desired.address in arns:
                    found.setdefault(OUTPUTS[type(there)], arns[desired.address])
            case LogGroup(name=name):
                found.setdefault("log_group", name)
            case Bucket(name=name):
                found.setdefault("bucket", name)
            case Stream(name=name):
                found.setdefault("stream", name)
            case InstanceProfileAssociation(association_id=association_id) if association_id:
                found.setdefault("association_id", association_id)
            case _:
                pass  # settings and policies on other things have no ARN of their own
    return found | ({"policy_arns": policies} if policies else {})
