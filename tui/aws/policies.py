"""Reads the texts of policies: managed ones by ARN, and the inline policies of a role that nobody asked about."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Literal

from tui.aws.observe import observe
from tui.aws.observe.answers import document, found
from tui.aws.observe.side_by_side import side_by_side
from tui.core.calls.api_call import Gateway
from tui.core.errors import AwsRefused
from tui.core.health.verify import StateCheck, Verification, found_in, verification, with_documents
from tui.core.iam.aws_policies import AwsPolicies, is_aws_managed
from tui.core.iam.known_policy import KnownPolicy, PoliciesRead, shipped_policy
from tui.core.kinds import Resource, Role
from tui.core.plan.blueprint import Blueprint
from tui.core.plan.plan import make_plan
from tui.core.simulate import managed_arns

NONE = AwsPolicies()
"""No copies: what is not read is not known."""


def read_policies(gateway: Gateway, arns: Iterable[str], shipped: AwsPolicies = NONE) -> PoliciesRead:
    """Managed policies as they are in force. Raises AwsUnreachable.

    AWS's own are read in an AWS account; where they may not be read, and in the practice account, the copy that comes
    with the program stands for them.
    """
    wanted = list(dict.fromkeys(arns))
    answers = side_by_side(gateway, [partial(_policy, gateway, arn, shipped) for arn in wanted])
    found = dict(zip(wanted, answers, strict=True))
    known = {arn: one for arn, one in found.items() if isinstance(one, KnownPolicy)}
    return PoliciesRead(known, frozenset(arn for arn, one in found.items() if one == "absent"))


def verify(
    gateway: Gateway,
    blueprint: Blueprint,
    shipped: AwsPolicies = NONE,
    *,
    is_of_run: bool = False,
    gone: tuple[Resource, ...] = (),
) -> Verification:
    """Whether the account is as the blueprint wants, and does what it promises. Raises AwsRefused, AwsUnreachable.

    With `is_of_run` the blueprint is what a run left, and whatever its roles have besides is a difference; `gone` is
    what it took away.
    """
    observed = observe(gateway, blueprint.resources)
    plan = make_plan(blueprint, observed, gateway.target, run="")
    there = tuple(with_all_inline(gateway, one) if isinstance(one, Role) else one for one in found_in(observed))
    texts = read_policies(gateway, managed_arns((*there, *blueprint.resources), gateway.target), shipped).texts
    found = verification(plan, blueprint, there, texts, is_of_run=is_of_run)
    absent = tuple(
        StateCheck(address, "no-op" if one is None else "delete", ()) for address, one in observe(gateway, gone).items()
    )
    return replace(found, states=(*found.states, *absent))


def with_all_inline(gateway: Gateway, role: Role) -> Role:
    """The observed role with the texts of the inline policies that nobody asked about. Raises AwsUnreachable."""
    at = {"RoleName": role.name}
    reads = [partial(found, gateway, "GetRolePolicy", {**at, "PolicyName": name}) for name in role.other_inline]
    answers = zip(role.other_inline, side_by_side(gateway, reads), strict=True)
    return with_documents(role, [(name, document(answer["PolicyDocument"])) for name, answer in answers if answer])


def _policy(gateway: Gateway, arn: str, shipped: AwsPolicies) -> KnownPolicy | Literal["absent"] | None:
    """None where it may not be read, or is none that a gateway could be asked for."""
    ours = shipped.at(arn)
    copy = shipped_policy(shipped, ours) if ours else None
    if gateway.target.kind == "practice" and is_aws_managed(arn):
        return copy or "absent"
    try:
        answer = found(gateway, "GetPolicy", {"PolicyArn": arn})
        if answer is None:
            return copy or "absent"
        version = answer["Policy"]["DefaultVersionId"]
        if ours and copy and ours.version == version:
            return replace(copy, source="")  # a version never changes
        text = found(gateway, "GetPolicyVersion", {"PolicyArn": arn, "VersionId": version})
    except AwsRefused:
        return copy
    if text is None:
        return copy
    return KnownPolicy(arn, version, document(text["PolicyVersion"]["Document"]), "", ours.version if ours else "")
