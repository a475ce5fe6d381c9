"""Runs that were made before, met again by another process, in another account, or with nowhere to write."""

from dataclasses import replace
from pathlib import Path

import pytest
from builders import Account, a_plan, a_role, a_target

from tui import recovery
from tui.core.errors import UsageError
from tui.core.kinds import Stream
from tui.core.plan.plan import Plan
from tui.core.run.events import Event
from tui.core.run.journal import PhaseKind, begin_record
from tui.desk import open_journals
from tui.options import Options
from tui.start import for_run
from tui.store.journals import JournalFolder

RUN = "0123456789ab"
WANTED = a_role(managed=("arn:x",))


def carried_out(journals: JournalFolder, account: Account, plan: Plan, kind: PhaseKind = "apply") -> list[Event]:
    return list(recovery.deploy(journals, account, plan, lambda: False, kind, lambda _: None))


def test_a_run_is_only_gone_on_with_in_its_own_account(tmp_path: Path) -> None:
    journals = JournalFolder(tmp_path)
    carried_out(journals, Account(), a_plan(WANTED, run=RUN))

    for other in (a_target(account="210987654321"), a_target("cn-north-1"), replace(a_target(), kind="account")):
        for way in (recovery.plan_resume, recovery.plan_undo):
            with pytest.raises(UsageError) as caught:
                way(journals, Account(target=other), RUN)
            assert caught.value.code == "run.other_target"


def test_the_practice_account_finds_its_way_back_without_a_disk(tmp_path: Path) -> None:
    """A failed apply could not be taken back where no journal could be written."""
    (tmp_path / "file").write_text("")
    journals, account = JournalFolder(tmp_path / "file" / "runs"), Account().refusing(1)
    failed = carried_out(journals, account, a_plan(WANTED, run=RUN))

    back = recovery.plan_undo(journals, account.mended(), RUN)
    ended = carried_out(journals, account, back.plan, "rollback")

    assert (failed[-1].outcome, ended[-1].outcome) == ("failed", "rolled-back")
    assert account.roles == {}
    assert recovery.plan_undo(journals, account, RUN).plan.steps == ()


def test_a_run_that_is_kept_is_asked_about_no_more(tmp_path: Path) -> None:
    journals, account = JournalFolder(tmp_path), Account().refusing(1)
    carried_out(journals, account, a_plan(WANTED, run=RUN))
    [before] = recovery.summaries(journals)

    recovery.keep(journals, RUN)

    [after] = recovery.summaries(journals)
    assert (before.state, before.is_open, before.done, before.total) == ("failed", True, 1, 2)
    assert (after.state, after.is_open) == ("kept", False)
    assert list(account.roles) == ["app"]


def test_the_list_tells_of_journals_that_cannot_be_read(tmp_path: Path) -> None:
    journals = JournalFolder(tmp_path)
    carried_out(journals, Account(), a_plan(WANTED, run=RUN))
    with journals.path_of(RUN).open("ab") as file:
        file.write(b"x" * 9)
    journals.path_of("ffffffffffff").write_bytes(b"")

    found = {one.run: (one.state, one.unreadable_bytes, bool(one.path)) for one in recovery.summaries(journals)}

    assert found == {RUN: ("done", 9, True), "ffffffffffff": ("damaged", 0, True)}


def test_a_wait_ends_when_the_run_is_stopped() -> None:
    slept: list[float] = []

    recovery._interruptible(slept.append, lambda: len(slept) >= 3)(60)

    assert sum(slept) < 1


def test_a_run_is_only_gone_on_with_in_its_own_region_where_it_made_something_there(tmp_path: Path) -> None:
    """From another region the stream was not seen, the undo left it, and said that all was as before."""
    journals, account = JournalFolder(tmp_path), Account()
    journals.writer(RUN).write(begin_record(a_plan(Stream("my-stream"), run=RUN), "2026-11-22T09:00:00Z"))
    elsewhere = Account(target=replace(account.target, region="eu-west-1"))

    for way in (recovery.plan_resume, recovery.plan_undo):
        with pytest.raises(UsageError) as caught:
            way(journals, elsewhere, RUN)
        assert caught.value.code == "run.other_region"
        assert caught.value.params["region"] == account.target.region


def test_what_has_one_name_in_the_whole_account_is_taken_back_from_any_region(tmp_path: Path) -> None:
    journals, account = JournalFolder(tmp_path), Account()
    carried_out(journals, account, a_plan(WANTED, run=RUN))
    account.target = replace(account.target, region="eu-west-1")

    assert recovery.plan_undo(journals, account, RUN).plan.steps


def test_a_run_that_was_undone_and_made_again_counts_its_calls_from_nothing(tmp_path: Path) -> None:
    """It was listed with 14 of 7 calls."""
    journals, account = JournalFolder(tmp_path), Account()
    carried_out(journals, account, a_plan(WANTED, run=RUN))
    carried_out(journals, account, recovery.plan_undo(journals, account, RUN).plan, "undo")
    carried_out(journals, account, recovery.plan_resume(journals, account, RUN), "resume")

    [found] = recovery.summaries(journals)

    assert (found.state, found.done, found.total) == ("done", 2, 2)
    assert found.thing == WANTED.address


def test_a_run_that_was_gone_on_with_has_made_all_its_calls(tmp_path: Path) -> None:
    journals, account = JournalFolder(tmp_path), Account().refusing(1)
    carried_out(journals, account, a_plan(WANTED, run=RUN))
    [half] = recovery.summaries(journals)
    account.mended()
    carried_out(journals, account, recovery.plan_resume(journals, account, RUN), "resume")

    [whole] = recovery.summaries(journals)

    assert [(one.done, one.total) for one in (half, whole)] == [(1, 2), (2, 2)]


def test_nobody_has_to_say_again_where_a_run_was_made() -> None:
    """`rolewizard undo RUN` asked for a region that stands in the journal."""
    there = a_target("ap-northeast-2", kind="account")
    open_journals().writer(RUN).write(begin_record(a_plan(WANTED, run=RUN, target=there), "2026-11-22T09:00:00Z"))

    found = for_run(Options("undo"), RUN)

    assert (found.target, found.region) == ("account", "ap-northeast-2")
    assert for_run(Options("undo", region="eu-west-1"), RUN).region == "eu-west-1"
