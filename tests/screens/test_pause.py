"""Credentials that expire while calls are being sent: the screen says so and waits; nothing is lost either way."""

from builders import Account
from desk import RUN, FakeDesk
from driving import driving

from tui.core.calls.target import practice_target
from tui.core.run.journal import read_run

PRESET = "ec2-wordpress"
APPLY = ("ctrl+n", "a", "enter")


def expired_after(calls: int) -> FakeDesk:
    return FakeDesk(Account().expiring(calls))


async def test_an_apply_waits_for_new_credentials_and_goes_on_with_the_same_call():
    desk = expired_after(2)

    async with driving(desk, preset=PRESET, size=(80, 24)) as person:
        await person.press(*APPLY[:2])
        await person.pilot.press("enter")
        await person.until("PausedRun")
        assert "aws sso login" in person.text()
        assert "expired" in person.text()
        await person.press("enter")

        assert person.stage == "ReadReport"
    operations = [call.operation for call in desk.account.sent]
    assert operations.count("CreateRole") == operations.count("CreateInstanceProfile") == 1
    assert read_run(desk.journals[RUN].records)[0].state == "done"


async def test_stopping_at_the_pause_leaves_the_run_open_and_offers_to_go_on():
    desk = expired_after(2)

    async with driving(desk, preset=PRESET) as person:
        await person.press(*APPLY[:2])
        await person.pilot.press("enter")
        await person.until("PausedRun")
        await person.press("escape")

        assert person.stage == "ApplyPlan"
        record = read_run(desk.journals[RUN].records)[0]
        assert (record.state, "unknown" in record.phases[0].statuses) == ("failed", False)
        desk.account.mended()
        await person.press("g")
        assert person.stage == "ReadReport"


async def test_credentials_of_another_account_are_refused_and_the_pause_goes_on():
    desk = expired_after(2)
    elsewhere = Account(target=practice_target("cn-north-1"))
    desk.sign_ins = [elsewhere]

    async with driving(desk, preset=PRESET) as person:
        await person.press(*APPLY[:2])
        await person.pilot.press("enter")
        await person.until("PausedRun")
        await person.pilot.press("enter")
        await person.until("PausedRun", saying="The run belongs to account")

        assert elsewhere.sent == []
        await person.press("enter")
        assert person.stage == "ReadReport"


async def test_leaving_while_the_run_is_paused_ends_it_without_another_call():
    desk = expired_after(2)

    async with driving(desk, preset=PRESET) as person:
        await person.press(*APPLY[:2])
        await person.pilot.press("enter")
        await person.until("PausedRun")
        sent = len(desk.account.sent)
        await person.pilot.press("ctrl+q", "left", "enter")
        await person.pilot.pause(0.5)

    assert len(desk.account.sent) == sent
    assert person.app.return_code == 130
    assert read_run(desk.journals[RUN].records)[0].state == "failed"
