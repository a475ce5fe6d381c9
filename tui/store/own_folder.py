"""A folder of the user's own presets: any number of files, any of them broken, read without keeping anybody waiting."""

import os
import stat
import time
from collections.abc import Mapping
from pathlib import Path

from tui.core.catalog.entries import QUIET, BrokenPreset, CatalogEntry, Progress
from tui.core.errors import PresetInvalid
from tui.store.index import Record, catalog_order, entry_of, read_known, read_record
from tui.store.index_cache import IndexCache, is_fresh, stamped
from tui.store.places import JOURNEYS, SUFFIXES, index_caches


def preset_files(folder: Path) -> list[Path]:
    """The files of a folder that are, or should be, presets, by name, then its journeys.

    Raises PresetInvalid("preset.unreadable").
    """
    found: list[Path] = []
    for place in (folder, folder / JOURNEYS):
        try:
            with os.scandir(place) as there:
                found += sorted(place / one.name for one in there if one.name.endswith(SUFFIXES))
        except FileNotFoundError as error:
            if place is folder:
                raise PresetInvalid("preset.unreadable", str(place), reason=error.strerror or str(error)) from error
        except OSError as error:
            raise PresetInvalid("preset.unreadable", str(place), reason=error.strerror or str(error)) from error
    return found


def read_folder(folder: Path, origin: str, progress: Progress = QUIET) -> tuple[list[CatalogEntry], list[BrokenPreset]]:
    """The folder's entries in the catalog's order and its broken files; what was read so far where it is stopped."""
    try:
        files = preset_files(folder)
    except PresetInvalid as error:
        return [], [BrokenPreset(error)]
    cache = IndexCache(index_caches(), folder)
    reading = _Reading(cache.read(progress.rest) or read_known(folder), origin)
    for done, file in enumerate(files):
        if progress.is_cancelled():
            break
        progress.told(done, len(files))
        reading.read(file)
        progress.rest()
    if reading.has_news:
        cache.write(reading.records)
    return sorted(reading.entries, key=catalog_order), reading.broken


class _Reading:
    """One pass over a folder."""

    def __init__(self, known: Mapping[str, Record], origin: str) -> None:
        self.entries: list[CatalogEntry] = []
        self.broken: list[BrokenPreset] = []
        self.records = dict(known)
        """What is known by now; of files not reached or gone, what was known before."""
        self.has_news = False
        self._origin = origin

    def read(self, file: Path) -> None:
        """One file more, as entry or as broken."""
        try:
            record = self._record(file)
        except PresetInvalid as error:
            self.broken.append(BrokenPreset(error))
        else:
            self.records[_name_of(file)] = record
            self.entries.append(entry_of(record, self._origin, str(file)))

    def _record(self, file: Path) -> Record:
        known, read_at = self.records.get(_name_of(file)), time.time_ns()
        try:
            looks = file.stat()
        except OSError as error:
            raise PresetInvalid("preset.unreadable", str(file), reason=error.strerror or str(error)) from error
        if not stat.S_ISREG(looks.st_mode):
            # opening a pipe would wait for somebody to write into it
            raise PresetInvalid("preset.no_file", str(file))
        if known is not None and is_fresh(known, looks):
            return known
        self.has_news = True
        return stamped(read_record(file, known), looks, read_at)


def _name_of(file: Path) -> str:
    return f"{JOURNEYS}/{file.name}" if file.parent.name == JOURNEYS else file.name
