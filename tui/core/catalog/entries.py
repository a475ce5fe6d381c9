"""The catalog as a list: what is known of every preset before any is opened. No pydantic: this is the first screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from tui.core.errors import PresetInvalid

if TYPE_CHECKING:
    from tui.core.catalog.atlas import Atlas

Need = Literal["required", "conditional", "service-linked", "caller-permissions-only", "not-needed"]
NEEDS: tuple[str, ...] = get_args(Need)
Group = Literal[
    "compute",
    "containers",
    "analytics",
    "monitoring",
    "networking",
    "storage",
    "database",
    "security",
    "integration",
    "lakehouse",
    "own",
    "ai",
    "developer-tools",
    "identity",
    "iot",
    "management",
    "media",
    "vendor",
]
GROUPS: tuple[str, ...] = get_args(Group)


def text_in(texts: Mapping[str, str], language: str) -> str:
    """The text in that language, else in the first of English, Korean and Japanese that there is; "" without any."""
    return next((texts[one] for one in (language, "en", "ko", "ja") if texts.get(one)), "")


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
    actions: tuple[str, ...] = ()
    """What it grants, as written: kinesis:PutRecord, kinesis:Put*."""
    caller_actions: tuple[str, ...] = ()
    """What whoever sets it up needs."""
    rank: int = 50
    """1 for what most people mean by the service, 99 for what hardly anybody does."""
    is_journey: bool = False
    """Whether it is several presets, step by step."""
    origin: str = "bundled"
    """bundled, own (the user's configuration folder) or folder (of --presets)."""
    replaces: str = ""
    """Origin of the preset with the same id that this one stands in for, "" where there is none."""
    file: str = ""
    """Where it lies; "" for a bundled one."""

    def text(self, field: str, language: str) -> str:
        """Title or why in that language, else in the first of English, Korean and Japanese that there is."""
        return text_in(getattr(self, field), language)


@dataclass(frozen=True)
class BrokenPreset:
    """A file that is no preset; it is told about and hides nothing."""

    error: PresetInvalid
    """Its `where` is file and line."""

    @property
    def where(self) -> str:
        """File and line."""
        return self.error.where

    @property
    def file(self) -> str:
        """The file alone."""
        head, _, line = self.where.rpartition(":")
        return head if line.isdigit() else self.where

    @property
    def line(self) -> int:
        """From 1; 0 where no line is to blame."""
        line = self.where.rpartition(":")[2]
        return int(line) if line.isdigit() else 0


@dataclass(frozen=True)
class Catalog:
    """Everything a person can choose from, and what would be there if it could be read."""

    entries: tuple[CatalogEntry, ...]
    broken: tuple[BrokenPreset, ...] = ()
    atlas: Atlas | None = None
    """What AWS's API data says of the services without an entry; None until it has been read."""


@dataclass(frozen=True)
class Progress:
    """Who hears how far a long reading is, who may stop it, and who else wants to work."""

    told: Callable[[int, int], object] = lambda *_: None
    """Called with the number of files done and of all."""
    is_cancelled: Callable[[], bool] = lambda: False
    rest: Callable[[], object] = lambda: None
    """Called very often; may let another thread have its turn."""


QUIET = Progress()


def entry_from(record: Mapping[str, Any], origin: str = "bundled", file: str = "") -> CatalogEntry:
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
        actions=tuple(record["actions"]),
        caller_actions=tuple(record.get("caller_actions", ())),
        rank=record.get("rank", 50),
        is_journey=record.get("is_journey", False),
        origin=origin,
        file=file,
    )
