"""What line mode offers after the review, each with nothing applied."""

import json
from pathlib import Path

import pytest
from builders import a_profile, a_role, an_account, trust
from desk import FakeDesk
from keyboard import APPLY, ENTER, ERASE, LEAVE, YES, make_lambda, run_at
from test_fixes import a_careless_preset

from tui.cli import main

NO = ("n", ENTER)
WORDPRESS = "ec2-wordpress"
ROLE = "umemoto-wordpress-role"
CONDITION = '+           "aws:SourceAccount": "123456789012"'
DEPUTY_FIX = ("f", ENTER, "1", ENTER)
DEFAULTS = (ENTER,) * 7
Told = pytest.CaptureFixture[str]


def test_one_answer_is_changed_and_the_others_stay(capsys: Told) -> None:
    permissions, own_log_group = ("3", ENTER), ("2", ENTER)

    code = make_lambda("c", ENTER, *permissions, *own_log_group, *LEAVE)

    before, after = capsys.readouterr().out.split("+ role/thumbnails-role  (create)")[1:]
    assert code == 0
    assert "AWSLambdaBasicExecutionRole" in before
    assert "AWSLambdaBasicExecutionRole" not in after
    assert "/aws/lambda/thumbnails" in after


def test_a_fix_is_shown_before_it_is_taken(capsys: Told) -> None:
    desk = FakeDesk(presets=(a_careless_preset(),))

    code = run_at(desk, ENTER, *DEPUTY_FIX, ENTER, *DEPUTY_FIX, *YES, *LEAVE, preset="test")

    before, after = capsys.readouterr().out.split("Fixes taken: 1")
    assert before.count(f"\n  {CONDITION}") == 2
    assert "(role/careless trust [1])" in after
    assert code == 0


def test_a_fix_that_was_taken_can_be_taken_back(capsys: Told) -> None:
    desk = FakeDesk(presets=(a_careless_preset(),))
    up = "\x1b[A"
    last_offer = ("f", ENTER, up, up, ENTER)

    run_at(desk, ENTER, *DEPUTY_FIX, *YES, *last_offer, *YES, *LEAVE, preset="test")

    reviews = capsys.readouterr().out.split("+ role/careless  (create)")
    assert [f"\n        {CONDITION}" in one for one in reviews[1:]] == [False, True, False]


def test_what_if_answers_with_the_statement_the_keys_and_what_cannot_be_known(capsys: Told) -> None:
    question = ("w", ENTER, "s3:PutObject", ENTER, "arn:aws:s3:::<S3_BUCKET>/x.jpg", ENTER)
    context = ("aws:SourceVpc=vpc-1", ENTER, ENTER)

    code = run_at(FakeDesk(), *DEFAULTS, *question, *context, *NO, *LEAVE, preset=WORDPRESS)

    told = capsys.readouterr().out
    assert code == 0
    assert "What the preset promises:\n  ✓ cloudwatch:PutMetricData" in told
    assert f"✓ Allowed: role/{ROLE} may do s3:PutObject on arn:aws:s3:::ut-wordpress-s3/x.jpg." in told
    assert "Allowed by the statement S3-Wordpress-ut[2]" in told
    assert "service control policies of the organization (SCP)" in told


def test_what_if_takes_no_action_and_no_context_that_is_none(capsys: Told) -> None:
    action = ("PutObject", ENTER, ERASE, "s3:PutObject", ENTER)
    resource = ("<NOBODY>", ENTER, ERASE, "*", ENTER)
    context = ("aws:SourceVpc", ENTER, ERASE, ENTER)

    code = run_at(FakeDesk(), *DEFAULTS, "w", ENTER, *action, *resource, *context, *NO, *LEAVE, preset=WORDPRESS)

    assert code == 0
    assert "✗ Denied:" in capsys.readouterr().out


def test_an_export_is_printed_with_account_ids_masked_where_that_is_wanted(capsys: Told) -> None:
    sheet = ("x", ENTER, "5", ENTER)

    make_lambda(*sheet, *YES, "p", ENTER, *LEAVE)
    masked = capsys.readouterr().out.partition("# Lambda")[2]
    make_lambda(*sheet, *NO, "p", ENTER, *LEAVE)
    plain = capsys.readouterr().out.partition("# Lambda")[2]

    assert "123456789012" not in masked
    assert "arn:aws:iam::123456789012:role/thumbnails-role" in plain


def test_an_export_replaces_a_file_only_after_a_question(tmp_path: Path, capsys: Told) -> None:
    there, other = tmp_path / "there.tf", tmp_path / "other.tf"
    there.write_text("mine")
    save = ("x", ENTER, "3", ENTER, *NO, "s", ENTER, ERASE)

    code = make_lambda(*save, str(there), ENTER, *NO, ERASE, str(other), ENTER, *LEAVE)

    assert code == 0
    assert f"{there} exists. Its content would be lost." in capsys.readouterr().out
    assert there.read_text() == "mine"
    assert "aws_iam_role" in other.read_text()
    make_lambda(*save, str(there), ENTER, *YES, *LEAVE)
    assert "aws_iam_role" in there.read_text()


def test_a_place_that_cannot_be_written_is_told_and_asked_for_again(tmp_path: Path, capsys: Told) -> None:
    nowhere = tmp_path / "no" / "such" / "folder.tf"

    code = make_lambda("x", ENTER, "3", ENTER, *NO, "s", ENTER, ERASE, str(nowhere), ENTER, ERASE, ENTER, *LEAVE)

    assert code == 0
    assert "cannot be written" in capsys.readouterr().out


