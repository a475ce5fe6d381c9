"""After an apply that broke off, at the next start, and later from the list of runs."""

import asyncio
import threading

import pytest
from builders import Account
from desk import RUN, FakeDesk, a_desk_with_a_run
from driving import Driver, driving

from tui.core.calls.target import Target
from tui.core.errors import RunBusy
from tui.core.run.journal import read_run

PRESET = "ec2-wordpress"
ROLE = "umemoto-wordpress-role"
APPLY = ("ctrl+n", "a", "enter")


def state_of(desk: FakeDesk, run: str = RUN) -> str:
    return read_run(desk.journals[run].records)[0].state


async def stopped(desk: FakeDesk, person: Driver) -> None:
    """Applies, and stops after the first call."""
    desk.gate = threading.Event()
    await person.press("ctrl+n", "a")
    await person.pilot.press("enter")
    while person.stage != "ApplyPlan":
        await asyncio.sleep(0.01)
    await person.pilot.pause(0.1)
    await person.pilot.press("ctrl+c")
    await person.pilot.pause()
    desk.gate.set()
    await person.settle()
    desk.gate = None


async def test_a_refused_call_is_explained_with_the_statement_to_paste():
    desk = FakeDesk(Account().refusing(after=3))

    async with driving(desk, preset=PRESET) as person:
        await person.press(*APPLY)

        assert "Missing: iam:" in person.page()
        assert '"Effect": "Allow"' in person.page()
        await person.press("c")
        assert '"Action": "iam:' in person.app.clipboard


async def test_rolling_back_shows_what_goes_and_leaves_the_account_as_it_was():
    desk = FakeDesk(Account().refusing(after=3))

    async with driving(desk, preset=PRESET) as person:
        await person.press(*APPLY)
        desk.account.mended()
        await person.press("r")
        assert person.stage == "ReviewWayBack"
        assert "What is taken back, in this order" in person.page()
        assert f"- delete  role  {ROLE}" in person.page()
        await person.press("enter")

        assert person.stage == "TakeBack"
        assert "Rolled back: the account is as it was." in person.page()
        await person.press("enter")
        assert person.stage == "FillPlaceholders"
        await person.press("ctrl+q")
    assert (desk.account.roles, desk.account.policies, desk.account.profiles) == ({}, {}, {})
    assert state_of(desk) == "rolled-back"
    assert person.app.return_code == 1


async def test_what_cannot_be_rolled_back_remains_as_commands_to_copy_and_can_be_tried_again():
    desk = FakeDesk(Account().refusing(after=3))

    async with driving(desk, preset=PRESET) as person:
        await person.press(*APPLY, "r", "enter")

        assert "Could not be taken back; these commands remain:" in person.page()
        assert f"aws iam delete-role --role-name {ROLE}" in person.page()
        await person.press("c")
        assert f"aws iam delete-role --role-name {ROLE}" in person.app.clipboard.splitlines()
        desk.account.mended()
        await person.press("r", "enter")
        assert "Rolled back: the account is as it was." in person.page()
    assert desk.account.roles == {}


async def test_keeping_closes_the_run_and_asks_no_more():
    desk = FakeDesk(Account().refusing(after=3))

    async with driving(desk, preset=PRESET) as person:
        await person.press(*APPLY, "k")

        assert "Kept as it stands." in person.page()
        assert "Roll back" not in person.text()
        await person.press("enter")
        assert person.stage == "ReadReport"
    assert state_of(desk) == "kept"
    async with driving(desk) as person:
        assert person.stage == "PickPreset"


async def test_a_run_that_was_stopped_goes_on_to_the_report():
    desk = FakeDesk()

    async with driving(desk, preset=PRESET) as person:
        await stopped(desk, person)
        assert "Stopped because you asked for it." in person.page()
        await person.press("g")

        assert person.stage == "ReadReport"
        assert "exactly as planned" in person.text()
        await person.press("ctrl+q")
    assert state_of(desk) == "done"
    assert person.app.return_code == 0


