"""The end of line mode: what was made, what comes next, and what can be done with it; in three languages."""

import re
from pathlib import Path

import pytest
from builders import a_placeholder, a_preset, trust
from desk import FakeDesk, a_desk_with_a_run
from keyboard import APPLY, CTRL_C, ENTER, ERASE, LEAVE, YES, InterruptedFake, make_lambda, run_at
from test_fixes import a_careless_preset

from tui.core.errors import AwsUnreachable
from tui.i18n import LANGUAGES, Translator

WORDPRESS = "ec2-wordpress"
ROLE = "umemoto-wordpress-role"
DEFAULTS = (ENTER,) * 7
Told = pytest.CaptureFixture[str]


def test_the_report_tells_the_arns_what_comes_next_and_how_to_try_it(capsys: Told) -> None:
    code = run_at(FakeDesk(), *DEFAULTS, *APPLY, *LEAVE, preset=WORDPRESS)

    told = capsys.readouterr().out
    arns, _, rest = told.partition("\nWhat to do next\n")
    assert code == 0
    assert f"role_arn = arn:aws:iam::123456789012:role/{ROLE}" in arns
    assert "\nCommands that prove it works\n  aws iam list-attached-role-policies" in rest
    assert "everything made carries it in the tag rolewizard:run" in rest


def test_what_was_made_is_verified_undone_and_gone(capsys: Told) -> None:
    verify, undo = ("v", ENTER), ("u", ENTER)

    code = make_lambda(*APPLY, *verify, *undo, *YES, *LEAVE)

    told = capsys.readouterr().out
    assert code == 0
    assert "✓ role/thumbnails-role: is as wanted" in told
    assert "Passed: " in told
    plan, _, sent = told.partition("Undo lambda-basic")[2].partition("calls go to the built-in practice account.")
    assert "- role/thumbnails-role  (delete)" in plan
    assert "Rolled back: the account is as it was." in sent


def test_verifying_expects_the_fixes_that_were_taken(capsys: Told) -> None:
    """The preset's own document was compared, and the role that had just been made was told to be another."""
    tree = {"name": "<ROLE_NAME>", "trust": trust("states.amazonaws.com")}
    preset = a_preset(placeholders={"ROLE_NAME": a_placeholder(default="careless")}, resources=[{"role": tree}])

    run_at(
        FakeDesk(presets=(preset,)),
        *(ENTER, "f", ENTER, "1", ENTER, *YES, *APPLY, "v", ENTER, *LEAVE),
        preset="test",
    )

    told = capsys.readouterr().out
    assert "Fixes taken: 1" in told
    assert "✓ role/careless: is as wanted" in told


def test_nothing_is_undone_without_a_yes_and_what_stays_is_told(capsys: Told) -> None:
    desk = FakeDesk()
    desk.users = {"policy/S3-Wordpress-ut": ("role/theirs",)}

    run_at(desk, *DEFAULTS, *APPLY, "u", ENTER, ENTER, *LEAVE, preset=WORDPRESS)

    told = capsys.readouterr().out
    assert "Nothing was taken back." in told
    assert "kept, since others use it: role/theirs" in told
    assert ROLE in desk.account.roles


def test_the_hand_over_sheet_is_the_format_that_is_offered_first(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.md"

    make_lambda(*APPLY, "x", ENTER, ENTER, *YES, "s", ENTER, ERASE, str(sheet), ENTER, *LEAVE)

    assert sheet.read_text(encoding="utf-8").startswith("# Lambda function outside a VPC")
    assert "123456789012" not in sheet.read_text(encoding="utf-8")


def test_another_preset_can_be_made_after_the_first() -> None:
    desk = FakeDesk()
    another = ("n", ENTER, "lambda-basic", ENTER, "1", ENTER, "thumbnails", ENTER, ENTER, ENTER)

    code = run_at(desk, *DEFAULTS, *APPLY, *another, *APPLY, *LEAVE, preset=WORDPRESS)

    assert code == 0
    assert set(desk.account.roles) == {ROLE, "thumbnails-role"}


def test_where_nothing_is_to_be_done_what_is_there_can_be_seen(capsys: Told) -> None:
    desk = a_desk_with_a_run()

    code = run_at(desk, *DEFAULTS, "r", ENTER, "v", ENTER, *LEAVE, preset=WORDPRESS)

    told = capsys.readouterr().out.partition("nothing to do.\n  role_arn")[2]
    assert code == 0
    assert "What to do next" in told
    assert f"✓ role/{ROLE}: is as wanted" in told


def test_a_trouble_with_the_account_is_told_and_tried_again(capsys: Told) -> None:
    class Offline(FakeDesk):
        reviews = 0

        def review(self, preset, given, fixes=()):  # type: ignore[no-untyped-def]
            self.reviews += 1
            if self.reviews == 1:
                raise AwsUnreachable("aws.expired", "practice")
            return super().review(preset, given, fixes)

    code = run_at(Offline(), *DEFAULTS, *YES, *LEAVE, preset=WORDPRESS)

    assert code == 0
    assert f"+ role/{ROLE}" in capsys.readouterr().out


def test_a_trouble_at_the_end_leaves_the_report_open(capsys: Told) -> None:
    class Offline(FakeDesk):
        def verify(self, blueprint):  # type: ignore[no-untyped-def]
            raise AwsUnreachable("aws.expired", "practice")

    assert run_at(Offline(), *DEFAULTS, *APPLY, "v", ENTER, *LEAVE, preset=WORDPRESS) == 0
    assert Translator("en")("error.aws.expired") in capsys.readouterr().out


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_missing_in_any_language(language: str, capsys: Told) -> None:
    what_if = ("w", ENTER, "s3:PutObject", ENTER, ENTER, "a:b=c", ENTER, ENTER, ENTER)
    export = ("x", ENTER, ENTER, ENTER, "p", ENTER)
    fix = ("f", ENTER, "1", ENTER, *YES)
    run_at(FakeDesk(presets=(a_careless_preset(),)), ENTER, *fix, *LEAVE, preset="test", language=language)
    for keys in ((*what_if, *export, *APPLY, "v", ENTER, "u", ENTER, *YES), (*APPLY, "r", ENTER, *YES, "b", ENTER)):
        desk = InterruptedFake() if keys[0] == "a" else FakeDesk()
        run_at(desk, *DEFAULTS, *keys, CTRL_C, preset=WORDPRESS, language=language)
    run_at(a_desk_with_a_run(after=3), "g", ENTER, *YES, *LEAVE, language=language)

    told = capsys.readouterr().out
    keys_left = re.findall(r"(?<![\w./-])(?:line|confirm|report|decide|apply|export|way_back|notice)\.[a-z_.]+", told)
    assert keys_left == []
    assert "\x1b" not in told
    assert ("What to do next" in told) is (language == "en")
