"""The command line's grammar."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from tui import __version__
from tui.core.calls.target import TargetKind
from tui.core.catalog.entries import GROUPS, NEEDS
from tui.core.errors import UsageError
from tui.i18n import LANGUAGES, Translator
from tui.options import COMMANDS, Options

OWN_YES_FLAGS = {"trust_changes": "--replace-trust", "profile_has_role": "--replace-role"}
"""What says yes, on the command line, to each of core.plan.conflicts.OWN_YES."""

SHELLS = ("bash", "zsh", "fish")
"""Those `rolewizard completion` writes a script for."""

LONGEST_TIMEOUT = 3600.0

VALUE_FLAGS = {
    "--profile",
    "--region",
    "--endpoint-url",
    "--timeout",
    "--lang",
    "--presets",
    "--set",
    "--answers",
    "--need",
    "--group",
    "--out",
    "--action",
    "--resource",
    "--context",
    "--format",
    "--on-failure",
    "--fix",
}


def parse_arguments(arguments: Sequence[str], translate: Translator) -> Options | None:
    """The options; None when help or the version was asked for and has been printed.

    Raises UsageError.
    """
    command, rest = split_command(list(arguments))
    parser = parser_of(command, translate)
    try:
        found = parser.parse_args(rest)
    except SystemExit:
        return None
    language = found.lang or translate.language
    translate.language = language
    target: TargetKind = "account" if found.account or (found.profile and not found.practice) else "practice"
    if target == "practice" and (found.endpoint_url or found.profile):
        raise UsageError("usage.account_only", flag="--endpoint-url" if found.endpoint_url else "--profile")
    return Options(
        command=command,
        words=tuple(_words(found)),
        target=target,
        is_practice_asked=found.practice,
        profile=found.profile,
        region=found.region,
        endpoint_url=found.endpoint_url,
        timeout_seconds=found.timeout,
        is_dry_run=found.dry_run,
        is_plain=found.plain,
        is_debug=found.debug,
        language=language,
        folders=tuple(found.presets),
        given=_pairs(found.set),
        answers_file=found.answers,
        as_json=found.json,
        is_confirmed=getattr(found, "yes", False),
        need=getattr(found, "need", None) or "",
        group=getattr(found, "group", None) or "",
        has_detailed_exitcode=getattr(found, "detailed_exitcode", False),
        out=getattr(found, "out", None),
        action=getattr(found, "action", None) or "",
        resource=getattr(found, "resource", None) or "",
        context=_pairs(getattr(found, "context", None) or (), "usage.context"),
        export_format=getattr(found, "format", None) or "",
        is_redacted=getattr(found, "redact", False),
        rolls_back=getattr(found, "on_failure", "rollback") == "rollback",
        fix=getattr(found, "fix", None) or "",
        takes_others=getattr(found, "remove_others", False),
        performs=getattr(found, "perform", False),
        trims=getattr(found, "trim", False),
        lists=getattr(found, "list", False),
        own_yes=frozenset(code for code in OWN_YES_FLAGS if getattr(found, code, False)),
    )


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError("usage", "", reason=message, usage=" ".join(self.format_usage().split()[1:]))


def split_command(arguments: list[str]) -> tuple[str, list[str]]:
    """The command, wherever it stands among the flags, and the rest."""
    skip = False
    for index, argument in enumerate(arguments):
        if skip:
            skip = False
        elif argument in VALUE_FLAGS:
            skip = True
        elif not argument.startswith("-"):
            if argument in COMMANDS:
                return argument, arguments[:index] + arguments[index + 1 :]
            break
    return "wizard", arguments


def parser_of(command: str, t: Translator, *, takes_command: bool = False) -> argparse.ArgumentParser:
    """The parser of one command's own arguments; with `takes_command` the command's name may stand among them."""
    name = "rolewizard" if command == "wizard" else f"rolewizard {command}"
    parser = _Parser(
        prog=name,
        description=t(f"help.{command}"),
        epilog=t("help.epilog") if command == "wizard" else None,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    if takes_command:
        parser.add_argument("command", choices=(command,))
    match command:
        case "wizard":
            parser.add_argument("word", nargs="?", metavar="PRESET", help=t("help.preset_id"))
        case "catalog":
            parser.add_argument("word", nargs="*", metavar="QUERY", help=t("help.query"))
            parser.add_argument("--need", choices=NEEDS, help=t("help.need"))
            parser.add_argument("--group", choices=GROUPS, help=t("help.catalog_group"))
        case "diagnose":
            parser.add_argument("word", nargs="*", metavar="TEXT", help=t("help.error_text"))
        case "explain" | "plan" | "simulate" | "export":
            parser.add_argument("word", metavar="PRESET", help=t("help.preset_id"))
        case "verify" | "prove":
            parser.add_argument("word", metavar="ENTRY|RUN", help=t("help.entry_or_run"))
        case "onboard":
            parser.add_argument("word", nargs="?", metavar="JOURNEY", help=t("help.journey"))
        case "last-accessed":
            parser.add_argument("word", metavar="NAME|ARN", help=t("help.entity"))
        case "apply":
            parser.add_argument("word", metavar="PRESET|PLANFILE", help=t("help.preset_or_plan"))
        case "preset":
            parser.add_argument("word", nargs="+", metavar="new ID | schema", help=t("help.preset_words"))
        case "runs":
            parser.add_argument("word", nargs="*", metavar="show RUN | forget RUN", help=t("help.runs_words"))
        case "resume" | "undo":
            parser.add_argument("word", metavar="RUN", help=t("help.run"))
        case "completion":
            parser.add_argument("word", choices=SHELLS, help=t("help.shell"))
        case "practice":
            parser.add_argument("word", choices=["reset"], help=t("help.reset"))
        case "lint":
            parser.add_argument("word", nargs="*", metavar="PATH", help=t("help.paths"))
    if command == "plan":
        parser.add_argument("--detailed-exitcode", action="store_true", help=t("help.detailed_exitcode"))
        parser.add_argument("--out", type=Path, metavar="FILE", help=t("help.out"))
    _add_particular(command, parser, t)
    if command in ("apply", "resume", "undo", "runs", "doctor", "prove", "last-accessed", "onboard"):
        parser.add_argument("--yes", action="store_true", help=t("help.yes"))
    if command in ("apply", "resume", "onboard"):
        parser.add_argument("--on-failure", choices=["rollback", "keep"], default="rollback", help=t("help.on_failure"))
    if command in ("apply", "onboard"):
        for code, flag in OWN_YES_FLAGS.items():
            parser.add_argument(flag, dest=code, action="store_true", help=t(f"help.{code}"))
    _add_shared(parser, t)
    return parser


def _add_particular(command: str, parser: argparse.ArgumentParser, t: Translator) -> None:
    """Flags that only one or two commands have."""
    match command:
        case "prove":
            parser.add_argument("--perform", action="store_true", help=t("help.perform"))
        case "simulate":
            parser.add_argument("--action", required=True, metavar="ACTION", help=t("help.action"))
            parser.add_argument("--resource", default="*", metavar="ARN", help=t("help.resource"))
            parser.add_argument("--context", action="append", metavar="KEY=VALUE", help=t("help.context"))
        case "export":
            from tui.core.plan.exported import FORMATS, OF_JOURNEYS

            parser.add_argument(
                "--format", type=_format, choices=(*FORMATS, *OF_JOURNEYS), required=True, help=t("help.format")
            )
            parser.add_argument("--out", type=Path, metavar="PATH", help=t("help.export_out"))
            parser.add_argument("--redact", action="store_true", help=t("help.redact"))
        case "preset":
            parser.add_argument("--out", type=Path, metavar="FILE", help=t("help.preset_out"))
        case "onboard":
            parser.add_argument("--list", action="store_true", help=t("help.list"))
        case "last-accessed":
            parser.add_argument("--trim", action="store_true", help=t("help.trim"))
        case "doctor":
            parser.add_argument("--fix", metavar="CODE:WHERE", help=t("help.fix"))
            parser.add_argument("--remove-others", action="store_true", help=t("help.remove_others"))


def _add_shared(parser: argparse.ArgumentParser, t: Translator) -> None:
    target = parser.add_argument_group(t("help.group.target"))
    which = target.add_mutually_exclusive_group()
    which.add_argument("--practice", action="store_true", help=t("help.practice_flag"))
    which.add_argument("--account", action="store_true", help=t("help.account"))
    target.add_argument("--profile", metavar="NAME", help=t("help.profile"))
    target.add_argument("--region", metavar="REGION", help=t("help.region"))
    target.add_argument("--endpoint-url", metavar="URL", help=t("help.endpoint_url"))
    target.add_argument("--timeout", type=_seconds, metavar="SECONDS", help=t("help.timeout"))
    target.add_argument("--dry-run", action="store_true", help=t("help.dry_run"))
    answers = parser.add_argument_group(t("help.group.answers"))
    answers.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help=t("help.set"))
    answers.add_argument("--answers", type=Path, metavar="FILE", help=t("help.answers"))
    answers.add_argument("--presets", action="append", default=[], type=Path, metavar="DIR", help=t("help.presets"))
    output = parser.add_argument_group(t("help.group.output"))
    output.add_argument("--lang", choices=LANGUAGES, help=t("help.lang"))
    output.add_argument("--plain", action="store_true", help=t("help.plain"))
    output.add_argument("--json", action="store_true", help=t("help.json"))
    output.add_argument("--debug", action="store_true", help=t("help.debug"))
    output.add_argument("--version", action="version", version=f"rolewizard {__version__}", help=t("help.version"))


def _seconds(text: str) -> float:
    """Raises UsageError, past argparse, which would name this function."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= LONGEST_TIMEOUT:
        raise UsageError("usage.timeout", "--timeout", given=text, most=int(LONGEST_TIMEOUT))
    return seconds


def _format(text: str) -> str:
    """Raises UsageError, past argparse, which would only list the formats there are."""
    if text == "cmd":
        raise UsageError("export.retired", "--format", given=text, instead="powershell")
    return text


def _words(found: Any) -> Sequence[str]:
    word = getattr(found, "word", None)
    return [] if word is None else [word] if isinstance(word, str) else list(word)


def _pairs(settings: Sequence[str], wrong: str = "usage.set") -> dict[str, str]:
    pairs: dict[str, str] = {}
    for setting in settings:
        key, separator, value = setting.partition("=")
        if not separator or not key.strip():
            raise UsageError(wrong, setting, given=setting)
        if key in pairs:
            raise UsageError("usage.set_twice", key, given=key)
        pairs[key] = value
    return pairs
