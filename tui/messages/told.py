"""A message with fields, made without a dataclass: writing forty of their methods costs 5 ms before the first paint."""

from __future__ import annotations

from inspect import get_annotations
from typing import Any, dataclass_transform

from textual.message import Message


@dataclass_transform(eq_default=False)
class Told(Message):
    """Subclasses name their fields as a dataclass does; a default is the class's own attribute, and immutable."""

    def __init__(self, *values: Any, **named: Any) -> None:
        """Raises TypeError for a field that is missing, unknown or given twice."""
        super().__init__()
        names = tuple(get_annotations(type(self)))
        given = dict(zip(names, values, strict=False))
        if len(values) > len(names) or given.keys() & named.keys() or named.keys() - set(names):
            raise TypeError(f"{type(self).__name__} takes {', '.join(names) or 'nothing'}, each once")
        given |= named
        for name in names:
            if name in given:
                setattr(self, name, given[name])
            elif not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} needs {name}")
