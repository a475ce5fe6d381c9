"""The linter beside the review: the review is there at once, and the linter's findings come when they come."""

import threading

from desk import FakeDesk
from driving import Driver, driving

from tui.core.checks.findings import Finding

READING = "The linter is still reading"
ADVICE = Finding(
    "linter", "warning", "policy/x document [1]", {"message": "Take [b]care\x1b.", "check": "c", "issue": "i"}
)


def a_desk(*advice: Finding) -> FakeDesk:
    desk = FakeDesk()
    desk.advice = advice
    desk.reading = threading.Event()
    return desk


async def until_it_has_read(person: Driver) -> None:
    assert person.app.state.review is not None
    for _ in range(500):
        await person.pilot.pause(0.01)
        if not person.app.state.review.awaits_linter:
            await person.settle()
            return
    raise AssertionError("the linter reads on and on")


async def at_the_review(person: Driver) -> None:
    await person.pilot.press("ctrl+n")
    await person.until("ReviewPlan")


async def test_the_review_is_read_while_the_linter_reads_and_its_findings_come_later():
    desk = a_desk(ADVICE)
    async with driving(desk, preset="ec2-wordpress") as person:
        await at_the_review(person)
        assert "4 Findings" in person.text()
        assert "4 Findings 1" not in person.text()
        await person.pilot.press("4")
        await person.until("ReviewPlan", READING)

        desk.reading.set()
        await until_it_has_read(person)

        assert READING not in person.page()
        assert "Linter: Take [b]care␛. (c, i)" in person.page()
        assert "4 Findings 1" in person.text()


async def test_findings_that_come_while_another_page_is_read_leave_it_where_it_is():
    desk = a_desk(ADVICE)
    async with driving(desk, size=(80, 24), preset="ec2-wordpress") as person:
        await at_the_review(person)
        await person.pilot.press("2", "pagedown")
        await person.pilot.pause()
        before = person.lines()[3:]

        desk.reading.set()
        await until_it_has_read(person)

        assert person.lines()[3:] == before
        await person.press("4")
        assert "Take [b]care" in person.page()


async def test_a_review_that_was_left_waits_for_nobody_and_the_next_one_gets_its_own_answer():
    desk = a_desk(ADVICE)
    async with driving(desk, preset="ec2-wordpress") as person:
        await at_the_review(person)
        await person.pilot.press("ctrl+b")
        await person.until("FillPlaceholders")
        await at_the_review(person)
        second = person.app.state.review

        desk.reading.set()
        await until_it_has_read(person)

        review = person.app.state.review
        assert review.plan is second.plan
        assert [one.code for one in review.findings].count("linter") == 1


async def test_applying_needs_not_wait_for_the_linter():
    desk = a_desk(ADVICE)
    async with driving(desk, preset="ec2-wordpress") as person:
        await at_the_review(person)

        await person.pilot.press("a")
        await person.until("ConfirmApply")
        await person.pilot.press("enter")
        await person.until("ReadReport")

        assert desk.reading.is_set() is False
        desk.reading.set()


async def test_leaving_the_program_waits_for_no_linter():
    desk = a_desk(ADVICE)
    async with driving(desk, preset="ec2-wordpress") as person:
        await at_the_review(person)

    assert desk.reading.is_set() is False


async def test_without_a_linter_nothing_is_said_about_one():
    async with driving(FakeDesk(), preset="ec2-wordpress") as person:
        await person.press("ctrl+n", "4")

        assert "inter" not in person.page()
