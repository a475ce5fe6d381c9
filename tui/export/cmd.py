"""cmd.exe, with nothing but its own commands."""

import re
from collections.abc import Collection
from functools import partial

from tui.core.plan.exported import ExportFile
from tui.export.arguments import Shell

BARE = re.compile(r"[A-Za-z/][A-Za-z0-9_./:+-]*", re.ASCII)
"""Words it does nothing with."""
QUOTABLE = re.compile(r"[A-Za-z0-9 _.:/@+=,()#;~'*\[\]{}$`-]+", re.ASCII)
"""Printable ASCII without what it reads even between quotes, or could: " % ! ^ & < > | and the backslash. Neither the
question mark: `call` explains itself when it meets /? anywhere."""
CHECK = 'if not "%errorlevel%"=="0" exit /b 1'
"""`if errorlevel 1` would let the negative codes of programs that crashed pass."""


def word(text: str, results: Collection[str] = ()) -> str | None:
    """Between double quotes."""
    if text in results:
        return f"%{text}%"
    if any(one in text for one in results):
        return None
    if BARE.fullmatch(text):
        return text
    return f'"{text}"' if QUOTABLE.fullmatch(text) else None


class Cmd:
    """See windows.Dialect."""

    suffix = ".cmd"
    tail: tuple[str, ...] = ("exit /b 0",)

    def shell(self, results: Collection[str]) -> Shell:
        """A line may have 8,191 characters, and pip's aws.cmd puts more of its own into it."""
        return Shell(partial(word, results=results), "file://{}".format, inline_json=False, longest=6_000)

    def head(self, script: str, about: list[str]) -> list[str]:
        """A folder of the network cannot be a current folder: that says cmd.exe itself."""
        run = f"rem Run it in a command prompt, from any folder:  C:\\path\\to\\{script}"
        start = ["setlocal EnableExtensions DisableDelayedExpansion", 'cd /d "%~dp0"', CHECK]
        return ["@echo off", *(f"rem {one}" for one in about), run, *start]

    def unless(self, variable: str, expected: str, told: str) -> list[str]:
        """On standard error."""
        return [f'if not "%{variable}%"=="{expected}" (', f"    echo {told} 1>&2", "    exit /b 1", ")"]

    def told(self, text: str) -> str:
        """As it is."""
        return f"echo {text}"

    def run(self, pieces: list[str]) -> list[str]:
        """Where the answer is not for the screen the AWS CLI starts no pager; AWS_PAGER cannot be made empty here.

        pip installs aws as a batch file, from which cmd.exe only comes back if it was called.
        """
        return ["call " + " ^\n    ".join([*pieces[:-1], f"{pieces[-1]} > nul"]), CHECK]

    def keep(self, variable: str, pieces: list[str]) -> list[str]:
        """A command that fails says nothing on standard output."""
        command = " ".join(pieces)
        return [
            f'set "{variable}="',
            f'for /f "delims=" %%i in (\'{command}\') do set "{variable}=%%i"',
            f"if not defined {variable} exit /b 1",
        ]

    def parts(self, name: str, text: str, results: Collection[str]) -> list[ExportFile]:
        """What stands before, between and behind the results."""
        pieces = _around(text, results)[::2]
        return [ExportFile(f"{name}.part{number}", one) for number, one in enumerate(pieces, start=1)]

    def fill(self, name: str, text: str, results: Collection[str]) -> list[str]:
        """Part by part, byte by byte; `set /p` is how to write something without ending the line."""
        lines = []
        for number, one in enumerate(_around(text, results)):
            write = f'<nul set /p "=%{one}%"' if number % 2 else f"type {name}.part{number // 2 + 1}"
            lines.append(f"{write} {'>>' if number else '>'} {name}")
        return lines


def _around(text: str, results: Collection[str]) -> list[str]:
    """Text, result, text, ... text."""
    return re.split(f"({'|'.join(results)})", text)
