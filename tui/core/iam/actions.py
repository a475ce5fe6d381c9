"""Every IAM action there is: what it does, what it can be allowed on, which condition keys go with it.

The list itself is tui/store/iam-actions.gz; here is what can be asked of it.
"""

import difflib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from tui.core.calls.result_reference import SHOWN
from tui.core.iam.variables import WRITTEN
from tui.core.iam.wildcards import is_wild, matches, overlap

Level = Literal["list", "read", "write", "permissions", "tagging"]
LEVELS: Mapping[str, Level] = {"L": "list", "R": "read", "W": "write", "P": "permissions", "T": "tagging"}
LEVEL_ORDER: tuple[Level, ...] = ("permissions", "write", "tagging", "read", "list")
"""What can do most harm first."""


@dataclass(frozen=True)
class Action:
    """One action."""

    name: str
    """As AWS writes it: s3:GetObject."""
    level: Level
    patterns: tuple[str, ...]
    """ARNs it can be allowed on; none where only "*" works."""
    keys: frozenset[str]
    """Condition keys in lower case; `*` where a tag's key stands. Global keys are not among them."""


@dataclass(frozen=True)
class ActionList:
    """The list; a service is read when it is first asked for."""

    services: Mapping[str, str] = field(default_factory=dict)
    """JSON of each service by its prefix."""
    source: str = ""
    """The package and its version that the list was made from."""
    written: str = ""
    """The day it was made, ISO 8601."""
    _read: dict[str, dict[str, Action]] = field(default_factory=dict, compare=False, repr=False)
    _found: dict[str, tuple[Action, ...]] = field(default_factory=dict, compare=False, repr=False)
    """What was expanded before; policies repeat themselves."""

    @property
    def is_empty(self) -> bool:
        """Whether there is no list, and nothing can be said about actions."""
        return not self.services

    def knows_service(self, prefix: str) -> bool:
        """Whether there is a service of that prefix."""
        return prefix.lower() in self.services

    def known(self, action: str) -> bool:
        """Whether there is such an action; of a pattern, whether it stands for any."""
        return bool(self._expanded(action))

    def expand(self, pattern: str) -> tuple[str, ...]:
        """The names of all actions a pattern stands for: "ecs:Submit*" and any letter case."""
        return tuple(one.name for one in self._expanded(pattern))

    def level(self, action: str) -> Level | None:
        """What the action does at most; None for one that does not exist."""
        found = self.find(action)
        return found.level if found else None

    def levels(self, pattern: str) -> dict[Level, int]:
        """How many actions of each level a pattern stands for, what can do most harm first."""
        found = [one.level for one in self._expanded(pattern)]
        return {level: found.count(level) for level in LEVEL_ORDER if level in found}

    def find(self, action: str) -> Action | None:
        """The action of exactly that name, in any letter case."""
        prefix, _, name = action.partition(":")
        return self._service(prefix).get(name.lower())

    def nearest(self, action: str) -> str:
        """The action that looks most like it; "" where none does."""
        prefix, _, name = action.partition(":")
        if not self.knows_service(prefix):
            near = difflib.get_close_matches(prefix.lower(), self.services, n=3, cutoff=0.5)
            same = [one for one in near if self.find(f"{one}:{name}")]
            return self.find(f"{same[0]}:{name}").name if same else f"{near[0]}:*" if near else ""  # type: ignore[union-attr]
        names = self._service(prefix)
        close = difflib.get_close_matches(name.lower().rstrip("*"), names, n=1, cutoff=0.6)
        return names[close[0]].name if close else ""

    def fits(self, action: str, resource: str) -> bool:
        """Whether allowing the action on that resource allows anything; both may be patterns."""
        if resource == "*":
            return True
        arn = SHOWN.sub("*", WRITTEN.sub("*", resource))
        return any(_fits(pattern, arn) for one in self._expanded(action) for pattern in one.patterns)

    def can_be_narrowed(self, action: str) -> bool:
        """Whether it can be allowed on something less than everything."""
        return any(one.patterns for one in self._expanded(action))

    def patterns(self, action: str) -> tuple[str, ...]:
        """The ARNs it can be allowed on."""
        return tuple(dict.fromkeys(pattern for one in self._expanded(action) for pattern in one.patterns))

    def condition_keys(self, action: str) -> frozenset[str]:
        """Condition keys of the action or pattern, in lower case, without the global ones."""
        return frozenset(key for one in self._expanded(action) for key in one.keys)

    def keys_of_service(self, prefix: str) -> tuple[str, ...]:
        """All condition keys of a service as AWS writes them; `*` where a tag's key stands."""
        text = self.services.get(prefix.lower())
        return tuple(json.loads(text)["keys"]) if text else ()

    def _expanded(self, pattern: str) -> tuple[Action, ...]:
        if pattern not in self._found:
            self._found[pattern] = tuple(self._matching(pattern))
        return self._found[pattern]

    def _matching(self, pattern: str) -> Iterator[Action]:
        prefix, colon, name = pattern.lower().partition(":")
        if not colon:
            name = prefix
        prefixes = [one for one in self.services if overlap(prefix, one)] if is_wild(prefix) else [prefix]
        for one in prefixes:
            actions = self._service(one)
            if not is_wild(name):
                yield from [actions[name]] if name in actions else []
            else:
                yield from (action for key, action in actions.items() if matches(name, key))

    def _service(self, prefix: str) -> dict[str, Action]:
        prefix = prefix.lower()
        if prefix not in self._read:
            self._read[prefix] = _actions(prefix, self.services[prefix]) if prefix in self.services else {}
        return self._read[prefix]


def _actions(prefix: str, text: str) -> dict[str, Action]:
    record = json.loads(text)
    keys = [key.lower() for key in record["keys"]]
    patterns = [pattern for _, pattern, _ in record["resources"]]
    keys_of_types = [numbers for _, _, numbers in record["resources"]]
    found = {}
    for name, (level, on, own) in record["actions"].items():
        numbers = {*own, *(number for kind in on for number in keys_of_types[kind])}
        found[name.lower()] = Action(
            f"{prefix}:{name}",
            LEVELS[level],
            tuple(patterns[kind] for kind in on),
            frozenset(keys[number] for number in numbers),
        )
    return found


BUCKET = "arn:*:s3:::*"


def _fits(pattern: str, arn: str) -> bool:
    # the name of a bucket has no slash; every other name that ends an ARN may
    return overlap(pattern, arn) and not (pattern == BUCKET and "/" in arn and not arn.endswith(":*"))
