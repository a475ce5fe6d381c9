"""What fits at the cursor of a shell's command line.

The scripts of `rolewizard completion` call the program itself with _ARGCOMPLETE set and the line in COMP_LINE; the
answer goes to file descriptor 8, and nothing else is printed.
"""

import argparse
import os
import shlex
from collections.abc import Callable, Mapping
from typing import Any

from tui.arguments import parser_of, split_command
from tui.core.errors import RoleWizardError
from tui.i18n import Translator
from tui.options import COMMANDS

Completer = Callable[..., Mapping[str, str]]
"""Candidates with what each is, from the text before the cursor and the arguments parsed so far."""

ENTRY_COMMANDS = ("explain", "plan", "apply", "verify", "simulate", "export", "onboard")
OWN_WORDS = {"runs": ("show", "forget"), "preset": ("new", "schema")}
RUN_COMMANDS = ("verify", "resume", "undo")


def complete(translate: Translator) -> None:
    """Writes the candidates for COMP_LINE and ends the process."""
    import argcomplete

    command = _command_in(os.environ.get("COMP_LINE", ""), os.environ.get("COMP_POINT", ""))
    parser = parser_of(command, translate, takes_command=command != "wizard")
    own = _completers(command, translate)
    for action in parser._actions:
        if action.dest in own:
            action.completer = own[action.dest]  # type: ignore[attr-defined]
    argcomplete.autocomplete(parser, always_complete_options=False)


def _command_in(line: str, point: str) -> str:
    """The command in the words before the one under the cursor."""
    before = line[: int(point)] if point.isdigit() else line
    before = before[: max(before.rfind(" "), before.rfind("\t")) + 1]
    try:
        words = shlex.split(before)
    except ValueError:  # the cursor stands within quotes
        words = before.split()
    return split_command(words[1:])[0]


def _completers(command: str, t: Translator) -> Mapping[str, Completer]:
    def word(parsed_args: argparse.Namespace, **_: Any) -> Mapping[str, str]:
        before = getattr(parsed_args, "word", None)
        found = dict[str, str]()
        match command:
            case "wizard":
                found = {one: t(f"help.{one}") for one in COMMANDS} | _entries(parsed_args, t)
            case "runs":
                found = (
                    _runs() if before in (["show"], ["forget"]) else {"show": "", "forget": ""} if not before else {}
                )
            case "preset":
                found = {} if before else {"new": "", "schema": ""}
            case _:
                found = _entries(parsed_args, t) if command in ENTRY_COMMANDS else {}
                found = found | _runs() if command in RUN_COMMANDS else found
        return found

    def tokens(parsed_args: argparse.Namespace, **_: Any) -> Mapping[str, str]:
        return _tokens(parsed_args, t)

    own: dict[str, Completer] = {"set": tokens, "profile": _profiles, "action": _actions}
    if command not in ("lint", "practice", "completion"):  # files, or a choice that the grammar lists
        own["word"] = word
    return own | dict.fromkeys(("region", "endpoint_url", "timeout", "resource", "context"), _nothing)


def _nothing(**_: Any) -> Mapping[str, str]:
    """For texts that only the person knows; else file names would be offered."""
    return {}


def _entries(arguments: argparse.Namespace, t: Translator) -> dict[str, str]:
    from tui.store.presets import PresetShelf

    try:
        entries = PresetShelf(tuple(arguments.presets or ())).entries
    except RoleWizardError:
        return {}
    return {one.id: one.text("title", t.language) for one in entries}


def _runs() -> dict[str, str]:
    from tui.start import list_runs

    return {one.run: f"{one.preset}, {one.started}" for one in list_runs()}


def _tokens(arguments: argparse.Namespace, t: Translator) -> Mapping[str, str]:
    """The placeholders of the entry on the line that have no value there yet."""
    from tui.store.load import load_preset
    from tui.store.presets import PresetShelf

    word = getattr(arguments, "word", None)
    if not isinstance(word, str):
        return {}
    try:
        preset = load_preset(PresetShelf(tuple(arguments.presets or ())).find(word))
    except RoleWizardError:
        return {}
    taken = {one.partition("=")[0] for one in arguments.set or ()}
    return {f"{name}=": one.label.by(t.language) for name, one in preset.placeholders.items() if name not in taken}


def _profiles(**_: Any) -> Mapping[str, str]:
    from tui.aws.profiles import read_profiles

    return {one.name: one.region for one in read_profiles()}


def _actions(prefix: str, **_: Any) -> Mapping[str, str]:
    """Of one service; all of them would be 20,000."""
    from tui.store.actions import load_actions

    service, colon, _rest = prefix.partition(":")
    return dict.fromkeys(load_actions().expand(f"{service}:*"), "") if colon else {}
