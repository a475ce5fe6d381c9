"""What has just been made is taken back from where it is reported."""

from desk import FakeDesk
from driving import driving


async def test_what_was_just_made_is_taken_back_from_the_report_and_the_answers_stay():
    desk = FakeDesk()
    async with driving(desk, preset="ec2-wordpress", size=(80, 24)) as person:
        await person.press(*"mine", "ctrl+n", "a", "enter")
        assert person.stage == "ReadReport"
        assert "u Undo" in person.text()

        await person.press("u")
        assert person.stage == "ReviewWayBack"
        await person.press("escape")
        assert person.stage == "ReadReport"

        await person.press("u", "enter")
        assert desk.account.roles == {}
        await person.press("enter")
        assert person.stage == "FillPlaceholders"
        assert person.input("ROLE_NAME").value == "mine"


async def test_where_nothing_had_to_be_done_there_is_nothing_to_undo():
    desk = FakeDesk()
    async with driving(desk, preset="ec2-wordpress") as person:
        await person.press("ctrl+n", "a", "enter", "n")
        await person.type("wordpress")
        await person.press("enter", "ctrl+n")
        await person.click("See what is there")

        assert person.stage == "ReadReport"
        assert "Undo" not in person.text()
