"""Runs of an earlier day in a real account: whatever sends calls there takes the name, whatever stays is told."""

from dataclasses import replace

import pytest
from builders import Account
from desk import RUN, FakeDesk, a_desk_with_a_run
from driving import driving

from tui.core.calls.target import practice_target
from tui.core.run.journal import read_run

ROLE = "umemoto-wordpress-role"
REAL = replace(practice_target(), kind="account")


def broken_off(after: int = 3) -> FakeDesk:
    desk = FakeDesk(Account(target=REAL).refusing(after))
    plan = desk.review(desk.preset("ec2-wordpress"), {"ROLE_NAME": ROLE}).plan
    list(desk.deploy(plan, lambda: False))
    desk.account.mended()
    return desk


@pytest.mark.parametrize(("key", "left"), [("g", {ROLE}), ("r", set())])
async def test_going_on_and_rolling_back_take_the_name_that_an_undo_takes(key: str, left: set[str]):
    desk = broken_off()
    sent = len(desk.account.sent)

    async with driving(desk) as person:
        await person.press(key, *(["enter"] if key == "r" else []))
        assert person.stage in ("ConfirmResume", "ConfirmUndo")
        assert person.app.screen.query_one("#yes").disabled
        await person.press("escape")
        assert len(desk.account.sent) == sent
        await person.press(*(["enter"] if key == "r" else []))
        if key == "g":
            await person.press("f4", "enter", "g")
        person.app.screen.query_one("#name").focus()
        await person.type(ROLE)
        await person.press("enter")

        assert person.stage == ("ReadReport" if key == "g" else "TakeBack")
    assert set(desk.account.roles) == left


async def test_a_way_back_that_leaves_something_is_no_rollback_and_can_be_tried_again():
    """It was written down as rolled back, and nobody was asked about the rest any more."""
    desk = a_desk_with_a_run(after=4)
    used = next(address for address in read_run(desk.journals[RUN].records)[0].before if address.startswith("policy/"))
    desk.users = {used: ("role/theirs",)}

    async with driving(desk) as person:
        await person.press("r", "enter")
        assert "Taken back, except for what stays:" in person.page()
        assert "role/theirs" in person.page()
        await person.press("enter")
    record = read_run(desk.journals[RUN].records)[0]
    desk.users = {}
    async with driving(desk) as person:
        assert person.stage == "DecideRun"
        assert "partly rolled" in person.text()
        await person.press("r", "enter")

    assert (record.state, record.is_open) == ("partly-rolled-back", True)
    assert read_run(desk.journals[RUN].records)[0].state == "rolled-back"
    assert desk.account.policies == {}
