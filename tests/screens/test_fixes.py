"""Sentences on the documents page; fixes shown as a difference, taken, and taken back."""

from builders import a_placeholder, a_preset, allow, trust
from desk import KEY, FakeDesk
from driving import Driver, driving

from tui.core.preset.format import Preset

DEPUTY = "acts for whoever asks it to"


def a_careless_preset() -> Preset:
    role = {"name": "<ROLE_NAME>", "trust": trust("states.amazonaws.com"), "inline": {"p": allow("ecs:Submit*")}}
    role["inline"]["q"] = allow("s3:GetObjekt", on="arn:aws:s3:::b/*")
    return a_preset(placeholders={"ROLE_NAME": a_placeholder(default="careless")}, resources=[{"role": role}])


def a_desk() -> FakeDesk:
    return FakeDesk(presets=(a_careless_preset(),))


async def test_statements_are_said_in_words_and_wildcards_unfolded():
    desk = FakeDesk()
    given = {"BUCKET_NAME": "my-lake", "STREAM_NAME": "s", "EXTERNAL_ID": "x1", "SYMMETRIC_KMS_KEY": KEY}

    async with driving(desk, size=(80, 24), preset="qlik-lakehouse-ec2-instance-profile", given=given) as person:
        await person.press("ctrl+n")
        assert "Sentences" not in keys_of(person)

        await person.press("2")
        assert "→ This role can be assumed by the AWS service ec2.amazonaws.com." in person.page()
        assert "only if the resource has the tag qlik_cluster (aws:ResourceTag/qlik_cluster)." in person.page()
        assert "kms:* is 55 actions" in person.page()
        assert "and 49 more" in person.page()
        assert "VerifyMac" not in person.page()

        await person.press("u")
        assert "VerifyMac" in person.page()

        await person.press("e")
        assert "→" not in person.page()
        assert '"kms:*"' in person.page()


async def test_a_fix_is_shown_as_a_difference_and_taken_only_then():
    async with driving(a_desk(), size=(80, 24), preset="test") as person:
        await person.press("ctrl+n", "4")
        assert DEPUTY in person.page()
        assert "196 of 2,048 characters" not in person.page()

        await person.press("f")
        assert person.stage == "ChooseFix"
        assert '+           "aws:SourceAccount": "123456789012"' in person.page()

        await person.press("escape")
        assert person.app.state.fixes == ()

        await person.press("f", "enter")
        assert person.stage == "ReviewPlan"
        assert DEPUTY not in person.page()
        assert "Fixes taken: 1" in person.page()
        assert "196 of 2,048 characters" in person.page()
        assert "aws:SourceAccount" in str(person.app.state.review.plan.steps[0].do.params)


async def test_fixes_are_taken_back_and_outlive_a_look_at_the_form():
    async with driving(a_desk(), size=(80, 24), preset="test") as person:
        await person.press("ctrl+n", "4", "f", "enter", "f", "enter")
        assert len(person.app.state.fixes) == 2

        await person.press("f", "enter")
        assert "Fixes taken: 1" in person.page()
        assert [one.split("@")[0] for one in person.app.state.fixes] == ["action_unknown"]

        await person.press("ctrl+b", "ctrl+n")
        assert [one.code for one in person.app.state.review.taken] == ["action_unknown"]


def keys_of(person: Driver) -> str:
    return " ".join(person.lines()[-2:])
