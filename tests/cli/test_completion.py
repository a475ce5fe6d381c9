"""`rolewizard completion`, sourced by real shells that are asked what Tab would offer."""

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tui.arguments import SHELLS
from tui.cli import main
from tui.options import COMMANDS

BASH = """
source <({program} completion bash)
COMP_LINE={line!r}; COMP_POINT=${{#COMP_LINE}}; COMP_TYPE=9
COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'
_python_argcomplete rolewizard
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
FISH = "{program} completion fish | source; complete --do-complete {line!r}"


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The program on the PATH, as an installation puts it there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "rolewizard").write_text(f'#!/bin/sh\nexec {sys.executable} -m tui "$@"\n', encoding="utf-8")
    (folder / "rolewizard").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    return "rolewizard"


def offered(shell: str, script: str, line: str, program: str) -> list[str]:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    run = subprocess.run(
        [shell, "-c", script.format(program=program, line=line)], capture_output=True, text=True, timeout=60
    )
    assert run.stderr == ""
    return [one.split("\t")[0].rstrip() for one in run.stdout.splitlines() if one.strip()]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("rolewizard comple", ["completion"]),
        ("rolewizard --dry-run apply qlik-lakehouse-ec2", ["qlik-lakehouse-ec2-instance-profile"]),
        ("rolewizard export ec2-wordpress --format t", ["terraform"]),
        ("rolewizard plan ec2-wordpress --det", ["--detailed-exitcode"]),
        ("rolewizard plan ec2-wordpress --set S3_B", ["S3_BUCKET="]),
        ("rolewizard plan --region ", []),
    ],
)
def test_bash_completes_commands_options_entries_and_placeholders(program: str, line: str, expected: list[str]) -> None:
    assert offered("bash", BASH, line, program) == expected


def test_fish_completes_with_what_each_is(program: str) -> None:
    assert offered("fish", FISH, "rolewizard preset ", program) == ["new", "schema"]
    assert "ec2-wordpress" in offered("fish", FISH, "rolewizard explain ec2-", program)


def test_zsh_completes_what_is_typed_after_a_tab(program: str, a_home_of_its_own: Path) -> None:
    if shutil.which("zsh") is None:
        pytest.skip("zsh is not installed")
    (a_home_of_its_own / ".zshrc").write_text(
        f"autoload -U compinit; compinit -u\nsource <({program} completion zsh)\nPROMPT='ready> '\n", encoding="utf-8"
    )
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "ZDOTDIR": str(a_home_of_its_own)}
    with subprocess.Popen(["zsh", "-i"], stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as shell:
        read_until("ready> ", ours)
        os.write(ours, b"rolewizard abou\t--jso\t\n")
        seen = read_until('"libraries"', ours)
        shell.kill()
    os.close(ours)
    os.close(theirs)

    assert '"libraries"' in seen


def read_until(text: str, terminal: int, seconds: float = 30) -> str:
    """What the terminal shows until the text is there, or the time is over."""
    seen, end = "", time.monotonic() + seconds
    while text not in seen and time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            seen += os.read(terminal, 65536).decode(errors="replace")
    return seen


def test_past_runs_are_offered_where_one_is_named(program: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["apply", "ec2-wordpress", "--yes", "--json"]) == 0
    run = capsys.readouterr().out.rpartition('"run": "')[2].partition('"')[0]

    assert offered("bash", BASH, "rolewizard undo ", program) == [run]
    assert offered("bash", BASH, "rolewizard runs show ", program) == [run]


def test_profiles_of_the_aws_configuration_are_offered(program: str, a_home_of_its_own: Path) -> None:
    (a_home_of_its_own / ".aws").mkdir()
    (a_home_of_its_own / ".aws" / "config").write_text("[profile work]\nregion = eu-west-1\n", encoding="utf-8")

    assert offered("bash", BASH, "rolewizard plan ec2-wordpress --profile w", program) == ["work"]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_printed_for_each_shell(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    assert "rolewizard" in capsys.readouterr().out


def test_a_shell_there_is_no_script_for_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "tcsh"]) == 2
    assert "tcsh" in capsys.readouterr().err


def test_every_command_is_offered_at_the_start(program: str) -> None:
    assert set(COMMANDS) <= set(offered("bash", BASH, "rolewizard ", program))
