"""Sentences on the documents page; fixes shown as a difference, taken, and taken back."""

from builders import a_placeholder, a_preset, allow, trust
from desk import FakeDesk
from driving import driving

from tui.core.preset import Preset

DEPUTY = "acts for whoever asks it to"


def a_careless_preset() -> Preset:
    role = {"name": "<ROLE_NAME>", "trust": trust("states.amazonaws.com"), "inline": {"p": allow("ecs:Submit*")}}
    role["inline"]["q"] = allow("s3:GetObjekt", on="arn:aws:s3:::b/*")
    return a_preset(placeholders={"ROLE_NAME": a_placeholder(default="careless")}, resources=[{"role": role}])


def a_desk() -> FakeDesk:
    return FakeDesk(presets=(a_careless_preset(),))


async def test_every_statement_has_its_sentence_and_every_wildcard_its_actions():
    async with driving(a_desk(), preset="test") as person:
        await person.press("ctrl+n", "2")

        assert "→ This role can be assumed by the AWS service states.amazonaws.com." in person.page()
        assert "→ Allows ecs:Submit* on every resource." in person.page()
        assert "ecs:Submit* is 3 actions: 3 write" in person.page()
        assert "SubmitAttachmentStateChanges, SubmitContainerStateChange" in person.page()

        await person.press("e")

        assert "→" not in person.page()
        assert '"ecs:Submit*"' in person.page()


async def test_the_first_few_actions_of_a_large_wildcard_or_all_of_them():
    desk = FakeDesk()
    given = {"BUCKET_NAME": "my-lake", "STREAM_NAME": "s", "EXTERNAL_ID": "x1"}
    given["SYMMETRIC_KMS_KEY"] = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"

    async with driving(desk, preset="qlik-lakehouse-ec2-instance-profile", given=given) as person:
        await person.press("ctrl+n", "2")
        assert "and 49 more" in person.page()
        assert "VerifyMac" not in person.page()

        await person.press("u")

        assert "VerifyMac" in person.page()


async def test_a_fix_is_shown_as_a_difference_and_taken_only_then():
    async with driving(a_desk(), preset="test") as person:
        await person.press("ctrl+n", "4")
        assert DEPUTY in person.page()

        await person.press("f")
        assert person.stage == "ChooseFix"
        assert "+" in person.page()
        assert '"aws:SourceAccount": "123456789012"' in person.page()

        await person.press("escape")
        assert person.app.state.fixes == ()

        await person.press("f", "enter")
        assert person.stage == "ReviewPlan"
        assert DEPUTY not in person.page()
        assert "Fixes taken: 1" in person.page()
        assert "aws:SourceAccount" in str(person.app.state.review.plan.steps[0].do.params)


async def test_several_fixes_are_taken_and_one_is_taken_back():
    async with driving(a_desk(), preset="test") as person:
        await person.press("ctrl+n", "4", "f", "enter", "f", "enter")
        plan = person.app.state.review.plan
        assert len(person.app.state.fixes) == 2
        assert '"s3:GetObject"' in str([step.do.params for step in plan.steps])

        await person.press("f", "enter")

        [left] = person.app.state.fixes
        assert "Fixes taken: 1" in person.page()
        assert left.startswith("action_unknown@")


async def test_fixes_outlive_a_look_back_at_the_form():
    async with driving(a_desk(), preset="test") as person:
        await person.press("ctrl+n", "4", "f", "enter", "ctrl+b")
        assert person.stage == "FillPlaceholders"

        await person.press("ctrl+n")

        assert [one.code for one in person.app.state.review.taken] == ["source_missing"]


async def test_after_the_apply_the_fixed_plan_has_nothing_left_to_do():
    async with driving(a_desk(), preset="test") as person:
        await person.press("ctrl+n", "4", "f", "enter", "a", "enter")
        assert person.stage == "ReadReport"

        await person.press("ctrl+b")

        taken = person.app.state.fixes
        assert taken == () or person.app.state.review.plan.is_empty


async def test_keys_that_would_do_nothing_are_not_among_the_keys():
    async with driving(FakeDesk(), preset="ec2-wordpress") as person:
        await person.press("ctrl+n")
        assert "Sentences" not in person.lines()[-1] + person.lines()[-2]

        await person.press("2")
        assert "Sentences" in person.lines()[-1] + person.lines()[-2]

        await person.press("4", "f")
        assert person.stage == "ReviewPlan"
        assert "Fixes" not in person.lines()[-1] + person.lines()[-2]


async def test_a_full_meter_and_waivers_stand_under_the_findings():
    async with driving(a_desk(), preset="test") as person:
        await person.press("ctrl+n", "4")

        assert "Room left in IAM's quotas" in person.page()
        assert "of 2,048 characters" in person.page()
        assert "1 of 50" in person.page()
