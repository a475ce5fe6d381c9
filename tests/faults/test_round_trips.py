"""An apply waits for AWS no more often than it has to; tests/benchmark_apply.py measures the time."""

from pathlib import Path

import pytest

from faults.round_trips import round_trips
from faults.scenes import scene
from faults.stage import Stage

SLOW_SECONDS = 0.15
"""What goes out side by side has to arrive within this time, also on a busy machine."""


@pytest.mark.parametrize("name", ["ec2-wordpress", "amp-irsa-ingest", "ec2-wordpress changed", "batch-instance-role"])
def test_an_apply_takes_no_more_round_trips_than_its_critical_path(stage: Stage, name: str, tmp_path: Path) -> None:
    stage.carry_out(stage.prepare(scene(name), tmp_path / "warm"))
    plan = stage.prepare(scene(name), tmp_path)
    stage.aws.latency, stage.aws.round_trips = SLOW_SECONDS, 0

    code = stage.carry_out(plan)

    stage.aws.latency = 0
    assert code == 0
    assert stage.aws.round_trips <= round_trips(plan)
