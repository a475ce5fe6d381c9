"""`rolewizard lint [PATH ...]`: checks preset files as strictly as the bundled ones are checked."""

from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from tui.commands import print_json
from tui.commands.errors import error_record
from tui.core.errors import PresetInvalid, UsageError
from tui.core.preset.lint import hints, problems
from tui.core.shown import shown
from tui.i18n import Translator
from tui.options import Options
from tui.start import call_problem
from tui.store.actions import load_actions
from tui.store.index import files_of
from tui.store.load import load_parsed
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
            for hint in record["hints"]:
                print(f"      {t('lint.hint')} {hint['where']}: {hint['message']}")
    return 0 if all(record["ok"] for record in records) else BROKEN


def _lint(file: Path | Traversable, t: Translator) -> dict[str, Any]:
    try:
        preset, parsed = load_parsed(file)
    except PresetInvalid as error:
        return {"file": str(file), "ok": False, "errors": [error_record(error, t)], "hints": []}

    def record(one: PresetInvalid) -> dict[str, Any]:
        params = dict(one.params)
        if "sentence" in params:
            # in words, and with the name that a waiver calls it by
            params["finding"] = f"{params['finding']}: {t(str(params['sentence']), **params)}"
        return error_record(PresetInvalid(one.code, f"{file}:{parsed.line_of(one.path)}", one.path, **params), t)

    errors = [record(one) for one in problems(preset, parsed.tree, load_actions(), call_problem)]
    advice = [record(one) for one in hints(preset, parsed.tree)]
    return {"file": str(file), "ok": not errors, "errors": errors, "hints": advice}


def _files(paths: list[Path]) -> Iterator[Path | Traversable]:
    folders: list[Path | Traversable] = [*paths] or [
        bundled_presets(),
        *([own_presets()] if own_presets().is_dir() else []),
    ]
    for path in folders:
        if path.is_file():
            yield path
        elif path.is_dir():
            yield from (file for _, file in files_of(path))
        else:
            raise UsageError("usage.unreadable", str(path), reason="no such file or folder")
