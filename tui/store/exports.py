"""Exports and saved plans on disk."""

import errno
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tui import __version__
from tui.core.errors import UsageError
from tui.core.plan.exported import Exported, ExportFile
from tui.core.plan.review import Review
from tui.core.plan.saved_plan import saved_record


def write_export(exported: Exported, path: Path, *, overwrites: bool) -> tuple[Path, ...]:
    """Writes the files; returns where they are.

    Several files go into the folder `path`, which is made; a single one is `path` itself, or goes into it where that is
    a folder. Raises UsageError: export.exists where nobody said that files may be replaced, usage.unwritable.
    """
    with _writing(path):
        is_folder = exported.is_folder or path.is_dir()
        places = [(path / one.name if is_folder else path, one) for one in exported.files]
        there = [place for place, _ in places if os.path.lexists(place)]
        if there and not overwrites:
            raise UsageError("export.exists", str(there[0]), path=str(there[0]), count=len(there))
        if exported.is_folder:
            path.mkdir(parents=True, exist_ok=True)
        for place, _ in places:
            _check_link(place)
        for place, one in places:
            _write(place, one)
    return tuple(place for place, _ in places)


def write_plan(review: Review, path: Path, *, overwrites: bool) -> tuple[str, str]:
    """Writes a plan that is to be applied as it was read; returns where it is, and its SHA-256.

    Raises UsageError as write_export does.
    """
    record = saved_record(review.plan, review.findings, __version__)
    with _writing(path):
        if os.path.lexists(path) and not overwrites:
            raise UsageError("export.exists", str(path), path=str(path), count=1)
        _check_link(path)
        path.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return str(path), str(record["sha256"])


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Raises UsageError("usage.unwritable") for what the disk says, also to a name it does not take."""
    try:
        yield
    except OSError as error:
        raise UsageError("usage.unwritable", str(path), reason=error.strerror or str(error)) from error


def _check_link(place: Path) -> None:
    """Raises OSError for a link that leads nowhere: whoever put it there says where a new file would come to be."""
    if place.is_symlink() and not place.exists():
        raise OSError(errno.ELOOP, "a symbolic link that leads nowhere")


def _write(place: Path, one: ExportFile) -> None:
    place.write_text(one.text, encoding="utf-8", newline=one.newline)
    if one.is_program:
        mode = place.stat().st_mode
        # whoever may read it may run it
        place.chmod(mode | (mode & 0o444) >> 2)
