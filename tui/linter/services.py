"""The list of all IAM actions as files that the linter reads, so that it has nothing to fetch.

The form is that of AWS's own service reference, one file per service and a list of all of them; iam-policy-validator
reads it from `aws_services_dir`. What our list does not have is left out: the types of condition keys, and with them
the checks that need them (settings.py).
"""

import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from tui.core.iam.actions import ActionList

FORMAT = 1
"""Of these files; a change makes everybody write them anew."""
LIST = "_services.json"


def services_folder(folder: Path, actions: ActionList) -> Path:
    """Where the files lie; they are written the first time, and what an older list of actions left is removed.

    Raises OSError where nothing can be written there.
    """
    ready = folder / re.sub(r"[^\w.]+", "-", f"{actions.source} {actions.written} {FORMAT}")
    if not (ready / LIST).is_file():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_at_once(ready, actions)
        for old in folder.iterdir():
            if old.name != ready.name and not old.name.endswith(".new"):
                shutil.rmtree(old, ignore_errors=True)
    return ready


def write_services(folder: Path, actions: ActionList) -> None:
    """Writes the files; the folder is there."""
    for prefix, text in actions.services.items():
        (folder / f"{prefix}.json").write_text(_compact(service_record(prefix, json.loads(text))), encoding="utf-8")
    # the address is never asked; the linter passes over a service without one
    names = [{"service": prefix, "url": f"offline:{prefix}"} for prefix in actions.services]
    (folder / LIST).write_text(_compact(names), encoding="utf-8")


def service_record(prefix: str, ours: Mapping[str, Any]) -> dict[str, Any]:
    """One service; `ours` is what tui.core.iam.actions reads."""
    keys = [_with_variable(key) for key in ours["keys"]]
    kinds = [kind for kind, _, _ in ours["resources"]]
    return {
        "Name": prefix,
        "Actions": [
            {
                "Name": name,
                "ActionConditionKeys": [keys[number] for number in own],
                "Resources": [{"Name": kinds[number]} for number in on],
            }
            for name, (_, on, own) in ours["actions"].items()
        ],
        "Resources": [
            {
                "Name": kind,
                "ARNFormats": [_with_variable(pattern)],
                "ConditionKeys": [keys[number] for number in numbers],
            }
            for kind, pattern, numbers in ours["resources"]
        ],
        "ConditionKeys": [{"Name": key} for key in keys],
    }


def _with_variable(text: str) -> str:
    """Our list has `*` where the reference has the name of a variable; the linter only looks whether there is one."""
    return text.replace("*", "${Any}")


def _compact(record: Any) -> str:
    return json.dumps(record, separators=(",", ":"))


def _write_at_once(ready: Path, actions: ActionList) -> None:
    """Another process that does the same at the same time finds all of it or nothing."""
    new = Path(tempfile.mkdtemp(dir=ready.parent, suffix=".new"))
    try:
        write_services(new, actions)
        with suppress(FileExistsError):
            os.rename(new, ready)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    if not (ready / LIST).is_file():
        raise OSError(f"{ready} is in the way")
