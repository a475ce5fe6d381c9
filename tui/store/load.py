"""A preset file to a Preset, with file and line in every error."""

from importlib.resources.abc import Traversable
from pathlib import Path

from tui.core.errors import PresetInvalid
from tui.core.preset.format import Preset, parse
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
        preset = parse(parsed.tree)
    except PresetInvalid as error:
        where = f"{name}:{parsed.line_of(error.path)}"
        raise PresetInvalid(error.code, where, error.path, **error.params) from error
    if preset.id != Path(file.name).stem:
        raise PresetInvalid("preset.id", f"{name}:{parsed.line_of(('id',))}", id=preset.id, stem=Path(file.name).stem)
    return preset, parsed
