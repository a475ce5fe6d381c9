"""What is known of a folder of the user's own presets from the last time, so that only what changed is parsed.

One file per folder in the user's cache, a JSON line per preset. A file is taken for unchanged when size and time of
change are those that were noted; when it was touched so shortly before it was read that a change could have left its
time alone, or when the time differs, its checksum decides. Losing the cache only costs time.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from tui import __version__
from tui.store.index import Record, is_whole

FORMAT = 1
COARSE_NANOSECONDS = 2_000_000_000
"""The coarsest clock of a file system in use: FAT counts in two seconds."""


class IndexCache:
    """The records of one folder by file name."""

    def __init__(self, caches: Path, folder: Path) -> None:
        """`caches` is where all caches lie; `folder` has the presets."""
        place = str(folder.absolute())
        self._head = {"format": FORMAT, "version": __version__, "folder": place}
        name = hashlib.sha256(place.encode("utf-8", "surrogateescape")).hexdigest()[:16]
        self._path = caches / f"{name}.jsonl"

    def read(self, rest: Callable[[], object]) -> dict[str, Record]:
        """What was written last; nothing where it cannot be used. `rest` is called between lines."""
        try:
            with open(self._path, encoding="utf-8") as file:
                lines = iter(file)
                if json.loads(next(lines, "null")) != self._head:
                    return {}
                return dict(_named(lines, rest))
        except (OSError, ValueError):
            return {}

    def write(self, records: Mapping[str, Record]) -> None:
        """Replaces what was written before, as a whole or not at all; a cache that cannot be written is left out."""
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, name = tempfile.mkstemp(dir=self._path.parent, suffix=".new")
            try:
                with open(handle, "w", encoding="utf-8") as file:
                    for line in (self._head, *({"name": name, **record} for name, record in records.items())):
                        file.write(json.dumps(line, separators=(",", ":")) + "\n")
                os.replace(name, self._path)
            except BaseException:
                os.unlink(name)
                raise


def stamped(record: Record, stat: os.stat_result, read_at: int) -> Record:
    """The record with what its file looked like; `read_at` in nanoseconds, from before it was read."""
    return {**record, "size": stat.st_size, "changed": stat.st_mtime_ns, "read_at": read_at}


def is_fresh(record: Record, stat: os.stat_result) -> bool:
    """Whether the file can be taken for the one the record was made of without reading it."""
    if (record.get("size"), record.get("changed")) != (stat.st_size, stat.st_mtime_ns):
        return False
    return stat.st_mtime_ns + COARSE_NANOSECONDS < record["read_at"] and is_whole(record)


def _named(lines: Iterator[str], rest: Callable[[], object]) -> Iterator[tuple[str, Record]]:
    for line in lines:
        record: Any = json.loads(line)
        if not isinstance(record, dict) or not isinstance(record.get("name"), str):
            return
        yield record.pop("name"), record
        rest()
