"""The roles that a proof is about, as the account has them now."""

import re
from collections.abc import Iterable
from dataclasses import replace

from tui.aws.observe.answers import document
from tui.aws.observe.role import observe_role
from tui.aws.policies import NONE, read_policies, with_all_inline
from tui.core.calls.api_call import ApiCall, Gateway
from tui.core.errors import AwsRefused, UsageError
from tui.core.health.proof import Asker
from tui.core.iam.aws_policies import AwsPolicies
from tui.core.iam.policy import PolicyDocument, as_list, statements_of
from tui.core.kinds import Role
from tui.core.plan.blueprint import Blueprint
from tui.core.simulate import Source, Subject, managed_arns, subjects_in

BUCKET = re.compile(r"arn:[^:]+:s3:::([^/*]+)")


def askers(gateway: Gateway, blueprint: Blueprint, shipped: AwsPolicies = NONE) -> dict[str, Asker]:
    """By name, the first one also under "": each role of the blueprint with all policies that it has.

    Raises UsageError: prove.no_steps, prove.no_role where one is not there; AwsRefused, AwsUnreachable.
    """
    if not blueprint.steps:
        raise UsageError("prove.no_steps", blueprint.preset, preset=blueprint.preset)
    buckets = _bucket_policies(gateway, blueprint)
    found: dict[str, Asker] = {}
    for wanted in (one for one in blueprint.resources if isinstance(one, Role)):
        role = observe_role(gateway, wanted)
        if role is None:
            raise UsageError("prove.no_role", wanted.name, role=wanted.name, preset=blueprint.preset)
        there = with_all_inline(gateway, role)
        texts = read_policies(gateway, managed_arns((there,), gateway.target), shipped).texts
        subject: Subject = subjects_in((there,), gateway.target, texts)[0]
        found[role.name] = Asker(replace(subject, buckets=buckets), _external_id(role.trust))
    if not found:
        raise UsageError("prove.no_steps", blueprint.preset, preset=blueprint.preset)
    return {"": next(iter(found.values())), **found}


def _bucket_policies(gateway: Gateway, blueprint: Blueprint) -> dict[str, Source]:
    """Policies of the buckets that steps are about; those that cannot be read, or are not there, are left out."""
    found: dict[str, Source] = {}
    for name in _buckets(resource for step in blueprint.steps for _, resource in step.questions):
        try:
            answer = gateway.call(ApiCall("s3", "GetBucketPolicy", {"Bucket": name}))
        except AwsRefused:
            continue
        found[name] = Source(f"bucket-policy/{name}", document(answer["Policy"]), has_principal=True)
    return found


def _buckets(resources: Iterable[str]) -> dict[str, None]:
    return {match[1]: None for one in resources if (match := BUCKET.match(one)) and "<" not in match[1]}


def _external_id(trust: PolicyDocument) -> str:
    """The one external id that the trust policy asks for; empty where it asks for none, or for any of several."""
    found = {
        str(value)
        for statement in statements_of(trust)
        for key, values in (statement.get("Condition") or {}).get("StringEquals", {}).items()
        if key.lower() == "sts:externalid"
        for value in as_list(values)
    }
    return found.pop() if len(found) == 1 else ""
