"""Runs on disk: one file each, one checked line per record, safe before the next call is made.

A line is `<crc32 in hex> <json>`; what fails its check, and everything after it, is set aside in a file next to the
journal and reported, never taken for what happened. Files are 0600 in a folder of 0700 and hold no credentials.
"""

import errno
import json
import os
import re
import socket
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from io import FileIO
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from tui.core.errors import JournalFailed, RunBusy, UsageError
from tui.core.run.journal import JournalWriter, RunRecord, mended_record, read_run

SUFFIX = ".jsonl"
RUN_ID = re.compile(r"[0-9a-f]{12}")
LARGEST = 64_000_000
"""Bytes of a journal that are read; a run of a thousand calls has about one million."""


@dataclass(frozen=True)
class DamagedRun:
    """A journal whose beginning says nothing; the file is kept."""

    run: str
    path: Path
    reason: str


class FileJournal:
    """core.run.journal.JournalWriter over one file, open for the whole run; any thread may write.

    Before each record it looks whether the file is still the one it opened and as long as it left it: a journal that
    somebody deletes, truncates or overwrites in mid-run is noticed before the next call goes out. What was in it is
    then written anew, from memory.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines = b""
        """All of it: what was there when it was opened, and what has been added."""
        self._file: FileIO | None = None
        self._lock = threading.Lock()

    def write(self, record: Mapping[str, Any]) -> None:
        """Appends the record; it is on the disk when this returns.

        Raises JournalFailed, and then nothing is added: journal.failed where it cannot be written, journal.lost where
        the file is not the one that was written; if it could be, it has been made anew by then.
        """
        text = json.dumps(record, separators=(",", ":"))
        line = f"{zlib.crc32(text.encode()):08x} {text}\n".encode("ascii")
        try:
            with self._lock:
                file = self._file
                if file is not None and self._is_lost(file):
                    self._rescue()
                    raise JournalFailed("journal.lost", str(self.path))
                self._append(file or self._open(), line)
        except OSError as error:
            raise JournalFailed("journal.failed", str(self.path), reason=error.strerror or str(error)) from error

    def close(self) -> None:
        """Gives the file back; nothing is lost by it."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _open(self) -> FileIO:
        _make_folder(self.path.parent)
        is_new = not self.path.exists()
        self._file = FileIO(self.path, "a", opener=_private)
        if not is_new and self.path.is_file():
            self.lines = self.path.read_bytes()
        if is_new:
            _sync_folder(self.path.parent)
        return self._file

    def _is_lost(self, file: FileIO) -> bool:
        """Whether the path no longer leads to what was written."""
        here = os.fstat(file.fileno())
        try:
            there = os.stat(self.path)
        except OSError:
            return True
        return (here.st_ino, here.st_dev) != (there.st_ino, there.st_dev) or there.st_size != len(self.lines)

    def _rescue(self) -> None:
        """Puts what is in its place aside and writes the whole journal anew."""
        self.close()
        if self.path.parent.exists() and not self.path.parent.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        _make_folder(self.path.parent)
        with suppress(FileNotFoundError):
            os.replace(self.path, self.path.with_suffix(".damaged"))
        lines, self.lines = self.lines, b""
        self._append(self._open(), lines)

    def _append(self, file: FileIO, line: bytes) -> None:
        handle = file.fileno()
        size = os.fstat(handle).st_size
        try:
            _write_whole(handle, line)
            os.fsync(handle)
        except OSError:
            # half a line would make what is written later, when there is room again, unreadable
            with suppress(OSError):
                os.ftruncate(handle, size)
            raise
        self.lines += line


class RememberedJournal:
    """A journal whose file is gone for good, kept in memory as long as the process lives."""

    def __init__(self, records: list[Mapping[str, Any]]) -> None:
        self._records = records

    def write(self, record: Mapping[str, Any]) -> None:
        """Adds the record."""
        self._records.append(record)


