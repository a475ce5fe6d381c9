"""Journals on disk: safe before the next call, private, readable as far as they are good, one wizard at a time."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from builders import a_plan, a_role

from tui.core.errors import JournalFailed, RunBusy, UsageError
from tui.core.run.journal import RunRecord, begin_record, end_record, intent_record, outcome_record
from tui.store.journals import DamagedRun, FileJournal, JournalFolder

RUN = "0123456789ab"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> JournalFolder:
    return JournalFolder(tmp_path / "state" / "rolewizard" / "runs")


def a_run(folder: JournalFolder, run: str = RUN, *more: dict[str, Any]) -> Path:
    """A journal of one call that was made."""
    journal = folder.writer(run)
    plan = a_plan(a_role(), run=run)
    for record in (begin_record(plan, "2026-11-22T00:00:00Z"), intent_record(0), outcome_record(0, "done", "AROA1")):
        journal.write(record)
    for record in more:
        journal.write(record)
    return journal.path


def checked(record: object) -> bytes:
    text = json.dumps(record).encode()
    return f"{zlib.crc32(text):08x} ".encode() + text + b"\n"


def test_what_was_written_is_read_back(folder: JournalFolder) -> None:
    a_run(folder, RUN, end_record("done"))

    found = folder.find(RUN)

    assert (found.run, found.preset, found.state, found.made) == (RUN, "test", "done", {"role/app": "AROA1"})
    assert [status for _, status in found.applied] == ["done"]
    assert found.unreadable_bytes == 0


def test_nobody_else_can_read_a_journal_whatever_the_umask(folder: JournalFolder) -> None:
    before = os.umask(0)
    try:
        path = a_run(folder)
        with folder.locked(RUN):
            modes = [oct(file.stat().st_mode & 0o777) for file in folder.folder.iterdir()]
    finally:
        os.umask(before)

    assert set(modes) == {"0o600"}
    assert [oct(one.stat().st_mode & 0o777) for one in (path.parent, path.parents[1])] == ["0o700", "0o700"]


@pytest.mark.parametrize("kept", [0, 1, 7, -1, -30])
def test_a_journal_cut_anywhere_is_read_as_far_as_it_is_good(folder: JournalFolder, kept: int) -> None:
    path = a_run(folder)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:2]) + lines[2][:kept])

    found = folder.find(RUN)

    assert [status for _, status in found.applied] == ["unknown"]
    assert found.unreadable_bytes == len(lines[2][:kept])


@pytest.mark.parametrize("place", [0, 5, 9, 40])
def test_one_flipped_bit_ends_what_is_believed(folder: JournalFolder, place: int) -> None:
    path = a_run(folder, RUN, end_record("done"))
    data = bytearray(path.read_bytes())
    start = data.index(b"\n", data.index(b"\n") + 1) + 1
    data[start + place] ^= 1
    path.write_bytes(data)

    found = folder.find(RUN)

    assert [status for _, status in found.applied] == ["unknown"]
    assert found.state == "interrupted"
    assert found.unreadable_bytes == len(data) - start


def test_a_record_of_a_later_program_ends_what_is_believed(folder: JournalFolder) -> None:
    path = a_run(folder)
    with path.open("ab") as file:
        file.write(checked({"record": "telepathy"}) + checked(end_record("done")))

    found = folder.find(RUN)

    assert found.state == "interrupted"
    assert found.unreadable_bytes > 0


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no records"),
        (b"\n" * 9, "no records"),
        (b"\xff\xfe" * 99, "no records"),
        (checked({"record": "begin", "version": 99}), "version 99"),
        (checked({"record": "end", "state": "done"}), "no beginning"),
        (checked([1, 2]), "list indices"),
        (checked({"record": "begin", "version": 1}), "run"),
    ],
)
def test_a_journal_that_says_nothing_is_reported_and_kept(folder: JournalFolder, data: bytes, reason: str) -> None:
    path = a_run(folder)
    path.write_bytes(data)

    [found] = folder.runs()

    assert isinstance(found, DamagedRun)
    assert reason in found.reason
    with pytest.raises(UsageError) as caught:
        folder.find(RUN)
    assert caught.value.code == "run.damaged"
    assert path.read_bytes() == data


def test_fifty_megabytes_of_anything_are_read_in_seconds(folder: JournalFolder) -> None:
    path = a_run(folder)
    with path.open("ab") as file:
        file.write(b"x" * 50_000_000)
    started = time.process_time()

    [found] = folder.runs()

    assert isinstance(found, RunRecord)
    assert found.unreadable_bytes == 50_000_000
    assert time.process_time() - started < 3


def test_a_journal_of_absurd_size_is_not_read_at_all(folder: JournalFolder) -> None:
    path = a_run(folder)
    os.truncate(path, 100_000_000)

    [found] = folder.runs()

    assert isinstance(found, DamagedRun)


def test_going_on_sets_the_bad_end_aside_and_writes_behind_the_good_part(folder: JournalFolder) -> None:
    path = a_run(folder)
    with path.open("ab") as file:
        file.write(b"garbage")

    with folder.locked(RUN):
        folder.writer(RUN).write(end_record("kept"))

    assert folder.find(RUN).state == "kept"
    assert folder.find(RUN).unreadable_bytes == 0
    assert path.with_suffix(".damaged").read_bytes() == b"garbage"


def test_a_folder_that_cannot_be_made_is_told_before_anything_is_sent(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    folder = JournalFolder(tmp_path / "file" / "runs")

    for attempt in (lambda: folder.writer(RUN).write(end_record("done")), lambda: folder.locked(RUN).__enter__()):
        with pytest.raises(JournalFailed):
            attempt()
    assert list(folder.runs()) == []


FULL = """
import resource, signal, sys
from pathlib import Path
from tui.core.errors import JournalFailed
from tui.core.run.journal import end_record, intent_record
from tui.store.journals import FileJournal
path = Path(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 20, resource.RLIM_INFINITY))
try:
    FileJournal(path).write(intent_record(0))
