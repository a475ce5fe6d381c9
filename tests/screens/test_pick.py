"""The catalog: search, keys, mouse, other languages, hostile texts, every size."""

from builders import a_preset, texts
from desk import FakeDesk
from driving import driving
from textual.content import Content

from tui.core.card import index_record
from tui.core.catalog import entry_from
from tui.widgets.wrapping import hung

HOSTILE = "[@click=app.quit]x[/] \x1b[31m\u202eabc"


async def test_typing_filters_at_once_and_the_arrows_move_in_the_list_meanwhile():
    async with driving() as person:
        await person.press(*"lambda")
        assert "Lambda function outside a VPC" in person.text()
        assert "WordPress" not in person.text()
        first = person.app.screen.picked
        await person.press("down")

        assert person.app.screen.picked is not first
        assert person.app.focused is not None
        assert person.app.focused.id == "search"


async def test_enter_opens_the_best_hit_wherever_the_cursor_was_before_the_search():
    async with driving() as person:
        await person.press("down", "down")
        await person.type("role")

        assert person.app.screen.picked is person.app.screen.query_one("#entries").rows[0]


async def test_a_search_without_hits_says_so_and_escape_clears_it():
    async with driving() as person:
        await person.type("zzz")
        assert "Nothing matches “zzz”." in person.text()
        await person.press("enter")
        assert person.stage == "PickPreset"
        await person.press("escape")

        assert "VPC Flow Logs" in person.text()


async def test_a_click_shows_a_preset_and_another_one_opens_it():
    async with driving() as person:
        await person.click("Lambda function outside")
        assert person.stage == "PickPreset"
        assert person.app.screen.picked.id == "lambda-basic"
        await person.click("Lambda function outside", last=True)

        assert person.stage == "FillPlaceholders"


async def test_a_preset_with_nothing_to_apply_opens_as_an_answer():
    async with driving() as person:
        await person.type("kinesis data")
        await person.press("enter")

        assert person.stage == "ReadCard"
        assert "no role needed" in person.text()
        assert "Fill in" not in person.text()
        await person.press("escape")
        assert person.stage == "PickPreset"


async def test_every_preset_can_be_read_about_and_filled_from_there():
    async with driving() as person:
        await person.type("wordpress")
        await person.press("f3")
        assert person.stage == "ReadCard"
        assert "Permissions you need yourself" in person.page()
        await person.press("c")
        assert "iam:CreateRole" in person.app.clipboard
        await person.press("enter")

        assert person.stage == "FillPlaceholders"


async def test_every_key_is_on_the_screen_at_80x24_in_every_language_and_stage():
    for language in ("en", "ko", "ja"):
        async with driving(size=(80, 24), language=language) as person:
            await person.type("wordpress")
            seen = [person.text()]
            for keys in (("enter",), ("ctrl+n",), ("a", "enter")):
                await person.press(*keys)
                seen.append(person.text())

        for text, keys in zip(seen, (("Enter", "F3"), ("^N", "^B"), ("a ", "^B"), ("n ", "q ")), strict=True):
            assert all(key in text for key in (*keys, "F1", "F2", "^P")), text


async def test_f2_speaks_another_language_everywhere_and_keeps_what_was_typed():
    async with driving(preset="ec2-wordpress") as person:
        await person.type("my-role")
        await person.press("f2")

        assert "역할 이름" in person.text()
        assert "연습" in person.text()
        assert "Role name" not in person.text()
        assert person.input("ROLE_NAME").value == "my-role"
        assert person.app.focused is person.input("ROLE_NAME")
        await person.press("f2", "ctrl+b")
        assert "検索" in person.text()
        assert "EC2 role for WordPress" not in person.text()


async def test_hostile_text_is_shown_and_does_nothing():
    preset = a_preset(id="hostile", title=texts(HOSTILE), why=texts(HOSTILE), notes=[texts(HOSTILE)])
    desk = FakeDesk(presets=(preset,))
    desk.entries = (entry_from(index_record(preset)),)

    async with driving(desk) as person:
        shown_in = [person.text()]
        await person.press("f3")
        shown_in.append(person.text())
        await person.press("enter")
        shown_in.append(person.text())
        await person.click("[@click")

        for text in shown_in:
            assert "[@click=app.quit]x[/] ␛[31m<U+202E>abc" in text
            assert "\x1b" not in text
        assert person.app.is_running


async def test_a_tiny_window_says_what_it_needs_and_a_larger_one_shows_everything_again():
    async with driving(size=(50, 12)) as person:
        assert "60x15" in person.text()

        await person.pilot.resize_terminal(80, 24)
        await person.settle()

        assert "VPC Flow Logs" in person.text()


async def test_help_says_what_the_screen_and_its_keys_are_for():
    async with driving() as person:
        await person.press("f1")
        assert person.stage == "HelpScreen"
        assert "search field" in person.text()
        await person.press("escape")

        assert person.stage == "PickPreset"


async def test_an_account_out_of_reach_still_leaves_the_catalog_to_read():
    from tui.core.errors import AwsUnreachable

    desk = FakeDesk()
    desk.trouble = AwsUnreachable("aws.no_credentials")

    async with driving(desk) as person:
        assert "no account reached" in person.text()
        assert "No AWS credentials" in person.text()
        await person.type("wordpress")

        assert "EC2 role for WordPress" in person.text()


def test_long_lines_are_wrapped_without_losing_a_character():
    arn = "arn:aws:iam::123456789012:role/" + "x" * 60

    rows = hung(Content(f'    "Resource": "{arn}"'), 40)

    assert all(row.cell_length <= 40 for row in rows)
    assert arn in "".join(row.plain.strip() for row in rows)


def test_wrapped_korean_fits_its_cells():
    rows = hung(Content("    # 이 역할은 아주 길고 긴 설명을 가지고 있어서 여러 줄로 나뉩니다"), 21)

    assert all(row.cell_length <= 21 for row in rows)
