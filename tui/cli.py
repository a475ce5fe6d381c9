"""Arguments in, exit code out. Loads neither Textual nor boto3: what a command needs is imported when it runs.

Exit codes: 0 done or nothing to do; 1 apply failed or something found; 2 usage, preset or answer wrong; 3 AWS not
reachable or access denied; 4 changes found; 130 interrupted; 141 an output that could not be written whole, where it
would be 0.
"""

import json
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import replace

from tui import __version__
from tui.core.errors import OwnFault, RoleWizardError
from tui.i18n import LANGUAGES, Translator, system_language
from tui.options import Options
from tui.outputs import LOST, make_streams_usable, telling
from tui.store.debug_log import DebugLog
from tui.store.places import debug_log

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program. Every error a user can cause ends as one clear message and an exit code."""
    if "_ARGCOMPLETE" in os.environ:
        from tui.completion import complete

        complete(Translator(system_language()))
    make_streams_usable()
    with telling() as output:
        code = _main(list(sys.argv[1:] if argv is None else argv))
    return code if code or not output.is_lost else LOST


def _main(arguments: list[str]) -> int:
    as_json = "--json" in arguments
    translate = Translator(_language_in(arguments))
    log = DebugLog("--debug" in arguments or os.environ.get("ROLEWIZARD_DEBUG", "0") not in ("", "0"))
    flags = [one.partition("=")[0] for one in arguments if one.startswith("--")]
    log.note(f"rolewizard {__version__}, Python {sys.version.split()[0]}, {platform.platform()}: {' '.join(flags)}")
    if log.trouble:
        print(translate("debug.not_kept", file=str(debug_log()), reason=log.trouble), file=sys.stderr)
    code = _attempt(arguments, translate, as_json, log)
    log.note(f"exit code {code}")
    return code


def _attempt(arguments: list[str], translate: Translator, as_json: bool, log: DebugLog) -> int:
    try:
        return _run(arguments, translate, is_debug=log.is_on)
    except RoleWizardError as error:
        log.note(f"error {error.code}")
        _tell(error, translate, as_json)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        log.note_bug(error)
        fault = OwnFault(error, str(debug_log()))
        _tell(fault, translate, as_json)
        return fault.exit_code


def _run(arguments: list[str], translate: Translator, *, is_debug: bool) -> int:
    options = _options(arguments, translate)
    if options is None:
        return 0
    options = replace(options, is_debug=is_debug)
    if options.command == "wizard":
        from tui.start import run_wizard

        return run_wizard(options, translate)
    from tui.commands import run_command

    return run_command(options, translate)


def _options(arguments: list[str], translate: Translator) -> Options | None:
    """None when help or the version was asked for and has been printed. Raises UsageError."""
    if not arguments:
        # the grammar of all commands costs 6 ms of the way to the first screen
        return Options("wizard", language=translate.language)
    from tui.arguments import parse_arguments

    return parse_arguments(arguments, translate)


def _tell(error: RoleWizardError, translate: Translator, as_json: bool) -> None:
    from tui.commands.errors import error_record

    record = error_record(error, translate)
    if as_json:
        print(json.dumps({"error": record}, ensure_ascii=False))
        return
    where = f" ({record['where']})" if record["where"] and record["where"] not in record["message"] else ""
    print(f"rolewizard: {record['message']}{where}", file=sys.stderr)
    if record["hint"]:
        print(f"  {record['hint']}", file=sys.stderr)


def _language_in(arguments: Sequence[str]) -> str:
    """The language asked for, before anything is parsed: errors of parsing are told in it too."""
    for index, argument in enumerate(arguments):
        value = argument.partition("=")[2] or "".join(arguments[index + 1 : index + 2])
        if argument.split("=")[0] == "--lang" and value in LANGUAGES:
            return value
    return system_language()
