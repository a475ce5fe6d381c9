"""A profile that wants an MFA code: the screen asks for it while everything else goes on."""

import pytest
from desk import FakeDesk
from driving import driving

from tui.i18n import Translator

DEVICE = "arn:aws:iam::123456789012:mfa/me"


def desk_with_device() -> FakeDesk:
    desk = FakeDesk()
    desk.device = DEVICE
    return desk


async def test_the_code_is_typed_and_the_account_answers():
    desk = desk_with_device()

    async with driving(desk, size=(80, 24), until="AskCode") as person:
        await person.until("AskCode", DEVICE)
        await person.pilot.press(*"12345", "enter")
        assert person.stage == "AskCode"  # five digits are none
        await person.pilot.press("x", "6", "enter")
        await person.settle()

        assert person.stage == "PickPreset"
        assert "123456789012" in person.text()
    assert desk.codes == ["123456"]


async def test_another_language_reaches_every_word_and_keeps_what_is_typed():
    desk = desk_with_device()

    async with driving(desk, size=(80, 24), until="AskCode") as person:
        await person.until("AskCode", DEVICE)
        await person.pilot.press(*"123", "f2")
        await person.until("AskCode", Translator("ko")("mfa.yes"))

        assert Translator("ko")("confirm.cancel") in person.text()
        await person.pilot.press(*"456", "enter")
        await person.settle()
    assert desk.codes == ["123456"]


@pytest.mark.parametrize("key", ["escape", "ctrl+b"])
async def test_who_has_no_code_goes_on_without_the_account(key: str):
    desk = desk_with_device()

    async with driving(desk, size=(80, 24), until="AskCode") as person:
        await person.pilot.press(key)
        await person.settle()

        assert person.stage == "PickPreset"
    assert desk.codes == [None]


async def test_leaving_while_the_code_is_asked_for_ends_the_program():
    desk = desk_with_device()

    async with driving(desk, size=(80, 24), until="AskCode") as person:
        await person.pilot.press("ctrl+q")
        await person.pilot.pause(0.5)

    assert desk.codes == [None]
