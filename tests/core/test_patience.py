"""When a refused call is sent again: only where AWS asks for it, or where the run's own making has not spread yet."""

from typing import Any

import pytest
from builders import Account, Moody, a_plan, a_role, an_account, deployed, observe, refused, trust

from tui.core.calls.api_call import ApiCall, iam
from tui.core.errors import AwsRefused
from tui.core.iam.policy import wire
from tui.core.run.deployer import Deployer
from tui.core.run.events import Event, StepFailed, StepWaiting
from tui.core.run.retry_policy import Patience


def the(kind: type, events: list[Event]) -> Any:
    [found] = [event for event in events if isinstance(event, kind)]
    return found


@pytest.mark.parametrize("code", ["Throttling", "RequestLimitExceeded", "TooManyRequestsException", "SlowDown"])
def test_a_call_that_comes_too_fast_is_sent_again_after_a_wait_of_random_length(code: str):
    slept: list[float] = []
    gateway = Moody(Account(), "AttachRolePolicy", refused(code), refused(code))
    plan = a_plan(a_role(managed=("x",)))

    events = list(Deployer(gateway, observe, sleep=slept.append, chance=lambda: 0.5).deploy(plan))

    assert [event for event in events if isinstance(event, StepWaiting)] == [
        StepWaiting(1, "throttled", code, 1.5),
        StepWaiting(1, "throttled", code, 2.5),
    ]
    assert slept == [1.5, 2.5]
    assert gateway.account.roles["app"]["managed"] == ["x"]
    assert events[-1].outcome == "done"


def test_what_the_run_just_made_may_take_a_while_to_be_seen_everywhere():
    missing = refused("NoSuchEntity", "The role with name app cannot be found.")
    gateway = Moody(Account(), "AttachRolePolicy", missing)

    events = deployed(gateway, a_plan(a_role(managed=("x",))))

    assert the(StepWaiting, events) == StepWaiting(1, "propagation", "NoSuchEntity", 1.0)
    assert events[-1].outcome == "done"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("app", "Policy arn:aws:iam::aws:policy/Nope does not exist or is not attachable."),
        ("a", "Policy arn:aws:iam::aws:policy/Nope does not exist or is not attachable."),
        ("app", "The role with name app-2 cannot be found."),
    ],
)
def test_what_the_run_did_not_make_is_missing_for_good(name: str, message: str):
    # a role called "a" was found in the words of any message, and two minutes were spent waiting
    gateway = Moody(Account(), "AttachRolePolicy", refused("NoSuchEntity", message))

    events = deployed(gateway, a_plan(a_role(name, managed=("x",))))

    assert not [event for event in events if isinstance(event, StepWaiting)]
    assert (the(StepFailed, events).aws_code, the(StepFailed, events).message) == ("NoSuchEntity", message)


@pytest.mark.parametrize("code", ["AccessDenied", "LimitExceeded", "MalformedPolicyDocument", "EntityAlreadyExists"])
def test_a_final_refusal_is_not_tried_again(code: str):
    gateway = Moody(Account(), "AttachRolePolicy", refused(code, "about app"), refused(code))

    events = deployed(gateway, a_plan(a_role(managed=("x",))))

    assert the(StepFailed, events).aws_code == code
    assert len(gateway.errors) == 1


INVISIBLE = refused("NoSuchEntity", "The role with name app cannot be found.")


@pytest.mark.parametrize(
    ("error", "tries", "shortest", "longest"),
    [
        (refused("Throttling", "Rate exceeded"), 8, 7, 90),
        (refused("ConcurrentModification"), 8, 60, 60),
        (refused("EntityTemporarilyUnmodifiable"), 8, 60, 60),
        (INVISIBLE, 12, 120, 120),
        (refused("ServiceFailure", status=500), 5, 15, 15),
    ],
    ids=lambda value: getattr(value, "aws_code", None),
)
def test_patience_ends_as_the_table_says_and_the_refusal_is_told(
    error: AwsRefused, tries: int, shortest: float, longest: float
):
    for chance, seconds in ((0.0, shortest), (0.999, longest)):
        slept: list[float] = []
        gateway = Moody(Account(), "AttachRolePolicy", *[error] * 100)
        deployer = Deployer(gateway, observe, sleep=slept.append, chance=lambda chance=chance: chance)

        events = list(deployer.deploy(a_plan(a_role(managed=("x",)))))

        assert 100 - len(gateway.errors) == tries
        assert seconds - 15 < sum(slept) <= seconds
        assert (the(StepFailed, events).aws_code, the(StepFailed, events).message) == (
            error.aws_code,
            error.aws_message,
        )


def test_what_somebody_else_changes_meanwhile_is_read_before_anything_is_sent_again():
    account = an_account(a_role(description="old"))
    there = observe(account, [a_role()])["role/app"]
    plan = a_plan(a_role(trust=trust("lambda.amazonaws.com")), observed=(there,))

    class Overtaken(Moody):
        def call(self, call: ApiCall) -> Any:
            if call.operation == "UpdateAssumeRolePolicy" and self.errors:
                theirs = wire(trust("glue.amazonaws.com"))
                self.account.call(iam("UpdateAssumeRolePolicy", {"RoleName": "app", "PolicyDocument": theirs}))
            return super().call(call)

    gateway = Overtaken(account, "UpdateAssumeRolePolicy", refused("ConcurrentModification"))
    events = deployed(gateway, plan)

    assert the(StepFailed, events).aws_code == "plan.overtaken"
    assert "glue" in str(account.roles["app"]["AssumeRolePolicyDocument"])


def test_a_change_that_was_refused_for_another_s_sake_is_sent_again_where_all_is_as_planned():
    account = an_account(a_role())
    there = observe(account, [a_role()])["role/app"]
    plan = a_plan(a_role(trust=trust("lambda.amazonaws.com")), observed=(there,))

    events = deployed(Moody(account, "UpdateAssumeRolePolicy", refused("ConcurrentModification")), plan)

    assert the(StepWaiting, events) == StepWaiting(0, "busy", "ConcurrentModification", 1.0)
    assert events[-1].outcome == "done"


def test_every_call_has_its_own_patience():
    spent = Patience()
    while spent.pause(refused("Throttling")):
        pass

    assert spent.pause(refused("Throttling")) is None
    assert Patience().pause(refused("Throttling")) is not None
