"""Runs that broke off, by Ctrl+C, by AWS's no, or days ago: roll back, keep, go on, or later."""

import signal
from dataclasses import replace

import pytest
from builders import Account
from desk import RUN, FakeDesk, a_desk_with_a_run
from keyboard import APPLY, CTRL_C, ENTER, ERASE, LAMBDA, LEAVE, YES, InterruptedDesk, InterruptedFake, run_at

from tui.core.calls.target import practice_target
from tui.core.errors import JournalFailed
from tui.core.run.journal import read_run
from tui.options import Options

WORDPRESS = "ec2-wordpress"
ROLE = "umemoto-wordpress-role"
DEFAULTS = (ENTER,) * 7
AT_ONCE = 4
"""Calls of the preset that need nothing of one another: they are in flight together."""
ROLL_BACK, KEEP, GO_ON, LATER = ("r", ENTER), ("k", ENTER), ("g", ENTER), ("l", ENTER)
REAL = replace(practice_target(), kind="account")
Told = pytest.CaptureFixture[str]


def state_of(desk: FakeDesk) -> str:
    return read_run(desk.journals[RUN].records)[0].state


def wordpress(desk: FakeDesk, *keys: str) -> int:
    return run_at(desk, *DEFAULTS, *APPLY, *keys, preset=WORDPRESS)


def test_control_c_while_applying_stops_after_the_call_and_rolls_back_what_was_made(capsys: Told) -> None:
    with InterruptedDesk(Options(command="wizard")) as desk:
        code = run_at(
            desk, *LAMBDA, *APPLY, *ROLL_BACK, *YES, *LEAVE, preset="lambda-basic", FUNCTION_NAME="thumbnails"
        )
        [run] = desk.runs()

    told = capsys.readouterr()
    assert code == 1
    assert "Stopping after the call in flight." in told.err
    shown, sent = told.out.split("Rolled back: the account is as it was.")[0].rsplit("DeleteRole", 1)
    assert "Stopped because you asked for it." in shown
    assert "Roll back lambda-basic" in shown
    assert "Delete role thumbnails-role" in sent
    assert run.state == "rolled-back"


def test_control_c_while_applying_can_be_followed_by_going_on(capsys: Told) -> None:
    desk = InterruptedFake()

    code = wordpress(desk, *GO_ON, *YES, *LEAVE)

    told = capsys.readouterr().out
    assert code == 0
    assert "3 calls, in this order:" in told.partition("Stopped because you asked for it.")[2]
    assert "What to do next" in told
    assert state_of(desk) == "done"


def test_a_plan_to_go_on_with_is_only_sent_after_a_yes() -> None:
    desk = InterruptedFake()

    code = wordpress(desk, *GO_ON, ENTER, *KEEP, *LEAVE)

    assert code == 1
    assert len(desk.account.sent) == AT_ONCE
    assert state_of(desk) == "kept"


def test_a_failed_apply_tells_the_statement_and_can_be_kept(capsys: Told) -> None:
    desk = FakeDesk(Account().refusing(after=3))

    code = wordpress(desk, *KEEP, *LEAVE)

    told = capsys.readouterr().out
    assert code == 1
    assert "Missing: iam:" in told
    assert "The run is closed; what it made stays." in told
    assert list(desk.account.roles) == [ROLE]


def test_what_was_kept_can_still_be_undone(capsys: Told) -> None:
    desk = FakeDesk(Account().refusing(after=3))
    desk.account.fail_at, desk.account.fail_code = 3, "AccessDenied"

    code = wordpress(desk, *KEEP, "u", ENTER, ENTER, *LEAVE)

    assert code == 1
    assert f"Undo {WORDPRESS} (run {RUN})" in capsys.readouterr().out
    assert list(desk.account.roles) == [ROLE]


def test_what_cannot_be_rolled_back_remains_as_commands_and_the_question_is_asked_again(capsys: Told) -> None:
    desk = FakeDesk(Account().refusing(after=3))

    code = wordpress(desk, *ROLL_BACK, *YES, *LATER, *LEAVE)

    told = capsys.readouterr().out
    assert code == 1
    assert "Could not be taken back; these commands remain:" in told
    assert f"\n  aws iam delete-role --role-name {ROLE}\n" in told
    assert f"`rolewizard undo {RUN} --yes` takes it back" in told
    assert state_of(desk) == "failed"


def test_a_disk_that_is_full_on_the_way_back_leaves_the_commands_too(capsys: Told) -> None:
    class FullDisk(InterruptedFake):
        def deploy(self, plan, is_cancelled, kind="apply", ask=None):  # type: ignore[no-untyped-def]
            if kind == "rollback":
                raise JournalFailed("journal.failed", "/state", reason="no space left")
            return super().deploy(plan, is_cancelled, kind, ask)

    code = wordpress(FullDisk(), *ROLL_BACK, *YES, *LATER, *LEAVE)

    told = capsys.readouterr().out
    assert code == 1
    assert "The journal cannot be written (/state): no space left" in told
    assert "\n  aws iam delete-policy --policy-arn" in told


def test_leaving_at_the_decision_tells_how_to_go_on(capsys: Told) -> None:
    code = wordpress(FakeDesk(Account().refusing(after=3)), CTRL_C)

    assert code == 130
    assert f"`rolewizard resume {RUN} --yes` goes on" in capsys.readouterr().out


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_nobody_is_asked_where_the_terminal_or_the_machine_goes_down(
    number: signal.Signals, code: int, capsys: Told
) -> None:
    desk = InterruptedFake()
    desk.number = number

    assert wordpress(desk) == code
    assert len(desk.account.sent) == AT_ONCE
    assert f"`rolewizard resume {RUN} --yes` goes on" in capsys.readouterr().out


