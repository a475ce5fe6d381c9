"""Reads the texts of policies: managed ones by ARN, and the inline policies of a role that nobody asked about."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from tui.aws.observe import observe
from tui.aws.observe.answers import document, found
from tui.aws.observe.side_by_side import side_by_side
from tui.core.calls.api_call import Gateway
from tui.core.errors import AwsRefused
from tui.core.health.verify import StateCheck, Verification, found_in, verification, with_documents
from tui.core.iam.policy import PolicyDocument
from tui.core.kinds import Resource, Role
from tui.core.plan.blueprint import Blueprint
from tui.core.plan.plan import make_plan
from tui.core.simulate import managed_arns


def read_policies(gateway: Gateway, arns: Iterable[str]) -> dict[str, PolicyDocument]:
    """The documents in force of managed policies, AWS's own too; those that cannot be read are left out.

    Raises AwsUnreachable.
    """
    wanted = list(dict.fromkeys(arns))
    texts = side_by_side(gateway, [partial(_text, gateway, arn) for arn in wanted])
    return {arn: text for arn, text in zip(wanted, texts, strict=True) if text is not None}


def verify(
    gateway: Gateway, blueprint: Blueprint, *, is_of_run: bool = False, gone: tuple[Resource, ...] = ()
) -> Verification:
    """Whether the account is as the blueprint wants, and does what it promises. Raises AwsRefused, AwsUnreachable.

    With `is_of_run` the blueprint is what a run left, and whatever its roles have besides is a difference; `gone` is
    what it took away.
    """
    observed = observe(gateway, blueprint.resources)
    plan = make_plan(blueprint, observed, gateway.target, run="")
    there = tuple(with_all_inline(gateway, one) if isinstance(one, Role) else one for one in found_in(observed))
    texts = read_policies(gateway, managed_arns((*there, *blueprint.resources), gateway.target))
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


def _text(gateway: Gateway, arn: str) -> PolicyDocument | None:
    try:
        policy = found(gateway, "GetPolicy", {"PolicyArn": arn})
        if policy is None:
            return None
        at = {"PolicyArn": arn, "VersionId": policy["Policy"]["DefaultVersionId"]}
        version = found(gateway, "GetPolicyVersion", at)
    except AwsRefused:
        return None
    return document(version["PolicyVersion"]["Document"]) if version else None
