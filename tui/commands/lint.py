"""`rolewizard lint [PATH ...]`: checks preset files as strictly as the bundled ones are checked."""

from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from tui.commands import print_json
from tui.commands.errors import error_record
from tui.core.answers import answer
from tui.core.checks import check, unmatched
from tui.core.errors import PresetInvalid, RoleWizardError, UsageError
from tui.core.findings import findings_of
from tui.core.plan import make_plan
from tui.core.preset import Preset
from tui.core.render import render
from tui.core.shown import shown
from tui.core.target import practice_target
from tui.i18n import Translator
from tui.options import Options
from tui.store.actions import load_actions
from tui.store.load import load_preset
from tui.store.places import bundled_presets, own_presets

BROKEN = 2


def run(options: Options, t: Translator) -> int:
    """One line per file; 2 when one of them is wrong."""
    records = [_lint(file, t) for file in _files([Path(word) for word in options.words] or [*options.folders])]
    if options.as_json:
        print_json({"files": records})
    else:
        for record in records:
            print(f"{'ok  ' if record['ok'] else 'FAIL'}  {shown(record['file'])}")
            for error in record["errors"]:
                print(f"      {error['where']}: {error['message']}")
    return 0 if all(record["ok"] for record in records) else BROKEN


def problems(preset: Preset) -> Iterator[RoleWizardError]:
    """What shows only when the template is filled: with its examples, for every option of every choice."""
    examples = {name: one.example for name, one in preset.placeholders.items() if one.type != "choice"}
    variants: list[dict[str, str]] = [{}]
    variants += [{name: option} for name, choice in preset.choices().items() for option in choice.options]
    target, actions = practice_target(), load_actions()
    idle = set(preset.waivers)
    for variant in variants:
        try:
            answers = answer(preset, examples | variant, target)
            plan = make_plan(render(preset, answers, target), {}, target, "lint")
        except RoleWizardError as error:
            yield error
            continue
        checked = check(plan.desired, target, actions, preset, answers.values)
        idle &= unmatched(preset, checked, answers.values)
        for finding in (*findings_of(plan, preset, answers.values), *checked):
            if finding.severity == "error" and finding.waiver is None:
                told = {**finding.params, "finding": f"{finding.code}: {finding.where}"}
                yield PresetInvalid("preset.finding", finding.where, (), **told)
    yield from (PresetInvalid("preset.waiver", one, (), waiver=one) for one in sorted(idle))


def _lint(file: Path | Traversable, t: Translator) -> dict[str, Any]:
    try:
        errors = [error_record(one, t) for one in problems(load_preset(file))]
    except RoleWizardError as error:
        errors = [error_record(error, t)]
    distinct = list({(one["code"], one["where"], one["message"]): one for one in errors}.values())
    return {"file": str(file), "ok": not distinct, "errors": distinct}


def _files(paths: list[Path]) -> Iterator[Path | Traversable]:
    folders: list[Path | Traversable] = [*paths] or [
        bundled_presets(),
        *([own_presets()] if own_presets().is_dir() else []),
    ]
    for path in folders:
        if path.is_file():
            yield path
        elif path.is_dir():
            yield from (
                one for one in sorted(path.iterdir(), key=lambda one: one.name) if one.name.endswith((".yaml", ".yml"))
            )
        else:
            raise UsageError("usage.unreadable", str(path), reason="no such file or folder")
