"""What the atlas has of a service, as JSON and as text; `explain` and `catalog` answer with it."""

from typing import Any

from tui.core.catalog.atlas import ServiceEvidence
from tui.core.phrase import worded
from tui.i18n import LANGUAGES, Translator
from tui.line.catalog_text import service_lines
from tui.store.atlas import load_atlas


def service_record(evidence: ServiceEvidence, t: Translator) -> dict[str, Any]:
    """The row of a service with the fields that entries have, `origin` "atlas", and its evidence."""
    atlas = load_atlas()
    speakers = {language: Translator(language) for language in LANGUAGES}
    return {
        "id": evidence.name,
        "catalog": "",
        "service": evidence.prefix or evidence.name,
        "group": "",
        "need": evidence.need,
        "title": dict.fromkeys(LANGUAGES, evidence.title),
        "why": {language: worded(evidence.why, say) for language, say in speakers.items()},
        "aliases": list(evidence.names),
        "origin": "atlas",
        "evidence": evidence.record(),
        "limits": t.every("atlas.limits"),
        "sources": list(atlas.sources),
        "captured": atlas.written,
    }


def print_evidence(evidence: ServiceEvidence, t: Translator) -> None:
    """The card as text, with the command that goes on from it and its sources."""
    atlas = load_atlas()
    print("\n".join(service_lines(evidence, t)))
    if evidence.makes_role:
        print(f"\n{t('atlas.make', principal=evidence.principals[0][0])}")
    print(f"\n{t('atlas.source', sources=', '.join(atlas.sources), written=atlas.written)}")
