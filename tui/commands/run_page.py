"""`rolewizard runs show RUN`: what a run did, from its journal alone; no account is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tui.commands import print_json
from tui.core.calls.command import command_line
from tui.core.errors import RoleWizardError
from tui.core.iam.policy import pretty, same_meaning
from tui.core.journey.sheet import SheetRow, rows_of
from tui.core.kinds import Role, documents_of
from tui.core.plan.report import arns_of, outputs_of
from tui.core.preset.answers import answer
from tui.core.preset.documents import items_of
from tui.core.preset.tokens import TOKEN, filled
from tui.core.run.journal import RunRecord
from tui.core.shown import shown
from tui.i18n import LANGUAGES, Translator
from tui.line.sheet_text import print_rows
from tui.line.text import print_outputs
from tui.options import Options
from tui.start import find_run
from tui.store.load import load_preset
from tui.store.presets import PresetShelf


@dataclass(frozen=True)
class RunPage:
    """A run as its journal tells it, with what its preset says of afterwards."""

    record: RunRecord
    outputs: dict[str, Any]
    """The ARNs people need next, of what is there after it."""
    next: dict[str, str]
    """What to do next, by language; empty where the preset is gone or says nothing."""
    sheet: tuple[SheetRow, ...] = ()
    """Of a journey, with what stands after the run; empty where its answers make no sheet today."""

    def as_json(self, language: str) -> dict[str, Any]:
        """Everything; a sheet's labels are in that language."""
        one = self.record
        sheet = {"sheet": [row.record(language) for row in self.sheet]} if self.sheet else {}
        return sheet | {
            "run": one.run,
            "preset": one.preset,
            "state": one.state,
            "started": one.started,
            "target": one.target.kind,
            "account": one.target.account,
            "region": one.target.region,
            "caller": one.target.caller_arn,
            "answers": dict(one.given),
            "things": [thing.address for thing in one.desired],
            "outputs": self.outputs,
            "next": self.next,
            "documents": [{"name": name, "document": document} for name, document in self.documents()],
            "calls": [
                {"command": command_line(step.do, one.target.region), "address": step.address, "status": status}
                for step, status in one.applied
            ],
            "unreadable_bytes": one.unreadable_bytes,
        }

    def documents(self) -> list[tuple[str, Any]]:
        """(what it is of, document) of every policy document that is there after the run."""
        return [
            (f"{thing.address} {name}", document)
            for thing in self.record.standing
            for name, document in documents_of(thing).items()
            if not isinstance(thing, Role) or self._has_document(thing, name)
        ]

    def _has_document(self, role: Role, name: str) -> bool:
        """Whether a role, which takes several calls to make, came to have that document."""
        before = self.record.before.get(role.address)
        if before is not None and same_meaning(documents_of(before).get(name), documents_of(role)[name]):
            return True
        calls = [step.do for step, _ in self.record.applied if step.address == role.address]
        if name == "trust":
            return any(call.operation in ("CreateRole", "UpdateAssumeRolePolicy") for call in calls)
        return any(f"inline/{call.params.get('PolicyName')}" == name for call in calls)


def show(run: str, options: Options, t: Translator) -> int:
    """Prints the page of the run. Raises UsageError for a run there is not."""
    record = find_run(run)
    outputs = outputs_of(record.standing, record.believed, record.target)
    # what comes next is about all of it
    is_whole = len(record.standing) == len(record.desired)
    page = RunPage(record, outputs, _next(record, outputs, options) if is_whole else {}, _sheet(record, options))
    if options.as_json:
        print_json(page.as_json(t.language))
    else:
        _print(page, t)
    return 0


def _sheet(record: RunRecord, options: Options) -> tuple[SheetRow, ...]:
    def without_account(kind: str, source: str) -> str:
        return ", ".join(items_of(source)) if kind == "availability-zones" else ""

    try:
        preset = load_preset(PresetShelf(options.folders).find(record.preset))
        answers = answer(preset, record.given, record.target, without_account)
    except RoleWizardError:
        return ()
    return rows_of(preset, answers, arns_of(record.standing, record.believed, record.target))


def _next(record: RunRecord, outputs: Mapping[str, Any], options: Options) -> dict[str, str]:
    try:
        preset = load_preset(PresetShelf(options.folders).find(record.preset))
        values = answer(preset, record.given, record.target, lambda *_: "").values
    except RoleWizardError:
        # the preset is gone, asks for something else today, or a value came from the account
        return {}
    if preset.next is None:
        return {}
    told = {name.upper(): str(value) for name, value in outputs.items() if isinstance(value, str)}
    texts = {one: filled(preset.next.by(one), {**values, **told}) for one in LANGUAGES}
    return {} if any(TOKEN.search(text) for text in texts.values()) else texts


def _print(page: RunPage, t: Translator) -> None:
    one = page.record
    print(f"{one.run}  {shown(one.preset)}  [{t(f'run.state.{one.state}')}]  {local_time(one.started)}")
    practice = one.target.kind == "practice"
    print(f"  {t('target.practice') if practice else shown(f'{one.target.account} {one.target.region}')}")
    if not page.sheet:
        print_outputs(page.outputs)
    print_rows(page.sheet, t)
    if page.next:
        print(f"\n{t('card.next')}\n  {shown(page.next[t.language])}")
    for name, document in page.documents():
        print(f"\n{t('card.document', name=shown(name))}")
        for line in shown(pretty(document), keep_lines=True).splitlines():
            print(f"  {line}")
    print(f"\n{t('runs.calls')}")
    for step, status in one.applied:
        print(f"  {'✓' if status == 'done' else '?'} {shown(command_line(step.do, one.target.region))}")
    print(f"\n  rolewizard verify {one.run}\n  rolewizard undo {one.run}")


def local_time(started: str) -> str:
    """The time as clocks here show it; as it was written where it is no time."""
    try:
        return datetime.fromisoformat(started.replace("Z", "+00:00")).astimezone().strftime("%Y-%m-%d %H:%M:%S %Z")
    except ValueError:
        return shown(started)
