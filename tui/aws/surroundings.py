"""Reads what else decides whether a plan will pass. Everything here may be refused to the caller, and then is left out.

Reads: GetAccountSummary for the quotas; ListRoles, ListPolicies, ListInstanceProfiles for names that differ only in
case, each only where something of that kind is new; the other inline policies of roles, users and groups that get one,
since they share a quota; GetRole and GetUser for principals of the account that a new trust policy names; in an AWS
account GetRole for the caller's own ARN and one SimulatePrincipalPolicy per thing the plan touches.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from tui.aws.observe.answers import document
from tui.aws.pages import items
from tui.core.calls.api_call import Gateway, iam
from tui.core.calls.denied import MissingPermission, resource_of
from tui.core.errors import AwsRefused, AwsUnreachable
from tui.core.iam.policy import policy_size
from tui.core.kinds import PrincipalPolicy, Role
from tui.core.plan.account_context import Surroundings, own_principals
from tui.core.plan.plan import Plan

LISTS = {
    "role": ("ListRoles", {}, "Roles", "RoleName"),
    "policy": ("ListPolicies", {"Scope": "Local"}, "Policies", "PolicyName"),
    "instance-profile": ("ListInstanceProfiles", {}, "InstanceProfiles", "InstanceProfileName"),
}
READ_BACK = {
    "CreateRole": ("iam:ListRolePolicies", "iam:ListAttachedRolePolicies", "iam:GetRolePolicy"),
    "CreatePolicy": ("iam:GetPolicyVersion", "iam:ListPolicyVersions"),
}
"""What it takes to read a thing once it is there, to verify and to undo it; before it is there nobody asks."""
ASSUMED_ROLE = re.compile(r"arn:[^:]+:sts::\d{12}:assumed-role/([^/]+)/.+")


def survey(gateway: Gateway, plan: Plan) -> Callable[[], Surroundings]:
    """Asks in the background; what it returns waits for what could be read, and never fails.

    A plan without steps needs nothing of it.
    """
    if not plan.steps:
        return Surroundings
    pool = ThreadPoolExecutor(max_workers=4)
    other_inline = pool.submit(_other_inline, gateway, plan)
    summary = pool.submit(_summary, gateway)
    lookalikes = pool.submit(_lookalikes, gateway, plan)
    caller = pool.submit(_caller, gateway, plan)
    absent = pool.submit(_absent, gateway, plan)
    pool.shutdown(wait=False)

    def collect() -> Surroundings:
        denied = caller.result()
        return Surroundings(
            summary.result(),
            lookalikes.result(),
            denied or (),
            other_inline.result(),
            denied is not None,
            absent.result(),
        )

    return collect


def _summary(gateway: Gateway) -> dict[str, int]:
    try:
        return dict(gateway.call(iam("GetAccountSummary", {}))["SummaryMap"])
    except (AwsRefused, AwsUnreachable):
        return {}


def _lookalikes(gateway: Gateway, plan: Plan) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, (operation, params, key, name) in LISTS.items():
        new = {
            one.address.partition("/")[2].casefold(): one.address
            for one in plan.changes
            if one.action == "create" and one.address.startswith(f"{kind}/")
        }
        if not new:
            continue
        try:
            for thing in items(gateway, iam(operation, params), key):
                if thing[name].casefold() in new:
                    found[new[thing[name].casefold()]] = thing[name]
        except (AwsRefused, AwsUnreachable):
            continue
    return found


def _other_inline(gateway: Gateway, plan: Plan) -> dict[str, int]:
    """Characters by address."""
    found: dict[str, int] = {}
    for desired in plan.desired:
        there = plan.observed.get(desired.address)
        with suppress(AwsRefused, AwsUnreachable):
            match desired, there:
                case Role(name=name, inline=own), Role(other_inline=others) if own and others:
                    found[desired.address] = _sizes(gateway, "Role", name, others)
                case PrincipalPolicy(), _ if getattr(there, "is_orphan", False) is False:
                    kind = desired.kind.title()
                    listed = items(gateway, iam(f"List{kind}Policies", {f"{kind}Name": desired.holder}), "PolicyNames")
                    others = tuple(name for name in listed if name != desired.name)
                    found[desired.address] = _sizes(gateway, kind, desired.holder, others)
    return found


def _absent(gateway: Gateway, plan: Plan) -> dict[str, tuple[str, ...]]:
    """Principals of this account that are not there; what may not be read counts as there."""
    return {
        address: gone
        for address, named in own_principals(plan).items()
        if (gone := tuple(arn for arn, (kind, name) in named.items() if not _is_there(gateway, arn, kind, name)))
    }


def _is_there(gateway: Gateway, arn: str, kind: str, name: str) -> bool:
    try:
        found = gateway.call(iam(f"Get{kind.title()}", {f"{kind.title()}Name": name}))[kind.title()]
    except AwsUnreachable:
        return True
    except AwsRefused as error:
        return error.aws_code != "NoSuchEntity"
    return str(found["Arn"]) == arn


def _sizes(gateway: Gateway, kind: str, holder: str, names: tuple[str, ...]) -> int:
    at = {f"{kind}Name": holder}
    answers = (gateway.call(iam(f"Get{kind}Policy", {**at, "PolicyName": name})) for name in names)
    return sum(policy_size(document(one["PolicyDocument"])) for one in answers)


def _caller(gateway: Gateway, plan: Plan) -> tuple[MissingPermission, ...] | None:
    """The planned calls the caller may not make; None where that cannot be known."""
    if gateway.target.kind != "account":
        return None
    try:
        source = _source(gateway)
        return tuple(_denied(gateway, plan, source)) if source else None
    except (AwsRefused, AwsUnreachable):
        return None


def _source(gateway: Gateway) -> str:
    """The ARN IAM simulates for; "" for root and for callers that are no IAM entity."""
    caller = gateway.target.caller_arn
    if assumed := ASSUMED_ROLE.fullmatch(caller):
        return str(gateway.call(iam("GetRole", {"RoleName": assumed[1]}))["Role"]["Arn"])
    return caller if ":user/" in caller else ""


def _denied(gateway: Gateway, plan: Plan, source: str) -> Iterator[MissingPermission]:
    actions: dict[str, dict[str, None]] = defaultdict(dict)
    for step in plan.steps:
        actions[resource_of(step.do, plan.target)][f"{step.do.service}:{step.do.operation}"] = None
        for read in READ_BACK.get(step.do.operation, ()):
            actions[resource_of(step.do, plan.target)][read] = None
        if step.do.operation == "AddRoleToInstanceProfile":
            role = f"arn:{plan.target.partition}:iam::{plan.target.account}:role/{step.do.params['RoleName']}"
            actions[role]["iam:PassRole"] = None
    for resource, wanted in actions.items():
        params = {"PolicySourceArn": source, "ActionNames": list(wanted), "ResourceArns": [resource]}
        for result in gateway.call(iam("SimulatePrincipalPolicy", params))["EvaluationResults"]:
            if result["EvalDecision"] != "allowed" and not result.get("MissingContextValues"):
                yield MissingPermission(result["EvalActionName"], resource)
