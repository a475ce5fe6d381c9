"""A call is sent until its outcome is known: lost answers are found out by reading, and nothing is done twice."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from builders import (
    Account,
    Moody,
    a_linked_role,
    a_plan,
    a_policy,
    a_profile,
    a_role,
    allow,
    an_account,
    observe,
    refused,
)

from tui.core.calls.api_call import ApiCall
from tui.core.errors import AwsRefused, AwsUnreachable, RoleWizardError
from tui.core.kinds import Resource
from tui.core.plan.plan import Plan
from tui.core.run.events import Event, StepWaiting
from tui.core.run.send import OutcomeUnknown, Sender

LOST = AwsUnreachable("aws.no_network", reason="closed")
BROKEN = AwsRefused("ServiceFailure", "try later", "CreateRole", 500)


class Lossy(Moody):
    """Does the work, and then answers with the errors."""

    def call(self, call: ApiCall) -> Mapping[str, Any]:
        if call.operation == self.operation and self.errors:
            self.account.call(call)
            raise self.errors.pop(0)
        return self.account.call(call)


class Blind(Lossy):
    """Does the work, loses the answer, and does not show it in the next reads."""

    hidden = 2

    def call(self, call: ApiCall) -> Mapping[str, Any]:
        if call.operation == "GetRole" and self.hidden and not self.errors:
            self.hidden -= 1
            raise AwsRefused("NoSuchEntity", "The role with name app cannot be found.", "GetRole", 404)
        return super().call(call)


def sent(
    gateway: Any,
    plan: Plan,
    index: int,
    is_cancelled: Callable[[], bool] = lambda: False,
    made: frozenset[str] = frozenset(),
) -> tuple[str, list[Event]]:
    """The unique id, and the waits."""
    desired = {one.address: one for one in plan.desired}

    def look(address: str) -> Resource | None:
        return observe(gateway, [desired[address]])[address]

    waits: list[Event] = []
    going = Sender(gateway, look, plan.run, lambda _: None, is_cancelled=is_cancelled).send(
        index, plan.steps[index], made
    )
    while True:
        try:
            waits.append(next(going))
        except StopIteration as end:
            return end.value, waits


def at(plan: Plan, operation: str) -> int:
    return next(index for index, step in enumerate(plan.steps) if step.do.operation == operation)


CASES = [
    pytest.param(a_plan(a_role()), "CreateRole", [], id="CreateRole"),
    pytest.param(a_plan(a_policy()), "CreatePolicy", [], id="CreatePolicy"),
    pytest.param(
        a_plan(a_role(), a_profile()), "AddRoleToInstanceProfile", [a_role(), a_profile(role=None)], id="AddRole"
    ),
    pytest.param(a_plan(a_role(managed=("x",))), "AttachRolePolicy", [a_role()], id="AttachRolePolicy"),
    pytest.param(a_plan(a_linked_role()), "CreateServiceLinkedRole", [], id="CreateServiceLinkedRole"),
]


@pytest.mark.parametrize("error", [LOST, BROKEN, AwsUnreachable("aws.garbled", reason="half an answer")], ids=str)
@pytest.mark.parametrize(("plan", "operation", "there"), CASES)
def test_work_whose_answer_was_lost_is_recognised_and_not_done_again(
    plan: Plan, operation: str, there: list[Resource], error: RoleWizardError
):
    account = an_account(*there)
    before = len(account.sent)

    _, waits = sent(Lossy(account, operation, error), plan, at(plan, operation))

    assert [call.operation for call in account.sent[before:]] == [operation]
    assert [wait.reason for wait in waits] == ["unheard"]


@pytest.mark.parametrize(("plan", "operation", "there"), CASES)
def test_work_that_was_never_done_is_done_once(plan: Plan, operation: str, there: list[Resource]):
    account = an_account(*there)
    before = len(account.sent)

    sent(Moody(account, operation, LOST, BROKEN), plan, at(plan, operation))

    assert [call.operation for call in account.sent[before:]] == [operation]


def test_a_lost_answer_s_unique_id_is_found_out():
    account = Account()

    unique_id, _ = sent(Lossy(account, "CreateRole", LOST), a_plan(a_role()), 0)

    assert unique_id == account.roles["app"]["RoleId"]


def test_a_policy_version_whose_answer_was_lost_is_not_made_again():
    account = an_account(a_policy())
    wanted = a_policy(document=allow("s3:PutObject"))
    plan = a_plan(wanted, observed=observe(account, [wanted]).values())

    version, _ = sent(Lossy(account, "CreatePolicyVersion", LOST), plan, 0)

    [policy] = account.policies.values()
    assert (list(policy["versions"]), version) == (["v1", "v2"], "v2")


def test_our_own_role_that_cannot_be_read_yet_is_waited_for():
    account = Account()

    unique_id, waits = sent(Blind(account, "CreateRole", LOST), a_plan(a_role()), 0)

    assert unique_id == account.roles["app"]["RoleId"]
    assert [wait.reason for wait in waits] == ["unheard", "propagation"]
    assert len(account.roles) == 1


def test_somebody_else_s_role_of_the_same_name_is_never_taken_for_ours():
    for gateway in (an_account(a_role()), Moody(an_account(a_role()), "CreateRole", LOST)):
        with pytest.raises(AwsRefused) as caught:
            sent(gateway, a_plan(a_role()), 0)

        assert caught.value.aws_code == "EntityAlreadyExists"


def test_a_service_linked_role_that_somebody_else_made_meanwhile_is_enough_and_not_ours():
    account = an_account(a_linked_role())
    taken = AwsRefused("InvalidInput", "Service role name has been taken in this account", "CreateServiceLinkedRole")

    unique_id, _ = sent(Moody(account, "CreateServiceLinkedRole", taken), a_plan(a_linked_role()), 0)

    assert unique_id == ""


@pytest.mark.parametrize("operation", ["DeleteRole", "DetachRolePolicy"])
def test_what_is_to_go_and_has_gone_is_done(operation: str):
    plan = a_plan(a_role(managed=("x",)))
    call = next(call for step in plan.steps for call in step.undo if call.operation == operation)
    back = a_plan_of(plan, call)
    gone = AwsRefused("NoSuchEntity", "gone", operation, 404)

    _, waits = sent(Moody(an_account(a_role()), operation, gone), back, 0)

    assert waits == []


def a_plan_of(plan: Plan, call: ApiCall) -> Plan:
    return replace(plan, steps=(replace(plan.steps[0], do=call, undo=()),))


def test_an_account_that_never_answers_leaves_the_outcome_unknown():
    class Dead(Moody):
        def call(self, call: ApiCall) -> Mapping[str, Any]:
            raise LOST

    with pytest.raises(OutcomeUnknown):
        sent(Dead(Account(), ""), a_plan(a_role()), 0)


def test_a_refusal_after_a_lost_answer_leaves_the_outcome_unknown():
    denied = refused("AccessDenied", operation="CreateRole")

    with pytest.raises(OutcomeUnknown):
        sent(Moody(Account(), "CreateRole", LOST, denied), a_plan(a_role()), 0)


def test_what_a_stand_in_does_not_have_is_not_asked_for_again():
    lacking = AwsRefused("NotImplemented", "not here", "CreateRole", 501)
    gateway = Moody(Account(), "CreateRole", lacking, lacking)

    with pytest.raises(AwsRefused) as caught:
        sent(gateway, a_plan(a_role()), 0)

    assert caught.value is lacking
    assert len(gateway.errors) == 1


def test_expired_credentials_end_the_call_at_once():
    expired = AwsUnreachable("aws.expired", reason="ExpiredToken")

    with pytest.raises(AwsUnreachable) as caught:
        sent(Moody(Account(), "CreateRole", expired), a_plan(a_role()), 0)

    assert caught.value is expired


def test_a_stopped_run_finds_out_what_became_of_the_call_and_sends_nothing_more():
    account = Account()

    unique_id, _ = sent(Lossy(account, "CreateRole", LOST), a_plan(a_role()), 0, lambda: True)
    with pytest.raises(OutcomeUnknown):
        sent(Moody(Account(), "CreateRole", LOST), a_plan(a_role()), 0, lambda: True)
    with pytest.raises(AwsRefused):
        sent(Moody(Account(), "CreateRole", refused("Throttling")), a_plan(a_role()), 0, lambda: True)

    assert unique_id


@pytest.mark.parametrize(
    ("code", "message", "waits"),
    [
        ("MalformedPolicyDocument", "Invalid principal in policy: arn:aws:iam::123456789012:role/new", True),
        ("MalformedPolicyDocument", "Invalid principal in policy: arn:aws:iam::123456789012:role/typo", False),
        ("MalformedPolicyDocument", "Syntax errors in policy about new", False),
        ("NoSuchEntity", "The role with name new cannot be found.", True),
        ("InvalidParameterValue", "Invalid IAM Instance Profile name: new", True),
    ],
)
def test_only_what_this_run_made_is_waited_for(code: str, message: str, waits: bool):
    gateway = Moody(Account(), "CreateRole", refused(code, message, "CreateRole"))

    try:
        _, found = sent(gateway, a_plan(a_role()), 0, made=frozenset({"new"}))
    except AwsRefused:
        found = []

    assert [wait.reason for wait in found if isinstance(wait, StepWaiting)] == (["propagation"] if waits else [])


class LinkedRoleKeeper(Account):
    """Deletes a service-linked role in its own time, or not at all."""

    statuses: list[dict[str, Any]]

    def _DeleteServiceLinkedRole(self, RoleName: str) -> Any:  # noqa: N802, N803
        return {"DeletionTaskId": "task/1"}

    def _GetServiceLinkedRoleDeletionStatus(self, DeletionTaskId: str) -> Any:  # noqa: N802, N803
        return self.statuses.pop(0)


def test_a_service_s_own_time_to_delete_its_role_is_waited_for():
    account = LinkedRoleKeeper()
    account.statuses = [{"Status": "NOT_STARTED"}, {"Status": "IN_PROGRESS"}, {"Status": "SUCCEEDED"}]
    plan = a_plan(a_linked_role())

    _, waits = sent(account, a_plan_of(plan, plan.steps[0].undo[0]), 0)

    assert [wait.aws_code for wait in waits] == ["NOT_STARTED", "IN_PROGRESS"]


def test_a_service_that_keeps_its_role_says_for_what():
    account = LinkedRoleKeeper()
    reason = {"Reason": "still used", "RoleUsageList": [{"Region": "us-east-1", "Resources": ["arn:aws:es:x"]}]}
    account.statuses = [{"Status": "FAILED", "Reason": reason}]
    plan = a_plan(a_linked_role())

    with pytest.raises(AwsRefused) as caught:
        sent(account, a_plan_of(plan, plan.steps[0].undo[0]), 0)

    assert caught.value.aws_message == "still used arn:aws:es:x"
