"""Signals, full disks, locked runs, stale plans, and the ways back that AWS refuses: the real command over HTTP."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from faults import world
from faults.proxy import Fault
from faults.scenes import scene
from faults.stage import Stage
from tui.cli import main
from tui.core.errors import JournalFailed, PlanStale
from tui.core.plan.plan import Plan
from tui.store.journals import JournalFolder
from tui.store.places import run_journals

ROOT = Path(__file__).parents[2]
SCENE = scene("ec2-wordpress")


@pytest.fixture
def plan(stage: Stage, tmp_path: Path) -> Plan:
    """An empty account; commands and stage share the home's journals."""
    made = stage.prepare(SCENE, tmp_path)
    stage.desk.journals = JournalFolder(run_journals())
    return made


def rolewizard(stage: Stage, *arguments: str) -> tuple[int, str]:
    """The command in this process: its exit code, and what it said."""
    output = io.StringIO()
    with redirect_stdout(output):
        code = main([*arguments, "--account", "--endpoint-url", stage.endpoint.url])
    return code, output.getvalue()


def signalled(stage: Stage, number: signal.Signals) -> int:
    """`apply` in a process of its own that gets the signal while its first call is under way; its exit code."""
    command = [sys.executable, "-m", "tui", "apply", SCENE.preset, "--yes", "--json", "--account"]
    child = subprocess.Popen(
        [*command, "--endpoint-url", stage.endpoint.url],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    with stage.broken(Fault("hook", before=lambda: child.send_signal(number))):
        return child.wait()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_run_that_is_told_to_end_finishes_its_calls_closes_the_journal_and_can_go_on(
    stage: Stage, plan: Plan, number: signal.Signals, code: int
) -> None:
    exit_code = signalled(stage, number)

    [run] = stage.desk.runs()
    record = stage.desk.journals.find(run.run)
    assert exit_code == code
    assert run.state == "failed"
    assert "unknown" not in record.phases[0].statuses
    assert run.done == len(stage.aws.carried_out) == 4
    assert stage.carry_out(stage.desk.plan_resume(run.run), "resume") == 0


def test_ctrl_c_stops_after_the_calls_in_flight_and_takes_them_back(stage: Stage, plan: Plan) -> None:
    before = world.in_force()

    code = signalled(stage, signal.SIGINT)

    [run] = stage.desk.runs()
    assert (code, run.state) == (130, "rolled-back")
    assert world.in_force() == before


CHANGES: dict[str, Callable[[Any], Any]] = {
    "changed": lambda iam: setattr(iam.get_role("umemoto-wordpress-role"), "description", "theirs"),
    "deleted": lambda iam: iam.roles.clear(),
    "another policy put in": lambda iam: iam.get_role("umemoto-wordpress-role").policies.update(x="{}"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_role_that_changed_since_the_review_is_not_touched(
    stage: Stage, tmp_path: Path, change: Callable[[Any], Any]
) -> None:
    changed = scene("ec2-wordpress changed")
    plan = stage.prepare(changed, tmp_path)
    change(world.backend())

    with pytest.raises(PlanStale):
        stage.carry_out(plan)

    assert stage.aws.carried_out == []


def test_two_processes_cannot_go_on_with_one_run(stage: Stage, plan: Plan) -> None:
    assert stage.carry_out(plan) == 0

    with stage.desk.journals.locked(plan.run):
        code, said = rolewizard(stage, "undo", plan.run, "--yes", "--json")

    assert code == 2
    assert json.loads(said.splitlines()[-1])["error"]["code"] == "run.busy"


def test_a_way_back_that_is_refused_goes_on_with_the_rest_and_prints_what_remains(stage: Stage, plan: Plan) -> None:
    assert stage.carry_out(plan) == 0
    call = next(step.undo[0] for step in plan.steps if step.do.operation == "CreateInstanceProfile")
    denied = ("403 Forbidden", "AccessDenied", "not authorized to perform: iam:DeleteInstanceProfile")

    with stage.broken(Fault("refuse", call, 99, refusal=denied)):
        code, said = rolewizard(stage, "undo", plan.run, "--yes")

    left = world.in_force()
    again, _ = rolewizard(stage, "undo", plan.run, "--yes")
    assert code == 1
    assert "aws iam delete-instance-profile --instance-profile-name umemoto-wordpress-profile" in said
    assert '"Action": "iam:DeleteInstanceProfile"' in said
    assert (left["roles"], left["policies"], set(left["profiles"])) == ({}, {}, {"umemoto-wordpress-profile"})
    assert again == 0
    assert world.in_force()["profiles"] == {}


def test_a_denied_call_names_the_statement_that_is_missing(stage: Stage, plan: Plan) -> None:
    call = next(step.do for step in plan.steps if step.do.operation == "AddRoleToInstanceProfile")
    message = (
        "User: arn:aws:iam::1:user/me is not authorized to perform: iam:PassRole on resource: arn:aws:iam::1:role/x"
    )

    with stage.broken(Fault("refuse", call, 99, refusal=("403 Forbidden", "AccessDenied", message))):
        code, said = rolewizard(stage, "apply", SCENE.preset, "--yes")

    assert code == 1
    assert '{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::1:role/x"}' in said
    assert world.in_force()["roles"] == {}


def test_nothing_is_sent_where_the_journal_cannot_be_written(stage: Stage, plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    stage.desk.journals = JournalFolder(tmp_path / "file" / "runs")

    with pytest.raises(JournalFailed):
        stage.carry_out(plan)

    assert stage.aws.carried_out == []


FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)), resource.RLIM_INFINITY))
from tui.cli import main
raise SystemExit(main(sys.argv[1:]))
"""


def test_a_disk_that_fills_up_stops_the_run_before_its_next_call_and_prints_what_stands(
    stage: Stage, plan: Plan
) -> None:
    before = world.in_force()
    plan = stage.plan(SCENE.preset, {})  # with as many bytes as the command's
    assert stage.carry_out(plan) == 0
    begin = (run_journals() / f"{plan.run}.jsonl").read_bytes().splitlines(keepends=True)[0]
    assert rolewizard(stage, "undo", plan.run, "--yes")[0] == 0
    stage.aws.carried_out.clear()

    # room for the beginning, four intents and two outcomes
    command = ["apply", SCENE.preset, "--yes", "--account", "--endpoint-url", stage.endpoint.url]
    ran = subprocess.run(
        [sys.executable, "-c", FULL, str(len(begin) + 400), *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    newest = stage.desk.runs()[0]
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert 0 < len(stage.aws.carried_out) <= 4
    assert "aws iam delete-" in ran.stdout
    assert rolewizard(stage, "undo", newest.run, "--yes")[0] == 0
    assert world.in_force() == before
