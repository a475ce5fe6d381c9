"""Which verdict and which group of the catalog are listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tui.core.catalog.entries import GROUPS, NEEDS, CatalogEntry


@dataclass(frozen=True)
class Filters:
    """The verdict and the group that are listed; "" for all."""

    need: str = ""
    group: str = ""

    @property
    def are_set(self) -> bool:
        """Whether anything may be hidden."""
        return bool(self.need or self.group)

    def narrow(self, found: Sequence[CatalogEntry]) -> Sequence[CatalogEntry]:
        """What they leave."""
        if not self.are_set:
            return found
        return [one for one in found if self.need in ("", one.need) and self.group in ("", one.group)]

    def next_need(self, found: Sequence[CatalogEntry]) -> Filters:
        """The next verdict that something found has, in the end all."""
        there = {one.need for one in replace(self, need="").narrow(found)}
        return replace(self, need=_next([one for one in NEEDS if one in there or one == self.need], self.need))

    def next_group(self, found: Sequence[CatalogEntry]) -> Filters:
        """The next group that something found is of, in the end all."""
        there = {one.group for one in replace(self, group="").narrow(found)}
        return replace(self, group=_next([one for one in GROUPS if one in there or one == self.group], self.group))


EVERYTHING = Filters()


def _next(values: Sequence[str], now: str) -> str:
    """The value after the one of now; "" after the last."""
    at = values.index(now) + 1 if now else 0
    return values[at] if at < len(values) else ""
