"""Finding an entry of the catalog, and what it says."""

from tui.core.catalog.entries import Catalog, CatalogEntry
from tui.core.catalog.search import CatalogSearch
from tui.core.iam.policy import pretty
from tui.core.preset.format import Preset
from tui.core.shown import shown
from tui.i18n import Translator
from tui.line.asking import ask_text, pick
from tui.line.catalog_text import broken_line


def pick_preset(catalog: Catalog, t: Translator) -> str:
    """The id of an entry: search first, then choose among what was found."""
    for broken in catalog.broken:
        print(broken_line(broken, t))
    search = CatalogSearch(catalog.entries)
    while True:
        query = ask_text(t("line.search"))
        found = search.find(query)
        if not found:
            print(t("catalog.nothing", query=shown(query)))
            continue
        rows = [(_row(one, t), one.id) for one in found]
        if picked := pick(t("line.pick"), [*rows, (t("line.search_again"), "")], t):
            return picked


def _row(entry: CatalogEntry, t: Translator) -> str:
    return f"{entry.text('title', t.language)}  [{t(f'need.{entry.need}')}]"


def print_card(preset: Preset, t: Translator) -> None:
    """Title and verdict, why, what must be there; for an entry that makes nothing, what the person needs."""
    print(f"\n{shown(preset.title.by(t.language))}  [{t(f'need.{preset.need}')}]")
    for text in (preset.why, preset.instead, *preset.prerequisites, *preset.notes):
        if text:
            print(f"  {shown(text.by(t.language))}")
    if not preset.resources and (caller := preset.caller_by_default):
        print(f"\n{t('card.caller')}")
        print(shown(pretty(caller), keep_lines=True))
