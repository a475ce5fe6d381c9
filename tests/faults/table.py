"""Prints what came of every fault at every call: PYTHONPATH=tests:tests/aws python -m faults.table"""

import os
import tempfile
from collections import Counter
from pathlib import Path

from faults.matrix import FAULTS, outcome
from faults.scenes import CREDENTIALS, SCENES, Stage


def main() -> int:
    """One line per scene and call, one column per fault; 1 where one of them is wrong."""
    os.environ |= {**CREDENTIALS, "AWS_EC2_METADATA_DISABLED": "true"}
    stage = Stage()
    totals: Counter[str] = Counter()
    print(f"{'scene / call':66}" + "".join(f"{fault[:13]:>14}" for fault in FAULTS))
    with tempfile.TemporaryDirectory() as folder:
        for scene in SCENES:
            plan = stage.prepare(scene, Path(folder) / "none")
            for index, step in enumerate(plan.steps):
                row = []
                for fault in FAULTS:
                    place = Path(folder) / f"{scene.name} {index} {fault}"
                    row.append(outcome(stage, scene, index, fault, place).partition(":")[0])
                totals.update(row)
                print(
                    f"{scene.name + '  ' + step.do.operation:66}" + "".join(f"{cell:>14}" for cell in row), flush=True
                )
    stage.close()
    print(", ".join(f"{count} {name}" for name, count in totals.most_common()))
    return int("wrong" in totals)


if __name__ == "__main__":
    raise SystemExit(main())
