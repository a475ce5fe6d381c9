"""Runs on disk: one file each, one checked line per record, safe before the next call is made.

A line is `<crc32 in hex> <json>`; what fails its check, and everything after it, is set aside in a file next to the
journal and reported, never taken for what happened. Files are 0600 in a folder of 0700 and hold no credentials.
"""

import json
import os
import re
import socket
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tui.core.errors import JournalFailed, RunBusy, UsageError
from tui.core.journal import RunRecord, read_run

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
    """core.journal.JournalWriter over one file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, record: Mapping[str, Any]) -> None:
        """Appends the record; it is on the disk when this returns. Raises JournalFailed."""
        text = json.dumps(record, separators=(",", ":"))
        line = f"{zlib.crc32(text.encode()):08x} {text}\n".encode("ascii")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                _write_whole(handle, line)
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            raise JournalFailed("journal.failed", str(self.path), reason=error.strerror or str(error)) from error


class JournalFolder:
    """All runs of this user on this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def writer(self, run: str) -> FileJournal:
        """The journal of a run, new or to be continued."""
        return FileJournal(self._path(run))

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
        path = self._path(run)
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
                    self._path(found.run).unlink()

    @contextmanager
    def locked(self, run: str) -> Iterator[None]:
        """Keeps a second wizard off the run. Raises RunBusy with the other's pid and host.

        A lock whose process is gone, on this host, is taken over.
        """
        lock = self.folder / f"{run}.lock"
        owner = f"{os.getpid()} {socket.gethostname()}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _take_lock(lock, owner)
        except OSError as error:
            raise JournalFailed("journal.failed", str(lock), reason=error.strerror or str(error)) from error
        try:
            self._mend(run)
            yield
        finally:
            with suppress(OSError):
                lock.unlink()

    def _path(self, run: str) -> Path:
        return self.folder / f"{run}{SUFFIX}"

    def _read(self, path: Path) -> RunRecord | DamagedRun:
        try:
            if path.stat().st_size > LARGEST:
                return DamagedRun(path.stem, path, f"larger than {LARGEST} bytes")
            good, bad = _split(path.read_bytes())
            found = read_run(good)
        except OSError as error:
            return DamagedRun(path.stem, path, error.strerror or str(error))
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            return DamagedRun(path.stem, path, str(error) or type(error).__name__)
        return replace(found, unreadable_bytes=len(bad))

    def _mend(self, run: str) -> None:
        """Sets a damaged end aside, under the lock, so that what is written next can be read."""
        path = self._path(run)
        if not path.is_file() or path.stat().st_size > LARGEST:
            return
        _, bad = _split(path.read_bytes())
        if bad:
            path.with_suffix(".damaged").write_bytes(bad)
            with open(path, "r+b") as file:
                file.truncate(path.stat().st_size - len(bad))


def _split(data: bytes) -> tuple[list[dict[str, Any]], bytes]:
    """The records up to the first line that fails its check, and the rest."""
    records: list[dict[str, Any]] = []
    position = 0
    while position < len(data):
        end = data.find(b"\n", position)
        checksum, _, text = data[position : end if end >= 0 else len(data)].partition(b" ")
        if end < 0 or checksum != f"{zlib.crc32(text):08x}".encode():
            break
        records.append(json.loads(text))
        position = end + 1
    return records, data[position:]


def _write_whole(handle: int, data: bytes) -> None:
    """A short write would leave half a record; what is missing follows or the error does."""
    while data:
        data = data[os.write(handle, data) :]


def _take_lock(lock: Path, owner: str) -> None:
    for _ in range(2):
        try:
            handle = os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            holder = lock.read_text(encoding="utf-8", errors="replace")
            if not _is_gone(holder):
                pid, _, host = holder.partition(" ")
                raise RunBusy("run.busy", lock.stem, pid=pid, host=host) from None
            lock.unlink(missing_ok=True)
        else:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(owner)
            return
    raise RunBusy("run.busy", lock.stem, pid="?", host="?")


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
