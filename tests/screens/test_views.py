"""Four ways to read the differences of a review, what means nothing folded, the template beside what it became."""

import pytest
from builders import Account, a_policy, a_preset, a_role, a_role_item, allow, an_account
from desk import FakeDesk
from driving import Driver, driving
from rich.cells import cell_len
from textual.content import Content

from tui.core.calls.api_call import iam
from tui.core.iam.policy import wire
from tui.widgets.reader import Reader


def an_account_with_another_trust() -> Account:
    """Its role trusts another service, in another spelling."""
    account = Account()
    statement = {"Action": "sts:assumerole", "Principal": {"Service": ["lambda.amazonaws.com"]}, "Effect": "Allow"}
    document = {"Statement": statement, "Version": "2012-10-17"}
    made = {"RoleName": "umemoto-wordpress-role", "AssumeRolePolicyDocument": wire(document)}
    account.call(iam("CreateRole", made))
    return account


def around(person: Driver, text: str) -> str:
    """The line of the page in which the text stands."""
    return next(line for line in person.page().splitlines() if text in line)


async def test_a_changed_part_begins_with_its_verdict_in_sign_and_word():
    async with driving(FakeDesk(an_account_with_another_trust()), preset="ec2-wordpress") as person:
        await person.press("ctrl+n")

        assert "◆ broadens and narrows" in around(person, "update  role  umemoto")
        lines = person.page().splitlines()
        head = next(at for at, line in enumerate(lines) if "~ trust policy" in line)
        assert "▲ ec2.amazonaws.com may now use sts:AssumeRole" in lines[head + 1]
        assert "▼ lambda.amazonaws.com may no longer use sts:AssumeRole" in lines[head + 1]


async def test_one_key_goes_through_the_views_and_the_choice_stays():
    async with driving(FakeDesk(an_account_with_another_trust()), preset="ec2-wordpress") as person:
        await person.press("ctrl+n")
        assert "View: only changes" in person.text()
        await person.press("v")
        assert "View: everything" in person.text()
        await person.press("v")
        row = around(person, '"lambda.amazonaws.com"')
        assert "- " in row.split("│")[0]
        assert '+         "Service": "ec2.amazonaws.com"' in row.split("│")[1]
        await person.press("v")
        assert "View: statement table" in person.text()
        assert around(person, "Principal  lambda").split()[:3] == ["-", "▼", "narrows"]
        await person.press("escape", "ctrl+n")

        assert "View: statement table" in person.text()


async def test_without_room_for_two_sides_everything_is_shown_and_said_so():
    async with driving(FakeDesk(an_account_with_another_trust()), preset="ec2-wordpress", size=(99, 30)) as person:
        await person.press("ctrl+n", "v", "v")

        assert "View: everything  side by side needs 100 columns" in person.text()
        assert "│" not in person.page()
        for columns in (150, 104):
            await person.pilot.resize_terminal(columns, 30)
            await person.settle()
            assert "View: side by side" in person.text()
            assert max(map(cell_len, person.page().splitlines()[8:20])) <= columns - 6


async def test_two_sides_stay_in_line_where_characters_are_wide():
    before, after = allow("s3:GetObject", on="한국어-버킷"), allow("s3:GetObject", on="日本語-バケット" * 9)
    preset = a_preset(resources=[a_role_item(inline={"p": after})])
    account = an_account(a_role("example", inline={"p": before}))
    given = {"ROLE_NAME": "example"}

    async with driving(FakeDesk(account, presets=(preset,)), preset="test", given=given, language="ko") as person:
        await person.press("ctrl+n", "1", "v", "v")

        rows = [line for line in person.page().splitlines() if "│" in line]
        assert any("バケット" in row for row in rows)
        assert len({cell_len(row.split("│")[0]) for row in rows}) == 1


async def test_what_means_nothing_is_counted_and_its_rules_are_told_on_a_key():
    account = an_account(
        a_policy("CloudWatch-Wordpress-ut", document=allow("EC2:DescribeTags", "cloudwatch:putmetricdata"))
    )

    async with driving(FakeDesk(account), preset="ec2-wordpress") as person:
        await person.press("ctrl+n")
        assert "3 differences in text, 0 in meaning" in person.page()
        assert "Folded" in person.lines()[-2] + person.lines()[-1]
        assert "lists in another order" not in person.page()
        await person.press("z")

        assert "1 × lists in another order" in person.page()
        assert "2 × upper and lower case of actions" in person.page()


