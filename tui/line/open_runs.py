"""Runs of this account that broke off, met again at the start."""

from tui.core.plan.review import Desk, RunSummary
from tui.core.shown import shown
from tui.i18n import Translator
from tui.line.asking import pick
from tui.line.deciding import decide
from tui.line.ending import Ended


def settle_open_runs(desk: Desk, t: Translator) -> Ended | None:
    """Asks about them, one after the other; how one that was gone on with ended, None to go on to the catalog."""
    while found := _open_runs(desk):
        run = found[0] if len(found) == 1 else _one_of(found, t)
        if run is None:
            return None
        _print_facts(run, t)
        ended = decide(desk, run.run, None, t, is_old=True)
        if ended.state == "done":
            return ended
        if ended.state == "open" and len(found) == 1:
            return None
    return None


def _open_runs(desk: Desk) -> list[RunSummary]:
    """On a dry run nothing could be done about them."""
    target = desk.target()
    runs = () if desk.is_dry_run else desk.runs()
    return [one for one in runs if one.is_open_in(target)]


def _one_of(found: list[RunSummary], t: Translator) -> RunSummary | None:
    rows: list[tuple[str, RunSummary | None]] = [(_row(one, t), one) for one in found]
    return pick(t("line.open_runs", count=len(found)), [(t("line.all_later"), None), *rows], t)


def _row(run: RunSummary, t: Translator) -> str:
    return f"{run.preset}, {t(f'run.state.{run.state}')}, {run.date} UTC, {run.run}"


def _print_facts(run: RunSummary, t: Translator) -> None:
    print(f"\n{t('decide.title')}")
    print(f"  {shown(_row(run, t))}")
    print(f"  {t('decide.progress', done=run.done, total=run.total)}")
    if run.unreadable_bytes:
        print(f"  {t('run.unreadable', bytes=run.unreadable_bytes)}  {shown(run.path)}")
