"""`rolewizard preset new ID` and `rolewizard preset schema [journey]`: presets of one's own."""

import json
from datetime import date
from pathlib import Path

from tui.commands import print_json
from tui.core.errors import UsageError
from tui.core.shown import shown
from tui.i18n import Translator
from tui.options import Options
from tui.store.places import own_presets
from tui.store.presets import PRESET_ID, PresetShelf

SCHEMA_NAME = "preset.schema.json"
"""Beside a preset, editors find it by the starter's first line."""


def run(options: Options, t: Translator) -> int:
    """Writes the file, or prints the schema. Raises UsageError."""
    match options.words:
        case ("new", preset_id):
            return _new(preset_id, options, t)
        case ("schema",) | ("schema", "journey"):
            return _schema(options, t)
        case _:
            raise UsageError("preset.words", given=" ".join(options.words))


def _new(preset_id: str, options: Options, t: Translator) -> int:
    from tui.core.preset.starter import starter

    if not PRESET_ID.fullmatch(preset_id) or len(preset_id) > 64:
        raise UsageError("preset.id_invalid", preset_id, given=preset_id)
    file = _place(preset_id, options.out)
    schema = SCHEMA_NAME if (file.parent / SCHEMA_NAME).is_file() else ""
    text = starter(preset_id, date.today().isoformat(), t, f"./{schema}" if schema else "")
    replaces = any(one.id == preset_id for one in PresetShelf().at_once)
    _write(file, text, overwrite=False)
    if options.as_json:
        print_json({"id": preset_id, "file": str(file), "replaces": "bundled" if replaces else ""})
        return 0
    print(t("preset.written", file=shown(str(file))))
    if replaces:
        print(t("preset.replaces", id=preset_id))
    folder = "" if file.parent == own_presets() else f" --presets {shown(str(file.parent))}"
    for command in (f"rolewizard lint {shown(str(file))}", f"rolewizard {preset_id}{folder}"):
        print(f"  {command}")
    if not schema:
        print(t("preset.schema_hint", file=shown(str(file.parent / SCHEMA_NAME))))
    return 0


def _place(preset_id: str, out: Path | None) -> Path:
    """The file to write. Raises UsageError where its name is not the id, or it is there."""
    file = (own_presets() if out is None else out) / f"{preset_id}.yaml" if out is None or out.is_dir() else out
    if file.stem != preset_id or file.suffix not in (".yaml", ".yml"):
        raise UsageError("preset.out_name", str(file), id=preset_id)
    for one in (file.with_suffix(".yaml"), file.with_suffix(".yml")):
        if one.exists() or one.is_symlink():
            raise UsageError("preset.exists", str(one))
    if out is None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError("usage.unwritable", str(file.parent), reason=error.strerror or str(error)) from error
    return file


def _schema(options: Options, t: Translator) -> int:
    from tui.core.preset.json_schema import journey_schema, json_schema

    schema = journey_schema(t) if "journey" in options.words else json_schema(t)
    text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
    if options.out is None:
        print(text, end="")
        return 0
    _write(options.out, text, overwrite=True)
    if options.as_json:
        print_json({"file": str(options.out)})
    else:
        print(t("preset.written", file=shown(str(options.out))))
    return 0


def _write(file: Path, text: str, *, overwrite: bool) -> None:
    """Raises UsageError: preset.exists also where somebody else was quicker, usage.unwritable."""
    try:
        with open(file, "w" if overwrite else "x", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
    except FileExistsError as error:
        raise UsageError("preset.exists", str(file)) from error
    except OSError as error:
        raise UsageError("usage.unwritable", str(file), reason=error.strerror or str(error)) from error
