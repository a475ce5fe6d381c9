"""Whatever happens to any one call, there or back, it ends as planned, as it was, or open; the table is matrix.py's.

Here every call is tried once with every fault whose outcome depends on the call, in the smallest scene that has it, and
one call of every service with the others; on the way back with one fault of each class. All presets, variants and
faults are a command of their own, faults/table.py.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from faults import world
from faults.matrix import FAULTS, Way, outcome, plan_on, wanted
from faults.scenes import Scene, distinct_scenes, scene
from faults.stage import Stage
from tui.core.calls.api_call import ApiCall


@cache
def smallest_scenes() -> tuple[Scene, ...]:
    """Together they have every call that some preset makes; changes to what is there come last."""
    makes = [one for one in distinct_scenes() if one.before is None]
    found: dict[str, Scene] = {}
    for one in sorted(makes, key=lambda one: len(one.operations)):
        for operation in one.operations:
            found.setdefault(operation, one)
    distinct = {one.name: one for one in found.values()}
    return (*distinct.values(), *(one for one in distinct_scenes() if one.before is not None))


def calls(stage: Stage, way: Way, folder: Path) -> Iterator[tuple[Scene, int, ApiCall]]:
    """Every distinct operation once: the scene, the call and its place."""
    seen: set[str] = set()
    for one in smallest_scenes():
        for index, step in enumerate(plan_on(stage, one, way, folder / one.name)[0].steps):
            if step.do.operation not in seen:
                seen.add(step.do.operation)
                yield one, index, step.do


ONCE_A_SERVICE = ("answer truncated", "connection cut", "502 page", "500 ServiceFailure", "throttled twice")
ONCE_A_SERVICE += ("ExpiredToken", "ExpiredToken, asked")
"""What such an answer is taken for is a matter of the service's protocol; what follows is what "answer lost" and "never
sent" try with every call, or has nothing to do with the call."""
THERE = [("apply", fault) for fault in FAULTS if wanted(fault, "apply")]
ONE_OF_EACH_CLASS = ("answer lost", "never sent", "ConcurrentModification", "DeleteConflict twice", "AccessDenied")
BACK = [("undo", fault) for fault in (*ONE_OF_EACH_CLASS, "ExpiredToken", "ExpiredToken, asked")]


@pytest.mark.parametrize(("way", "fault"), [*THERE, *BACK])
def test_a_fault_at_any_call_ends_as_planned_as_before_or_open(
    stage: Stage, way: Way, fault: str, tmp_path: Path
) -> None:
    places = list(calls(stage, way, tmp_path))
    if fault in ONCE_A_SERVICE:
        places = list({place[2].service: place for place in places}.values())

    found = {
        call.operation: outcome(stage, one, way, index, fault, tmp_path / f"{index} {call.operation}")
        for one, index, call in places
    }

    assert len(found) >= (4 if fault in ONCE_A_SERVICE else 15)
    assert {name: came for name, came in found.items() if came not in (wanted(fault, way), "-")} == {}
    assert wanted(fault, way) in found.values()


@pytest.mark.parametrize("fault", ["answer lost", "AccessDenied"])
def test_a_fault_on_the_way_back_from_a_failed_apply_ends_as_before_or_open(
    stage: Stage, fault: str, tmp_path: Path
) -> None:
    wordpress = scene("ec2-wordpress")
    total = len(plan_on(stage, wordpress, "rollback", tmp_path / "plan")[0].steps)

    found = {
        index: outcome(stage, wordpress, "rollback", index, fault, tmp_path / str(index)) for index in range(total)
    }

    assert set(found.values()) == {wanted(fault, "rollback")}


@pytest.mark.parametrize("one", smallest_scenes(), ids=lambda one: one.name)
def test_undoing_leaves_what_was_before_and_a_second_undo_finds_nothing(
    stage: Stage, one: Scene, tmp_path: Path
) -> None:
    back, before = plan_on(stage, one, "undo", tmp_path)

    undone = stage.carry_out(back, "undo")
    again = stage.desk.plan_undo(back.run)

    assert undone == 0
    assert world.in_force() == before
    assert (again.plan.steps, again.refusals) == ((), ())


@pytest.mark.parametrize("one", smallest_scenes(), ids=lambda one: one.name)
def test_a_second_apply_changes_nothing(stage: Stage, one: Scene, tmp_path: Path) -> None:
    plan_on(stage, one, "undo", tmp_path)

    code = stage.carry_out(stage.plan(one.preset, one.given))

    assert (code, stage.aws.carried_out) == (0, [])