class JournalFolder:
    """All runs of this user on this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.remembered: dict[str, list[Mapping[str, Any]]] = {}
        """Records by run, of runs that cannot be written down: of the practice account, or whose file was lost."""

    def writer(self, run: str) -> JournalWriter:
        """The journal of a run, new or to be continued."""
        return RememberedJournal(self.remembered[run]) if run in self.remembered else _Watched(self, run)

    def runs(self) -> Iterator[RunRecord | DamagedRun]:
        """Every run, newest first."""
        try:
            files = [file for file in self.folder.iterdir() if file.suffix == SUFFIX and RUN_ID.fullmatch(file.stem)]
        except OSError:
            return
        for file in sorted(files, key=_age, reverse=True):
            yield self._read(file)

    def has(self, run: str) -> bool:
        """Whether there is a run with that id, readable or not."""
        return run in self.remembered or (RUN_ID.fullmatch(run) is not None and self.path_of(run).is_file())

    def find(self, run: str) -> RunRecord:
        """The run with that id. Raises UsageError: run.unknown, run.damaged."""
        if not self.has(run):
            raise UsageError("run.unknown", run, given=run)
        if run in self.remembered:
            return read_run(self.remembered[run])[0]
        found = self._read(self.path_of(run))
        if isinstance(found, DamagedRun):
            raise UsageError("run.damaged", str(found.path), reason=found.reason)
        return found

    def forget(self, kind: str) -> None:
        """Removes the journals of that kind of target."""
        for found in list(self.runs()):
            if isinstance(found, RunRecord) and found.target.kind == kind:
                with suppress(OSError):
                    self.path_of(found.run).unlink()

    def remove(self, run: str) -> None:
        """Removes the journal of a run that has ended; what it made stays and cannot be undone from here any more.

        Raises UsageError as `find` does, and run.still_open; RunBusy; JournalFailed where the disk does not let it.
        """
        self.find(run)
        with self.locked(run):
            if self.find(run).is_open:
                raise UsageError("run.still_open", run, run=run)
            try:
                self.path_of(run).unlink()
            except OSError as error:
                raise JournalFailed(
                    "journal.failed", str(self.path_of(run)), reason=error.strerror or str(error)
                ) from error

    @contextmanager
    def locked(self, run: str) -> Iterator[None]:
        """Keeps a second wizard off the run, by a lock of the operating system that ends with its process.

        Raises RunBusy: run.busy with the other's pid and host; run.busy_elsewhere where another host left its note,
        also with its age and the file to remove, since of other hosts nobody can know whether they are at work.
        """
        if run in self.remembered:
            yield
            return
        lock, note = self.folder / f"{run}.lock", self.folder / f"{run}.owner"
        try:
            _make_folder(self.folder)
            held = FileLock(lock, timeout=0, mode=0o600, thread_local=False)
            held.acquire()
        except Timeout:
            pid, _, host = _noted(note).partition(" ")
            raise RunBusy("run.busy", run, pid=pid or "?", host=host or "?") from None
        except OSError as error:
            raise JournalFailed("journal.failed", str(lock), reason=error.strerror or str(error)) from error
        owner = f"{os.getpid()} {socket.gethostname()}"
        try:
            _check_host(note, run)
            _note(note, owner)
            self._mend(run)
            yield
        finally:
            if _noted(note) == owner:
                with suppress(OSError):
                    note.unlink()
            held.release()

    def path_of(self, run: str) -> Path:
        """The journal's file, whether it exists or not."""
        return self.folder / f"{run}{SUFFIX}"

    def _read(self, path: Path) -> RunRecord | DamagedRun:
        try:
            if path.stat().st_size > LARGEST:
                return DamagedRun(path.stem, path, f"larger than {LARGEST} bytes")
            found, unreadable = _understood(path.read_bytes())
        except OSError as error:
            return DamagedRun(path.stem, path, error.strerror or str(error))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            return DamagedRun(path.stem, path, str(error) or type(error).__name__)
        return replace(found, unreadable_bytes=unreadable)

    def _mend(self, run: str) -> None:
        """Sets a damaged end aside, under the lock, so that what is written next can be read."""
        path = self.path_of(run)
        if not path.is_file() or path.stat().st_size > LARGEST:
            return
        data = path.read_bytes()
        try:
            _, unreadable = _understood(data)
        except (ValueError, KeyError, TypeError, AttributeError):
            return
        if unreadable:
            with open(path.with_suffix(".damaged"), "ab", opener=_private) as aside:
                aside.write(data[-unreadable:])
            os.truncate(path, len(data) - unreadable)
            journal = FileJournal(path)
            journal.write(mended_record(unreadable))
            journal.close()


def _understood(data: bytes) -> tuple[RunRecord, int]:
    """The run, and how many bytes stand behind what can be read of it. Raises what read_run raises."""
    lines = list(_good_lines(data))
    found, used = read_run(record for record, _ in lines)
    return found, len(data) - lines[used - 1][1]


def _good_lines(data: bytes) -> Iterator[tuple[Any, int]]:
    """The records up to the first line that fails its check, each with the position behind it."""
    position = 0
    while (end := data.find(b"\n", position)) >= 0:
        checksum, _, text = data[position:end].partition(b" ")
        if checksum != f"{zlib.crc32(text):08x}".encode():
            return
        position = end + 1
        try:
            yield json.loads(text), position
        except ValueError:
            return


def _make_folder(folder: Path) -> None:
    """Nobody else may look into it, or into what is made on the way to it."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)


def _sync_folder(folder: Path) -> None:
    """The file's name is safe too; not every system lets a folder be synced."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _write_whole(handle: int, data: bytes) -> None:
    """A short write would leave half a record; what is missing follows or the error does."""
    while data:
        data = data[os.write(handle, data) :]


class _Watched(FileJournal):
    """A journal that is remembered where it is lost and cannot be written anew: the way back from it needs it."""

    def __init__(self, folder: JournalFolder, run: str) -> None:
        super().__init__(folder.path_of(run))
        self._folder = folder
        self._run = run

    def _rescue(self) -> None:
        lines = self.lines
        try:
            super()._rescue()
        except OSError:
            self._folder.remembered[self._run] = [record for record, _ in _good_lines(lines)]
            raise JournalFailed("journal.lost", str(self.path)) from None


def _noted(note: Path) -> str:
    """ "pid host" of who holds the lock; empty where nobody says."""
    try:
        return note.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _note(note: Path, owner: str) -> None:
    with suppress(OSError), open(note, "w", encoding="utf-8", opener=_private) as file:
        file.write(owner)


def _check_host(note: Path, run: str) -> None:
    """Raises RunBusy("run.busy_elsewhere") where another host noted itself and has not taken the note away."""
    pid, _, host = _noted(note).partition(" ")
    if not host or host == socket.gethostname():
        return
    minutes = max(0, round((time.time() - _age(note)) / 60))
    raise RunBusy("run.busy_elsewhere", run, pid=pid, host=host, minutes=minutes, file=str(note))


def _age(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0
