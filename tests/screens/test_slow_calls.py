"""A call that takes long: the screen says for how long, stays alive, and can be told to stop."""

import re
import threading

from desk import FakeDesk, a_desk_with_a_run
from driving import Driver, driving


async def until_seconds_show(person: Driver) -> None:
    for _ in range(500):
        await person.pilot.pause(0.02)
        if re.search(r"doing .*  \d+ s", person.text()):
            return
    raise AssertionError(person.text())


async def test_a_call_under_way_shows_its_seconds_and_the_run_can_still_be_stopped():
    desk = FakeDesk()
    desk.gate = threading.Event()

    async with driving(desk, preset="ec2-wordpress", size=(80, 24)) as person:
        await person.press("ctrl+n", "a")
        await person.pilot.press("enter")
        await person.until("ApplyPlan")
        desk.gate.set()  # the run has begun
        desk.gate = threading.Event()  # and the first call is under way
        await until_seconds_show(person)
        await person.pilot.press("escape")
        await person.pilot.pause(0.1)
        assert "Stop" in person.text()
        await person.pilot.press("enter")
        desk.gate.set()
        await person.settle()

        assert person.stage == "ApplyPlan"
        assert "What now" in person.text() or "Roll back" in person.text()


async def test_where_no_screen_tells_that_the_account_is_read_a_notice_does():
    desk = a_desk_with_a_run()
    async with driving(desk, size=(80, 24)) as person:
        await person.press("f4")
        desk.account_reads = threading.Event()
        await person.pilot.press("u")
        await person.until("ListRuns", "Reading the account")

        desk.account_reads.set()
        await person.settle()

        assert person.stage == "ReviewWayBack"
