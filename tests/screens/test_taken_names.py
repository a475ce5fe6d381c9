"""A name that somebody else has given to something: adopt it, choose another one, or leave it."""

from builders import a_role, an_account, trust
from desk import FakeDesk
from driving import driving

PRESET = "ec2-wordpress"
ROLE = "umemoto-wordpress-role"


def taken() -> FakeDesk:
    return FakeDesk(an_account(a_role(ROLE, trust=trust())))


async def test_another_name_is_asked_for_at_its_field_and_the_role_that_is_there_stays():
    desk = taken()

    async with driving(desk, preset=PRESET, size=(80, 24)) as person:
        await person.press("ctrl+n")
        assert "a updates it, o another name, Esc cancels" in person.text()
        await person.press("o")
        assert person.stage == "FillPlaceholders"
        assert person.app.focused is person.input("ROLE_NAME")
        assert f"{ROLE} is there already; choose another name." in person.text()
        person.input("ROLE_NAME").value = "another-role"
        await person.settle()
        await person.press("ctrl+n")
        assert "a updates it" not in person.text()
        await person.press("a", "enter")

    assert desk.account.roles[ROLE]["managed"] == []
    assert "another-role" in desk.account.roles


async def test_adopting_goes_on_and_leaving_changes_nothing():
    desk = taken()

    async with driving(desk, preset=PRESET) as person:
        await person.press("ctrl+n", "escape")
        assert person.stage == "FillPlaceholders"
        assert desk.account.roles[ROLE]["managed"] == []
        await person.press("ctrl+n", "a", "enter")
        assert person.stage == "ReadReport"

    assert len(desk.account.roles[ROLE]["managed"]) == 2


async def test_a_name_in_another_letter_case_can_only_be_given_up():
    desk = FakeDesk()
    desk.lookalikes = {f"role/{ROLE}": ROLE.upper()}

    async with driving(desk, preset=PRESET) as person:
        await person.press("ctrl+n")
        assert "o chooses another, Esc cancels" in person.text()
        await person.press("a")
        assert person.stage == "ReviewPlan"
        await person.press("o")

        assert person.app.focused is person.input("ROLE_NAME")
