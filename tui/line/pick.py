"""Finding an entry of the catalog, and what it says."""

from collections.abc import Mapping

from tui.core.catalog.atlas import ANY_SERVICE, ServiceEvidence
from tui.core.catalog.entries import Catalog, CatalogEntry
from tui.core.catalog.search import CatalogSearch
from tui.core.iam.policy import pretty
from tui.core.preset.format import Preset
from tui.core.shown import shown
from tui.i18n import Translator
from tui.line.asking import ask_text, ask_yes, pick
from tui.line.catalog_text import broken_line, service_lines


def pick_preset(catalog: Catalog, t: Translator) -> tuple[str, Mapping[str, str]]:
    """The id of an entry, and what is known of its answers: search first, then choose among what was found.

    Services without an entry stand behind the entries, from AWS's API data, and lead on to the entry for any service.
    """
    for broken in catalog.broken:
        print(broken_line(broken, t))
    search = CatalogSearch(catalog.entries)
    while True:
        query = ask_text(t("line.search"))
        found = search.find(query)
        listed = {one.id for one in found}
        services = catalog.atlas.matching(query) if catalog.atlas and query.strip() else ()
        others = {f"atlas {one.name}": one for one in services if one.name not in listed}
        if not (found or others):
            print(t("catalog.nothing", query=shown(query)))
            continue
        rows = [(_row(one, t), one.id) for one in found]
        rows += [(f"{one.title}  [{t(f'need.{one.need}')}] ({t('atlas.origin')})", key) for key, one in others.items()]
        picked = pick(t("line.pick"), [*rows, (t("line.search_again"), "")], t)
        if picked in others:
            if _goes_on(others[picked], t):
                return ANY_SERVICE, {"SERVICE": others[picked].principals[0][0]}
        elif picked:
            return picked, {}


def _goes_on(evidence: ServiceEvidence, t: Translator) -> bool:
    """Prints the card; whether a role for the service is to be made."""
    print("\n" + "\n".join(service_lines(evidence, t)))
    return evidence.makes_role and ask_yes(t("line.make_service_role", principal=evidence.principals[0][0]), t)


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
