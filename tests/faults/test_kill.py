"""kill -9 at every moment of an apply and of an undo: before and after each changing call, and when all is done.

The program is the real command in a process of its own; the proxy kills it while it waits for an answer. Calls that
were side by side with the deadly one may still be carried out, as in life.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from faults import world
from faults.proxy import Fault
from faults.scenes import scene
from faults.stage import Stage
from tui.core.plan import Plan
from tui.store.journals import JournalFolder
from tui.store.places import run_journals

ROOT = Path(__file__).parents[2]
SCENE = scene("ec2-wordpress")
CALLS = 7
MOMENTS = [(moment, when) for moment in range(CALLS) for when in ("before", "after")] + [(CALLS, "never")]


class Victim:
    """The command, to be killed at a moment."""

    def __init__(self, stage: Stage, *arguments: str) -> None:
        self.command = [sys.executable, "-m", "tui", *arguments, "--yes", "--json"]
        self.command += ["--account", "--endpoint-url", stage.endpoint.url]
        self.stage = stage

    def dies(self, moment: int, when: str) -> int:
        """Runs it until the changing call with that number; its exit code, -9 where it was killed."""
        child = subprocess.Popen(
            self.command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

        def kill() -> None:
            child.kill()
            child.wait()

        hook = {when: kill} if when != "never" else {}
        with self.stage.broken(Fault("hook", times=1, skip=moment, **hook)):
            assert child.stderr
            said = child.stderr.read()
            code = child.wait()
            self.stage.aws.settle()
        assert b"Traceback" not in said, said
        return code


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
    back = stage.desk.plan_undo(run_id(stage))
    assert back.refusals == ()
    return stage.carry_out(back.plan, "undo") if back.plan.steps else 0


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
def test_an_apply_killed_at_any_moment_is_resumed_and_undone(stage: Stage, plan: Plan, moment: int, when: str) -> None:
    before, after = world.in_force(), applied_state(stage, plan)

    died = Victim(stage, "apply", SCENE.preset).dies(moment, when)
    half = world.snapshot()
    written = {file: file.read_bytes() for file in run_journals().iterdir()}

    assert died == (0 if when == "never" else -signal.SIGKILL)
    if moment or when == "after":
        assert stage.desk.runs()[0].state == ("done" if when == "never" else "interrupted")
    if (run := run_id(stage)) and stage.desk.journals.find(run).is_open:
        assert resumed(stage) == 0
    assert world.in_force() == after
    assert undone(stage) == 0
    assert world.in_force() == before

    world.restore(half)
    for file, text in written.items():
        file.write_bytes(text)
    assert undone(stage) == 0
    assert world.in_force() == before


@pytest.mark.parametrize(("moment", "when"), MOMENTS)
def test_an_undo_killed_at_any_moment_is_undone_or_applied_again(
    stage: Stage, plan: Plan, moment: int, when: str
) -> None:
    before = world.in_force()
    assert stage.carry_out(plan) == 0
    after = world.in_force()

    died = Victim(stage, "undo", plan.run).dies(moment, when)
    half = world.snapshot()
    written = {file: file.read_bytes() for file in run_journals().iterdir()}

    assert died == (0 if when == "never" else -signal.SIGKILL)
    assert undone(stage) == 0
    assert world.in_force() == before

    world.restore(half)
    for file, text in written.items():
        file.write_bytes(text)
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
