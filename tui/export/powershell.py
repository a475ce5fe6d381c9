"""PowerShell, Windows PowerShell 5.1 and later ones.

Only what a policy of constrained language leaves: cmdlets, operators, and methods of strings.
"""

import re
from collections.abc import Collection
from functools import partial

from tui.core.plan.exported import ExportFile
from tui.export.arguments import Shell

BARE = re.compile(r"[A-Za-z/][A-Za-z0-9_./:+-]*", re.ASCII)
"""Words it does nothing with; it may take what begins with a digit for a number."""
QUOTABLE = re.compile(r"[ !#-\[\]-~]+", re.ASCII)
"""Printable ASCII without the double quote and the backslash."""
CHECK = "if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }"


def word(text: str, results: Collection[str] = ()) -> str | None:
    """Between single quotes, where nothing but these means anything; documented in about_Quoting_Rules."""
    if text in results:
        return f"${text}"
    if any(one in text for one in results):
        return None
    if BARE.fullmatch(text):
        return text
    return "'" + text.replace("'", "''") + "'" if QUOTABLE.fullmatch(text) else None


class PowerShell:
    """See windows.Dialect."""

    suffix = ".ps1"
    tail: tuple[str, ...] = ()

    def shell(self, results: Collection[str]) -> Shell:
        """A command line of Windows may have 32,767 characters."""
        return Shell(partial(word, results=results), "file://{}".format, inline_json=False, longest=24_000)

    def head(self, script: str, about: list[str]) -> list[str]:
        """A command that is not found, or a file that cannot be written, ends the script too."""
        run = f"# Run it:  powershell -ExecutionPolicy Bypass -File .\\{script}   (with PowerShell 7: pwsh -File ...)"
        stop = ["$ErrorActionPreference = 'Stop'", "Set-Location -LiteralPath $PSScriptRoot"]
        return [*(f"# {one}" for one in about), run, *stop]

    def unless(self, variable: str, expected: str, told: str) -> list[str]:
        """`throw` gives 1 as exit code."""
        return [f"if (${variable} -ne '{expected}') {{ throw '{told}' }}"]

    def told(self, text: str) -> str:
        """On the screen, whatever becomes of the output."""
        return f"Write-Host '{text}'"

    def run(self, pieces: list[str]) -> list[str]:
        """Where the answer is not for the screen the AWS CLI starts no pager; AWS_PAGER cannot be made empty here."""
        return [_joined([*pieces[:-1], f"{pieces[-1]} > $null"]), CHECK]

    def keep(self, variable: str, pieces: list[str]) -> list[str]:
        """The output of a command that fails is empty, and the variable is not used."""
        return [f"${variable} = {_joined(pieces)}", CHECK]

    def parts(self, name: str, text: str, results: Collection[str]) -> list[ExportFile]:  # noqa: ARG002
        """A template."""
        return [ExportFile(f"{name}.template", text)]

    def fill(self, name: str, text: str, results: Collection[str]) -> list[str]:
        """ASCII, since Windows PowerShell would write UTF-16, or a mark that no JSON begins with."""
        replaced = "".join(f".Replace('{one}', ${one})" for one in results if one in text)
        return [
            f"(Get-Content -Raw -LiteralPath '{name}.template'){replaced} |",
            f"    Set-Content -Encoding ASCII -LiteralPath '{name}'",
        ]


def _joined(pieces: list[str]) -> str:
    return " `\n    ".join(pieces)
