"""Outputs that go away, are full or lack letters: what was begun is ended, and the exit code tells of it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

APPLY = ("apply", "ec2-wordpress", "--yes")
FULL = Path("/dev/full")


def run(home: Path, *words: str, through: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """The program as a process of its own; with `through`, as "$@" of that bash line."""
    command = [sys.executable, "-m", "tui", *words]
    if through:
        command = ["bash", "-c", through, "bash", *command]
    surroundings = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
    return subprocess.run(
        command,
        env={**surroundings, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=Path(__file__).parents[2],
    )


def runs_of(home: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(home, "runs", "--json").stdout)["runs"]
    return found


@pytest.mark.parametrize("lines", [1, 2, 3, 6])
@pytest.mark.parametrize("json_flag", [(), ("--json",)])
def test_a_reader_that_goes_away_stops_no_run(tmp_path: Path, lines: int, json_flag: tuple[str, ...]) -> None:
    # `apply ... | head -1` left a role without policies and said 0
    ended = run(tmp_path, *APPLY, *json_flag, through=f'"$@" | head -{lines}; exit ${{PIPESTATUS[0]}}')

    assert ended.returncode == 141
    assert [(one["state"], one["done"] == one["total"]) for one in runs_of(tmp_path)] == [("done", True)]


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("json_flag", [(), ("--json",)])
def test_a_full_output_stops_no_run(tmp_path: Path, json_flag: tuple[str, ...]) -> None:
    ended = run(tmp_path, *APPLY, *json_flag, through='"$@" > /dev/full')

    assert ended.returncode == 141
    assert [one["state"] for one in runs_of(tmp_path)] == ["done"]


def test_the_runs_own_exit_code_stays_where_it_is_not_zero(tmp_path: Path) -> None:
    planned = run(tmp_path, "plan", "ec2-wordpress", "--detailed-exitcode", "--json", through='"$@" > /dev/full')
    wrong = run(tmp_path, "apply", "ec2-wordpress", through='"$@" 2> /dev/full')

    assert planned.returncode == 4
    assert wrong.returncode == 2


@pytest.mark.parametrize("words", [("catalog",), ("explain", "lambda-basic"), ("plan", "ec2-wordpress"), ("--help",)])
def test_an_output_that_could_not_be_written_whole_is_never_zero(tmp_path: Path, words: tuple[str, ...]) -> None:
    ended = run(tmp_path, *words, through='"$@" >&-')

    assert ended.returncode == 141
    assert "Traceback" not in ended.stderr


def test_a_closed_standard_input_is_an_empty_one(tmp_path: Path) -> None:
    planned = run(tmp_path, "plan", "ec2-wordpress", through='"$@" <&-')
    wizard = run(tmp_path, through='"$@" <&-')

    assert (planned.returncode, planned.stderr) == (0, "")
    assert wizard.returncode == 2
    assert "terminal" in wizard.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "euc-kr", "cp1252"])
@pytest.mark.parametrize("language", ["ko", "ja"])
def test_letters_that_an_encoding_lacks_are_replaced(tmp_path: Path, encoding: str, language: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tui", "explain", "lambda-basic", "--lang", language],
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )

    assert ended.returncode == 0
    assert ended.stderr == b""
    assert "AWSLambdaBasicExecutionRole" in ended.stdout.decode(encoding)
