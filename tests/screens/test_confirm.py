"""What is there and serves others is never replaced without a yes of its own."""

from builders import Account, a_profile, a_role, an_account, trust
from desk import FakeDesk
from driving import driving

from tui.core.calls.api_call import iam
from tui.core.calls.target import Target
from tui.core.iam.policy import wire

PRESET = "ec2-wordpress"
ROLE = "umemoto-wordpress-role"


async def test_replacing_who_may_assume_a_role_takes_a_yes_of_its_own():
    account = Account()
    made = {"RoleName": ROLE, "AssumeRolePolicyDocument": wire(trust("lambda.amazonaws.com"))}
    account.call(iam("CreateRole", made))

    async with driving(FakeDesk(account), preset=PRESET) as person:
        await person.press("ctrl+n", "a")
        assert "[ ] Replace who may assume it" in person.text()
        assert person.app.screen.query_one("#yes").disabled
        await person.press("escape", "a", "ctrl+t")
        assert "[✓] Replace who may assume it" in person.text()
        await person.press("ctrl+t", "right", "enter")
        assert person.stage == "ReviewPlan"
        await person.press("a", "ctrl+t", "right", "enter")

        assert person.stage == "ReadReport"
    assert "ec2" in str(account.roles[ROLE]["AssumeRolePolicyDocument"])


async def test_in_a_real_account_both_the_name_and_the_tick_are_needed():
    account = Account()
    account.target = Target("account", "111122223333", "ap-northeast-2")
    made = {"RoleName": ROLE, "AssumeRolePolicyDocument": wire(trust("lambda.amazonaws.com"))}
    account.call(iam("CreateRole", made))

    async with driving(FakeDesk(account), preset=PRESET) as person:
        await person.press("ctrl+n", "a")
        person.app.screen.query_one("#name").focus()
        await person.type(ROLE)
        await person.press("enter")
        assert person.stage == "ConfirmApply"
        await person.press("ctrl+t", "enter")

        assert person.stage == "ReadReport"


async def test_each_thing_to_replace_has_a_tick_and_the_key_takes_them_one_by_one():
    theirs = a_profile("umemoto-wordpress-profile", "theirs")
    account = an_account(a_role("theirs"), theirs, a_role(ROLE, trust=trust("lambda.amazonaws.com")))

    async with driving(FakeDesk(account), preset=PRESET, size=(80, 24)) as person:
        await person.press("ctrl+n", "a", "ctrl+t")
        assert "[✓] Replace who may assume it" in person.text()
        assert "[ ] Take out the role that is in the profile" in person.text()
        assert person.app.screen.query_one("#yes").disabled

        await person.press("ctrl+t")
        assert "[✓] Take out the role" in person.text()
        await person.press("ctrl+t")
        assert "[✓]" not in person.text()

        await person.press("ctrl+t", "ctrl+t", "right", "enter")
        assert person.stage == "ReadReport"
    assert account.profiles["umemoto-wordpress-profile"]["roles"] == [ROLE]
