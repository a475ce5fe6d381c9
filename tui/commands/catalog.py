"""`rolewizard catalog`: which services need a role."""

from dataclasses import asdict

from tui.commands import print_json
from tui.core.catalog import CatalogEntry, matching
from tui.core.shown import shown
from tui.i18n import Translator
from tui.options import Options
from tui.store.presets import PresetShelf


def run(options: Options, t: Translator) -> int:
    """Prints the entries that match; none is no error."""
    shelf = PresetShelf(options.folders)
    found = matching(shelf.entries, " ".join(options.words), options.need)
    if options.as_json:
        print_json({"presets": [asdict(entry) for entry in found]})
        return 0
    for entry in found:
        _print_entry(entry, t)
    if not found:
        print(t("catalog.nothing", query=shown(" ".join(options.words))))
    for broken in shelf.broken:
        print(
            t(
                "catalog.broken",
                where=shown(broken.where),
                reason=t(f"error.{broken.error.code}", **broken.error.params),
            )
        )
    return 0


def _print_entry(entry: CatalogEntry, t: Translator) -> None:
    number = f" {entry.catalog}" if entry.catalog.startswith("<") else ""
    print(f"{shown(entry.id)}{number}  [{t(f'need.{entry.need}')}]")
    print(f"    {shown(entry.text('title', t.language))}")
    print(f"    {shown(entry.text('why', t.language))}")