async def test_the_keys_of_a_page_are_there_only_on_that_page():
    async with driving(FakeDesk(), preset="ec2-wordpress") as person:
        await person.press("ctrl+n")
        assert "v View" in person.text()
        assert "z Folded" not in person.text()
        await person.press("3")

        assert "v View" not in person.text()


async def test_the_template_stands_beside_what_it_became():
    async with driving(FakeDesk(), preset="ec2-wordpress", given={"S3_BUCKET": "my-media"}) as person:
        await person.press("ctrl+n", "t")

        lines = person.page().splitlines()
        at = next(at for at, line in enumerate(lines) if "<S3_BUCKET>/*" in line)
        assert lines[at].startswith("‹ ")
        assert lines[at + 1] == lines[at].replace("‹ ", "› ").replace("<PARTITION>", "aws").replace(
            "<S3_BUCKET>", "my-media"
        )
        assert around(person, "<S3_BUCKET>  ").split() == ["<S3_BUCKET>", "my-media", "×", "2"]


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 40)])
async def test_what_is_searched_for_can_be_seen_while_it_is_typed_and_how_often_it_is_there(size):
    async with driving(preset="ec2-wordpress", size=size) as person:
        await person.press("ctrl+n", "slash")
        assert "Find in this page" in person.text()
        await person.press(*"putmetric")

        assert any("putmetric" in line and "3 lines" in line for line in person.lines())
        await person.press("z", "z")
        assert any("putmetriczz" in line and "Not on this page" in line for line in person.lines())
        await person.press("escape")
        assert "putmetriczz" not in person.text()


async def test_while_somebody_types_what_to_find_no_letter_is_offered_as_a_key():
    async with driving(preset="ec2-wordpress") as person:
        await person.press("ctrl+n")
        assert "v View" in person.text()

        await person.press("slash")

        assert "v View" not in person.text()
        assert "Enter Next match" in person.text()
        assert "F1 Help" in person.text()
        await person.press("a", "v", "1")
        assert person.stage == "ReviewPlan"
        assert "av1" in person.text()
        await person.press("escape")
        assert "v View" in person.text()


async def test_another_page_says_how_often_it_has_what_was_searched_for():
    async with driving(preset="ec2-wordpress") as person:
        await person.press("ctrl+n", "slash", *"createrole", "tab")
        assert "Not on this page" in person.text()

        await person.press("3")

        assert "1 line" in person.text()


async def test_a_notice_leaves_the_keys_to_read():
    """It lay over the half of them, in Korean also over half a letter."""
    async with driving(preset="ec2-wordpress", size=(80, 24), language="ko") as person:
        await person.press("ctrl+n")
        keys = person.lines()[-3:]

        await person.press("c")

        assert "복사했습니다" in person.text()
        assert person.lines()[-3:] == keys


async def test_enter_goes_on_to_the_next_hit_and_from_the_last_to_the_first():
    """It stayed at the end of the page, since that cannot be scrolled any further."""
    async with driving(preset="ec2-wordpress", size=(120, 40)) as person:
        await person.press("ctrl+n", "slash")
        await person.type("Action")
        page = person.app.screen.query_one("#page", Reader)
        seen = []
        for _ in range(page.hits):
            seen.append(page.scroll_offset.y)
            await person.press("enter")

        assert len(set(seen)) > 1
        assert page.scroll_offset.y == seen[0]


async def test_what_goes_on_in_the_next_row_is_marked_in_both():
    async with driving(preset="ec2-wordpress", size=(80, 24)) as person:
        await person.press("ctrl+n")
        page = person.app.screen.query_one("#page", Reader)
        page.show([Content("x" * (page.scrollable_content_region.width - 4) + " abc defg")])
        page.find("abc defg")
        await person.settle()

        marked = [
            segment.text.strip()
            for y in range(2)
            for segment in page.render_line(y)
            if segment.style is not None and segment.style.underline
        ]

        assert marked == ["abc", "defg"]


async def test_letters_that_come_with_the_key_to_find_are_no_keys():
    """Pasted or sent over a slow line, /ta turned to the template and asked whether to apply."""
    async with driving(preset="ec2-wordpress", size=(80, 24)) as person:
        await person.press("ctrl+n")

        await person.pilot.press("slash", "t", "c", "a")
        await person.settle()

        assert person.stage == "ReviewPlan"
        assert "Copied" not in person.text()
        await person.press("escape")
        assert "Enter Next match" not in person.text()
        assert "View:" in person.page()
