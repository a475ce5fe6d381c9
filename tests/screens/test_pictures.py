"""One picture of every stage at both sizes; Korean and Japanese once each. Look at them before accepting new ones:
`pytest tests/screens/test_pictures.py --snapshot-update`.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from builders import Account, trust
from desk import FakeDesk, a_desk_with_a_run
from driving import Driver
from textual.pilot import Pilot
from textual.widgets import Input

from tui.app import RoleWizard
from tui.core.calls.api_call import iam
from tui.core.iam.policy import wire
from tui.i18n import Translator

SIZES = [(80, 24), (120, 40)]
Snap = Callable[..., bool]


def keys(*pressed: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Presses keys, `=text` types text, and holds the cursor still for the picture."""

    async def run(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app, RoleWizard)
        person = Driver(pilot.app, pilot)
        await person.settle()
        for key in pressed:
            await (person.type(key[1:]) if key.startswith("=") else person.press(key))
        for screen in pilot.app.screen_stack:
            for field in screen.query(Input):
                field.cursor_blink = False
        await person.settle()

    return run


def an_app(language: str = "en", preset: str | None = None, account: Account | None = None) -> RoleWizard:
    return RoleWizard(FakeDesk(account), Translator(language), start_preset=preset)


def an_account_with_another_trust() -> Account:
    account = Account()
    made = {"RoleName": "umemoto-wordpress-role", "AssumeRolePolicyDocument": wire(trust("lambda.amazonaws.com"))}
    account.call(iam("CreateRole", made))
    return account


@pytest.mark.parametrize("size", SIZES)
def test_pick(snap_compare: Snap, size: tuple[int, int]) -> None:
    assert snap_compare(an_app(), terminal_size=size, run_before=keys("down"))


@pytest.mark.parametrize("size", SIZES)
def test_pick_in_korean_with_a_search(snap_compare: Snap, size: tuple[int, int]) -> None:
    assert snap_compare(an_app("ko"), terminal_size=size, run_before=keys("=role"))


@pytest.mark.parametrize("size", SIZES)
def test_card(snap_compare: Snap, size: tuple[int, int]) -> None:
    assert snap_compare(an_app(), terminal_size=size, run_before=keys("=kinesis data", "enter"))


@pytest.mark.parametrize("size", SIZES)
def test_fill(snap_compare: Snap, size: tuple[int, int]) -> None:
    typed = keys("=my-stream", "enter", "=s3://my-lake/raw", "enter", "down")
    assert snap_compare(an_app(preset="qlik-lakehouse-ec2-instance-profile"), terminal_size=size, run_before=typed)


@pytest.mark.parametrize("size", SIZES)
def test_fill_in_japanese_with_an_error(snap_compare: Snap, size: tuple[int, int]) -> None:
    typed = keys("down", "enter", "tab", "tab", "=Prom!")
    assert snap_compare(an_app("ja", "amp-irsa-ingest"), terminal_size=size, run_before=typed)


@pytest.mark.parametrize("size", SIZES)
def test_review(snap_compare: Snap, size: tuple[int, int]) -> None:
    account = an_account_with_another_trust()
    assert snap_compare(an_app("en", "ec2-wordpress", account), terminal_size=size, run_before=keys("ctrl+n", "end"))


@pytest.mark.parametrize("size", SIZES)
def test_review_of_the_documents_in_japanese(snap_compare: Snap, size: tuple[int, int]) -> None:
    assert snap_compare(an_app("ja", "ec2-wordpress"), terminal_size=size, run_before=keys("ctrl+n", "2"))


@pytest.mark.parametrize("size", SIZES)
def test_review_of_the_calls(snap_compare: Snap, size: tuple[int, int]) -> None:
    assert snap_compare(an_app("en", "ec2-wordpress"), terminal_size=size, run_before=keys("ctrl+n", "3"))


@pytest.mark.parametrize("size", SIZES)
def test_what_if(snap_compare: Snap, size: tuple[int, int]) -> None:
    typed = keys("ctrl+n", "w", "=s3:PutObject", "tab", "=arn:aws:s3:::ut-wordpress-s3/x")
    assert snap_compare(an_app("en", "ec2-wordpress"), terminal_size=size, run_before=typed)


def test_confirm(snap_compare: Snap) -> None:
    assert snap_compare(an_app("en", "ec2-wordpress"), run_before=keys("ctrl+n", "a"))


@pytest.mark.parametrize("size", SIZES)
def test_apply_that_failed(snap_compare: Snap, size: tuple[int, int]) -> None:
    app = an_app("en", "ec2-wordpress", Account().refusing(after=3))
    assert snap_compare(app, terminal_size=size, run_before=keys("ctrl+n", "a", "enter"))


@pytest.mark.parametrize("size", SIZES)
def test_report(snap_compare: Snap, size: tuple[int, int]) -> None:
    assert snap_compare(an_app("en", "ec2-wordpress"), terminal_size=size, run_before=keys("ctrl+n", "a", "enter"))


def an_app_after(language: str = "en", **run: object) -> RoleWizard:
    """With a run in the journal."""
    return RoleWizard(a_desk_with_a_run(**run), Translator(language))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_question_about_a_run_that_broke_off(snap_compare: Snap, language: str) -> None:
    assert snap_compare(an_app_after(language, after=3), run_before=keys())


@pytest.mark.parametrize("language", ["en", "ja"])
def test_runs(snap_compare: Snap, language: str) -> None:
    assert snap_compare(an_app_after(language), run_before=keys("f4"))


@pytest.mark.parametrize("language", ["en", "ko"])
def test_way_back(snap_compare: Snap, language: str) -> None:
    users = {"role/umemoto-wordpress-role": ("instance-profile/somebody-elses",)}
    assert snap_compare(an_app_after(language, users=users), run_before=keys("f4", "u"))


def test_rolled_back(snap_compare: Snap) -> None:
    assert snap_compare(an_app_after(), run_before=keys("f4", "u", "enter"))


def test_rollback_that_failed(snap_compare: Snap) -> None:
    app = an_app("en", "ec2-wordpress", Account().refusing(after=3))
    assert snap_compare(app, run_before=keys("ctrl+n", "a", "enter", "r", "enter"))


def test_confirm_of_another_trust_policy(snap_compare: Snap) -> None:
    account = an_account_with_another_trust()
    account.target = replace(account.target, kind="account")
    assert snap_compare(an_app("en", "ec2-wordpress", account), run_before=keys("ctrl+n", "a"))


def test_help_in_korean(snap_compare: Snap) -> None:
    assert snap_compare(an_app("ko"), run_before=keys("f1"))


def test_review_side_by_side_in_korean(snap_compare: Snap) -> None:
    app = an_app("ko", "ec2-wordpress", an_account_with_another_trust())
    assert snap_compare(app, terminal_size=(120, 40), run_before=keys("ctrl+n", "v", "v", "end"))


def test_review_as_a_table(snap_compare: Snap) -> None:
    app = an_app("en", "ec2-wordpress", an_account_with_another_trust())
    assert snap_compare(app, terminal_size=(80, 24), run_before=keys("ctrl+n", "v", "v", "v", "end"))
