"""The commands without a screen.

Human text goes to stdout, errors to stderr; --json prints one object, or one a line.
"""

import json
import sys
from typing import Any

from tui.i18n import Translator
from tui.options import Options

CHANGES_FOUND = 4
"""Exit code of a plan that would change something."""


def run_command(options: Options, translate: Translator) -> int:
    """Runs the command; returns its exit code. Raises RoleWizardError."""
    match options.command:
        case "catalog":
            from tui.commands.catalog import run
        case "explain":
            from tui.commands.explain import run
        case "about":
            from tui.commands.about import run
        case "diagnose":
            from tui.commands.diagnose import run
        case "doctor":
            from tui.commands.doctor import run
        case "last-accessed":
            from tui.commands.last_accessed import run
        case "onboard":
            from tui.commands.onboard import run
        case "plan":
            from tui.commands.plan import run
        case "apply":
            from tui.commands.apply import run
        case "verify":
            from tui.commands.verify import run
        case "prove":
            from tui.commands.prove import run
        case "simulate":
            from tui.commands.simulate import run
        case "runs":
            from tui.commands.runs import run
        case "resume":
            from tui.commands.resume import run
        case "undo":
            from tui.commands.undo import run
        case "practice":
            from tui.commands.practice import run
        case "export":
            from tui.commands.export import run
        case "completion":
            from tui.commands.completion import run
        case "lint":
            from tui.commands.lint import run
        case "preset":
            from tui.commands.preset import run
        case _:
            raise AssertionError(options.command)
    return run(options, translate)


def print_json(record: Any) -> None:
    """One JSON object on one line, at once."""
    print(json.dumps(record, ensure_ascii=False, default=str))
    sys.stdout.flush()
