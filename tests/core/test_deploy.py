"""Carrying a plan out: in order, only on the account it was made for, patient where AWS asks for it, and stoppable."""

from collections.abc import Callable
from typing import Any

import pytest
from builders import (
    Account,
    Moody,
    a_linked_role,
    a_plan,
    a_policy,
    a_profile,
    a_provider,
    a_role,
    allow,
    an_account,
    deployed,
    observe,
    refused,
)

from tui.core.calls.api_call import ApiCall, is_read
from tui.core.errors import AwsUnreachable, PlanStale
from tui.core.kinds import Resource
from tui.core.plan.order import levels
from tui.core.plan.plan import Plan
from tui.core.run.deployer import Deployer
from tui.core.run.events import (
    Event,
    Finished,
    ReadingBack,
    RunStarted,
    StepDone,
    StepFailed,
    StepStarted,
    StepWaiting,
    Verified,
    event_record,
)

EVERYTHING = (
    a_provider(),
    a_linked_role(),
    a_policy(),
    a_role(inline={"a": allow("s3:GetObject")}, managed=("arn:aws:iam::123456789012:policy/shared",)),
    a_profile(),
)
TOTAL = len(a_plan(*EVERYTHING).steps)


def kinds(events: list[Event]) -> list[type]:
    return [type(event) for event in events]


def the(kind: type, events: list[Event]) -> Any:
    [found] = [event for event in events if isinstance(event, kind)]
    return found


def indexes(plan: Plan, sent: list[ApiCall]) -> list[int]:
    """Which steps of the plan these calls are, in the order in which they went out."""
    calls = [step.do for step in plan.steps]
    return [calls.index(call) for call in sent]


def is_level_by_level(plan: Plan, sent: list[ApiCall]) -> bool:
    """Whether no call went out before all of an earlier level had, and none twice."""
    went_out = indexes(plan, sent)
    depth = {index: number for number, level in enumerate(levels(plan.steps)) for index in level}
    depths = [depth[index] for index in went_out]
    whole = [len(level) for level in levels(plan.steps)]
    is_whole = all(depths.count(number) == whole[number] for number in set(depths) - {max(depths, default=0)})
    return len(set(went_out)) == len(went_out) and depths == sorted(depths) and is_whole


def test_a_plan_is_carried_out_level_by_level_and_read_back():
    account = Account()
    plan = a_plan(*EVERYTHING)

    events = deployed(account, plan)

    assert is_level_by_level(plan, account.sent)
    assert len(account.sent) == TOTAL
    assert kinds(events)[0] is RunStarted
    assert kinds(events)[-2:] == [Verified, Finished]
    for index in range(TOTAL):
        own = [type(event) for event in events if getattr(event, "index", None) == index]
        assert own == [StepStarted, StepDone]
    assert events[0] == RunStarted("r1", TOTAL)
    assert the(Verified, events) == Verified(matches=True, differences=())
    assert (events[-1].outcome, events[-1].run, events[-1].done) == ("done", "r1", TOTAL)


def test_a_finished_run_names_what_people_need_next():
    events = deployed(Account(), a_plan(a_role(path="/team/"), a_profile(), a_policy()))

    assert the(Finished, events).outputs == {
        "role_arn": "arn:aws:iam::123456789012:role/team/app",
        "instance_profile_arn": "arn:aws:iam::123456789012:instance-profile/app",
        "policy_arns": ["arn:aws:iam::123456789012:policy/shared"],
    }


def test_a_plan_without_steps_is_done_at_once_and_sends_nothing():
    account = an_account(a_role())
    made = len(account.sent)

    events = deployed(account, a_plan(a_role(), observed=observe(account, [a_role()]).values()))

    assert kinds(events) == [RunStarted, ReadingBack, Verified, Finished]
    assert the(Finished, events).outputs == {"role_arn": "arn:aws:iam::123456789012:role/app"}
    assert len(account.sent) == made


@pytest.mark.parametrize("after", range(TOTAL))
def test_a_refusal_at_any_call_ends_the_run_there_and_says_what_was_done(after: int):
    account = Account().refusing(after)
    plan = a_plan(*EVERYTHING)

    events = deployed(account, plan)

    failed = [event for event in events if isinstance(event, StepFailed)]
    sent = indexes(plan, account.sent)
    [level] = [level for level in levels(plan.steps) if failed[0].index in level]
    assert {(one.operation, one.aws_code) for one in failed} == {
        (plan.steps[one.index].do.operation, "AccessDenied") for one in failed
    }
    assert sorted([one.index for one in failed] + [index for index in sent if index in level]) == level
    assert (events[-1].outcome, events[-1].done, events[-1].done_steps) == ("failed", after, tuple(sorted(sent)))
    assert is_level_by_level(plan, account.sent)
    assert Verified not in kinds(events)


