"""The catalog: search, keys, mouse, other languages, hostile texts, every size."""

from dataclasses import replace

from builders import a_preset, texts
from desk import PRESETS, FakeDesk
from driving import driving
from textual.content import Content

from tui.core.catalog.card import index_record
from tui.core.catalog.entries import QUIET, BrokenPreset, Catalog, CatalogEntry, Progress, entry_from
from tui.core.errors import PresetInvalid
from tui.store.atlas import load_atlas
from tui.store.load import load_preset
from tui.widgets.line_input import LineInput
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


async def test_the_key_for_the_search_leaves_no_letter_in_it():
    # the field has the focus from the start, and took the slash that the footer names for going there
    async with driving() as person:
        search = person.app.screen.query_one("#search", LineInput)
        await person.press("slash", *"a/b")

        assert search.value == "a/b"


async def test_a_search_without_hits_says_so_and_escape_clears_it():
    async with driving() as person:
        await person.type("zzz")
        assert "Nothing matches “zzz”." in person.text()
        await person.press("enter")
        assert person.stage == "PickPreset"
        await person.press("escape")

        assert "VPC Flow Logs" in person.text()


async def test_an_error_of_aws_is_pasted_and_the_line_above_the_list_says_what_it_was_taken_for():
    error = "An error occurred (UnauthorizedOperation)\nwhen calling the DescribeVpcs operation: You are not authorized"
    async with driving(language="ko") as person:
        await person.type(error)

        assert "오류 메시지에서: DescribeVpcs, UnauthorizedOperation" in person.text()
        assert "Amazon OpenSearch Service" in person.text()


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


def own_entry(entry_id: str, **fields: object) -> CatalogEntry:
    record = index_record(a_preset(id=entry_id, title=texts("My own thing")))
    return replace(entry_from(record, "own", f"/home/me/presets/{entry_id}.yaml"), **fields)


async def test_f5_and_f6_list_one_verdict_and_one_group_after_the_other_and_say_so():
    async with driving(size=(80, 24)) as person:
        await person.press("f5")
        assert "Verdict: Role" in person.text()
        await person.press("f6")
        assert "Group: Compute" in person.text()
        rows = person.app.screen.query_one("#entries").rows

        assert rows
        assert {(one.need, one.group) for one in rows} == {("required", "compute")}
        assert f"{len(rows)} of {len(FakeDesk().entries)}" in person.text()
        await person.press("escape")
        assert f"{len(FakeDesk().entries)} presets" in person.text()
        assert "Verdict:" not in person.text()


async def test_the_filters_offer_only_what_the_search_found_and_all_again_after_the_last():
    async with driving() as person:
        await person.type("람다")
        seen = []
        for _ in range(3):
            await person.press("f6")
            seen.append(person.app.screen.query_one("#entries").rows)

        assert [len({one.group for one in rows}) for rows in seen] == [1, 1, 2]


async def test_an_empty_list_says_which_filter_hides_what_and_which_key_helps():
    async with driving() as person:
        await person.press("f5", "f6")
        await person.type("kms")

        assert "The filters hide everything that matches." in person.text()
        assert "without the group filter (F6: next group)" in person.text()
        assert "Esc clears the search and the filters." in person.text()
        await person.press("escape")
        await person.type("kms")
        assert person.app.screen.picked.id == "kms"


async def test_a_hit_by_initial_consonants_is_marked_on_its_syllables():
    async with driving(language="ko") as person:
        await person.type("ㅎㄹ")
        rows = person.app.screen.query_one("#entries").rows
        row = person.app.screen._draw(next(one for one in rows if one.id == "vpc-flow-logs-cloudwatch"), 80)

        marked = [row.plain[span.start : span.end] for span in row.spans if "underline" in str(span.style)]
        assert marked == ["흐름 로"[:2]]


async def test_an_action_is_found_and_the_detail_says_what_grants_it():
    async with driving() as person:
        await person.type("kinesis:GetRecords")

        assert person.app.screen.picked.id == "firehose-s3"
        assert "Grants  kinesis:GetRecords" in person.page()


async def test_own_presets_come_in_when_they_are_read_and_say_whose_place_they_take():
    desk = FakeDesk()
    bundled = desk.entries
    desk.own_entries = (own_entry("mine"), own_entry("lambda-basic", replaces="bundled"))

    async with driving(desk) as person:
        await person.type("my own")
        assert [one.id for one in person.app.screen.query_one("#entries").rows] == ["mine", "lambda-basic"]
        await person.press("down")

        assert "lambda-basic" in {one.id for one in bundled}
        assert "your own; replaces the bundled one" in person.page()
        assert "/home/me/presets/lambda-basic.yaml" in person.page()


async def test_a_broken_file_is_in_the_list_with_its_reason_and_opens_as_a_message():
    desk = FakeDesk()
    error = PresetInvalid("preset.key_twice", "/home/me/presets/odd.yaml:3", key="[red]id")
    desk.broken = (BrokenPreset(error),)

    async with driving(desk, size=(80, 24)) as person:
        assert "1 broken" in person.text()
        assert person.app.screen.picked.id == "vpc-flow-logs-cloudwatch"
        await person.press("up")
        assert 'Key "[red]id" stands twice.' in person.page()
        assert "/home/me/presets/odd.yaml:3" in person.page()
        await person.press("enter")
        assert person.stage == "TellTrouble"
        await person.press("escape")
        await person.type("odd.y")

        assert "odd.yaml: Key" in person.text()


def with_atlas() -> FakeDesk:
    class Knowing(FakeDesk):
        def catalog(self, progress: Progress = QUIET) -> Catalog:
            return replace(super().catalog(progress), atlas=load_atlas())

    return Knowing(presets=(load_preset(PRESETS / "service-role.yaml"),))


async def test_a_service_without_an_entry_is_told_from_awss_own_data_and_leads_to_a_role_for_it():
    async with driving(with_atlas()) as person:
        await person.type("imagebuilder")

        rows = person.app.screen.query_one("#entries").rows
        assert [(one.id, one.origin) for one in rows][-1] == ("imagebuilder", "atlas")
        await person.press("end") if len(rows) > 1 else None
        assert "not a reviewed entry" in person.page()
        await person.press("enter")

        assert person.stage == "FillPlaceholders"
        assert "imagebuilder.amazonaws.com" in person.page()


async def test_a_service_that_takes_no_role_leads_to_its_card():
    async with driving(with_atlas(), language="ko") as person:
        await person.type("polly")
        await person.press("enter")

        assert person.stage == "ReadService"
        assert "알 수 없음" in person.page()
        await person.press("escape")
        assert person.stage == "PickPreset"


async def test_the_card_of_a_service_leads_on_to_a_role_for_it_by_key_and_by_mouse():
    async with driving(with_atlas(), size=(80, 24)) as person:
        await person.type("imagebuilder")
        await person.press("f3")
        assert person.stage == "ReadService"
        assert "not a reviewed entry" in person.page()
        assert "CreateImage" in person.page()
        await person.press("ctrl+n")
        assert person.stage == "FillPlaceholders"
        assert person.input("SERVICE").value == "imagebuilder.amazonaws.com"
        await person.press("escape", "f3")
        assert person.stage == "ReadService"
        await person.click("Fill it in")
        assert person.stage == "FillPlaceholders"
