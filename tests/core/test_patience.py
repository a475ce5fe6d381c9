"""When a refused call is sent again: only where AWS asks for it, or where the run's own making has not spread yet."""

from typing import Any

import pytest
from builders import Account, Moody, a_plan, a_role, deployed, observe, refused

from tui.core.deploy import Deployer
from tui.core.events import Event, StepFailed, StepWaiting
from tui.core.patience import BUDGET_SECONDS, Patience


def the(kind: type, events: list[Event]) -> Any:
    [found] = [event for event in events if isinstance(event, kind)]
    return found


@pytest.mark.parametrize("code", ["Throttling", "RequestLimitExceeded", "ConcurrentModification", "SlowDown"])
def test_a_call_that_comes_too_fast_is_sent_again_after_a_growing_wait(code: str):
    slept: list[float] = []
    gateway = Moody(Account(), "AttachRolePolicy", refused(code), refused(code))
    plan = a_plan(a_role(managed=("x",)))

    events = list(Deployer(gateway, observe, sleep=slept.append).deploy(plan))

    assert [event for event in events if isinstance(event, StepWaiting)] == [
        StepWaiting(1, "throttled", code, 1.0),
        StepWaiting(1, "throttled", code, 2.0),
    ]
    assert slept == [1.0, 2.0]
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


def test_patience_ends_after_two_minutes_and_the_refusal_is_told():
    slept: list[float] = []
    gateway = Moody(Account(), "AttachRolePolicy", *[refused("Throttling", "Rate exceeded")] * 100)

    events = list(Deployer(gateway, observe, sleep=slept.append).deploy(a_plan(a_role(managed=("x",)))))

    assert 60 < sum(slept) <= BUDGET_SECONDS
    assert (the(StepFailed, events).aws_code, the(StepFailed, events).message) == ("Throttling", "Rate exceeded")


def test_every_call_has_its_own_patience():
    spent = Patience()
    while spent.pause(refused("Throttling")):
        pass

    assert spent.pause(refused("Throttling")) is None
    assert Patience().pause(refused("Throttling")) is not None