@pytest.mark.parametrize(("code", "goes_on"), [("aws.expired", True), ("AccessDenied", False)])
async def test_going_on_is_offered_where_a_new_sign_in_is_all_that_is_missing(code: str, goes_on: bool):
    desk = FakeDesk(Account().refusing(after=3, code=code))

    async with driving(desk, preset=PRESET) as person:
        await person.press(*APPLY)

        assert ("g  Go on" in person.page()) is goes_on
        desk.account.mended()
        await person.press("g")
        assert person.stage == ("ReadReport" if goes_on else "ApplyPlan")


async def test_a_trouble_while_going_on_leaves_the_decision_open():
    desk = FakeDesk(Account().refusing(after=3, code="aws.expired"))

    async with driving(desk, preset=PRESET) as person:
        await person.press(*APPLY)
        desk.account.mended()
        desk.trouble = RunBusy("run.busy", RUN, pid="42", host="elsewhere")
        await person.press("g")
        assert person.stage == "TellTrouble"
        assert "process 42 on elsewhere" in person.page()
        await person.press("escape")

        assert person.stage == "ApplyPlan"
        await person.press("g")
        assert person.stage == "ReadReport"


async def test_back_from_an_apply_that_broke_off_makes_the_plan_anew():
    desk = FakeDesk(Account().refusing(after=3))

    async with driving(desk, preset=PRESET) as person:
        await person.press(*APPLY)
        desk.account.mended()
        await person.press("escape")

        assert person.stage == "ReviewPlan"
        await person.press("a", "enter")
        assert person.stage == "ReadReport"


async def test_at_the_start_a_run_that_broke_off_can_be_resumed():
    desk = a_desk_with_a_run(after=3)

    async with driving(desk) as person:
        assert person.stage == "DecideRun"
        assert "A run was not finished." in person.text()
        assert "3 of 7 calls were made." in person.text()
        assert f"{PRESET}" in person.text()
        assert "2026-11-22 09:01 UTC" in person.text()
        await person.press("g")

        assert person.stage == "ReadReport"
        assert f"role/{ROLE}" in person.text()
        assert "Done: 4 of 4 calls." in person.text()
        await person.press("escape")
        assert person.stage == "PickPreset"
    assert state_of(desk) == "done"


async def test_at_the_start_a_run_that_broke_off_can_be_rolled_back():
    desk = a_desk_with_a_run(after=3)

    async with driving(desk) as person:
        await person.press("r", "enter")

        assert "Rolled back: the account is as it was." in person.page()
        await person.press("enter")
        assert person.stage == "PickPreset"
    assert desk.account.roles == {}


async def test_at_the_start_a_run_that_broke_off_can_be_kept_or_left_for_later():
    desk = a_desk_with_a_run(after=3)

    async with driving(desk) as person:
        await person.press("escape")
        assert person.stage == "PickPreset"
    assert state_of(desk) == "failed"
    async with driving(desk) as person:
        await person.press("enter")
        assert state_of(desk) == "failed"
    async with driving(desk) as person:
        await person.press("k")
        assert person.stage == "PickPreset"
    assert state_of(desk) == "kept"


async def test_nothing_is_asked_at_the_start_about_another_account_or_on_a_dry_run():
    desk = a_desk_with_a_run(after=3)
    desk.is_dry_run = True

    async with driving(desk) as person:
        assert person.stage == "PickPreset"
    desk.is_dry_run = False
    desk.account.target = Target("account", "111122223333", "us-east-1")
    async with driving(desk) as person:
        assert person.stage == "PickPreset"


async def test_a_run_that_broke_off_before_its_first_call_is_closed_by_rolling_back():
    desk = a_desk_with_a_run(after=0)

    async with driving(desk) as person:
        await person.press("r")
        assert "There is nothing to take back." in person.page()
        await person.press("enter")

        assert "Rolled back: the account is as it was." in person.page()
    assert state_of(desk) == "rolled-back"
