"""`rolewizard runs`: what was done before, newest first."""

from dataclasses import asdict

from tui.commands import print_json
from tui.core.shown import shown
from tui.i18n import Translator
from tui.options import Options
from tui.start import list_runs


def run(options: Options, t: Translator) -> int:
    """Prints the runs."""
    found = list_runs()
    if options.as_json:
        print_json({"runs": [asdict(one) for one in found]})
        return 0
    for one in found:
        where = f"{one.account} {one.region}" if one.target == "account" else t("target.practice")
        state = t(f"run.state.{one.state}")
        about = one.path or one.thing
        print(shown(f"{one.run}  {one.started:20}  {one.preset}  [{state}]  {one.done}/{one.total}  {where}  {about}"))
        if one.unreadable_bytes:
            print(f"  {t('run.unreadable', bytes=one.unreadable_bytes)}")
    if not found:
        print(t("run.none"))
    return 0
