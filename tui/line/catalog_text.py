"""Entries of the catalog, services without one, and files that are none, as plain lines."""

from tui.core.catalog.atlas import ServiceEvidence, sections_of
from tui.core.catalog.entries import BrokenPreset, CatalogEntry
from tui.core.phrase import worded
from tui.core.shown import shown
from tui.i18n import Translator


def entry_lines(entry: CatalogEntry, t: Translator) -> list[str]:
    """Id, number and verdict; title; why; and where it comes from, if it is not bundled."""
    number = f" {shown(entry.catalog)}" if entry.catalog.startswith("<") else ""
    lines = [
        f"{shown(entry.id)}{number}  [{t(f'need.{entry.need}')}]",
        f"    {shown(entry.text('title', t.language))}",
        f"    {shown(entry.text('why', t.language))}",
    ]
    if entry.origin != "bundled":
        lines.append(f"    {origin_text(entry, t)}: {shown(entry.file)}")
    return lines


def service_lines(evidence: ServiceEvidence, t: Translator) -> list[str]:
    """What AWS's API data says of a service, marked as such."""
    lines = [
        f"{shown(evidence.title)} ({evidence.name})  [{t(f'need.{evidence.need}')}]",
        f"  {t('atlas.origin')}",
        f"  {shown(worded(evidence.why, t))}",
    ]
    for section in sections_of(evidence):
        lines += ["", worded(section.title, t), *(f"  - {shown(worded(line, t))}" for line in section.lines)]
    return [*lines, "", t("atlas.limits")]


def origin_text(entry: CatalogEntry, t: Translator) -> str:
    """Whose it is, and whose place it takes."""
    origin = t(f"pick.origin.{entry.origin}")
    return f"{origin}, {t(f'pick.replaces.{entry.replaces}')}" if entry.replaces else origin


def broken_line(broken: BrokenPreset, t: Translator) -> str:
    """File, line and reason."""
    return t("catalog.broken", where=shown(broken.where), reason=reason_of(broken, t))


def reason_of(broken: BrokenPreset, t: Translator) -> str:
    """What is wrong with the file, in one sentence."""
    error = broken.error
    return shown(t(f"error.{error.code}", where=error.where, **error.params))
