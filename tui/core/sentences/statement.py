"""One statement as one sentence, and what its wildcards stand for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tui.core.iam.actions import ActionList, Level
from tui.core.iam.grammar import statement_problems
from tui.core.iam.policy import as_list
from tui.core.iam.wildcards import is_wild
from tui.core.phrase import Listing, Part, Phrase
from tui.core.sentences.conditions import conditions_of
from tui.core.sentences.who import who

NAMES_SHOWN = 5
ASSUME = frozenset({"sts:assumerole", "sts:assumerolewithwebidentity", "sts:assumerolewithsaml"})
TAG = frozenset({"sts:tagsession", "sts:setsourceidentity"})


@dataclass(frozen=True)
class Unfolded:
    """What a pattern of actions stands for."""

    pattern: str
    names: tuple[str, ...]
    levels: Mapping[Level, int]

    @property
    def phrase(self) -> Phrase:
        """How many actions, and of which access levels."""
        if not self.names:
            return Phrase("unfold.none", {"pattern": self.pattern})
        levels = tuple(Phrase(f"level.{level}", {"count": count}) for level, count in self.levels.items())
        return Phrase("unfold", {"pattern": self.pattern, "count": len(self.names), "levels": Listing(levels)})


def sentence_of(statement: Mapping[str, Any]) -> Phrase:
    """What the statement does; of a trust policy, who can assume the role. Nothing of one that IAM would refuse."""
    if statement_problems(statement):
        return Phrase("statement.refused")
    principals, said = who(statement)
    conditions = conditions_of(statement, said)
    effect = "deny" if statement.get("Effect") == "Deny" else "allow"
    end = ".if" if conditions else ""
    fields: dict[str, Part] = {"conditions": Listing(conditions, "all")} if conditions else {}
    actions = {str(one).lower() for one in as_list(statement.get("Action", []))}
    if principals is not None and "Resource" not in statement and "NotResource" not in statement:
        if actions & ASSUME and actions <= ASSUME | TAG:
            tagging = ".tag" if actions & TAG and effect == "allow" else ""
            return Phrase(f"trust.{effect}{tagging}{end}", {"who": principals, **fields})
        fields["resources"] = Phrase("resources.role")
    else:
        fields["resources"] = _resources(statement)
    fields["actions"] = _actions(statement)
    if principals is None:
        return Phrase(f"statement.{effect}{end}", fields)
    return Phrase(f"statement.{effect}.to{end}", {"who": principals, **fields})


def unfolded(statement: Mapping[str, Any], actions: ActionList) -> tuple[Unfolded, ...]:
    """Every pattern among the statement's actions but the plain `*`; none where there is no list of actions."""
    if actions.is_empty:
        return ()
    patterns = [str(one) for key in ("Action", "NotAction") for one in as_list(statement.get(key, []))]
    return tuple(
        Unfolded(one, actions.expand(one), actions.levels(one)) for one in patterns if is_wild(one) and one != "*"
    )


def _actions(statement: Mapping[str, Any]) -> Part:
    if "NotAction" in statement:
        return Phrase("actions.except", {"actions": _some(_names(statement["NotAction"]))})
    names = _names(statement.get("Action", []))
    if any(one in ("*", "*:*") for one in names):
        return Phrase("actions.all")
    return _some([_action(one) for one in names])


def _names(value: object) -> list[str]:
    return [str(one) for one in as_list(value)]


def _action(name: str) -> Part:
    service, _, rest = name.partition(":")
    return Phrase("actions.service", {"service": service}) if rest == "*" else name


def _resources(statement: Mapping[str, Any]) -> Part:
    if "NotResource" in statement:
        return Phrase("resources.except", {"resources": _some(_names(statement["NotResource"]))})
    names = _names(statement.get("Resource", []))
    return Phrase("resources.all") if "*" in names else _some(names)


def _some(items: list[Any]) -> Part:
    """All of a few; the first of many, and how many more."""
    if len(items) > NAMES_SHOWN + 1:
        few = Listing(tuple(items[:NAMES_SHOWN]), "comma")
        return Phrase("list.more", {"items": few, "count": len(items) - NAMES_SHOWN})
    return Listing(tuple(items))