def test_after_rolling_back_the_same_answers_can_be_reviewed_again() -> None:
    desk = InterruptedFake()
    review_again = ("b", ENTER)

    code = wordpress(desk, *ROLL_BACK, *YES, *review_again, *LEAVE)

    assert code == 1
    assert desk.account.roles == {}


def test_at_the_start_a_run_that_broke_off_is_gone_on_with_after_its_plan_was_read(capsys: Told) -> None:
    desk = a_desk_with_a_run(after=3)

    code = run_at(desk, *GO_ON, *YES, *LEAVE)

    told = capsys.readouterr().out
    assert code == 0
    facts, _, rest = told.partition("3 of 7 calls were made.")
    assert "A run was not finished." in facts
    assert f"{WORDPRESS}, failed, 2026-11-22 09:01 UTC, {RUN}" in facts
    plan, _, sent = rest.partition("4 calls are left for the built-in practice account.")
    assert "Attach arn:aws:iam::123456789012:policy/S3-Wordpress-ut" in plan
    assert f"role_arn = arn:aws:iam::123456789012:role/{ROLE}" in sent
    assert "What to do next" in sent
    assert state_of(desk) == "done"


def test_at_the_start_a_run_is_rolled_back_kept_or_left_and_the_catalog_comes_next() -> None:
    search = ("kinesis-data-streams", ENTER, "1", ENTER, *LEAVE)

    for keys, state in ((ROLL_BACK + YES, "rolled-back"), (KEEP, "kept"), (LATER, "failed"), ((ENTER,), "failed")):
        desk = a_desk_with_a_run(after=3)

        assert run_at(desk, *keys, *search) == 0
        assert state_of(desk) == state


def test_a_way_back_that_leaves_something_says_why_and_stays_open(capsys: Told) -> None:
    desk = a_desk_with_a_run(after=4)
    used = next(address for address in read_run(desk.journals[RUN].records)[0].before if address.startswith("policy/"))
    desk.users = {used: ("role/theirs",)}

    run_at(desk, *ROLL_BACK, *YES, *LATER, CTRL_C)

    told = capsys.readouterr().out
    assert f"What stays\n! {used}: kept, since others use it: role/theirs" in told
    assert "Left as it is:" in told
    assert state_of(desk) == "partly-rolled-back"


def test_a_run_that_broke_off_before_its_first_call_is_closed_by_rolling_back(capsys: Told) -> None:
    desk = a_desk_with_a_run(after=0)

    run_at(desk, *ROLL_BACK, CTRL_C)

    assert "There is nothing to take back." in capsys.readouterr().out
    assert state_of(desk) == "rolled-back"


def test_of_several_runs_one_is_chosen(capsys: Told) -> None:
    desk = a_desk_with_a_run(after=3)
    second = desk.review(desk.preset("lambda-basic"), {"FUNCTION_NAME": "f"}).plan
    desk.account.refusing(1)
    list(desk.deploy(second, lambda: False))
    desk.account.mended()

    run_at(desk, "2", ENTER, *KEEP, *KEEP, CTRL_C)

    assert {one.state for one in desk.runs()} == {"kept"}
    assert "lambda-basic, failed" in capsys.readouterr().out


def test_nothing_is_asked_at_the_start_about_another_account_or_on_a_dry_run(capsys: Told) -> None:
    desk = a_desk_with_a_run(after=3)
    desk.is_dry_run = True
    assert run_at(desk, CTRL_C) == 130
    desk.is_dry_run = False
    desk.account.target = replace(REAL, account="111122223333")
    assert run_at(desk, CTRL_C) == 130

    assert "A run was not finished." not in capsys.readouterr().out


def broken_off_in_a_real_account() -> FakeDesk:
    desk = FakeDesk(Account(target=REAL).refusing(3))
    plan = desk.review(desk.preset(WORDPRESS), {}).plan
    list(desk.deploy(plan, lambda: False))
    desk.account.mended()
    return desk


@pytest.mark.parametrize(("key", "left"), [("g", {ROLE}), ("r", set())])
def test_in_a_real_account_an_old_run_takes_the_name(key: str, left: set[str], capsys: Told) -> None:
    desk = broken_off_in_a_real_account()
    sent = len(desk.account.sent)

    run_at(desk, key, ENTER, "another", ENTER, ERASE, ENTER, *LATER, CTRL_C)
    assert len(desk.account.sent) == sent

    run_at(desk, key, ENTER, ROLE, ENTER, CTRL_C)
    assert set(desk.account.roles) == left
    assert "a real AWS account?" in capsys.readouterr().out


def test_in_a_real_account_applying_and_undoing_take_the_name_and_rolling_back_a_moment_later_does_not() -> None:
    desk = FakeDesk(Account(target=REAL))
    apply, undo = ("a", ENTER, ROLE, ENTER), ("u", ENTER, ROLE, ENTER)
    run_at(desk, *DEFAULTS, "a", ENTER, ENTER, *LEAVE, preset=WORDPRESS)
    assert desk.account.sent == []

    assert run_at(desk, *DEFAULTS, *apply, *undo, *LEAVE, preset=WORDPRESS) == 0
    assert state_of(desk) == "undone"

    interrupted = InterruptedFake(Account(target=REAL))
    run_at(interrupted, *DEFAULTS, *apply, *ROLL_BACK, *YES, *LEAVE, preset=WORDPRESS)
    assert state_of(interrupted) == "rolled-back"
