"""kill -9 at every moment of an apply, of the rollback that follows a failed one, and of an undo: before and after each
changing call, and when all is done.

The program is the real command in a process of its own; the proxy kills it while it waits for an answer. Calls that
were side by side with the deadly one may still be carried out, as in life.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from faults import world
from faults.proxy import Fault
from faults.scenes import scene
from faults.stage import Stage
from tui.core.plan.plan import Plan
from tui.store.journals import JournalFolder
from tui.store.places import run_journals

ROOT = Path(__file__).parents[2]
SCENE = scene("batch-instance-role")
CALLS = 4
MOMENTS = [(moment, when) for moment in range(CALLS) for when in ("before", "after")] + [(CALLS, "never")]
ROLLBACK = [(moment, when) for moment, when in MOMENTS if moment < CALLS - 1] + [(CALLS - 1, "never")]
"""The last call of the apply is refused, so one call less is taken back."""
NURSERY = """
import json, os, sys
import tui.commands.apply, tui.commands.undo, tui.recovery, tui.aws.session, tui.store.journals
from tui.cli import main

for line in sys.stdin:
    arguments, environment, errors = json.loads(line)
    pid = os.fork()
    if not pid:
        os.environ.clear()
        os.environ.update(environment)
        os.dup2(os.open(os.devnull, os.O_RDWR), 1)
        os.dup2(os.open(errors, os.O_WRONLY | os.O_CREAT, 0o600), 2)
        os._exit(main(arguments))
    print(pid, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""
"""Has loaded the program, and forks one command a line: loading it anew would take most of a test's time."""


class Nursery:
    """Where the victims come from."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", NURSERY],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def send(self, order: object) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()

    def answer(self) -> int:
        assert self.process.stdout
        return int(self.process.stdout.readline())


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    made = Nursery()
    yield made
    made.process.kill()
    made.process.wait()


class Victim:
    """The command, to be killed at a moment."""

    def __init__(self, stage: Stage, nursery: Nursery, *arguments: str) -> None:
        self.command = [*arguments, "--yes", "--json", "--account", "--endpoint-url", stage.endpoint.url]
        self.stage, self.nursery = stage, nursery

    def dies(self, moment: int, when: str, folder: Path, *faults: Fault) -> int:
        """Runs it until the changing call with that number; its exit code, -9 where it was killed.

        Calls that one of the faults is about do not count.
        """
        errors, pids = folder / "errors", list[int]()
        hook = {when: partial(self._kill, pids)} if when != "never" else {}
        with self.stage.broken(*faults, Fault("hook", times=1, skip=moment, **hook)):
            self.nursery.send([self.command, dict(os.environ), str(errors)])
            pids.append(self.nursery.answer())
            code = self.nursery.answer()
            self.stage.aws.settle()
        assert "Traceback" not in errors.read_text()
        return code

    def _kill(self, pids: list[int]) -> None:
        os.kill(pids[0], signal.SIGKILL)
        while Path(f"/proc/{pids[0]}").exists():
            time.sleep(0.002)


class Half:
    """The account and the journals as the dead command left them."""

    def __init__(self) -> None:
        self.account = world.snapshot()
        self.journals = {file: file.read_bytes() for file in run_journals().iterdir()}

    def comes_back(self) -> None:
        """Both stand as they did, for a second way out."""
        world.restore(self.account)
        for file, text in self.journals.items():
            file.write_bytes(text)


@pytest.fixture
def plan(stage: Stage, tmp_path: Path) -> Plan:
    """An empty account; the commands of this test share the home's journals."""
    made = stage.prepare(SCENE, tmp_path)
    stage.desk.journals = JournalFolder(run_journals())
    return made


def run_id(stage: Stage) -> str:
    [one] = stage.desk.runs()
    return one.run


def resumed(stage: Stage) -> int:
    return stage.carry_out(stage.desk.plan_resume(run_id(stage)), "resume")


def undone(stage: Stage) -> int:
    """What the command does; a run that is open is closed, also where nothing is left to take back."""
    run = run_id(stage)
    back = stage.desk.plan_undo(run)
    assert back.refusals == ()
    if back.plan.steps or stage.desk.journals.find(run).is_open:
        return stage.carry_out(back.plan, "undo")
    return 0


def applied_state(stage: Stage, plan: Plan) -> object:
    """What an undisturbed apply leaves."""
    before = world.snapshot()
    journals, stage.desk.journals = stage.desk.journals, JournalFolder(run_journals().with_name("elsewhere"))
    assert stage.carry_out(plan) == 0
    found = world.in_force()
    world.restore(before)
    stage.desk.journals = journals
    return found


@pytest.mark.parametrize(("moment", "when"), MOMENTS)
def test_an_apply_killed_at_any_moment_is_resumed_and_undone(
    stage: Stage, nursery: Nursery, plan: Plan, tmp_path: Path, moment: int, when: str
) -> None:
    before, after = world.in_force(), applied_state(stage, plan)

    died = Victim(stage, nursery, "apply", SCENE.preset).dies(moment, when, tmp_path)
    half = Half()

    assert died == (0 if when == "never" else -signal.SIGKILL)
    if moment or when == "after":
        assert stage.desk.runs()[0].state == ("done" if when == "never" else "interrupted")
    if (run := run_id(stage)) and stage.desk.journals.find(run).is_open:
        assert resumed(stage) == 0
    assert world.in_force() == after
    assert undone(stage) == 0
    assert world.in_force() == before

    half.comes_back()
    assert undone(stage) == 0
    assert world.in_force() == before


@pytest.mark.parametrize(("moment", "when"), MOMENTS)
def test_an_undo_killed_at_any_moment_is_undone_or_applied_again(
    stage: Stage, nursery: Nursery, plan: Plan, tmp_path: Path, moment: int, when: str
) -> None:
    before = world.in_force()
    assert stage.carry_out(plan) == 0
    after = world.in_force()

    died = Victim(stage, nursery, "undo", plan.run).dies(moment, when, tmp_path)
    half = Half()

    assert died == (0 if when == "never" else -signal.SIGKILL)
    assert undone(stage) == 0
    assert world.in_force() == before

    half.comes_back()
    assert resumed(stage) == 0
    assert world.in_force() == after
    assert undone(stage) == 0
    assert world.in_force() == before


@pytest.mark.parametrize(("moment", "when"), ROLLBACK)
def test_a_rollback_killed_at_any_moment_is_undone_or_applied_again(
    stage: Stage, nursery: Nursery, plan: Plan, tmp_path: Path, moment: int, when: str
) -> None:
    before, after = world.in_force(), applied_state(stage, plan)
    denied = Fault("refuse", plan.steps[-1].do, 1, refusal=("403 Forbidden", "AccessDenied", "no"))

    died = Victim(stage, nursery, "apply", SCENE.preset).dies(CALLS - 1 + moment, when, tmp_path, denied)
    half = Half()

    assert died == (1 if when == "never" else -signal.SIGKILL)
    assert stage.desk.runs()[0].state == ("rolled-back" if when == "never" else "interrupted")
    assert undone(stage) == 0
    assert world.in_force() == before
    assert not stage.desk.runs()[0].is_open

    half.comes_back()
    assert resumed(stage) == 0
    assert world.in_force() == after
    assert undone(stage) == 0
    assert world.in_force() == before


def test_no_key_and_no_token_is_in_any_journal(stage: Stage, plan: Plan) -> None:
    assert stage.carry_out(plan) == 0
    assert undone(stage) == 0

    text = "".join(file.read_text() for file in run_journals().iterdir())

    assert json.loads(text.splitlines()[0].partition(" ")[2])["record"] == "begin"
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        assert os.environ[name] not in text
