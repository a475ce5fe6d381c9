"""Whatever happens to any one call of any preset's apply, it ends as planned or as it was; the table is matrix.py's.

`PYTHONPATH=tests:tests/aws python -m faults.table` prints all results.
"""

from pathlib import Path

import pytest

from faults import world
from faults.matrix import FAULTS, outcome
from faults.scenes import SCENES, Scene, Stage


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_fault_at_any_call_ends_as_planned_or_as_before(
    stage: Stage, scene: Scene, fault: str, tmp_path: Path
) -> None:
    total = len(stage.prepare(scene, tmp_path / "none").steps)

    found = {index: outcome(stage, scene, index, fault, tmp_path / str(index)) for index in range(total)}

    assert total
    assert {index: came for index, came in found.items() if came not in (FAULTS[fault][0], "-")} == {}


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_undoing_leaves_what_was_before_and_a_second_undo_finds_nothing(
    stage: Stage, scene: Scene, tmp_path: Path
) -> None:
    plan = stage.prepare(scene, tmp_path)
    before = world.in_force()
    applied = stage.carry_out(plan)

    undone = stage.carry_out(stage.desk.plan_undo(plan.run).plan, "undo")
    again = stage.desk.plan_undo(plan.run)

    assert (applied, undone) == (0, 0)
    assert world.in_force() == before
    assert (again.plan.steps, again.refusals) == ((), ())


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_second_apply_changes_nothing(stage: Stage, scene: Scene, tmp_path: Path) -> None:
    assert stage.carry_out(stage.prepare(scene, tmp_path)) == 0
    stage.aws.carried_out.clear()

    code = stage.carry_out(stage.plan(scene.preset, scene.given))

    assert (code, stage.aws.carried_out) == (0, [])
