"""Preset files: one at a time in full, all of them as an index."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

from tui.core.catalog import CatalogEntry
from tui.core.errors import PresetInvalid, UsageError
from tui.store.index import read_index
from tui.store.places import bundled_presets, own_presets

Folder = Path | Traversable


@dataclass(frozen=True)
class Broken:
    """A file that is no preset; it is told about and hides nothing."""

    error: PresetInvalid
    """Its `where` is file and line."""

    @property
    def where(self) -> str:
        """File and line."""
        return self.error.where

    @property
    def stem(self) -> str:
        """The id it would have."""
        return Path(self.where.rsplit(":", 1)[0]).stem


class PresetShelf:
    """All presets a person can choose from; of two with the same id the first folder's wins.

    Order: the folders of --presets, the user's own, the bundled ones.
    """

    def __init__(self, folders: Iterable[Path] = ()) -> None:
        self._folders: list[tuple[str, Folder]] = [("folder", folder) for folder in folders]
        for folder in folders:
            if not folder.is_dir():
                raise UsageError("presets.no_folder", str(folder))
        if own_presets().is_dir():
            self._folders.append(("own", own_presets()))
        self._folders.append(("bundled", bundled_presets()))
        self.broken: list[Broken] = []
        self._files: dict[str, Traversable | Path] = {}
        self.entries = self._read()

    def find(self, preset_id: str) -> Traversable | Path:
        """The file of that id. Raises UsageError("preset.unknown") with the nearest ids."""
        if preset_id in self._files:
            return self._files[preset_id]
        for broken in self.broken:
            if broken.stem == preset_id:
                raise broken.error
        import difflib

        near = difflib.get_close_matches(preset_id, self._files, n=3, cutoff=0.3)
        raise UsageError("preset.unknown", preset_id, given=preset_id, nearest=", ".join(near) or "-")

    def _read(self) -> tuple[CatalogEntry, ...]:
        entries: dict[str, CatalogEntry] = {}
        for origin, folder in self._folders:
            found, broken = read_index(folder, origin)
            self.broken += [Broken(error) for error in broken]
            for entry in found:
                if entry.id not in entries:
                    entries[entry.id] = entry
                    self._files[entry.id] = folder.joinpath(f"{entry.id}.yaml")
        return tuple(entries.values())
