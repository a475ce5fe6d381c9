"""Sentences without a language: keys of texts with what goes into them, put into words at the last moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol


class Texts(Protocol):
    """The look-up of texts."""

    def __call__(self, key: str, /, **params: object) -> str:
        """The text with its fields filled in."""
        ...


@dataclass(frozen=True)
class Phrase:
    """A text's key and its fields, which may be phrases themselves."""

    key: str
    fields: Mapping[str, "Part"] = field(default_factory=dict)


@dataclass(frozen=True)
class Listing:
    """Several things in a row."""

    items: tuple["Part", ...]
    joint: Literal["and", "or", "all", "comma"] = "and"
    """What stands before the last: all = every one of these conditions, comma = more follow."""


Part = str | int | Phrase | Listing


def worded(part: Part, say: Texts) -> str:
    """The part in the language of `say`."""
    match part:
        case Phrase(key=key, fields=fields):
            # a number stays one: the text's own number (1 action, 2 actions) goes by it
            told = {name: one if isinstance(one, int) else worded(one, say) for name, one in fields.items()}
            return say(key, **told)
        case Listing(items=items, joint=joint):
            words = [worded(one, say) for one in items]
            if len(words) < 2:
                return "".join(words)
            return say(f"list.{joint}", first=say(f"list.{joint}.comma").join(words[:-1]), last=words[-1])
        case _:
            return str(part)
