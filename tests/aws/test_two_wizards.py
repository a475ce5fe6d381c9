"""Two processes on one practice account: each sees what the other does, as in an account of AWS."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from endpoints import REGION

from tui.aws.practice.gateway import PracticeGateway
from tui.core.calls.api_call import iam
from tui.core.errors import AwsRefused, AwsUnreachable, PlanStale, RunBusy
from tui.core.run.events import Finished
from tui.desk import WizardDesk
from tui.options import Options
from tui.store.practice_log import PracticeLog

PRESET = "ec2-wordpress"
ROLE = iam("GetRole", {"RoleName": "umemoto-wordpress-role"})


def started(*words: str) -> "subprocess.Popen[str]":
    """The program as a process of its own, at the same home."""
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, "-m", "tui", *words, "--json"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(process: "subprocess.Popen[str]") -> tuple[int, list[dict[str, Any]]]:
    out, _ = process.communicate(timeout=120)
    return process.returncode, [json.loads(line) for line in out.splitlines()]


def elsewhere(*words: str) -> tuple[int, list[dict[str, Any]]]:
    return ended(started(*words))


def test_a_plan_that_another_wizard_has_overtaken_is_refused_as_in_a_real_account() -> None:
    # both said "done" for one role
    with WizardDesk(Options("wizard")) as desk:
        review = desk.review(desk.preset(PRESET), {})
        code, events = elsewhere("apply", PRESET, "--yes")

        with pytest.raises(PlanStale):
            list(desk.deploy(review.plan, lambda: False))
        again = desk.review(desk.preset(PRESET), {})

    assert (code, events[-1]["outcome"]) == (0, "done")
    assert again.plan.steps == ()


def test_each_sees_what_the_other_makes_and_takes_back_and_undo_blames_nobody() -> None:
    with WizardDesk(Options("wizard")) as desk:
        with pytest.raises(AwsRefused):
            desk.gateway.call(ROLE)
        _, events = elsewhere("apply", PRESET, "--yes")
        made = desk.gateway.call(ROLE)["Role"]
        end = [*desk.deploy(desk.plan_undo(events[-1]["run"]).plan, lambda: False, "undo")][-1]
        code, _ = elsewhere("verify", PRESET)

    assert isinstance(end, Finished)
    assert end.outcome == "rolled-back"
    assert made["RoleId"].startswith("AROA")
    assert code == 1  # nothing of it is there


def test_both_know_a_thing_by_the_same_id() -> None:
    with WizardDesk(Options("wizard")) as desk:
        desk.gateway.call(iam("ListRoles", {}))
        elsewhere("apply", PRESET, "--yes")
        here = desk.gateway.call(ROLE)["Role"]["RoleId"]
    with WizardDesk(Options("wizard")) as later:
        assert later.gateway.call(ROLE)["Role"]["RoleId"] == here


def test_of_two_that_apply_at_once_at_most_one_says_that_it_made_the_role() -> None:
    both = [ended(one) for one in [started("apply", PRESET, "--yes"), started("apply", PRESET, "--yes")]]

    with WizardDesk(Options("wizard")) as desk:
        makers = [one.run for one in desk.runs() if one.state == "done" and one.done]
        assert len(makers) <= 1
        assert bool(desk.review(desk.preset(PRESET), {}).plan.steps) is not bool(makers)
    for code, events in both:
        assert (code == 0) is (events[-1].get("outcome") == "done")


def test_an_account_that_is_emptied_elsewhere_is_empty_here() -> None:
    with WizardDesk(Options("wizard")) as desk:
        elsewhere("apply", PRESET, "--yes")
        desk.gateway.call(ROLE)
        elsewhere("practice", "reset")

        with pytest.raises(AwsRefused):
            desk.gateway.call(ROLE)
        code, events = elsewhere("apply", PRESET, "--yes")

        assert desk.gateway.call(ROLE)
    assert (code, events[-1]["outcome"]) == (0, "done")


def test_whoever_holds_the_account_for_long_is_waited_for_and_then_told_of(tmp_path: Path) -> None:
    log = PracticeLog(tmp_path / "practice.jsonl", REGION)
    other = PracticeLog(tmp_path / "practice.jsonl", REGION, patience_seconds=0.2)
    with PracticeGateway(region=REGION, dry_run=False, history=other) as gateway, log.held():
        with pytest.raises(AwsUnreachable) as failure:
            gateway.call(iam("CreateUser", {"UserName": "u"}))

        assert gateway.call(iam("ListRoles", {}))["Roles"]
    assert failure.value.code == "practice.busy"


def test_two_wizards_do_not_take_one_run_back_at_once() -> None:
    _, events = elsewhere("apply", PRESET, "--yes")
    run = events[-1]["run"]
    with WizardDesk(Options("wizard")) as desk:
        back = desk.plan_undo(run).plan
        with desk.journals.locked(run):
            code, told = elsewhere("undo", run, "--yes")
        assert [*desk.deploy(back, lambda: False, "undo")][-1]

    assert (code, told[-1]["error"]["code"]) == (RunBusy.exit_code, "run.busy")
