"""`rolewizard runs`: what was done before, newest first; `show RUN` tells all of one, `forget RUN --yes` removes it."""

from dataclasses import asdict

from tui.commands import print_json
from tui.commands.run_page import show
from tui.core.errors import UsageError
from tui.core.plan.review import RunSummary
from tui.core.shown import shown
from tui.i18n import Translator
from tui.options import Options
from tui.start import forget_run, list_runs


def where_of(one: RunSummary, t: Translator) -> str:
    """The account a run belongs to; of a journal that cannot be read nobody knows."""
    match one.target:
        case "account":
            return f"{one.account} {one.region}"
        case "practice":
            return t("target.practice")
    return t("target.unknown")


def run(options: Options, t: Translator) -> int:
    """Prints the runs; `show RUN` one of them; `forget RUN` removes one."""
    match options.words:
        case ():
            pass
        case ("show", name):
            return show(name, options, t)
        case ("forget", name):
            return _forget(name, options, t)
        case words:
            raise UsageError("usage.runs_words", " ".join(words), given=" ".join(words))
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


def _forget(name: str, options: Options, t: Translator) -> int:
    """What it made stays in the account, and cannot be undone from here any more."""
    if not options.is_confirmed:
        raise UsageError("usage.forget_yes", name, run=name)
    forget_run(name)
    if options.as_json:
        print_json({"forgotten": name})
    else:
        print(t("run.forgotten", run=shown(name)))
    return 0
