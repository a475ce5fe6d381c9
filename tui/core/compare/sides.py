"""Both documents as rules, and what it means when a statement of one reaches further than before.

A request is denied, not mentioned or allowed by a document, in this order: it broadens where some request moves up, and
narrows where some request moves down. What other documents say about the request does not matter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from tui.core.compare.boxes import Box, Rest, rest
from tui.core.compare.rules import Rule

Kind = Literal["broadens", "narrows", "changes", "neutral", "unknown"]
"""changes: broadens and narrows; unknown: at least one of the two cannot be told."""
INVERSE: dict[Kind, Kind] = {"broadens": "narrows", "narrows": "broadens"}


@dataclass(frozen=True)
class Sides:
    """The rules of the document before and after."""

    before: tuple[Rule, ...]
    after: tuple[Rule, ...]

    def grown(self, effect: str, boxes: Iterable[Box]) -> Kind:
        """What it means that a statement with this effect reaches the boxes now."""
        if effect == "Deny":
            return _kind(rest(boxes, _of(self.before, "Deny")), "narrows")
        return _kind(rest(boxes, [*_of(self.before, "Allow"), *_of(self.after, "Deny")]), "broadens")

    def shrunk(self, effect: str, boxes: Iterable[Box]) -> Kind:
        """What it means that a statement with this effect reached the boxes before."""
        kind = Sides(self.after, self.before).grown(effect, boxes)
        return INVERSE.get(kind, kind)


def together(kinds: Iterable[Kind]) -> Kind:
    """The verdict on several changes at once."""
    found = set(kinds) - {"neutral"}
    if "unknown" in found:
        # both ways proved is all there is to know
        return "changes" if "changes" in found or {"broadens", "narrows"} <= found else "unknown"
    if "changes" in found or len(found) > 1:
        return "changes"
    return next(iter(found), "neutral")


def _kind(left: Rest, meaning: Kind) -> Kind:
    match left:
        case Rest.SOMETHING:
            return meaning
        case Rest.NOTHING:
            return "neutral"
        case Rest.UNKNOWN:
            return "unknown"


def _of(rules: tuple[Rule, ...], effect: str) -> list[Rule]:
    return [rule for rule in rules if rule.effect == effect or rule.unreadable]
