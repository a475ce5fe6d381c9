"""The list of what was done before, and undoing it."""

from builders import Account
from desk import FakeDesk, a_desk_with_a_run
from driving import driving

from tui.core.calls.target import Target
from tui.core.plan.review import RunSummary

PRESET = "ec2-wordpress"
ROLE = "umemoto-wordpress-role"


async def test_the_list_of_runs_says_when_there_are_none():
    async with driving() as person:
        await person.press("f4")

        assert person.stage == "ListRuns"
        assert "No runs yet." in person.text()
        await person.press("enter", "u", "escape")
        assert person.stage == "PickPreset"


async def test_a_finished_run_is_undone_from_the_list_and_only_once():
    desk = a_desk_with_a_run()

    async with driving(desk) as person:
        await person.press("f4")
        assert "2026-11-22 09:01" in person.text()
        assert PRESET in person.text()
        await person.press("enter")
        assert "7 of 7 calls were made." in person.text()
        await person.press("escape", "u")
        assert person.stage == "ReviewWayBack"
        await person.press("enter")
        assert "Rolled back: the account is as it was." in person.page()
        await person.press("enter")
        assert person.stage == "ListRuns"
        assert "undone" in person.text()
        await person.press("u")

        assert "There is nothing to take back." in person.page()
        await person.press("enter")
        assert person.stage == "ReviewWayBack"
    assert desk.account.roles == {}


async def test_an_undo_names_who_else_uses_what_it_leaves():
    desk = a_desk_with_a_run()
    desk.users = {f"role/{ROLE}": ("instance-profile/somebody-elses",)}

    async with driving(desk) as person:
        await person.press("f4", "u")

        assert f"role/{ROLE}: kept, since others use it: instance-profile/somebody-elses" in person.page()
        await person.press("enter")
    assert ROLE in desk.account.roles


async def test_an_undo_in_a_real_account_takes_the_name():
    account = Account()
    account.target = Target("account", "111122223333", "ap-northeast-2", alias="acme-prod")
    desk = FakeDesk(account)

    async with driving(desk, preset=PRESET) as person:
        await person.press("ctrl+n", "a")
        await person.type(ROLE)
        await person.press("enter", "n")
        await person.press("f4", "u", "enter")
        assert person.stage == "ConfirmUndo"
        assert "111122223333 (acme-prod)" in person.text()
        await person.press("enter")
        assert ROLE in account.roles
        await person.type(ROLE)
        await person.press("enter")

        assert "Rolled back: the account is as it was." in person.page()
    assert account.roles == {}


async def test_a_journal_that_cannot_be_read_is_listed_with_its_file():
    desk = FakeDesk()
    path = "/home/me/.local/state/rolewizard/runs/0123456789ab.jsonl"
    desk.damaged = (RunSummary("0123456789ab", "?", "damaged", "", "?", "", "", 0, 0, path),)

    async with driving(desk) as person:
        await person.press("f4")
        assert "unreadable" in person.text()
        assert path in person.text()
        await person.press("u", "enter")

        assert person.stage == "DecideRun"
        assert path in "".join(line.strip(" │") for line in person.lines())


async def test_the_runs_are_in_the_menu_of_every_screen():
    desk = a_desk_with_a_run()

    async with driving(desk, preset=PRESET) as person:
        await person.press("ctrl+p")
        await person.type("Runs")
        await person.press("enter")

        assert person.stage == "ListRuns"
        await person.press("escape")
        assert person.stage == "FillPlaceholders"


async def test_what_a_run_was_about_is_told_beside_the_list_and_before_deciding():
    """Two runs of one preset looked the same, whatever role they had made."""
    desk = a_desk_with_a_run()
    plan = desk.review(desk.preset(PRESET), {"ROLE_NAME": "another-role"}).plan
    list(desk.deploy(plan, lambda: False))

    async with driving(desk, size=(80, 24)) as person:
        await person.press("f4")
        assert "role/another-role, " in person.text()
        await person.press("down")
        assert f"role/{ROLE}, " in person.text()
        assert "role/another-role" not in person.text()
        await person.press("enter")

        assert person.stage == "DecideRun"
        assert f"role/{ROLE}, " in person.text()


async def test_before_something_is_taken_back_its_documents_and_who_loses_what_can_be_read():
    async with driving(a_desk_with_a_run(), size=(80, 24)) as person:
        await person.press("f4", "u")

        page = person.page()
        assert "- delete  role  umemoto-wordpress-role   ▼ narrows" in page
        assert "▼ narrows: ec2.amazonaws.com may no longer use sts:AssumeRole" in page
        assert '-       "Action": "sts:AssumeRole"' in page
        assert "- tag Name  umemoto-wordpress-role" in page
        assert "None" not in page
