"""Prints what came of every fault at every call of every preset, there and back.

    PYTHONPATH=tests:tests/aws python -m faults.table [--distinct] [--part K/N] [NAME ...]

--distinct takes one scene for every distinct sequence of calls instead of every preset and variant; --part runs every
N-th scene, so that several processes can share the work; a name runs the scenes whose names contain it. The suite
holds one scene for every distinct pair of call and fault (faults/test_matrix.py).
"""

import argparse
import os
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from faults.matrix import FAULTS, WAYS, Way, outcome, plan_on, wanted
from faults.scenes import Scene, distinct_scenes, every_scene
from faults.stage import CREDENTIALS, Stage
from tui.core.errors import AwsUnreachable

WIDTH = 9


def main(arguments: Sequence[str] | None = None) -> int:
    """One line per scene and call, one column per fault; 1 where one of them is not what it has to be."""
    options = _options(arguments)
    os.environ |= {**CREDENTIALS, "AWS_EC2_METADATA_DISABLED": "true"}
    number, of = map(int, options.part.split("/"))
    scenes = [
        one
        for one in (distinct_scenes() if options.distinct else every_scene())
        if not options.names or any(name in one.name for name in options.names)
    ][number - 1 :: of]
    stage, totals, wrong, started = Stage(), Counter[str](), list[str](), time.monotonic()
    print(f"{'scene / way / call':92}" + "".join(f"{fault[: WIDTH - 1]:>{WIDTH}}" for fault in FAULTS))
    with tempfile.TemporaryDirectory() as folder:
        for scene in scenes:
            for way in WAYS:
                _table(stage, scene, way, Path(folder), totals, wrong)
    stage.close()
    print(*wrong, sep="\n")
    cases = sum(totals.values()) - totals["-"]
    print(f"{len(scenes)} scenes, {cases} cases in {time.monotonic() - started:.0f} s: ", end="")
    print(", ".join(f"{count} {name}" for name, count in totals.most_common()))
    return int(bool(wrong))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--distinct", action="store_true")
    parser.add_argument("--part", default="1/1")
    parser.add_argument("names", nargs="*")
    return parser.parse_args(arguments)


def _table(stage: Stage, scene: Scene, way: Way, folder: Path, totals: Counter[str], wrong: list[str]) -> None:
    place = folder / f"{scene.name} {way}"
    if way == "rollback" and len(stage.prepare(scene, place / "none").steps) < 2:
        return  # what is refused at the only call leaves nothing to take back
    for index, step in enumerate(plan_on(stage, scene, way, place / "plan")[0].steps):
        row = []
        for fault in FAULTS:
            came = _case(stage, scene, way, index, fault, place / f"{index} {fault}")
            if came not in (wanted(fault, way), "-"):
                wrong.append(f"{scene.name} {way} {step.do.operation}, {fault}: {came}")
            row.append(came.partition(":")[0])
        totals.update(row)
        name = f"{scene.name}  {way}  {step.do.operation}"
        print(f"{name:92}" + "".join(f"{cell:>{WIDTH}}" for cell in row), flush=True)


def _case(stage: Stage, scene: Scene, way: Way, index: int, fault: str, folder: Path) -> str:
    """Tried again where this machine was too busy to open a session in the two seconds a person is made to wait."""
    for number in range(5):
        try:
            return outcome(stage, scene, way, index, fault, folder / str(number))
        except AwsUnreachable as error:
            if error.code != "aws.timeout":
                raise
            stage.aws.faults.clear()
    return "wrong: no session in five tries"


if __name__ == "__main__":
    raise SystemExit(main())
