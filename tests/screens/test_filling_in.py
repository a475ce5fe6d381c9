"""The form: what is pasted, what the keys say, what stays when one looks elsewhere."""

import pytest
from desk import FakeDesk
from driving import driving
from textual.widgets import Input

from tui.core.catalog.entries import BrokenPreset
from tui.core.errors import PresetInvalid

LAKE = "qlik-lakehouse-ec2-instance-profile"


@pytest.mark.parametrize(
    ("pasted", "value"),
    [
        ("\nmy-stream\n", "my-stream"),
        ("\r\n\r\n  my-stream  \r\n", "  my-stream  "),
        ("one\n\n two ", "one two"),
        (" \n", ""),
    ],
)
async def test_nothing_of_a_paste_of_several_lines_is_dropped(pasted: str, value: str):
    # the first line was taken, which is empty where one has marked a little too much
    async with driving(preset=LAKE) as person:
        await person.type(pasted)

        assert person.input("STREAM_NAME").value == value


async def test_a_paste_takes_the_place_of_what_is_marked():
    async with driving(preset=LAKE) as person:
        await person.type("old")
        await person.press("shift+home")
        await person.type("\nnew\n")

        assert person.input("STREAM_NAME").value == "new"


async def test_a_placeholder_that_was_copied_along_is_called_one():
    async with driving(preset=LAKE, size=(100, 40)) as person:
        await person.type("<STREAM_NAME>")

        assert "<STREAM_NAME> is a placeholder; put the real value" in person.text()


async def test_the_keys_at_the_bottom_are_those_that_do_something_in_this_field():
    async with driving(preset=LAKE) as person:
        assert "From the account" in person.lines()[-1]
        person.input("ROLE_NAME").focus()
        await person.settle()
        assert "From the account" not in person.lines()[-1]
        person.app.screen.query_one("#field-STREAM").focus()
        await person.settle()

        assert "↑↓ Pick" in person.lines()[-1]
        assert "From the account" not in person.lines()[-1]


async def test_a_value_that_may_be_left_out_is_marked_as_such_and_not_counted():
    async with driving(preset="opensearch-domain") as person:
        assert "OS_DOMAIN   optional" in person.text()
        assert "Nothing has to be filled in." in person.text()
        await person.type("search")

        assert "optional" not in person.text()


async def test_answers_are_still_there_after_a_look_at_another_preset():
    async with driving(preset=LAKE) as person:
        await person.type("my-stream")
        await person.press("escape")
        await person.type("wordpress")
        await person.press("enter", "escape", "escape")
        await person.type(LAKE)
        await person.press("enter")

        assert person.input("STREAM_NAME").value == "my-stream"


async def test_answers_with_a_wrong_name_are_told_over_the_form_that_has_the_others():
    # the words about it lay under the form, and the other answers were dropped with it
    async with driving(preset=LAKE, given={"stream-name": "my-stream", "NOPE": "1"}) as person:
        assert person.stage == "TellTrouble"
        assert 'There is no placeholder called "NOPE".' in person.text()
        await person.press("escape")

        assert person.stage == "FillPlaceholders"
        assert person.input("STREAM_NAME").value == "my-stream"


@pytest.mark.parametrize("preset", [LAKE, None])
async def test_a_window_that_was_too_small_for_a_moment_gives_the_focus_back(preset: str | None):
    async with driving(preset=preset, size=(80, 24)) as person:
        field = person.app.focused
        assert isinstance(field, Input)
        await person.pilot.resize_terminal(50, 10)
        await person.settle()
        await person.pilot.resize_terminal(80, 24)
        await person.settle()
        await person.press("x")

        assert person.app.focused is field
        assert field.value == "x"


async def test_the_next_letter_after_another_language_goes_on_with_the_text():
    # the field got the focus anew, marked all of its text, and the letter replaced it
    async with driving(preset="ec2-wordpress") as person:
        field = person.app.focused
        assert isinstance(field, Input)
        await person.press(*"abd", "left", "f2", "c")

        again = person.app.focused
        assert isinstance(again, Input)
        assert again is not field
        assert again.value == "abcd"


async def test_the_language_is_changed_in_the_help_and_where_trouble_is_told():
    desk = FakeDesk()
    desk.broken = (BrokenPreset(PresetInvalid("preset.unreadable", "/x/bad.yaml:2", reason="?")),)
    async with driving(desk) as person:
        await person.press("f1", "f2")
        assert "이 화면의 키" in person.text()
        await person.press("escape", "up", "enter", "f2")

        assert person.stage == "TellTrouble"
        assert "ファイルを読めません" in person.text()


async def test_the_keys_of_the_screen_below_do_not_show_under_a_window():
    desk = FakeDesk()
    desk.broken = (BrokenPreset(PresetInvalid("preset.unreadable", "/x/bad.yaml:2", reason="?")),)
    async with driving(desk, size=(80, 24)) as person:
        assert "F5 Verdict" in person.text()
        await person.press("up", "enter")

        assert person.stage == "TellTrouble"
        assert "F5" not in person.text()


async def test_a_window_over_a_screen_offers_only_keys_that_work_in_it():
    # a modal screen hid the App's bindings; F1 and F2 were among its keys and did nothing
    async with driving(preset="ec2-wordpress") as person:
        await person.press("ctrl+n", "a")
        assert {"F1", "F2"}.issubset(person.text().split())

        await person.press("f1")
        assert person.stage == "HelpScreen"
        await person.press("escape", "f2")
        assert person.stage == "ConfirmApply"
        assert "취소" in person.text()


async def test_the_menu_speaks_the_language_also_when_nothing_matches():
    async with driving(language="ko") as person:
        await person.press("ctrl+p")
        assert "메뉴 검색" in person.text()
        await person.type("zzz")
        await person.until("CommandPalette", "맞는 메뉴가 없습니다.")
        await person.press("escape")
        person.app.action_change_theme()
        await person.until("CommandPalette", "테마 검색")

        assert "Search" not in person.text()


@pytest.mark.parametrize("last", ["Q", "Y"])
async def test_keys_that_come_in_one_burst_are_all_in_the_field(last: str):
    """What a field that was emptied for a moment fell back to took the place of what was typed next."""
    async with driving(preset="ec2-wordpress") as person:
        await person.press("Y")
        assert person.input("ROLE_NAME").value == "Y"

        person.input("ROLE_NAME").action_delete_left()
        person.input("ROLE_NAME").insert_text_at_cursor(last)
        await person.settle()

        assert person.input("ROLE_NAME").value == last
        assert person.app.state.given["ROLE_NAME"] == last
