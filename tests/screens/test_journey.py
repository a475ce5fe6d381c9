"""From the catalog to the report by keyboard, and everything that can turn up on the way."""

import asyncio
import threading

from builders import Account, trust
from desk import KEY, FakeDesk
from driving import driving

from tui.core.calls.api_call import iam
from tui.core.calls.target import Target
from tui.core.errors import AwsUnreachable
from tui.core.iam.policy import wire


async def test_the_whole_way_by_keyboard_ends_with_a_role_in_the_practice_account():
    desk = FakeDesk()

    async with driving(desk, size=(80, 24)) as person:
        await person.type("wordpress")
        await person.press("enter")
        assert person.stage == "FillPlaceholders"
        await person.press("ctrl+n")
        assert person.stage == "ReviewPlan"
        await person.press("a", "enter")

        assert person.stage == "ReadReport"
        assert "Done: 7 of 7 calls." in person.text()
        assert "arn:aws:iam::123456789012:role/umemoto-wordpress-role" in person.text()
        assert "exactly as planned" in person.text()
    assert "umemoto-wordpress-role" in desk.account.roles


async def test_a_second_run_of_the_same_finds_nothing_to_do_and_still_has_a_report():
    async with driving(preset="ec2-wordpress") as person:
        await person.press("ctrl+n", "a", "enter", "n")
        assert person.stage == "PickPreset"
        await person.type("wordpress")
        await person.press("enter", "ctrl+n")

        assert "nothing to do" in person.text()
        assert "Apply ›" not in person.text()
        await person.click("See what is there")
        assert person.stage == "ReadReport"
        assert "role/umemoto-wordpress-role" in person.text()


async def test_going_back_keeps_the_answers():
    async with driving(preset="ec2-wordpress") as person:
        await person.type("my-role")
        await person.press("ctrl+n")
        assert "my-role" in person.page()
        await person.press("escape")
        assert person.input("ROLE_NAME").value == "my-role"
        await person.press("ctrl+b")
        assert person.stage == "PickPreset"
        await person.type("wordpress")
        await person.press("enter")

        assert person.input("ROLE_NAME").value == "my-role"


async def test_a_wrong_value_is_told_while_typing_and_keeps_from_going_on():
    async with driving(preset="ec2-wordpress") as person:
        await person.press("m", "y", "space", "r")

        assert '" " (character 3) is not allowed here.' in person.text()
        await person.press("tab", "ctrl+n")
        assert person.stage == "FillPlaceholders"
        assert person.app.focused is person.input("ROLE_NAME")


async def test_a_required_field_left_empty_is_named_only_when_one_wants_to_go_on():
    async with driving(preset="qlik-lakehouse-ec2-instance-profile") as person:
        assert "A value is needed here." not in person.text()

        await person.press("ctrl+n")

        assert "A value is needed here." in person.text()
        assert person.app.focused is person.input("STREAM_NAME")


async def test_what_was_pasted_is_shown_as_what_it_will_be_taken_for():
    async with driving(preset="qlik-lakehouse-ec2-instance-profile") as person:
        person.input("BUCKET_NAME").focus()
        await person.type("s3://my-lake/folder")

        assert "taken as my-lake" in person.text()


async def test_a_default_made_of_other_answers_follows_them():
    async with driving(preset="qlik-lakehouse-ec2-instance-profile") as person:
        person.input("ROLE_NAME").focus()
        await person.pilot.pause()
        await person.type("lake")

        assert person.input("INSTANCE_PROFILE_NAME").value == "lake"


async def test_a_choice_makes_fields_appear_and_disappear_with_their_values():
    async with driving(preset="amp-irsa-ingest", size=(120, 60)) as person:
        workspace = person.app.screen.query_one("#field-WORKSPACE_ID")
        assert not workspace.display or "AMP workspace ID *" not in person.text()
        person.app.screen.query_one("#field-PERMISSIONS").focus()
        await person.press("down")
        assert workspace.display
        person.input("WORKSPACE_ID").focus()
        await person.type("ws-1")
        person.app.screen.query_one("#field-PERMISSIONS").focus()
        await person.press("up", "down")

        assert person.input("WORKSPACE_ID").value == "ws-1"


async def test_a_value_is_picked_from_the_account_and_leads_to_the_next():
    async with driving(preset="amp-irsa-ingest") as person:
        await person.press("down", "down", "enter")

        assert person.input("EKS_CLUSTER").value == "staging"
        assert person.input("OIDC_PROVIDER").value.startswith("oidc.eks.us-east-1")
        assert "read from the account" in person.text()


async def test_the_pick_list_narrows_down_with_what_is_typed_and_says_when_there_is_nothing():
    desk = FakeDesk()
    desk.offers = {"eks-cluster-name": desk.offers["eks-cluster-name"]}

    async with driving(desk, preset="amp-irsa-ingest") as person:
        await person.press("down")
        await person.type("sta")
        assert "staging" in person.text()
        assert "prod" not in "\n".join(line for line in person.lines() if "staging" in line or "  prod" in line[:20])
        await person.press("escape")
        assert person.stage == "FillPlaceholders"
        person.input("OIDC_PROVIDER").focus()
        await person.press("down")

        assert "the account has none; type one" in person.text()


async def test_the_mouse_picks_from_the_list_too():
    async with driving(preset="amp-irsa-ingest") as person:
        await person.click("▾")
        await person.click("prod")

        assert person.input("EKS_CLUSTER").value == "prod"


