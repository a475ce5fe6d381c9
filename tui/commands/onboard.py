"""`rolewizard onboard [JOURNEY]`: a journey in the wizard, or with its answers from a file."""

import sys
from dataclasses import replace

from tui.commands import apply, plan, print_json
from tui.core.catalog.entries import CatalogEntry
from tui.core.errors import UsageError
from tui.core.shown import shown
from tui.i18n import Translator
from tui.options import Options
from tui.start import given_answers, run_wizard
from tui.store.presets import PresetShelf


def run(options: Options, t: Translator) -> int:
    """Lists the journeys without a JOURNEY; with --yes applies one, with --dry-run and --json plans it.

    Else it opens the wizard, which needs a terminal. The Region of the answers is that of the session, where no other
    was asked for. Raises UsageError("journey.unknown").
    """
    journeys = [one for one in PresetShelf(options.folders).entries if one.is_journey]
    if options.lists or not options.words:
        return _list(journeys, options, t)
    name = options.words[0]
    if all(one.id != name for one in journeys):
        raise UsageError("journey.unknown", name, given=name, known=", ".join(one.id for one in journeys))
    region = options.region or given_answers(options).get("REGION")
    options = replace(options, region=region)
    if options.is_confirmed:
        return apply.run(options, t)
    if options.as_json or not sys.stdin.isatty():
        if options.is_dry_run:
            return plan.run(options, t)
        raise UsageError("usage.yes_needed", name, preset=name)
    return run_wizard(options, t)


def _list(journeys: list[CatalogEntry], options: Options, t: Translator) -> int:
    if options.as_json:
        records = [{"id": one.id, "title": dict(one.title), "why": dict(one.why), "file": one.file} for one in journeys]
        print_json({"journeys": records})
        return 0
    for one in journeys:
        print(f"{one.id}\n  {shown(one.text('title', t.language))}\n  {shown(one.text('why', t.language))}")
        print(f"  rolewizard onboard {one.id}\n")
    return 0
