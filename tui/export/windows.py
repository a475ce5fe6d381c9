"""The same commands for PowerShell and cmd.exe, a line for each argument, documents in files beside the script.

Values either shell could change on their way (quotes, backslashes, %, !, line ends, anything beyond ASCII) go into a
JSON file as well and are read with `--cli-input-json`: Windows PowerShell 5.1 drops double quotes inside arguments, and
cmd.exe has no way to quote % in all places.

What only a call's answer tells, a key's id, stands in the JSON files as a mark. PowerShell replaces the mark; cmd.exe
cannot look into a file, and joins its pieces with the answer in between.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from tui.core.exported import ExportFile
from tui.core.plan import Plan
from tui.core.refs import refs_in, resolved
from tui.core.steps import Step
from tui.core.target import Target
from tui.export.arguments import Files, Shell, command
from tui.export.whole import fresh_steps

MARK = re.compile(r"@rolewizard-result-(\d+)@")
"""Begins like nothing that the AWS CLI takes for the value itself, so it always ends up in a file."""

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


TEMPLATE = ".template"
"""What a file with marks is called besides."""


def _mark(number: int) -> str:
    return f"@rolewizard-result-{number}@"


@dataclass(frozen=True)
class Dialect:
    """One of the two shells."""

    shell: Shell
    suffix: str
    how: str
    """How to start the script."""
    call: str
    """Before each command; pip installs aws as a batch file, from which cmd.exe only comes back if it was called."""
    continued: str
    remark: str
    head: tuple[str, ...]
    check: str
    """After each command: stop where it failed."""
    kept: Callable[[str, int], tuple[str, ...]]
    """The command, so that its answer is kept under the number; with its check."""
    filled: Callable[[str, str, Files], Iterator[str]]
    """What makes the file of that name out of its text with marks; puts the pieces it needs into the files."""


def _file(name: str) -> str:
    return f"file://{name}"


def _powershell_kept(said: str, number: int) -> tuple[str, ...]:
    return f"$result{number} = {said}", POWERSHELL.check


def _powershell_filled(name: str, text: str, files: Files) -> Iterator[str]:
    template = files.put(name, text, TEMPLATE)
    changes = "".join(f".Replace('{_mark(number)}', \"$result{number}\")" for number in _numbers(text))
    yield f"$text = Get-Content -Raw -LiteralPath '{template}'"
    yield f"$text = $text{changes}"
    # ASCII has no byte order mark, which the AWS CLI would stumble over
    yield f"Set-Content -NoNewline -Encoding ascii -LiteralPath '{name}' -Value $text"


def _cmd_kept(said: str, number: int) -> tuple[str, ...]:
    # from a file: between the quotes of for /f, = and , would not arrive; set /p without a variable writes no line end
    answer = f"result-{number}.txt"
    kept = (f"set /p result{number}=<{answer}", f'<nul set /p "=%result{number}%" >{answer}')
    return f"{said} >{answer}", CMD.check, *kept


def _cmd_filled(name: str, text: str, files: Files) -> Iterator[str]:
    # text, number, text, number, ... text
    pieces = [
        f"result-{piece}.txt" if at % 2 else files.put(f"{name}.{at // 2 + 1}.part", piece, "")
        for at, piece in enumerate(MARK.split(text))
    ]
    yield f"copy /b /y {'+'.join(pieces)} {name} >nul"
    yield CMD.check


def _numbers(text: str) -> list[int]:
    return sorted({int(number) for number in MARK.findall(text)})


POWERSHELL = Dialect(
    shell=Shell(powershell_word, _file, inline_json=False),
    suffix=".ps1",
    how="powershell -ExecutionPolicy Bypass -File",
    call="",
    continued=" `\n    ",
    remark="# ",
    head=("Set-Location -LiteralPath $PSScriptRoot", '$env:AWS_PAGER = ""'),
    check="if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }",
    kept=_powershell_kept,
    filled=_powershell_filled,
)
CMD = Dialect(
    shell=Shell(cmd_word, _file, inline_json=False),
    suffix=".cmd",
    how="",
    call="call ",
    continued=" ^\n    ",
    remark="rem ",
    head=("@echo off", "setlocal DisableDelayedExpansion", 'cd /d "%~dp0"', 'set "AWS_PAGER="'),
    check="if errorlevel 1 exit /b 1",
    kept=_cmd_kept,
    filled=_cmd_filled,
)


def script(plan: Plan, dialect: Dialect) -> tuple[ExportFile, ...]:
    """The script and its files. It makes everything anew and stops at the first thing that is there already."""
    files = Files()
    lines = [] if dialect is POWERSHELL else [dialect.head[0]]
    lines += [dialect.remark + _ascii(one) for one in _remarks(plan, dialect)]
    lines += [one for one in dialect.head if one not in lines]
    address, steps = "", tuple(fresh_steps(plan))
    results = _results(steps)
    for step in steps:
        if step.address != address:
            address = step.address
            lines += ["", dialect.remark + _ascii(address)]
        lines += _lines(step, results, plan.target, dialect, files)
    return (ExportFile(f"{plan.preset}{dialect.suffix}", "\n".join(lines) + "\n"), *files.files)


def _remarks(plan: Plan, dialect: Dialect) -> Iterator[str]:
    target, name = plan.target, f"{plan.preset}{dialect.suffix}"
    yield f"{plan.preset}: made by rolewizard for account {target.account}, region {target.region}."
    yield "Makes everything anew, in order, and stops at the first call that AWS refuses."
    yield "The other files of this folder belong to it. Needs the AWS CLI."
    yield f"Run it with: {dialect.how} {name}".replace(":  ", ": ")


def _results(steps: tuple[Step, ...]) -> dict[str, int]:
    """A number for every key whose id others need, by address; nothing else is known only after a call."""
    needed = dict.fromkeys(ref.address for step in steps for ref in refs_in(step.do.params))
    return {address: number for number, address in enumerate(needed, start=1)}


def _lines(step: Step, results: Mapping[str, int], target: Target, dialect: Dialect, files: Files) -> Iterator[str]:
    """The command, with what comes before and after it."""
    here = f"arn:{target.partition}:kms:{target.region}:{target.account}:key/"
    known = {address: {"KeyId": _mark(one), "Arn": here + _mark(one)} for address, one in results.items()}
    pieces = command(replace(step.do, params=resolved(step.do.params, known)), dialect.shell, files, target.region)
    marked = [name for name, text in files.found.items() if MARK.search(text) and not name.endswith(TEMPLATE)]
    for name in marked:
        yield from dialect.filled(name, files.found.pop(name), files)
    if step.do.operation == "CreateKey" and step.address in results:
        pieces += ["--query KeyMetadata.KeyId", "--output text"]
        yield from dialect.kept(dialect.call + dialect.continued.join(pieces), results[step.address])
    else:
        yield dialect.call + dialect.continued.join(pieces)
        yield dialect.check


def _ascii(text: str) -> str:
    """For remarks: what no code page and no shell can trip over."""
    return re.sub(r"[^A-Za-z0-9 _.:/@+=,()-]", "?", text)
