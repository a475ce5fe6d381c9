"""`rolewizard runs`: what was done before, newest first."""

from dataclasses import asdict

from tui.commands import print_json
from tui.core.plan.review import RunSummary
from tui.core.shown import shown
from tui.i18n import Translator
from tui.options import Options
from tui.start import list_runs


def where_of(one: RunSummary, t: Translator) -> str:
    """The account a run belongs to; of a journal that cannot be read nobody knows."""
    match one.target:
        case "account":
            return f"{one.account} {one.region}"
        case "practice":
            return t("target.practice")
    return t("target.unknown")


def run(options: Options, t: Translator) -> int:
    """Prints the runs."""
    found = list_runs()
    if options.as_json:
        print_json({"runs": [asdict(one) for one in found]})
        return 0
    for one in found:
        where = where_of(one, t)
        state = t(f"run.state.{one.state}")
        about = one.path or one.thing
        print(shown(f"{one.run}  {one.started:20}  {one.preset}  [{state}]  {one.done}/{one.total}  {where}  {about}"))
        if one.unreadable_bytes:
            print(f"  {t('run.unreadable', bytes=one.unreadable_bytes)}")
    if not found:
        print(t("run.none"))
    return 0
