"""Where the account is the program's own, the review of answers that are let stand is made before it is asked for."""

import threading

import pytest
from desk import FakeDesk, a_desk_with_a_run
from driving import Driver, driving

from tui.core.errors import AwsUnreachable
from tui.messages import FixesWanted
from tui.screens.fill import REST_SECONDS

GONE = AwsUnreachable("practice.failed", reason="gone")


async def rest(person: Driver) -> None:
    """Lets the answers stand until the review is there."""
    await person.pilot.pause(REST_SECONDS + 0.2)
    await person.settle()


def near(desk: FakeDesk) -> FakeDesk:
    desk.is_near = True
    return desk


async def test_a_review_made_ahead_opens_without_another_question():
    desk = near(FakeDesk())
    async with driving(desk, preset="ec2-wordpress") as person:
        await rest(person)
        desk.trouble = GONE

        await person.press("ctrl+n")

        assert person.stage == "ReviewPlan"
        assert desk.trouble is GONE


async def test_other_answers_than_those_it_was_made_of_have_a_review_of_their_own():
    desk = near(FakeDesk())
    async with driving(desk, preset="ec2-wordpress") as person:
        await rest(person)

        await person.press(*"mine", "ctrl+n")

        assert person.stage == "ReviewPlan"
        assert "mine" in person.page()


async def test_in_somebody_elses_account_nothing_is_read_before_it_is_asked_for():
    desk = FakeDesk()
    async with driving(desk, preset="ec2-wordpress") as person:
        await rest(person)
        desk.trouble = GONE

        await person.press("ctrl+n")

        assert person.stage == "TellTrouble"


async def test_what_fails_ahead_is_told_to_nobody_and_tried_again():
    desk = near(FakeDesk())
    async with driving(desk, preset="ec2-wordpress") as person:
        desk.trouble = GONE
        await person.press("x")
        await rest(person)
        assert desk.trouble is None
        assert person.stage == "FillPlaceholders"

        await person.press("ctrl+n")

        assert person.stage == "ReviewPlan"


async def wait_for_the_review(person: Driver, desk: FakeDesk) -> None:
    """Asks for a review that is being made and is not there yet."""
    await rest(person)
    desk.account_reads = threading.Event()
    await person.pilot.press("x")
    await person.pilot.pause(REST_SECONDS + 0.2)
    await person.pilot.press("ctrl+n")
    await person.until("FillPlaceholders", "reading the account")


@pytest.mark.parametrize("trouble", [None, GONE])
async def test_a_review_that_is_being_made_is_waited_for_and_where_it_fails_asked_for_again(
    trouble: AwsUnreachable | None,
):
    desk = near(FakeDesk())
    async with driving(desk, preset="ec2-wordpress") as person:
        await wait_for_the_review(person, desk)

        desk.trouble = trouble
        desk.account_reads.set()
        await person.settle()

        assert person.stage == "ReviewPlan"
        assert desk.trouble is None


async def test_who_types_on_while_it_is_waited_for_gets_the_review_that_was_asked_for():
    desk = near(FakeDesk())
    async with driving(desk, preset="ec2-wordpress") as person:
        await wait_for_the_review(person, desk)

        await person.pilot.press("y")
        await person.pilot.pause(REST_SECONDS + 0.2)
        desk.account_reads.set()
        await person.settle()

        assert person.stage == "ReviewPlan"


async def test_who_turns_to_another_preset_while_it_is_waited_for_is_left_alone():
    desk = near(FakeDesk())
    async with driving(desk, preset="ec2-wordpress") as person:
        await wait_for_the_review(person, desk)

        await person.pilot.press("escape")
        await person.until("PickPreset")
        await person.pilot.press("slash", "ctrl+u", *"lambda-vpc", "enter")
        await person.until("FillPlaceholders", "lambda-vpc")
        before = person.text()
        desk.account_reads.set()
        await person.settle()

        assert person.text() == before


async def test_after_a_run_the_account_is_read_anew():
    desk = near(a_desk_with_a_run())
    async with driving(desk, preset="ec2-wordpress") as person:
        await rest(person)
        await person.press("ctrl+p")
        await person.type("Runs")
        await person.press("enter", "u", "enter")
        assert desk.account.roles == {}
        await person.press("enter", "escape")
        assert person.stage == "FillPlaceholders"

        await person.press("ctrl+n")

        assert "to create" in person.text()


@pytest.mark.parametrize("is_near", [True, False])
async def test_a_review_is_made_anew_after_a_run_beside_it_was_undone(is_near: bool):
    """It went on saying that there was nothing to do, and reported what was gone."""
    desk = a_desk_with_a_run()
    desk.is_near = is_near
    async with driving(desk, preset="ec2-wordpress") as person:
        await person.press("ctrl+n")
        assert "nothing to do" in person.text()
        await person.press("ctrl+p")
        await person.type("Runs")
        await person.press("enter", "u", "enter", "enter")
        assert person.stage == "ListRuns"

        await person.press("escape")

        assert person.stage == "ReviewPlan"
        assert "to create" in person.text()


async def test_who_has_gone_back_is_not_taken_to_a_review_that_comes_late():
    desk = FakeDesk()
    async with driving(desk, preset="ec2-wordpress") as person:
        await person.press("ctrl+n")
        desk.account_reads = threading.Event()
        person.app.post_message(FixesWanted(()))
        await person.pilot.pause(0.1)

        await person.pilot.press("ctrl+b")
        await person.until("FillPlaceholders")
        desk.account_reads.set()
        await person.settle()

        assert person.stage == "FillPlaceholders"
        assert "reading the account" not in person.text()
