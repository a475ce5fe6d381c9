"""The catalog's index: what the first screen shows of each preset, so that none has to be parsed before it is opened.

index.json lies beside the presets it is made from, and holds a checksum of every file. Files it does not know, or knows
otherwise, are parsed: slower, never wrong. `python -m tui.store.index FOLDER` writes it anew; a test keeps it true.
"""

import json
import sys
import zlib
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from tui.core.catalog import CatalogEntry, entry_from
from tui.core.errors import PresetInvalid

NAME = "index.json"


def read_index(folder: Path | Traversable, origin: str) -> tuple[list[CatalogEntry], list[PresetInvalid]]:
    """The entries of a folder's presets by file name, and the files that are no presets."""
    known = _known(folder)
    entries, broken = [], []
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if not file.name.endswith((".yaml", ".yml")):
            continue
        record = known.get(file.name, {})
        try:
            if record.get("checksum") != _checksum(file):
                record = _record(file)
            entries.append(entry_from(record["entry"], origin))
        except PresetInvalid as error:
            broken.append(error)
    return sorted(entries, key=_catalog_order), broken


def write_index(folder: Path) -> int:
    """Writes the index of a folder; returns how many presets it has. Raises PresetInvalid for the first broken one."""
    files = sorted(folder.glob("*.yaml"))
    index = {file.name: _record(file) for file in files}
    (folder / NAME).write_text(json.dumps(index, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return len(files)


def _known(folder: Path | Traversable) -> Mapping[str, Mapping[str, Any]]:
    try:
        found = json.loads(folder.joinpath(NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _checksum(file: Path | Traversable) -> int:
    try:
        return zlib.crc32(file.read_bytes())
    except OSError as error:
        raise PresetInvalid("preset.unreadable", str(file), reason=error.strerror or str(error)) from error


def _record(file: Path | Traversable) -> dict[str, Any]:
    # pydantic and yaml are 70 ms; with an index that is true they are not needed to show the catalog
    from tui.core.card import index_record
    from tui.store.load import load_preset

    return {"checksum": _checksum(file), "entry": index_record(load_preset(file))}


def _catalog_order(entry: CatalogEntry) -> tuple[int, list[int], str]:
    """The Korean list's numbers first, in their order; the other sources after, by id."""
    numbers = [int(part) for part in entry.catalog.replace("<", "").replace(">", "").split(".") if part.isdigit()]
    return (0 if entry.catalog.startswith("<") else 1, numbers, entry.id)


if __name__ == "__main__":
    print(write_index(Path(sys.argv[1])))