except JournalFailed as error:
    print(error.params["reason"])
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
FileJournal(path).write(end_record("failed"))
"""


def test_a_disk_that_fills_up_in_a_line_leaves_no_half_of_it(folder: JournalFolder) -> None:
    """Half a line used to make everything unreadable that was written once there was room again."""
    path = a_run(folder)

    said = subprocess.run(
        [sys.executable, "-c", FULL, str(path)], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout

    assert said.strip() == "File too large"
    assert folder.find(RUN).state == "failed"
    assert folder.find(RUN).unreadable_bytes == 0


def test_a_device_without_room_is_told(tmp_path: Path) -> None:
    if not os.access("/dev/full", os.W_OK):
        pytest.skip("no /dev/full here")
    (tmp_path / f"{RUN}.jsonl").symlink_to("/dev/full")

    with pytest.raises(JournalFailed) as caught:
        FileJournal(tmp_path / f"{RUN}.jsonl").write(end_record("done"))

    assert "No space left" in str(caught.value.params["reason"])


def test_a_run_that_another_process_holds_is_left_alone(folder: JournalFolder) -> None:
    a_run(folder)
    hold = "from pathlib import Path; import sys; from tui.store.journals import JournalFolder\n"
    hold += f"with JournalFolder(Path(sys.argv[1])).locked({RUN!r}): print('held', flush=True); input()"
    child = subprocess.Popen(
        [sys.executable, "-c", hold, str(folder.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    assert child.stdout
    assert child.stdout.readline() == b"held\n"
    try:
        with pytest.raises(RunBusy) as caught, folder.locked(RUN):
            pass
    finally:
        child.kill()
        child.wait()

    assert caught.value.params == {"pid": str(child.pid), "host": socket.gethostname()}
    with folder.locked(RUN):
        assert str(os.getpid()) in (folder.folder / f"{RUN}.owner").read_text()
    assert {file.suffix for file in folder.folder.iterdir()} == {".jsonl", ".lock"}


@pytest.mark.parametrize("owner", ["{pid} {host}", "999999 {host}", "1 {host}"])
def test_a_note_without_a_lock_keeps_nobody_off(folder: JournalFolder, owner: str) -> None:
    """A pid that was given to another process blocked undo for ever."""
    a_run(folder)
    (folder.folder / f"{RUN}.owner").write_text(owner.format(pid=os.getppid(), host=socket.gethostname()))
    (folder.folder / f"{RUN}.lock").write_text(owner.format(pid=os.getppid(), host=socket.gethostname()))

    with folder.locked(RUN):
        pass

    assert not (folder.folder / f"{RUN}.owner").exists()


def test_another_host_s_lock_is_never_taken_over(folder: JournalFolder) -> None:
    a_run(folder)
    note = folder.folder / f"{RUN}.owner"
    note.write_text("1 elsewhere")
    os.utime(note, (time.time() - 3600, time.time() - 3600))

    with pytest.raises(RunBusy) as caught, folder.locked(RUN):
        pass

    assert caught.value.code == "run.busy_elsewhere"
    assert caught.value.params == {"pid": "1", "host": "elsewhere", "minutes": 60, "file": str(note)}
    assert note.read_text() == "1 elsewhere"
    note.unlink()
    with folder.locked(RUN):
        pass


def deleted(path: Path) -> None:
    path.unlink()


def truncated(path: Path) -> None:
    os.truncate(path, 0)


def overwritten(path: Path) -> None:
    path.write_bytes(b"x" * path.stat().st_size)
    path.with_suffix(".new").write_bytes(b"something else")
    path.with_suffix(".new").replace(path)


@pytest.mark.parametrize("lose", [deleted, truncated, overwritten])
def test_a_journal_that_is_lost_in_mid_run_is_noticed_and_written_anew(
    folder: JournalFolder, lose: Callable[[Path], None]
) -> None:
    # the run went on to "done" and could never be undone
    journal = folder.writer(RUN)
    records = [begin_record(a_plan(a_role(), run=RUN), "2026-11-22T00:00:00Z"), intent_record(0)]
    for record in records:
        journal.write(record)
    lose(folder.path_of(RUN))

    with pytest.raises(JournalFailed) as caught:
        journal.write(outcome_record(0, "done", "AROA1"))
    journal.write(outcome_record(0, "done", "AROA1"))

    assert caught.value.code == "journal.lost"
    assert folder.find(RUN).made == {"role/app": "AROA1"}


def test_a_journal_whose_folder_is_gone_for_good_is_remembered(folder: JournalFolder) -> None:
    journal = folder.writer(RUN)
    journal.write(begin_record(a_plan(a_role(), run=RUN), "2026-11-22T00:00:00Z"))
    shutil.rmtree(folder.folder)
    folder.folder.write_text("a file in its place")

    with pytest.raises(JournalFailed) as caught:
        journal.write(intent_record(0))

    assert caught.value.code == "journal.lost"
    assert folder.find(RUN).preset == "test"
    with folder.locked(RUN):
        folder.writer(RUN).write(end_record("failed"))
    assert folder.find(RUN).state == "failed"


def test_a_lock_holds_within_one_process_too(folder: JournalFolder) -> None:
    a_run(folder)

    with folder.locked(RUN), pytest.raises(RunBusy), folder.locked(RUN):
        pass


def test_runs_are_listed_newest_first(folder: JournalFolder) -> None:
    for number, run in enumerate(("aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccccc")):
        os.utime(a_run(folder, run), (number, number))
    (folder.folder / "notes.txt").write_text("not ours")

    assert [one.run for one in folder.runs()] == ["cccccccccccc", "bbbbbbbbbbbb", "aaaaaaaaaaaa"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "nope", "", "0123456789AB"])
def test_only_a_run_s_id_leads_to_a_file(folder: JournalFolder, name: str) -> None:
    with pytest.raises(UsageError) as caught:
        folder.find(name)

    assert caught.value.code == "run.unknown"


def test_forgetting_the_practice_runs_leaves_those_of_an_account(folder: JournalFolder) -> None:
    a_run(folder)

    folder.forget("account")
    kept = len(list(folder.runs()))
    folder.forget("practice")

    assert (kept, len(list(folder.runs()))) == (1, 0)
