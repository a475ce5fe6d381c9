"""The same commands for PowerShell and cmd.exe, a line for each argument, documents in files beside the script.

Values either shell could change on their way (quotes, backslashes, %, !, line ends, anything beyond ASCII) go into a
JSON file as well and are read with `--cli-input-json`: Windows PowerShell 5.1 drops double quotes inside arguments, and
cmd.exe has no way to quote % in all places.
"""

import re
from dataclasses import dataclass

from tui.core.errors import UsageError
from tui.core.exported import ExportFile
from tui.core.plan import Plan
from tui.core.refs import refs_in
from tui.export.arguments import Files, Shell, command
from tui.export.whole import fresh_steps

BARE = re.compile(r"[A-Za-z/][A-Za-z0-9_./:+-]*", re.ASCII)
"""Words neither shell does anything with; PowerShell may take what begins with a digit for a number."""
POWERSHELL_QUOTABLE = re.compile(r"[ !#-\[\]-~]+", re.ASCII)
"""Printable ASCII without the double quote and the backslash."""
CMD_QUOTABLE = re.compile(r"[A-Za-z0-9 _.:/@+=,()#;~'*?\[\]{}$`-]+", re.ASCII)
"""Printable ASCII without what cmd.exe reads even between quotes, or could: " % ! ^ & < > | and the backslash."""


def powershell_word(text: str) -> str | None:
    """Between single quotes, where nothing but these means anything; documented in about_Quoting_Rules."""
    if BARE.fullmatch(text):
        return text
    return "'" + text.replace("'", "''") + "'" if POWERSHELL_QUOTABLE.fullmatch(text) else None


def cmd_word(text: str) -> str | None:
    """Between double quotes."""
    if BARE.fullmatch(text):
        return text
    return f'"{text}"' if CMD_QUOTABLE.fullmatch(text) else None


@dataclass(frozen=True)
class Dialect:
    """One of the two shells."""

    shell: Shell
    suffix: str
    call: str
    """Before each command; pip installs aws as a batch file, from which cmd.exe only comes back if it was called."""
    continued: str
    remark: str
    head: tuple[str, ...]
    check: str
    """After each command: stop where it failed."""


def _file(name: str) -> str:
    return f"file://{name}"


POWERSHELL = Dialect(
    shell=Shell(powershell_word, _file, inline_json=False),
    suffix=".ps1",
    call="",
    continued=" `\n    ",
    remark="# ",
    head=("Set-Location -LiteralPath $PSScriptRoot", '$env:AWS_PAGER = ""'),
    check="if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }",
)
CMD = Dialect(
    shell=Shell(cmd_word, _file, inline_json=False),
    suffix=".cmd",
    call="call ",
    continued=" ^\n    ",
    remark="rem ",
    head=("@echo off", "setlocal DisableDelayedExpansion", 'cd /d "%~dp0"', 'set "AWS_PAGER="'),
    check="if errorlevel 1 exit /b 1",
)


def script(plan: Plan, dialect: Dialect) -> tuple[ExportFile, ...]:
    """The script and its files. It makes everything anew and stops at the first thing that is there already."""
    files = Files()
    lines = [] if dialect is POWERSHELL else [dialect.head[0]]
    target = plan.target
    remarks = (
        f"{plan.preset}: made by rolewizard for account {target.account}, region {target.region}.",
        "Makes everything anew, in order, and stops at the first call that AWS refuses.",
        "The JSON files of this folder belong to it. Needs the AWS CLI.",
    )
    lines += [dialect.remark + _ascii(one) for one in remarks]
    lines += [one for one in dialect.head if one not in lines]
    address = ""
    for step in fresh_steps(plan):
        if any(True for _ in refs_in(step.do.params)):
            # neither shell can put an answer into a JSON file without a program of its own
            raise UsageError("export.kind", step.address, kind="Ref", format=dialect.suffix.removeprefix("."))
        if step.address != address:
            address = step.address
            lines += ["", dialect.remark + _ascii(address)]
        lines.append(dialect.call + dialect.continued.join(command(step.do, dialect.shell, files, target.region)))
        lines.append(dialect.check)
    return (ExportFile(f"{plan.preset}{dialect.suffix}", "\n".join(lines) + "\n"), *files.files)


def _ascii(text: str) -> str:
    """For remarks: what no code page and no shell can trip over."""
    return re.sub(r"[^A-Za-z0-9 _.:/@+=,()-]", "?", text)
