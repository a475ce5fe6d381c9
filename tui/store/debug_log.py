"""The debug log: what was called, how long it took and what came of it, for whoever looks for a fault.

It holds names and numbers only: no parameters, no answers, no documents, no credentials, no words of an error. A file
of 0600, put aside as `debug.log.1` when it has grown to a megabyte.
"""

import os
import time
import traceback
from contextlib import suppress

from tui.store.places import debug_log

LARGEST = 1_000_000
"""Bytes after which a new file is begun; one old one is kept."""


class DebugLog:
    """Appends a line for each note where it is on; does nothing where it is not. Any thread may note."""

    def __init__(self, is_on: bool) -> None:
        self.is_on = is_on
        self.trouble = ""
        """Why nothing can be written; a log that cannot be kept stops no work."""

    def note(self, text: str) -> None:
        """Appends the line with the time and the process before it."""
        if not self.is_on or self.trouble:
            return
        line = f"{time.strftime('%Y-%m-%dT%H:%M:%S%z')} {os.getpid()} {text}\n"
        try:
            self._append(line.encode("utf-8", "backslashreplace"))
        except OSError as error:
            self.trouble = error.strerror or str(error)

    def note_bug(self, error: BaseException) -> None:
        """Where an error nobody expected was raised; its words may quote what the person typed and are left out."""
        while True:
            places = [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(error.__traceback__)]
            self.note("\n  ".join([f"unexpected {type(error).__name__}", *places]))
            cause = error.__cause__ or error.__context__
            if cause is None:
                return
            error = cause

    def _append(self, line: bytes) -> None:
        path = debug_log()
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(OSError):
            if path.stat().st_size > LARGEST:
                path.replace(path.with_suffix(".log.1"))
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, line)
        finally:
            os.close(handle)
