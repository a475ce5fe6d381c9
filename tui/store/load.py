"""A preset file, or a journey's, to a Preset, with file and line in every error."""

from collections.abc import Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from tui.core.errors import PresetInvalid
from tui.core.preset.format import Preset, parse
from tui.store.places import SUFFIXES, bundled_presets
from tui.store.strict_yaml import Parsed, parse_yaml


def load_preset(file: Path | Traversable) -> Preset:
    """The preset in the file. Raises what `load_parsed` raises."""
    return load_parsed(file)[0]


def load_parsed(file: Path | Traversable) -> tuple[Preset, Parsed]:
    """The preset in the file, and the tree and lines it was made of.

    Raises PresetInvalid: what strict_yaml and core.preset.format find, preset.encoding, preset.unreadable, and
    preset.id where the id is not the file's name.
    """
    name = str(file)
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise PresetInvalid("preset.encoding", name, position=error.start) from error
    except OSError as error:
        raise PresetInvalid("preset.unreadable", name, reason=error.strerror or str(error)) from error
    parsed = parse_yaml(text, name)
    if not isinstance(parsed.tree, dict):
        raise PresetInvalid("preset.not_a_mapping", f"{name}:1")
    try:
        preset = _journey(parsed.tree, file) if "steps" in parsed.tree else parse(parsed.tree)
    except PresetInvalid as error:
        if error.where:  # in a preset of the journey, whose file and line it names
            raise
        where = f"{name}:{parsed.line_of(error.path)}"
        raise PresetInvalid(error.code, where, error.path, **error.params) from error
    if preset.id != Path(file.name).stem:
        raise PresetInvalid("preset.id", f"{name}:{parsed.line_of(('id',))}", id=preset.id, stem=Path(file.name).stem)
    return preset, parsed


def _journey(tree: Mapping[str, Any], file: Path | Traversable) -> Preset:
    """The journey of a file in a folder `journeys`; its presets are those of the folder above, or bundled ones."""
    from tui.core.journey.compose import compose

    places = [*([Path(str(file)).parent.parent] if isinstance(file, Path) else []), bundled_presets()]

    def find(preset_id: str) -> Preset:
        for place in places:
            for suffix in SUFFIXES:
                if (found := place.joinpath(f"{preset_id}{suffix}")).is_file():
                    return load_preset(found)
        raise PresetInvalid("journey.no_such_preset", path=("steps",), id=preset_id)

    return compose(tree, find)