def test_a_saved_plan_is_the_one_that_apply_takes(tmp_path: Path, capsys: Told) -> None:
    file = tmp_path / "plan.json"

    code = make_lambda("s", ENTER, ERASE, str(file), ENTER, *LEAVE)

    told = capsys.readouterr().out
    assert code == 0
    assert f"SHA-256 {json.loads(file.read_text())['sha256']}" in told
    assert main(["apply", str(file), "--yes"]) == 0
    assert "role/thumbnails-role" in capsys.readouterr().out


def test_what_the_person_needs_is_told(capsys: Told) -> None:
    make_lambda("p", ENTER, *LEAVE)

    assert "Whoever applies this plan needs these permissions:" in capsys.readouterr().out


def test_another_preset_begins_anew_and_the_same_one_keeps_its_answers(capsys: Told) -> None:
    back_again = ("n", ENTER, "lambda-basic", ENTER, "1", ENTER)

    code = make_lambda(*back_again, *LEAVE)

    assert code == 0
    assert capsys.readouterr().out.count("+ role/thumbnails-role  (create)") == 2


def test_a_blocked_plan_says_why_and_is_not_applied(capsys: Told) -> None:
    desk = FakeDesk()
    desk.lookalikes = {f"role/{ROLE}": ROLE.upper()}

    code = run_at(desk, *DEFAULTS, *LEAVE, preset=WORDPRESS)

    assert code == 2
    assert "The plan has errors and is not applied: name_case" in capsys.readouterr().out
    assert desk.account.sent == []


def test_a_name_that_is_taken_can_be_given_up_even_where_the_plan_is_blocked(capsys: Told) -> None:
    desk = FakeDesk()
    desk.lookalikes = {f"role/{ROLE}": ROLE.upper()}

    run_at(desk, *DEFAULTS, "o", ENTER, ERASE, "mine", ENTER, *LEAVE, preset=WORDPRESS)

    told = capsys.readouterr().out
    assert f"{ROLE} is there already; choose another name." in told
    assert "+ role/mine  (create)" in told


def taken(service: str = "ec2.amazonaws.com") -> FakeDesk:
    return FakeDesk(an_account(a_role(ROLE, trust=trust(service))))


def test_a_name_that_is_taken_is_left_unless_somebody_says_otherwise(capsys: Told) -> None:
    desk = taken()

    code = run_at(desk, *DEFAULTS, "a", ENTER, ENTER, *LEAVE, preset=WORDPRESS)

    told = capsys.readouterr().out
    assert code == 0
    assert f"{ROLE} is there already, with other content" in told.rpartition("Nothing was applied.")[0]
    assert f"~ role/{ROLE}  (update)" in told.rpartition(f"{ROLE} is there already, with other content")[2]
    assert desk.account.roles[ROLE]["managed"] == []


def test_a_name_that_is_taken_can_be_adopted() -> None:
    desk = taken()

    code = run_at(desk, *DEFAULTS, "a", ENTER, "u", ENTER, *YES, *LEAVE, preset=WORDPRESS)

    assert code == 0
    assert len(desk.account.roles[ROLE]["managed"]) == 2


def test_another_name_leaves_the_one_that_is_there_alone() -> None:
    desk = taken()
    other = ("o", ENTER, ERASE, "mine", ENTER)

    code = run_at(desk, *DEFAULTS, "a", ENTER, *other, *APPLY, *LEAVE, preset=WORDPRESS)

    assert code == 0
    assert desk.account.roles[ROLE]["managed"] == []
    assert len(desk.account.roles["mine"]["managed"]) == 2


def test_another_trust_policy_takes_a_yes_of_its_own_after_its_differences(capsys: Told) -> None:
    desk = taken("lambda.amazonaws.com")
    adopt = ("a", ENTER, "u", ENTER)

    run_at(desk, *DEFAULTS, *adopt, ENTER, *LEAVE, preset=WORDPRESS)

    told = capsys.readouterr().out.rpartition("who may assume it would change.")[2]
    assert desk.account.roles[ROLE]["AssumeRolePolicyDocument"] == trust("lambda.amazonaws.com")
    assert '-         "Service": "lambda.amazonaws.com"' in told
    assert "managed/" not in told

    run_at(desk, *DEFAULTS, *adopt, *YES, *YES, *LEAVE, preset=WORDPRESS)

    assert desk.account.roles[ROLE]["AssumeRolePolicyDocument"] == trust()


def test_a_role_in_a_profile_is_taken_out_after_a_yes_of_its_own(capsys: Told) -> None:
    desk = FakeDesk(an_account(a_role("theirs"), a_profile("umemoto-wordpress-profile", "theirs")))
    adopt = ("a", ENTER, "u", ENTER)

    run_at(desk, *DEFAULTS, *adopt, ENTER, *LEAVE, preset=WORDPRESS)

    told = capsys.readouterr().out.rpartition("The profile holds role theirs")[2]
    assert "- theirs" in told
    assert "Nothing was applied." in told
    assert desk.account.profiles["umemoto-wordpress-profile"]["roles"] == ["theirs"]

    run_at(desk, *DEFAULTS, *adopt, *YES, *YES, *LEAVE, preset=WORDPRESS)

    assert desk.account.profiles["umemoto-wordpress-profile"]["roles"] == [ROLE]
