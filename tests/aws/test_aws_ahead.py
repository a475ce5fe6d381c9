"""What is most likely there is read in one round trip, and a wrong guess changes nothing but the number of reads."""

import threading
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from builders import a_linked_role, a_policy, a_profile, a_provider, a_role, allow
from endpoints import REGION

from tui.aws.gateway import AccountGateway
from tui.aws.observe import observe
from tui.core.calls.api_call import ApiCall, Gateway
from tui.core.calls.target import Target
from tui.core.kinds import (
    Bucket,
    InstanceProfileAssociation,
    KmsKey,
    LogGroup,
    PrincipalPolicy,
    Resource,
    Stream,
    steps_for,
)

THINGS: tuple[Resource, ...] = (
    a_role(inline={"p": allow("s3:GetObject")}),
    a_policy(),
    a_profile(role=None),
    a_provider(),
    a_linked_role(),
    Stream("clicks"),
    LogGroup("/app"),
    Bucket("my-bucket", region=REGION),
    KmsKey("alias/lake"),
)
MISSING = (
    *THINGS[:-1],
    PrincipalPolicy("arn:aws:iam::123456789012:user/kim", "p", allow("s3:GetObject")),
    InstanceProfileAssociation("i-1234567890abcdef0", "app"),
)


class Logged:
    """Remembers what was asked."""

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway
        self.calls: list[str] = []

    @property
    def target(self) -> Target:
        return self.gateway.target

    def call(self, call: ApiCall) -> Mapping[str, Any]:
        self.calls.append(call.operation)
        return self.gateway.call(call)


class Together(Logged):
    """Answers nobody before `count` are waiting for an answer: what needs another answer first is never answered."""

    def __init__(self, gateway: Gateway, count: int) -> None:
        super().__init__(gateway)
        self.barrier = threading.Barrier(count, timeout=20)

    def call(self, call: ApiCall) -> Mapping[str, Any]:
        self.barrier.wait()
        return super().call(call)


def make(gateway: Gateway, *resources: Resource) -> None:
    for one in resources:
        for step in steps_for(one, None, gateway.target, "run-1"):
            if not step.do.params.get("TargetKeyId"):
                gateway.call(step.do)


@pytest.mark.parametrize("thing", THINGS[:-1], ids=lambda one: type(one).__name__)
def test_what_was_just_made_is_read_in_one_round_trip(account: AccountGateway, thing: Resource) -> None:
    make(account, thing)
    one_by_one = Logged(account)

    found = observe(one_by_one, [thing])
    together = Together(account, len(one_by_one.calls))
    ahead = observe(together, [thing], {thing.address: thing})

    assert found[thing.address] is not None
    assert ahead == found
    assert Counter(together.calls) == Counter(one_by_one.calls)


def test_everything_at_once_is_read_in_one_round_trip(account: AccountGateway) -> None:
    some = THINGS[:5]
    make(account, *some)
    one_by_one = Logged(account)

    found = observe(one_by_one, some)
    ahead = observe(Together(account, len(one_by_one.calls)), some, {one.address: one for one in some})

    assert None not in found.values()
    assert ahead == found


@pytest.mark.parametrize("thing", MISSING, ids=lambda one: type(one).__name__)
@pytest.mark.parametrize("is_expected", [True, False])
def test_a_guess_about_what_is_not_there_changes_nothing(
    account: AccountGateway, thing: Resource, is_expected: bool
) -> None:
    found = observe(account, [thing])
    guessed = observe(account, [thing], {thing.address: thing if is_expected else None})

    assert guessed == found


def test_a_policy_in_another_version_than_expected_is_read_as_it_is(account: AccountGateway) -> None:
    make(account, a_policy())
    stale = a_policy(default_version="v7")

    found = observe(account, [a_policy()], {"policy/shared": stale})

    assert found == observe(account, [a_policy()])
    assert found["policy/shared"].default_version == "v1"  # type: ignore[union-attr]


@pytest.mark.parametrize("thing", MISSING[-2:], ids=lambda one: type(one).__name__)
def test_why_nothing_is_there_is_asked_along(account: AccountGateway, thing: Resource) -> None:
    found = observe(Together(account, 2), [thing], {thing.address: None})

    assert found == observe(account, [thing])
