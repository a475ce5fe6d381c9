"""Credentials that expire over HTTP: a person at the terminal is asked; where nobody sits there, the run stops."""

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from faults import world
from faults.proxy import Fault
from faults.scenes import scene
from faults.stage import Stage
from tui.core.errors import RoleWizardError
from tui.core.plan.plan import Plan
from tui.store.journals import JournalFolder
from tui.store.places import run_journals

ROOT = Path(__file__).parents[2]
SCENE = scene("batch-instance-role")
EXPIRED = ("403 Forbidden", "ExpiredToken", "The security token included in the request is expired")


@pytest.fixture
def plan(stage: Stage, tmp_path: Path) -> Plan:
    """An empty account; commands and stage share the home's journals."""
    made = stage.prepare(SCENE, tmp_path)
    stage.desk.journals = JournalFolder(run_journals())
    return made


def at_a_terminal(stage: Stage, answers: list[str]) -> tuple[int, str]:
    """`apply` with a person at the terminal who answers each pause; its exit code, and what it said."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "tui", "apply", SCENE.preset, "--yes", "--account"]
    child = subprocess.Popen(
        [*command, "--endpoint-url", stage.endpoint.url],
        cwd=ROOT,
        stdin=theirs,
        stdout=theirs,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    os.close(theirs)
    said, given, until = "", 0, time.monotonic() + 60
    while time.monotonic() < until:
        if not select.select([ours], [], [], 0.2)[0]:
            continue
        try:
            said += os.read(ours, 65536).decode()
        except OSError:  # the other end has gone
            break
        # a call that was side by side with the paused one may still tell of its end behind the question
        while said.count("q and Enter stops:") > given < len(answers):
            os.write(ours, answers[given].encode())
            given += 1
    os.close(ours)
    return child.wait(), said


def test_an_apply_at_a_terminal_waits_for_new_credentials_and_sends_the_same_call(stage: Stage, plan: Plan) -> None:
    with stage.broken(Fault("refuse", plan.steps[0].do, 2, refusal=EXPIRED)):
        code, said = at_a_terminal(stage, ["\n", "\n"])

    assert code == 0, said
    assert said.count("Paused: nothing is lost") == 2
    assert stage.aws.carried_out.count("CreateRole") == 1
    assert stage.desk.runs()[0].state == "done"


def test_who_stops_at_the_pause_finds_the_run_open(stage: Stage, plan: Plan) -> None:
    with stage.broken(Fault("refuse", plan.steps[-1].do, 99, refusal=EXPIRED)):
        code, said = at_a_terminal(stage, ["q\n"])

    run = stage.desk.runs()[0]
    assert code == 1, said
    assert f"rolewizard resume {run.run} --yes" in said
    assert (run.state, run.done) == ("failed", len(plan.steps) - 1)
    assert stage.carry_out(stage.desk.plan_resume(run.run), "resume") == 0


def test_credentials_of_another_account_are_refused_before_anything_is_sent(stage: Stage, plan: Plan) -> None:
    told: list[RoleWizardError] = []
    there = Fault("alter", operation="GetCallerIdentity", altered=("123456789012", "111122223333"), times=1)

    def ask(error: RoleWizardError) -> bool:
        told.append(error)
        return len(told) == 1

    with stage.broken(Fault("refuse", plan.steps[0].do, 1, refusal=EXPIRED), there):
        code = stage.carry_out_asking(plan, ask)

    assert [error.code for error in told] == ["aws.expired", "run.other_target"]
    assert told[1].params["target"] == "111122223333"
    assert code == 1
    assert world.in_force()["roles"] == {}
    assert stage.carry_out(stage.desk.plan_resume(plan.run), "resume") == 0


def test_an_arn_that_is_a_unique_id_for_a_while_is_never_taken_for_one(stage: Stage, plan: Plan) -> None:
    """IAM sometimes answers with AROA... where the ARN will be."""
    arn = "arn:aws:iam::123456789012:role/"
    altered = Fault("alter", operation="CreateRole", altered=(arn, "AROAEXAMPLE1234567890/"), times=9)

    with stage.broken(altered, Fault("alter", operation="GetRole", altered=(arn, "AROAEXAMPLE1234567890/"), times=9)):
        code = stage.carry_out(plan)

    assert code == 0
    assert f'"role_arn": "{arn}' in stage.said
    assert "AROAEXAMPLE" not in stage.said
