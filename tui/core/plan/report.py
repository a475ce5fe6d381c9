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


def outputs_of(
    resources: tuple[Resource, ...], observed: Mapping[str, Resource | None], target: Target
) -> dict[str, Any]:
    """The ARNs people need next, by name; `observed` has the paths that things already had."""
    found: dict[str, Any] = {}
    policies = []
    for desired in resources:
        there = observed.get(desired.address) or desired
        match there:
            case Role(name=name, path=path):
                found.setdefault("role_arn", role_arn(target, name, path))
            case InstanceProfile(name=name, path=path):
                found.setdefault("instance_profile_arn", instance_profile_arn(target, name, path))
            case ManagedPolicy(name=name, path=path):
                policies.append(policy_arn(target, name, path))
            case OidcProvider(host_path=host_path):
                found.setdefault("oidc_provider_arn", oidc_provider_arn(target, host_path))
            case ServiceLinkedRole(service=service, role_name=role_name):
                path = f"role/aws-service-role/{service}/{role_name}"
                found.setdefault("service_linked_role_arn", iam_arn(target, path))
            case LogGroup(name=name):
                found.setdefault("log_group", name)
            case Bucket(name=name):
                found.setdefault("bucket", name)
            case Stream(name=name):
                found.setdefault("stream", name)
            case KmsKey(arn=arn) if arn:
                found.setdefault("kms_key_arn", arn)
            case InstanceProfileAssociation(association_id=association_id) if association_id:
                found.setdefault("association_id", association_id)
            case _:
                pass  # settings and policies on other things have no ARN of their own
    return found | ({"policy_arns": policies} if policies else {})
