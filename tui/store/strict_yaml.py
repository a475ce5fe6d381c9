"""YAML with every scalar kept as text, repeated keys refused, and a line for every node.

PyYAML's own resolver turns 2012-10-17 into a date, 012345670123 into another number, and lets a repeated key win in
silence. Here nothing is resolved, nothing is constructed, merge keys do nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from tui.core.errors import PresetInvalid

LARGEST = 1_000_000
"""Characters of a preset file; the largest bundled one has about 20,000."""
DEEPEST = 60
MOST_NODES = 50_000
"""Aliases count each time they are used, so that a few of them cannot fill the memory."""

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Parsed:
    """A tree of text, lists and dicts, and where each node starts."""

    tree: Any
    lines: dict[Path, int]
    """From 1."""

    def line_of(self, path: Path) -> int:
        """The line of the node, or of the nearest node around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def parse_yaml(text: str, name: str) -> Parsed:
    """The tree in a YAML text; `name` is the file, for errors.

    Raises PresetInvalid: preset.yaml (with PyYAML's own problem), preset.key_twice, preset.too_large.
    """
    if len(text) > LARGEST:
        raise PresetInvalid("preset.too_large", name, maximum=LARGEST)
    try:
        root = yaml.compose(text, Loader=yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        # the mark of a text that ends too early lies behind its last line
        line = min(mark.line + 1, max(1, len(text.splitlines()))) if mark else 1
        raise PresetInvalid("preset.yaml", f"{name}:{line}", reason=_advice(error)) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise PresetInvalid("preset.yaml", name, reason=str(error).splitlines()[0]) from error
    builder = _Builder(name)
    tree = builder.build(root, ()) if root is not None else {}
    return Parsed(tree, builder.lines)


def _advice(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or str(error)
    if "undefined alias" in problem or "expected alphabetic" in problem or "alias" in problem:
        return f"{problem}; a value that starts with * or & needs quotes around it"
    return problem


class _Builder:
    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Path, int] = {}
        self.count = 0

    def build(self, node: yaml.Node, path: Path) -> Any:
        line = node.start_mark.line + 1
        self.lines.setdefault(path, line)
        self.count += 1
        if len(path) > DEEPEST or self.count > MOST_NODES:
            raise PresetInvalid("preset.too_large", f"{self.name}:{line}", maximum=MOST_NODES)
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, path))
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*path, index)) for index, item in enumerate(node.value)]
        return node.value

    def _pairs(self, node: yaml.MappingNode, path: Path) -> Iterator[tuple[str, Any]]:
        seen: set[str] = set()
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise PresetInvalid("preset.yaml", f"{self.name}:{line}", reason="a key has to be plain text")
            key = key_node.value
            if key in seen:
                raise PresetInvalid("preset.key_twice", f"{self.name}:{line}", key=key)
            seen.add(key)
            self.lines[(*path, key)] = line
            yield key, self.build(value_node, (*path, key))
