"""cmd.exe as wine has it, with an `aws` that asks this process what to answer.

Needs Debian's wine64 and gcc-mingw-w64-x86-64; no display. Everything lives in a folder that is thrown away.
"""

import os
import socketserver
import struct
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

SOURCE = Path(__file__).parent / "aws_stand_in.c"
QUIET = subprocess.DEVNULL
COMPILER = "x86_64-w64-mingw32-gcc"
PIP_BATCH = """\
@echo OFF
setlocal
set PythonExe="%~dp0stand-in.exe"
%PythonExe% %*
exit /B %ERRORLEVEL%
goto :EOF
"""
"""What pip puts where aws is looked for, in short: arguments go through a second batch file."""
STARTER = """\
@echo off
"%SCRIPT%"
"""
"""As a person types the path; as an argument of `cmd /c` it would lose its quotes where it has an & in it."""


@dataclass(frozen=True)
class Said:
    """How one command is answered."""

    code: int = 0
    out: str = ""
    error: str = ""


Answer = Callable[[list[str], Path], Said]
"""(arguments, folder) -> what the command says."""


@dataclass
class Ran:
    """One run of a script: the commands it gave, in order, and how it ended."""

    code: int
    out: str
    commands: list[list[str]] = field(default_factory=list)


class Wine:
    """A Windows with nothing on it but aws."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder, self._port = folder, port
        self.answer: Answer = lambda *_: Said()
        self.heard: list[list[str]] = []
        for one in ("exe", "batch"):
            (folder / one).mkdir()
        subprocess.run([COMPILER, "-O", "-o", folder / "exe" / "aws.exe", SOURCE, "-lws2_32", "-lshell32"], check=True)
        (folder / "batch" / "stand-in.exe").write_bytes((folder / "exe" / "aws.exe").read_bytes())
        (folder / "batch" / "aws.cmd").write_text(PIP_BATCH, newline="\r\n")
        (folder / "start.cmd").write_text(STARTER, newline="\r\n")
        environment = self._environment("exe")
        self._start("wineboot", "-i", environment=environment, at=folder)

    def run(self, script: Path, *, at: Path, answer: Answer, kind: str = "exe") -> Ran:
        """The script from another current folder; `kind` is what aws is, a program (exe) or a batch file (batch)."""
        self.answer, self.heard = answer, []
        environment = self._environment(kind) | {"SCRIPT": _windows(script)}
        code, out = self._start("cmd", "/c", _windows(self._folder / "start.cmd"), environment=environment, at=at)
        return Ran(code, out, self.heard)

    def end(self) -> None:
        """Ends this Windows and no other."""
        subprocess.run(["wineserver", "-k"], env=self._environment("exe"), check=False, stdout=QUIET, stderr=QUIET)

    def _environment(self, kind: str) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self._folder),
            "LANG": "C.UTF-8",
            "WINEPREFIX": str(self._folder / "prefix"),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml,winedbg.exe=",
            "WINEPATH": _windows(self._folder / kind),
            "STAND_IN_PORT": str(self._port),
        }

    def _start(self, *words: str, environment: dict[str, str], at: Path) -> tuple[int, str]:
        """Exit code and output, which goes to a file: what wine leaves running would keep a pipe open."""
        output = self._folder / "output"
        with output.open("wb") as file:
            ended = subprocess.run(
                ["wine", *words],
                env=environment,
                cwd=at,
                stdin=QUIET,
                stdout=file,
                stderr=subprocess.STDOUT,
                check=False,
                timeout=120,
            )
        return ended.returncode, output.read_text(encoding="utf-8", errors="replace")


@contextmanager
def wine(folder: Path) -> Iterator[Wine]:
    """Ready to run scripts; takes some seconds to come up."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            (count,) = struct.unpack("<i", self.rfile.read(4))
            where, *arguments = [self._text() for _ in range(count)]
            windows.heard.append(arguments)
            said = windows.answer(arguments, _unix(where))
            self.wfile.write(struct.pack("<i", said.code))
            for text in (said.out, said.error):
                # as Python writes on Windows
                told = text.replace("\n", "\r\n").encode()
                self.wfile.write(struct.pack("<i", len(told)) + told)

        def _text(self) -> str:
            (length,) = struct.unpack("<i", self.rfile.read(4))
            return self.rfile.read(length).decode()

    with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        windows = Wine(folder, server.server_address[1])
        try:
            yield windows
        finally:
            windows.end()
            server.shutdown()


def _windows(path: Path) -> str:
    return "Z:" + str(path).replace("/", "\\")


def _unix(path: str) -> Path:
    return Path(path.removeprefix("Z:").replace("\\", "/"))


def as_aws(folder: Path, environment: dict[str, str]) -> Answer:
    """Answers with the real AWS CLI of the folder, run where the script runs."""

    def answer(arguments: list[str], where: Path) -> Said:
        ran: Any = subprocess.run(
            [str(folder / "aws"), *arguments],
            env=environment,
            cwd=where,
            capture_output=True,
            text=True,
            check=False,
        )
        return Said(ran.returncode, ran.stdout, ran.stderr)

    return answer
