"""The practice account between runs and between processes: the calls that changed it, one JSON object a line.

Whoever changes it holds a lock, reads first what others have added meanwhile, and appends. So every process replays the
same calls in the same order, and sees the same account.
"""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from tui.core.calls.api_call import ApiCall
from tui.core.calls.target import partition_of_region
from tui.core.errors import AwsUnreachable

LONGEST_WAIT = 20.0
"""Seconds for another process to end its change; one takes milliseconds."""


class PracticeLog:
    """What cannot be read is left out; what cannot be written is kept in memory, and practice goes on."""

    def __init__(self, path: Path, region: str, patience_seconds: float = LONGEST_WAIT) -> None:
        """`region` decides the partition whose calls are told; IAM knows no regions."""
        self.path = path
        self._patience_seconds = patience_seconds
        self.trouble = ""
        """Why the last change is not written down; empty where it is."""
        self._region = region
        self._known = b""
        """The part of the file that `news` has told, or `append` has written."""
        self._stamp: tuple[int, ...] = ()
        self._unwritten = b""

    def news(self) -> tuple[Sequence[ApiCall], bool]:
        """The calls that were added since the last time, oldest first, and whether what was told before is void.

        It is where the account was emptied. Damaged lines are passed over.
        """
        stamp = self._stamp_now()
        if stamp == self._stamp:
            return (), False
        data, before = self._lines(), self._known
        self._known, self._stamp = data, stamp
        is_void = not data.startswith(before)
        fresh = data if is_void else data[len(before) :]
        return [found for line in fresh.splitlines() if (found := _call(line, self._region))], is_void

    def dated(self) -> list[tuple[ApiCall, str]]:
        """All calls, oldest first, each with its time in ISO 8601; "" where an older version wrote none down."""
        lines = ((line, _call(line, self._region)) for line in self._lines().splitlines())
        return [(call, str(json.loads(line).get("time", ""))) for line, call in lines if call]

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keeps the changes of other processes out; where nothing can be written, there are none of anybody's.

        Raises AwsUnreachable("practice.busy") where another process does not let go.
        """
        lock = FileLock(self.path.with_suffix(".lock"), timeout=self._patience_seconds, mode=0o600, thread_local=False)
        try:
            self._make_folder()
            lock.acquire()
        except Timeout:
            raise AwsUnreachable("practice.busy", str(self.path), seconds=round(self._patience_seconds)) from None
        except (OSError, NotImplementedError) as error:  # a file system without locks
            self.trouble = str(error)
        try:
            yield
        finally:
            lock.release()

    def append(self, call: ApiCall) -> None:
        """Keeps one more call, under the lock; with it what could not be written before."""
        time = datetime.now(UTC).isoformat(timespec="seconds")
        record = {"time": time, "region": self._region, "service": call.service, "operation": call.operation}
        self._unwritten += json.dumps({**record, "params": dict(call.params)}).encode() + b"\n"
        try:
            self._make_folder()
            handle = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                _write_whole(handle, self._unwritten)
            finally:
                os.close(handle)
        except OSError as error:
            self.trouble = error.strerror or str(error)
            return
        self._unwritten, self.trouble = b"", ""
        self._known, self._stamp = self._lines(), self._stamp_now()

    def empty(self) -> int:
        """Forgets everything; returns how many calls there were. Raises OSError where the file cannot be removed."""
        with self.held():
            count = len(self._lines().splitlines())
            self.path.unlink(missing_ok=True)
        return count

    def _make_folder(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)

    def _stamp_now(self) -> tuple[int, ...]:
        try:
            found = self.path.stat()
        except OSError:
            return ()
        return found.st_ino, found.st_size, found.st_mtime_ns

    def _lines(self) -> bytes:
        """The file up to its last whole line: the end may be under way."""
        try:
            data = self.path.read_bytes()
        except OSError:
            return b""
        return data[: data.rfind(b"\n") + 1]


def _write_whole(handle: int, data: bytes) -> None:
    """All of it or nothing: half a line would spoil the next one. Raises OSError."""
    size = os.fstat(handle).st_size
    if size and os.pread(handle, 1, size - 1) != b"\n":
        data = b"\n" + data  # a process was killed in the middle of a line
    try:
        while data:
            data = data[os.write(handle, data) :]
    except OSError:
        with suppress(OSError):
            os.ftruncate(handle, size)
        raise


def _call(line: bytes, region: str) -> ApiCall | None:
    try:
        record = json.loads(line)
        if partition_of_region(record["region"]) != partition_of_region(region):
            return None
        return ApiCall(record["service"], record["operation"], record["params"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
