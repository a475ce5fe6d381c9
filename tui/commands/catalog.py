"""`rolewizard catalog`: which services need a role."""

import sys
from dataclasses import asdict

from tui.commands import print_json
from tui.commands.atlas import print_evidence, service_record
from tui.core.catalog.entries import Catalog, Progress
from tui.core.catalog.filters import Filters
from tui.core.catalog.pasted_error import known_error
from tui.core.catalog.question import topic_of
from tui.core.catalog.search import CatalogSearch
from tui.core.shown import shown
from tui.i18n import Translator
from tui.line.catalog_text import broken_line, entry_lines, reason_of
from tui.options import Options
from tui.store.atlas import load_atlas
from tui.store.presets import PresetShelf

WORTH_A_WORD = 500
"""Files; fewer are read before anybody wonders."""


def run(options: Options, t: Translator) -> int:
    """Prints the entries that match; none is no error. Broken files are told about and change nothing."""
    query = " ".join(options.words)
    catalog = _read(options, t)
    search = CatalogSearch(catalog.entries)
    found = tuple(Filters(options.need, options.group).narrow(search.find(query)))
    meaning = known_error(query)
    evidence = load_atlas().find(topic_of(query)) if query else None
    if options.as_json:
        records = [asdict(entry) for entry in found]
        if evidence:
            own = {"evidence": evidence.record()}
            records = [{**one, **own} if one["id"] == evidence.name else one for one in records]
            if all(entry.id != evidence.name for entry in found):
                records.append(service_record(evidence, t))
        broken = [{"file": one.file, "line": one.line, "message": reason_of(one, t)} for one in catalog.broken]
        record: dict[str, object] = {"presets": records, "broken": broken, "read_as": search.read_as(query)}
        if meaning:
            record["error"] = {
                "code": meaning.code,
                **meaning.fields,
                "text": t.every(f"pasted.{meaning.code}", **meaning.fields),
            }
        print_json(record)
        return 0
    if meaning:
        print(f"{shown(t(f'pasted.{meaning.code}', **meaning.fields))}\n")
    if read_as := search.read_as(query):
        print(t("pick.read_as", words=shown(read_as)))
    for entry in found:
        print("\n".join(entry_lines(entry, t)))
    if evidence and not found:
        print_evidence(evidence, t)
    elif evidence:
        print(t("atlas.see", name=evidence.name))
    elif not found:
        print(t("catalog.nothing", query=shown(query)))
    for one in catalog.broken:
        print(broken_line(one, t), file=sys.stderr)
    return 0


def _read(options: Options, t: Translator) -> Catalog:
    def told(done: int, total: int) -> None:
        if done == 0 and total >= WORTH_A_WORD and sys.stderr.isatty():
            print(t("catalog.reading", total=total), file=sys.stderr)

    return PresetShelf(options.folders).read(Progress(told))
