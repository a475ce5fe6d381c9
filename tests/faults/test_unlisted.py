"""Callers who may make things but not list what they hold: told at once, and undone by what was written down."""

import time
from pathlib import Path

import pytest

from faults import world
from faults.proxy import Fault
from faults.scenes import scene
from faults.stage import Stage
from tui.core.plan.plan import Plan

SCENE = scene("ec2-wordpress")
DENIED = ("403 Forbidden", "AccessDenied", "not authorized to perform: iam:ListRolePolicies")
UNLISTED = Fault("refuse", operation="ListRolePolicies", times=999, refusal=DENIED)


@pytest.fixture
def plan(stage: Stage, tmp_path: Path) -> Plan:
    return stage.prepare(SCENE, tmp_path)


def test_an_apply_that_may_not_be_read_back_says_so_at_once(stage: Stage, plan: Plan) -> None:
    # the refusal was asked for again for 15 seconds and told as "the account did not answer"
    stage.desk._sleep = time.sleep
    began = time.monotonic()
    with stage.broken(UNLISTED):
        code = stage.carry_out(plan)

    assert code == 0
    assert '"is_denied": true' in stage.said
    assert stage.said.count('"reading-back"') == 1
    assert time.monotonic() - began < 10


def test_what_may_not_be_listed_is_undone_by_what_was_written_down(stage: Stage, plan: Plan) -> None:
    before = world.in_force()
    with stage.broken(UNLISTED):
        assert stage.carry_out(plan) == 0
    with stage.broken(UNLISTED):
        back = stage.desk.plan_undo(plan.run)
        code = stage.carry_out(back.plan, "undo")

    assert (code, back.refusals) == (0, ())
    assert world.in_force() == before
    assert stage.desk.runs()[0].state == "undone"


def test_a_role_that_somebody_made_anew_is_kept_although_it_may_not_be_listed(stage: Stage, plan: Plan) -> None:
    assert stage.carry_out(plan) == 0
    world.backend().get_role("umemoto-wordpress-role").id = "AROATHEIRS0000000000"
    with stage.broken(UNLISTED):
        back = stage.desk.plan_undo(plan.run)

    assert "role/umemoto-wordpress-role" in back.plan.leaves
    assert {one.code for one in back.refusals} >= {"recreated"}


def test_a_run_that_was_being_rolled_back_does_not_go_forward_unasked(stage: Stage, plan: Plan) -> None:
    assert stage.carry_out(plan) == 0
    back = stage.desk.plan_undo(plan.run)
    with stage.broken(Fault("refuse", back.plan.steps[-1].do, 99, refusal=DENIED)):
        assert stage.carry_out(back.plan, "rollback") == 1

    assert stage.desk.journals.find(plan.run).is_going_back
