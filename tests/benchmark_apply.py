"""How long applies take against their critical path, 80 ms being added to every call.

    PYTHONPATH=tests:tests/aws python -m benchmark_apply

The critical path is faults/round_trips.py's trips of 80 ms, and of every trip the longest time that moto itself took to
answer. "trips" is how many there were (a busy machine spreads calls that go out side by side, and then counts more).
The applying process is a fork, and the last column is its own processor time: AWS is another machine, and does not take
its processor from the one who asks. Linux and macOS.
"""

import gc
import json
import os
import tempfile
import time
from pathlib import Path

from faults.round_trips import round_trips
from faults.scenes import distinct_scenes
from faults.stage import CREDENTIALS, Stage

from tui.core.calls.api_call import is_read
from tui.core.plan.order import levels
from tui.core.plan.plan import Plan

LATENCY = 0.08
WANTED = 1.3


def applied(stage: Stage, plan: Plan) -> tuple[float, float]:
    """(seconds, processor seconds) of the apply, in a process of its own."""
    told, tell = os.pipe()
    pid = os.fork()
    if not pid:
        gc.disable()  # it would look through all of moto, which the real program does not have
        started, burnt = time.perf_counter(), time.process_time()
        code = stage.carry_out(plan)
        found = [code, time.perf_counter() - started, time.process_time() - burnt]
        os.write(tell, json.dumps(found).encode())
        os._exit(0)
    os.close(tell)
    with os.fdopen(told) as answer:
        code, taken, own = json.load(answer)
    os.waitpid(pid, 0)
    assert code == 0
    return taken, own


def main() -> int:
    """One line per scene; 1 where one of them takes more than 1.3 times its critical path."""
    os.environ |= {**CREDENTIALS, "AWS_EC2_METADATA_DISABLED": "true"}
    stage = Stage()
    worst = 0.0
    print(
        f"{'scene':64}{'changing':>9}{'levels':>8}{'reads':>7}{'path':>9}{'apply':>9}{'ratio':>7}{'trips':>7}"
        f"{'moto':>9}{'own cpu':>9}"
    )
    with tempfile.TemporaryDirectory() as folder:
        for number, scene in enumerate(distinct_scenes()):
            stage.carry_out(stage.prepare(scene, Path(folder) / f"{number} warm"))
            plan = stage.prepare(scene, Path(folder) / str(number))
            stage.endpoint.requests.clear()
            stage.aws.latency, stage.aws.round_trips, stage.aws.answering_seconds = LATENCY, 0, 0.0
            taken, own = applied(stage, plan)
            stage.aws.latency = 0
            reads = sum(is_read(action) for _, action in stage.endpoint.requests)
            answering = stage.aws.answering_seconds
            path = round_trips(plan) * LATENCY + answering
            worst = max(worst, taken / path)
            print(
                f"{scene.name:64}{len(plan.steps):9}{len(levels(plan.steps)):8}{reads:7}"
                f"{path * 1000:6.0f} ms{taken * 1000:6.0f} ms{taken / path:7.2f}"
                f"{stage.aws.round_trips:7}{answering * 1000:6.0f} ms{own * 1000:6.0f} ms"
            )
    stage.close()
    print(f"worst: {worst:.2f}, wanted: {WANTED}")
    return int(worst > WANTED)


if __name__ == "__main__":
    raise SystemExit(main())
