"""The practice account's process: it loads nothing into its parent, minds nothing around it, and ends with it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from endpoints import REGION

import tui

SOURCE = str(Path(tui.__file__).parent.parent)
OPEN = f"""
import sys, time
from fakes import Remembered
from tui.aws.practice.gateway import PracticeGateway
from tui.core.calls.api_call import ApiCall
gateway = PracticeGateway(region="{REGION}", dry_run=False, history=Remembered())
gateway.start()
"""
READ = "gateway.call(ApiCall('iam', 'ListRoles', {}))\n"
SAY_AND_SLEEP = "print('ready', flush=True)\ntime.sleep(60)\n"


def a_parent(script: str, folder: Path) -> "subprocess.Popen[str]":
    """A program that uses the practice account, started somewhere else."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((SOURCE, str(Path(__file__).parents[1])))}
    return subprocess.Popen(
        [sys.executable, "-P", "-c", script], cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    )


def wait_until_ready(parent: "subprocess.Popen[str]") -> None:
    assert parent.stdout is not None
    assert parent.stdout.readline() == "ready\n"


def children_of(process: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def dies(process: int, within_seconds: float) -> bool:
    end = time.monotonic() + within_seconds
    while is_alive(process) and time.monotonic() < end:
        time.sleep(0.02)
    return not is_alive(process)


def test_the_parent_loads_neither_boto3_nor_moto(tmp_path: Path) -> None:
    heavy = "print([name for name in sys.modules if name.split('.')[0] in ('boto3', 'botocore', 'moto')])"
    choose = "from tui.aws.choices import choices\nfrom tui.aws.observe import observe\nchoices(gateway, 'region')\n"
    parent = a_parent(OPEN + READ + choose + heavy, tmp_path)

    output, _ = parent.communicate(timeout=30)

    assert output == "[]\n"


def test_nothing_in_the_current_folder_gets_in_its_way(tmp_path: Path) -> None:
    for name in ("json.py", "tui.py", "moto.py", "boto3.py"):
        (tmp_path / name).write_text("raise SystemExit('shadowed')")
    parent = a_parent(OPEN + READ + "print('fine')", tmp_path)

    output, _ = parent.communicate(timeout=30)

    assert output == "fine\n"


def test_ctrl_c_is_the_parents_to_deal_with(tmp_path: Path) -> None:
    parent = a_parent(OPEN + READ + SAY_AND_SLEEP, tmp_path)
    wait_until_ready(parent)
    (child,) = children_of(parent.pid)

    os.kill(child, signal.SIGINT)

    assert not dies(child, within_seconds=0.3)
    parent.kill()
    parent.wait()


@pytest.mark.parametrize("moment", ["while it starts", "when it serves"])
def test_it_dies_with_a_parent_that_is_killed(tmp_path: Path, moment: str) -> None:
    parent = a_parent(OPEN + (READ if moment == "when it serves" else "") + SAY_AND_SLEEP, tmp_path)
    wait_until_ready(parent)
    (child,) = children_of(parent.pid)

    parent.send_signal(signal.SIGKILL)
    parent.wait()

    assert dies(child, within_seconds=5)


def test_it_dies_with_a_parent_that_forgets_to_close_it(tmp_path: Path) -> None:
    parent = a_parent(OPEN + "import os\n" + "print(open(f'/proc/self/task/{os.getpid()}/children').read())", tmp_path)

    output, _ = parent.communicate(timeout=10)

    assert parent.returncode == 0
    assert dies(int(output), within_seconds=2)
