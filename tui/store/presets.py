"""Preset files: one at a time in full, all of them as a catalog."""

import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.resources.abc import Traversable
from pathlib import Path

from tui.core.catalog.entries import QUIET, BrokenPreset, Catalog, CatalogEntry, Progress
from tui.core.errors import PresetInvalid, UsageError
from tui.store.index import read_index
from tui.store.places import JOURNEYS, SUFFIXES, bundled_presets, own_presets

PRESET_ID = re.compile(r"[a-z0-9][a-z0-9-]*", re.ASCII)


class PresetShelf:
    """All presets a person can choose from.

    Those of --presets stand before the user's own, those before the bundled ones, and what stands first takes the place
    of others with its id. Two files of equal standing with one id are an error: nobody can know which is meant.
    """

    def __init__(self, folders: Iterable[Path] = ()) -> None:
        given, own = tuple(folders), own_presets()
        for folder in given:
            if not folder.is_dir():
                raise UsageError("presets.no_folder", str(folder))
        self._own: list[tuple[str, tuple[Path, ...]]] = [("folder", given), ("own", (own,) if own.is_dir() else ())]
        self._bundled = bundled_presets()
        entries, broken = read_index(self._bundled, "bundled")
        self.at_once = tuple(entries)
        """The bundled ones, known without parsing anything."""
        self._broken = [BrokenPreset(error) for error in broken]
        self._catalog: Catalog | None = None
        self._reading = threading.Lock()

    @property
    def entries(self) -> tuple[CatalogEntry, ...]:
        """Everything there is to choose from; the user's own presets are read first, which may take its time."""
        return self.read().entries

    @property
    def broken(self) -> tuple[BrokenPreset, ...]:
        """The files that are no presets."""
        return self.read().broken

    def read(self, progress: Progress = QUIET) -> Catalog:
        """The whole catalog, read once; incomplete where the reading was stopped."""
        with self._reading:
            if self._catalog is None:
                catalog = self._read(progress)
                if progress.is_cancelled():
                    return catalog
                self._catalog = catalog
            return self._catalog

    def find(self, preset_id: str) -> Traversable | Path:
        """The file of that id.

        Raises PresetInvalid("preset.id_twice") where it cannot be told which of two is meant, UsageError with the
        nearest ids where there is none. A broken file stands in nobody's way, see `passed_over`.
        """
        is_id = bool(PRESET_ID.fullmatch(preset_id))
        files: list[Path | Traversable] = [*self._own_files(preset_id)] if is_id else []
        for place in (self._bundled, self._bundled.joinpath(JOURNEYS)) if is_id else ():
            bundled = place.joinpath(f"{preset_id}.yaml")
            if bundled.is_file():
                files.append(bundled)
        for file in files[:-1]:
            if _error_in(file) is None:
                return file
        if files:
            return files[-1]
        import difflib

        near = difflib.get_close_matches(preset_id, [one.id for one in self.entries], n=3, cutoff=0.3)
        raise UsageError("preset.unknown", preset_id, given=preset_id, nearest=", ".join(near) or "-")

    def passed_over(self, preset_id: str) -> Iterator[PresetInvalid]:
        """Why own files of that id are not the one that `find` gives."""
        found = self.find(preset_id)
        for file in self._own_files(preset_id):
            if file == found:
                return
            if error := _error_in(file):
                yield error

    def _own_files(self, preset_id: str) -> Iterator[Path]:
        """The user's files of that id, the first to be taken first."""
        for _, folders in self._own:
            places = [place for folder in folders for place in (folder, folder / JOURNEYS)]
            here = [place / f"{preset_id}{suffix}" for place in places for suffix in SUFFIXES]
            here = [file for file in here if file.exists()]
            if len(here) > 1:
                raise _twice(preset_id, here)
            yield from here

    def _read(self, progress: Progress) -> Catalog:
        found: dict[str, CatalogEntry] = {}
        broken: list[BrokenPreset] = []
        for origin, folders in self._own:
            entries, wrong = _read_folders(origin, folders, progress)
            broken += wrong
            for entry in entries:
                if entry.id in found:
                    found[entry.id] = replace(found[entry.id], replaces=found[entry.id].replaces or origin)
                else:
                    found[entry.id] = entry
        for entry in self.at_once:
            if entry.id in found:
                found[entry.id] = replace(found[entry.id], replaces=found[entry.id].replaces or "bundled")
            else:
                found[entry.id] = entry
        return Catalog(tuple(found.values()), (*broken, *self._broken))


def _read_folders(
    origin: str, folders: Iterable[Path], progress: Progress
) -> tuple[list[CatalogEntry], list[BrokenPreset]]:
    """The entries of folders of equal standing; ids that stand in two files are broken."""
    # imports what the first screen of somebody without presets of their own need not wait for
    from tui.store.own_folder import read_folder

    entries: list[CatalogEntry] = []
    broken: list[BrokenPreset] = []
    for folder in folders:
        found, wrong = read_folder(folder, origin, progress)
        entries += found
        broken += wrong
    same: dict[str, list[Path]] = {}
    for entry in entries:
        same.setdefault(entry.id, []).append(Path(entry.file))
    broken += [BrokenPreset(_twice(name, files)) for name, files in same.items() if len(files) > 1]
    return [entry for entry in entries if len(same[entry.id]) == 1], broken


def _twice(preset_id: str, files: list[Path]) -> PresetInvalid:
    others = ", ".join(str(file) for file in files[1:])
    return PresetInvalid("preset.id_twice", str(files[0]), id=preset_id, first=str(files[0]), second=others)


def _error_in(file: Path | Traversable) -> PresetInvalid | None:
    from tui.store.load import load_preset

    try:
        load_preset(file)
    except PresetInvalid as error:
        return error
    return None
