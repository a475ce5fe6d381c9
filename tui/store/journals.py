"""Runs on disk: one file each, one checked line per record, safe before the next call is made.

A line is `<crc32 in hex> <json>`; what fails its check, and everything after it, is set aside in a file next to the
journal and reported, never taken for what happened. Files are 0600 in a folder of 0700 and hold no credentials.
"""

import json
import os
import re
import socket
import threading
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tui.core.errors import JournalFailed, RunBusy, UsageError
from tui.core.run.journal import RunRecord, mended_record, read_run

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
    """core.run.journal.JournalWriter over one file; any thread may write."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()

    def write(self, record: Mapping[str, Any]) -> None:
        """Appends the record; it is on the disk when this returns. Raises JournalFailed, and then nothing is added."""
        text = json.dumps(record, separators=(",", ":"))
        line = f"{zlib.crc32(text.encode()):08x} {text}\n".encode("ascii")
        try:
            with self._lock:
                _make_folder(self.path.parent)
                _append(self.path, line)
        except OSError as error:
            raise JournalFailed("journal.failed", str(self.path), reason=error.strerror or str(error)) from error


class JournalFolder:
    """All runs of this user on this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.remembered: dict[str, list[Mapping[str, Any]]] = {}
        """Records by run, of runs that go on although they cannot be written down: the practice account's."""

    def writer(self, run: str) -> FileJournal:
        """The journal of a run, new or to be continued."""
        return FileJournal(self.path_of(run))

    def runs(self) -> Iterator[RunRecord | DamagedRun]:
        """Every run, newest first."""
        try:
            files = [file for file in self.folder.iterdir() if file.suffix == SUFFIX and RUN_ID.fullmatch(file.stem)]
        except OSError:
            return
        for file in sorted(files, key=_age, reverse=True):
            yield self._read(file)

    def find(self, run: str) -> RunRecord:
        """The run with that id. Raises UsageError: run.unknown, run.damaged."""
        path = self.path_of(run)
        if run in self.remembered:
            return read_run(self.remembered[run])[0]
        if not RUN_ID.fullmatch(run) or not path.is_file():
            raise UsageError("run.unknown", run, given=run)
        found = self._read(path)
        if isinstance(found, DamagedRun):
            raise UsageError("run.damaged", str(found.path), reason=found.reason)
        return found

    def forget(self, kind: str) -> None:
        """Removes the journals of that kind of target."""
        for found in list(self.runs()):
            if isinstance(found, RunRecord) and found.target.kind == kind:
                with suppress(OSError):
                    self.path_of(found.run).unlink()

    @contextmanager
    def locked(self, run: str) -> Iterator[None]:
        """Keeps a second wizard off the run. Raises RunBusy with the other's pid and host.

        A lock whose process is gone, on this host, is taken over.
        """
        lock = self.folder / f"{run}.lock"
        owner = f"{os.getpid()} {socket.gethostname()}"
        try:
            _make_folder(self.folder)
            _take_lock(lock, owner)
        except OSError as error:
            raise JournalFailed("journal.failed", str(lock), reason=error.strerror or str(error)) from error
        try:
            self._mend(run)
            yield
        finally:
            with suppress(OSError):
                lock.unlink()

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
            FileJournal(path).write(mended_record(unreadable))


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


def _append(path: Path, line: bytes) -> None:
    is_new = not path.exists()
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        size = os.fstat(handle).st_size
        try:
            _write_whole(handle, line)
            os.fsync(handle)
        except OSError:
            # half a line would make what is written later, when there is room again, unreadable
            with suppress(OSError):
                os.ftruncate(handle, size)
            raise
    finally:
        os.close(handle)
    if is_new:
        _sync_folder(path.parent)


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


def _take_lock(lock: Path, owner: str) -> None:
    """Raises RunBusy, OSError."""
    own = lock.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    with open(own, "w", encoding="utf-8", opener=_private) as file:
        file.write(owner)
    try:
        for _ in range(2):
            try:
                os.link(own, lock)  # whole or not at all, unlike a file that is made first and written then
            except FileExistsError:
                holder = _holder(lock)
                if holder and not _is_gone(holder):
                    pid, _, host = holder.partition(" ")
                    raise RunBusy("run.busy", lock.stem, pid=pid, host=host) from None
                _remove_stale(lock, own, holder)
            else:
                return
        raise RunBusy("run.busy", lock.stem, pid="?", host="?")
    finally:
        own.unlink(missing_ok=True)


def _holder(lock: Path) -> str:
    """ "pid host"; empty where the lock has gone meanwhile."""
    try:
        return lock.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ""


def _remove_stale(lock: Path, own: Path, holder: str) -> None:
    """Takes the dead holder's lock away; a third wizard's, which took it over a moment ago, is put back."""
    aside = own.with_name(f"{own.name}.stale")
    with suppress(FileNotFoundError):
        os.rename(lock, aside)
        if _holder(aside) != holder:
            with suppress(FileExistsError):
                os.link(aside, lock)
        aside.unlink()


def _is_gone(holder: str) -> bool:
    """Whether the lock's process ended without taking it away; of other hosts nothing can be known."""
    pid, _, host = holder.partition(" ")
    if not pid.isdigit():
        return True
    if host != socket.gethostname():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _age(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0
