"""The catalog as a list: what is known of every preset before any is opened. No pydantic: this is the first screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class CatalogEntry:
    """One line of the catalog and what its detail pane says."""

    id: str
    catalog: str
    """Number in the Korean role-needs list, or the name of the source."""
    service: str
    group: str
    need: str
    title: Mapping[str, str]
    why: Mapping[str, str]
    aliases: tuple[str, ...]
    assumed_by: tuple[str, ...]
    """Principals of the trust policies: ec2.amazonaws.com."""
    reaches: tuple[str, ...]
    """IAM prefixes of the services the role may call."""
    origin: str = "bundled"

    def text(self, field: str, language: str) -> str:
        """Title or why in that language, English where it is missing."""
        texts: Mapping[str, str] = getattr(self, field)
        return texts.get(language) or texts["en"]


def entry_from(record: Mapping[str, Any], origin: str = "bundled") -> CatalogEntry:
    """The entry in a line of the index."""
    return CatalogEntry(
        id=record["id"],
        catalog=record["catalog"],
        service=record["service"],
        group=record["group"],
        need=record["need"],
        title=record["title"],
        why=record["why"],
        aliases=tuple(record["aliases"]),
        assumed_by=tuple(record["assumed_by"]),
        reaches=tuple(record["reaches"]),
        origin=origin,
    )


def haystack(entry: CatalogEntry) -> str:
    """Everything one may search an entry by, case folded."""
    texts = (
        entry.id,
        entry.catalog,
        entry.service,
        entry.group,
        *entry.aliases,
        *entry.title.values(),
        *entry.why.values(),
    )
    return " ".join(texts).casefold()


def matching(entries: tuple[CatalogEntry, ...], query: str, need: str = "") -> tuple[CatalogEntry, ...]:
    """The entries that hold every word of the query, those named by it first, else in the catalog's order."""
    words = query.casefold().split()
    found = [one for one in entries if (not need or one.need == need) and all(word in haystack(one) for word in words)]
    return tuple(sorted(found, key=lambda one: not _is_named_by(one, words)))


def _is_named_by(entry: CatalogEntry, words: list[str]) -> bool:
    names = " ".join((entry.id, entry.catalog, *entry.title.values())).casefold()
    return bool(words) and all(word in names for word in words)
