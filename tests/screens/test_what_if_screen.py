"""Asking what-if on the review, and verifying on the report."""

from dataclasses import replace

from builders import Account, a_preset, a_role_item, allow, trust
from desk import KEY, FakeDesk
from driving import Driver, driving

from tui.core.errors import AwsRefused

QLIK = {"STREAM_NAME": "my-stream", "BUCKET_NAME": "my-lake", "SYMMETRIC_KMS_KEY": KEY}
VOLUME = "arn:aws:ec2:us-east-1:123456789012:volume/vol-1"


async def go(person: Driver, *keys: str) -> None:
    for key in keys:
        await (person.type(key[1:]) if key.startswith("=") else person.press(key))


def a_live_desk() -> FakeDesk:
    account = Account()
    account.target = replace(account.target, kind="account", caller_arn="arn:aws:iam::123456789012:user/amy")
    return FakeDesk(account)


async def test_the_answer_changes_while_one_types():
    async with driving(preset="ec2-wordpress", size=(80, 24)) as person:
        await go(person, "ctrl+n", "w", "=s3")
        assert "8 of 8 hold" in person.text()
        assert "✗" not in person.page()

        await go(person, "=:PutObject", "tab", "=media")
        assert '✗ "media" is no ARN.' in person.page()

        await person.press("ctrl+u")
        assert "✗ Denied" in person.page()

        await go(person, "=arn:aws:s3:::<S3_BUCKET>/x")
        assert "✓ Allowed" in person.page()
        assert "arn:aws:s3:::ut-wordpress-s3/x" in person.page()
        assert "S3-Wordpress-ut[2]" in person.page()
        assert "service control policies" in person.page()


async def test_what_would_decide_is_filled_in_by_one_key_and_a_minus_says_that_it_is_not_there():
    async with driving(preset="qlik-lakehouse-ec2-instance-profile", size=(80, 24), given=QLIK) as person:
        await go(person, "ctrl+n", "w", "=ec2:AttachVolume", "tab", f"={VOLUME}")
        assert "? It depends" in person.page()
        assert "? aws:ResourceTag/qlik_cluster" in person.text()

        await person.press("f5")
        assert "✓ Allowed" in person.page()
        assert "F5" not in person.text()

        await go(person, "backspace", "=-")
        assert "✗ Denied" in person.page()


async def test_promises_actions_and_resources_are_offered():
    async with driving(preset="ec2-wordpress", size=(80, 24)) as person:
        await go(person, "ctrl+n", "w", "shift+tab", "down", "enter")
        assert "✓ Allowed" in person.page()
        assert "s3:PutObject" in person.page()

        await go(person, "tab", "backspace", "=DeleteO", "down", "enter", "enter")
        await go(person, "backspace", "down", "down", "down", "enter")
        assert "s3:DeleteObject on arn:aws:s3:::ut-wordpress-s3." in person.page()


async def test_who_may_take_on_the_role_is_answered_by_its_trust_policy_in_any_language():
    async with driving(preset="ec2-wordpress", size=(80, 24)) as person:
        await go(person, "ctrl+n", "w", "=sts:AssumeRole")
        assert "can be taken on" in person.page()
        assert "✓ ec2.amazonaws.com" in person.page()

        await person.press("f2")
        assert "수임할 수 있습니다" in person.page()
        await person.press("s")
        assert "sts:AssumeRoles" in person.text()

        await person.press("escape")
        assert person.stage == "ReviewPlan"


async def test_in_an_account_the_answer_of_aws_stands_beside_ours():
    desk = a_live_desk()
    desk.opinion = "implicitDeny"
    async with driving(desk, preset="ec2-wordpress", size=(80, 24)) as person:
        await go(person, "ctrl+n", "w", "=s3:PutObject", "tab", "=arn:aws:s3:::ut-wordpress-s3/x", "f6")
        assert "✓ Allowed" in person.page()
        assert "AWS's simulator says: denied" in person.page()
        assert "does not agree" in person.page()

        desk.trouble = AwsRefused("AccessDenied", "you may not simulate", "SimulateCustomPolicy")
        await person.press("f6")
        assert "could not be asked" in person.page()
        assert "you may not simulate" in person.page()


async def test_the_other_of_two_roles_is_asked_by_a_key():
    first = a_role_item(inline={"all": allow("s3:*")})
    preset = a_preset(resources=[first, {"role": {"name": "guests", "trust": trust()}}])
    async with driving(FakeDesk(presets=(preset,)), preset="test", given={"ROLE_NAME": "members"}) as person:
        await go(person, "ctrl+n", "w", "=s3:ListBucket")
        assert "✓ Allowed: role/members" in person.page()

        await person.press("f7")

        assert "✗ Denied: role/guests" in person.page()


async def test_the_stage_bar_leads_from_here_to_the_form_not_past_it():
    async with driving(preset="ec2-wordpress", size=(80, 24)) as person:
        await go(person, "ctrl+n", "w")

        await person.click("2 Fill")

        assert person.stage == "FillPlaceholders"
        await person.press("ctrl+n")
        assert person.stage == "ReviewPlan"


async def test_the_report_verifies_what_was_made():
    async with driving(preset="ec2-wordpress", size=(80, 24)) as person:
        await go(person, "ctrl+n", "a", "enter", "v")
        assert person.stage == "ReadChecks"
        assert "Passed: 12 of 12 checks." in person.text()

        await person.press("escape")

        assert person.stage == "ReadReport"