def test_a_failed_run_names_only_what_stands():
    account = Moody(Account(), "CreateRole", refused("AccessDenied", operation="CreateRole"))

    events = deployed(account, a_plan(a_policy(), a_role()))

    assert the(Finished, events).outputs == {"policy_arns": ["arn:aws:iam::123456789012:policy/shared"]}


def test_an_answer_that_was_lost_is_found_out_by_reading():
    account = Moody(Account(), "AttachRolePolicy", AwsUnreachable("aws.no_network", reason="timed out"))

    events = deployed(account, a_plan(a_role(managed=("x",))))

    assert the(StepWaiting, events) == StepWaiting(1, "unheard", "aws.no_network", 1.0)
    assert account.account.roles["app"]["managed"] == ["x"]
    assert events[-1].outcome == "done"


def test_no_answer_for_a_minute_ends_the_run_like_a_refusal():
    account = Moody(Account(), "AttachRolePolicy", *[AwsUnreachable("aws.no_network", reason="timed out")] * 100)

    events = deployed(account, a_plan(a_role(managed=("x",))))

    assert the(StepFailed, events) == StepFailed(1, "AttachRolePolicy", "aws.no_network", "timed out")
    assert events[-1].done == 1


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda account: account.roles.clear(), id="deleted"),
        pytest.param(lambda account: account.roles["app"].update(Description="other"), id="changed"),
        pytest.param(lambda account: account.roles["app"].update(RoleId="AROAOTHER"), id="deleted and made again"),
        pytest.param(lambda account: account.roles["app"]["inline"].update(x=allow("a:b")), id="another policy put in"),
    ],
)
def test_nothing_is_sent_once_the_account_is_not_what_was_reviewed(change: Callable[[Account], Any]):
    account = an_account(a_role())
    plan = a_plan(a_role(description="new"), observed=observe(account, [a_role()]).values())
    made = len(account.sent)

    change(account)
    with pytest.raises(PlanStale) as caught:
        deployed(account, plan)

    assert caught.value.code == "plan.stale"
    assert len(account.sent) == made


def test_somebody_making_the_same_role_meanwhile_is_noticed():
    plan = a_plan(a_role())

    with pytest.raises(PlanStale):
        deployed(an_account(a_role()), plan)


@pytest.mark.parametrize("stop_after", range(TOTAL))
def test_a_run_can_be_stopped_between_any_two_levels(stop_after: int):
    account = Account()
    plan = a_plan(*EVERYTHING)
    sizes = [len(level) for level in levels(plan.steps)]
    possible = [sum(sizes[:number]) for number in range(len(sizes) + 1)]

    events = deployed(account, plan, is_cancelled=lambda: len(account.sent) >= stop_after)

    expected = next(total for total in possible if total >= stop_after)
    assert is_level_by_level(plan, account.sent)
    assert len(account.sent) == expected
    assert (events[-1].outcome, events[-1].done) == ("done" if expected == TOTAL else "failed", expected)
    assert StepFailed not in kinds(events)


def test_stopping_after_the_last_call_changes_nothing_any_more():
    account = Account()

    events = deployed(account, a_plan(*EVERYTHING), is_cancelled=lambda: len(account.sent) >= TOTAL)

    assert events[-1].outcome == "done"


def test_seconds_of_a_step_are_those_of_the_clock():
    ticks = iter([10.0, 12.5])

    events = list(Deployer(Account(), observe, clock=lambda: next(ticks)).deploy(a_plan(a_role())))

    assert the(StepDone, events) == StepDone(0, 2.5)


class Forgetful(Account):
    """Takes the tags of a role and keeps none."""

    def _TagRole(self, **params: Any) -> None:  # noqa: N802
        return None


def test_an_account_that_says_yes_and_does_something_else_is_found_out():
    account = Forgetful()
    for step in a_plan(a_role()).steps:
        account.call(step.do)
    wanted: list[Resource] = [a_role(tags={"k": "v"})]
    plan: Plan = a_plan(*wanted, observed=observe(account, wanted).values())

    events = deployed(account, plan)

    assert the(Verified, events) == Verified(matches=False, differences=("role/app",))


def test_events_are_records_that_name_themselves():
    records = [event_record(event) for event in deployed(Account().refusing(1), a_plan(a_role(managed=("x",))))]

    assert [record["event"] for record in records] == [
        "run-started",
        "step-started",
        "step-done",
        "step-started",
        "step-failed",
        "finished",
    ]
    assert records[0] == {"event": "run-started", "run": "r1", "total": 2}


@pytest.mark.parametrize(
    ("operation", "reads"),
    [("GetRole", True), ("ListRoles", True), ("SimulatePrincipalPolicy", True), ("DescribeInstances", True)]
    + [(step.do.operation, False) for step in a_plan(*EVERYTHING).steps]
    + [(call.operation, False) for step in a_plan(*EVERYTHING).steps for call in step.undo],
)
def test_what_a_plan_sends_never_counts_as_reading(operation: str, reads: bool):
    assert is_read(operation) is reads