async def test_a_change_of_the_account_after_the_review_shows_the_new_plan_and_sends_nothing():
    desk = FakeDesk()

    async with driving(desk, preset="ec2-wordpress") as person:
        await person.press("ctrl+n")
        assert "4 to create" in person.text()
        somebody = {"RoleName": "umemoto-wordpress-role", "AssumeRolePolicyDocument": wire(trust())}
        desk.account.call(iam("CreateRole", somebody))
        sent = len(desk.account.sent)
        await person.press("a", "enter")
        await person.settle()

        assert person.stage == "ReviewPlan"
        assert "~ update  role  umemoto-wordpress-role" in person.page()
        assert len(desk.account.sent) == sent


async def test_a_refused_call_is_told_in_aws_words_with_what_stands():
    desk = FakeDesk(Account().refusing(after=2))

    async with driving(desk, preset="ec2-wordpress") as person:
        await person.press("ctrl+n", "a", "enter")

        assert person.stage == "ApplyPlan"
        assert "AccessDenied" in person.text()
        assert "not authorized to perform" in person.text()
        assert "Stopped after 2 of 7 calls" in person.text()
        await person.press("enter")
        assert person.stage == "ReadReport"
        await person.press("ctrl+q")
    assert person.app.return_code == 1


async def test_a_dry_run_has_no_way_to_apply():
    async with driving(FakeDesk(is_dry_run=True), preset="ec2-wordpress") as person:
        await person.press("ctrl+n")

        assert "DRY RUN" in person.text()
        assert "dry run: nothing will be sent" in person.text()
        assert "Apply" not in person.text()
        await person.press("a")
        assert person.stage == "ReviewPlan"


async def test_in_a_real_account_the_name_has_to_be_typed():
    account = Account()
    account.target = Target("account", "111122223333", "ap-northeast-2", alias="acme-prod")
    desk = FakeDesk(account)

    async with driving(desk, preset="ec2-wordpress") as person:
        assert "AWS ACCOUNT" in person.text()
        await person.press("ctrl+n", "a")
        assert person.app.focused is not None
        assert person.app.focused.id == "name"
        assert "111122223333 (acme-prod)" in person.text()
        assert "ap-northeast-2" in person.text()
        await person.press("enter")
        assert account.roles == {}
        await person.type("umemoto-wordpress-role")
        await person.press("enter")

        assert person.stage == "ReadReport"
    assert "umemoto-wordpress-role" in account.roles


async def test_findings_that_are_errors_block_the_apply():
    async with driving(preset="qlik-lakehouse-ec2-instance-profile") as person:
        for token, value in {
            "STREAM_NAME": "my-stream",
            "BUCKET_NAME": "my-lake",
            "SYMMETRIC_KMS_KEY": KEY.replace("arn:aws:", "arn:aws-cn:").replace("us-east-1", "cn-north-1"),
        }.items():
            person.input(token).value = value
        await person.settle()
        await person.press("ctrl+n")

        assert "keep this plan from being applied" in person.text()
        assert "Apply ›" not in person.text()
        await person.press("a")
        assert person.stage == "ReviewPlan"


async def test_stopping_lets_the_call_in_flight_finish_and_quitting_then_says_interrupted():
    desk = FakeDesk()
    desk.gate = threading.Event()

    async with driving(desk, preset="ec2-wordpress") as person:
        await person.press("ctrl+n", "a")
        await person.pilot.press("enter")
        while not desk.gate.is_set() and person.stage != "ApplyPlan":
            await asyncio.sleep(0.01)
        await person.pilot.pause(0.1)
        await person.pilot.press("ctrl+q")
        await person.pilot.pause()
        assert person.stage == "ConfirmQuit"
        await person.pilot.press("right", "enter")
        desk.gate.set()
        await person.settle()
    assert person.app.return_code == 130
    assert len(desk.account.sent) < 7


async def test_an_account_that_cannot_be_reached_is_told_with_what_to_do_and_can_be_tried_again():
    desk = FakeDesk()

    async with driving(desk, preset="ec2-wordpress") as person:
        desk.trouble = AwsUnreachable("aws.no_credentials")
        await person.press("ctrl+n")
        assert person.stage == "TellTrouble"
        assert "No AWS credentials were found." in person.text()
        assert "aws sso login" in person.text()
        await person.press("r")

        assert person.stage == "ReviewPlan"


async def test_answers_given_on_the_command_line_are_in_the_form():
    given = {"s3_bucket": "given-bucket", "TAGS": "Team=web"}

    async with driving(preset="ec2-wordpress", given=given) as person:
        assert person.input("S3_BUCKET").value == "given-bucket"
        await person.press("ctrl+n")

        assert "tag Team  web" in person.page()


async def test_an_update_shows_signs_for_what_goes_and_what_comes():
    account = Account()
    made = {"RoleName": "umemoto-wordpress-role", "AssumeRolePolicyDocument": wire(trust("lambda.amazonaws.com"))}
    account.call(iam("CreateRole", made))

    async with driving(FakeDesk(account), preset="ec2-wordpress") as person:
        await person.press("ctrl+n")

        lines = [line.split() for line in person.page().splitlines()]
        assert ["~", "update", "role", "umemoto-wordpress-role"] in [line[:4] for line in lines]
        assert ["-", '"Service":', '"lambda.amazonaws.com"'] in lines
        assert ["+", '"Service":', '"ec2.amazonaws.com"'] in lines
        assert "Exists: a updates it" in person.text()


async def test_ctrl_c_names_the_key_that_quits_in_the_language_of_the_screen():
    async with driving(language="ko") as person:
        await person.press("ctrl+c")

        assert [one.message for one in person.app._notifications] == ["끝내려면 Ctrl+Q를 누르십시오."]
