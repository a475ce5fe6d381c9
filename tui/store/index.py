"""The catalog's index: what the first screen shows of each preset, so that none has to be parsed before it is opened.

index.json lies beside the presets it is made from, and holds a checksum of every file. Files it does not know, or knows
otherwise, are parsed: slower, never wrong. `python -m tui.store.index FOLDER` writes it anew; a test keeps it true.
"""

import json
import sys
import zlib
from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from tui.core.catalog.entries import CatalogEntry, entry_from
from tui.core.errors import PresetInvalid
from tui.store.places import JOURNEYS, SUFFIXES

NAME = "index.json"

Record = Mapping[str, Any]
"""{"checksum": crc32 of the file, "entry": core.catalog.card.index_record}, and what store.index_cache adds."""


def read_index(folder: Path | Traversable, origin: str) -> tuple[list[CatalogEntry], list[PresetInvalid]]:
    """The entries of a folder's presets in the catalog's order, and the files that are no presets."""
    known = read_known(folder)
    entries, broken = [], []
    for name, file in files_of(folder):
        try:
            entries.append(entry_of(read_record(file, known.get(name)), origin))
        except PresetInvalid as error:
            broken.append(error)
    return sorted(entries, key=catalog_order), broken


def files_of(folder: Path | Traversable) -> Iterator[tuple[str, Path | Traversable]]:
    """The presets, by name, and then the journeys of a folder: (what the index calls it, file)."""
    for prefix, place in (("", folder), (f"{JOURNEYS}/", folder.joinpath(JOURNEYS))):
        if not prefix or place.is_dir():
            for file in sorted(place.iterdir(), key=lambda one: one.name):
                if file.name.endswith(SUFFIXES):
                    yield f"{prefix}{file.name}", file


def write_index(folder: Path) -> int:
    """Writes the index of a folder; returns how many presets it has. Raises PresetInvalid for the first broken one."""
    files = list(files_of(folder))
    index = {name: read_record(file) for name, file in files}
    (folder / NAME).write_text(json.dumps(index, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return len(files)


def read_known(folder: Path | Traversable) -> Mapping[str, Record]:
    """The records of index.json by file name; none where there is no such file or it holds something else."""
    try:
        found = json.loads(folder.joinpath(NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {name: one for name, one in found.items() if isinstance(one, dict)} if isinstance(found, dict) else {}


def read_record(file: Path | Traversable, known: Record | None = None) -> Record:
    """The record of a preset file: the known one where the checksum is still the same, else a new one.

    Raises PresetInvalid.
    """
    try:
        checksum = zlib.crc32(file.read_bytes())
    except OSError as error:
        raise PresetInvalid("preset.unreadable", str(file), reason=error.strerror or str(error)) from error
    if known is not None and known.get("checksum") == checksum and is_whole(known):
        return known
    # pydantic and yaml are 70 ms; with an index that is true they are not needed to show the catalog
    from tui.core.catalog.card import index_record
    from tui.store.load import load_preset

    return {"checksum": checksum, "entry": index_record(load_preset(file))}


def entry_of(record: Record, origin: str, file: str = "") -> CatalogEntry:
    """The catalog's entry in a record."""
    return entry_from(record["entry"], origin, file)


def is_whole(record: Record) -> bool:
    """Whether an entry can be made of a record that was read from a file, which may be older than this program."""
    try:
        entry_of(record, "")
    except (KeyError, TypeError):
        return False
    return True


def catalog_order(entry: CatalogEntry) -> tuple[int, list[int], int, str]:
    """The Korean list's numbers first, in their order, then its other sources; the rest by rank and id."""
    numbers = [int(part[:9]) for part in entry.catalog.replace("<", "").replace(">", "").split(".") if part.isdecimal()]
    source = 0 if entry.catalog.startswith("<") else 1 if entry.catalog else 2
    return (source, numbers, entry.rank, entry.id)


if __name__ == "__main__":
    print(write_index(Path(sys.argv[1])))
