"""Runs that were made before, met again by another process, in another account, or with nowhere to write."""

from dataclasses import replace
from pathlib import Path

import pytest
from builders import Account, a_plan, a_role, a_target

from tui import recovery
from tui.core.errors import UsageError
from tui.core.events import Event
from tui.core.journal import PhaseKind
from tui.core.plan import Plan
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
