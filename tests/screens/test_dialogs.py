"""Questions that lie over a screen: the keys of every screen work there too, and no letter of a name is a key."""

import pytest
from builders import Account
from desk import FakeDesk
from driving import Driver, driving
from textual.widgets import Input

from tui.core.calls.target import Target

PRESET, ROLE = "ec2-wordpress", "umemoto-wordpress-role"
CALLER = "arn:aws:sts::111122223333:assumed-role/Admin/ann"


def a_real_account() -> FakeDesk:
    account = Account()
    account.target = Target("account", "111122223333", "ap-northeast-2", caller_arn=CALLER)
    return FakeDesk(account)


async def ask_to_apply(person: Driver) -> None:
    await person.press("ctrl+n", "a")
    assert person.stage == "ConfirmApply"


async def test_the_name_can_be_typed_at_once_and_its_letters_are_no_keys():
    async with driving(a_real_account(), preset=PRESET) as person:
        await ask_to_apply(person)

        await person.press("n", "a")

        assert person.stage == "ConfirmApply"
        assert person.app.screen.query_one("#name", Input).value == "na"
        await person.press("backspace", "backspace", *ROLE, "enter")
        assert person.stage == "ReadReport"


async def test_before_a_real_account_is_changed_it_says_as_whom():
    async with driving(a_real_account(), preset=PRESET, size=(80, 24)) as person:
        await ask_to_apply(person)

        assert CALLER in person.text()
        assert "111122223333" in person.text()


async def test_the_language_can_be_turned_in_a_dialog_and_what_was_typed_stays():
    async with driving(a_real_account(), preset=PRESET) as person:
        await ask_to_apply(person)
        await person.press("u", "m")

        await person.press("f2")

        assert person.stage == "ConfirmApply"
        assert "실제 AWS 계정에 적용할까요?" in person.text()
        assert person.app.screen.query_one("#name", Input).value == "um"
        assert isinstance(person.app.focused, Input)
        await person.press("escape")
        assert "검토" in person.text()


async def test_help_opens_over_a_dialog_with_its_keys_and_closes_again():
    async with driving(a_real_account(), preset=PRESET) as person:
        await ask_to_apply(person)

        await person.press("f1")

        assert person.stage == "HelpScreen"
        assert "Cancel" in person.page()
        await person.press("f2")
        assert person.stage == "HelpScreen"
        assert "이 화면의 키" in person.page()
        await person.press("f1")
        assert person.stage == "ConfirmApply"
        assert "실제 AWS 계정에 적용할까요?" in person.text()


@pytest.mark.parametrize("key", ["f1", "f2"])
async def test_the_menu_stays_where_it_is_whatever_is_pressed(key):
    async with driving(preset=PRESET) as person:
        await person.press("ctrl+n", "ctrl+p", key)

        assert person.stage == "CommandPalette"
