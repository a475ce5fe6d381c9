"""The cmd exports of every preset and option, run by a real cmd.exe: `python tests/sweep_windows.py [PRESET ...]`.

wine's cmd.exe runs the script from another folder than its own; its `aws` is the real AWS CLI against an empty moto
server, after which the program plans no change. A script whose second call is refused has to stop there and say so.
Debian: apt install wine wine64 gcc-mingw-w64-x86-64. PowerShell is not to be had everywhere:
tests/export/test_windows_export.py reads those scripts by its grammar.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE), str(HERE / "aws"), str(HERE / "export")]

import boto3  # noqa: E402
from aws_cli_server import aws_cli  # noqa: E402
from aws_world import ENVIRONMENT, account, bridge, differences, empty, plan_there, take_for_granted  # noqa: E402
from endpoints import REGION, Endpoint, without_simulation  # noqa: E402
from export_cases import NAMES, examples, exported, review_of, variants  # noqa: E402
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app  # noqa: E402

from tui.core.errors import UsageError  # noqa: E402
from tui.core.resources import InstanceProfile, InstanceProfileAssociation, Resource  # noqa: E402

COMPILER, WINE = "x86_64-w64-mingw32-gcc", "wine"
REFUSED = 254
"""What the AWS CLI ends with when AWS says no."""


class Windows:
    """wine with an aws.exe that asks us, in a folder of its own."""

    def __init__(self, folder: Path, server: Endpoint, aws: Path) -> None:
        self.folder, self.server, self.aws = folder, server, aws
        self.asked: list[list[str]] = []
        self.refuses_at = -1
        """The number of the call that is refused; none."""
        self.complaint = ""
        """The last one of the AWS CLI's."""
        self._is_over = threading.Event()
        source = str(HERE / "export" / "windows_aws.c")
        flags = ["-O1", f'-DAWS_FOLDER="{folder}"', "-o", str(folder / "aws.exe")]
        subprocess.run([COMPILER, *flags, source, "-lshell32"], check=True)
        self.environment = {
            **os.environ,
            "WINEDEBUG": "-all",
            "WINEPREFIX": str(folder / "wine"),
            "WINEPATH": f"Z:{folder}",
        }
        subprocess.run(["wineboot", "-i"], env=self.environment, check=True, capture_output=True)

    def run(self, script: Path) -> int:
        """The script's exit code."""
        self.asked.clear()
        self._is_over.clear()
        answering = threading.Thread(target=self._answer)
        answering.start()
        command = [WINE, "cmd", "/c", f"Z:{script}".replace("/", "\\")]
        code = subprocess.run(command, env=self.environment, cwd="/", capture_output=True, check=False).returncode
        self._is_over.set()
        answering.join()
        return code

    def _answer(self) -> None:
        while not self._is_over.is_set():
            try:
                here, *words = (self.folder / "asked").read_bytes().decode().removesuffix("\0").split("\0")
            except FileNotFoundError:
                time.sleep(0.002)
                continue
            (self.folder / "asked").unlink()
            code, said = self._call(Path(here.removeprefix("Z:").replace("\\", "/")), words)
            (self.folder / "answering").write_bytes(b"%d\n%s" % (code, said))
            (self.folder / "answering").rename(self.folder / "answer")

    def _call(self, here: Path, words: list[str]) -> tuple[int, bytes]:
        self.asked.append(words)
        if len(self.asked) - 1 == self.refuses_at:
            return REFUSED, b""
        environment = {**ENVIRONMENT, "AWS_ENDPOINT_URL": self.server.url, "HOME": str(self.aws), "LANG": "C.UTF-8"}
        ran = subprocess.run([self.aws / "aws", *words], env=environment, cwd=here, capture_output=True, check=False)
        self.complaint = ran.stderr.decode() or self.complaint
        return ran.returncode, ran.stdout


def row(windows: Windows, name: str, variant: Mapping[str, str]) -> str:
    """ "ok", "-" where there is nothing to make, or what is wrong."""
    review = review_of(name, examples(name) | dict(variant), REGION)
    folder = windows.folder / "a folder of exports"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        files = exported(review, "cmd").files
    except UsageError as error:
        return "-" if error.code == "export.nothing" else error.code
    for file in files:
        (folder / file.name).write_text(file.text, encoding="utf-8")
    script, calls = folder / files[0].name, files[0].text.count("\ncall aws ")
    _prepare(windows, review.plan.desired)
    windows.refuses_at = 1 if calls > 2 else -1
    if calls > 2 and (windows.run(script) != 1 or len(windows.asked) != 2):
        return f"went on after a refusal: {windows.asked[2:]}"
    _prepare(windows, review.plan.desired)
    windows.refuses_at = -1
    if code := windows.run(script):
        return f"exit {code} after {windows.asked[-1:]}: {windows.complaint.strip()[-300:]}"
    plan = plan_there(account(windows.server), review.plan.desired)
    left = differences(plan) or [step.do.operation for step in plan.steps]
    return f"left: {left}" if left or len(windows.asked) != calls else "ok"


def _prepare(windows: Windows, desired: tuple[Resource, ...]) -> None:
    empty()
    take_for_granted(desired, windows.server)
    made = {one.name for one in desired if isinstance(one, InstanceProfile)}
    for one in desired:
        if isinstance(one, InstanceProfileAssociation) and one.profile not in made:
            iam = boto3.client("iam", endpoint_url=windows.server.url)
            iam.create_instance_profile(InstanceProfileName=one.profile)


def rows(names: list[str]) -> Iterator[tuple[str, str]]:
    """Name and result of every variant."""
    bridge()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        os.environ |= {**ENVIRONMENT, "HOME": str(folder)}
        server = stack.enter_context(Endpoint(without_simulation(DomainDispatcherApplication(create_backend_app))))
        windows = Windows(folder, server, stack.enter_context(aws_cli(folder)))
        for name in names:
            for variant in variants(name):
                yield (
                    " ".join([name, *(f"{key}={value}" for key, value in variant.items())]),
                    row(windows, name, variant),
                )


def main() -> int:
    if missing := [one for one in (COMPILER, WINE) if not shutil.which(one)]:
        print(f"not here: {', '.join(missing)}", file=sys.stderr)
        return 2
    started, bad, count = time.monotonic(), 0, 0
    for name, result in rows(sys.argv[1:] or NAMES):
        count += 1
        bad += result not in ("ok", "-")
        print(f"{name:70}  {result}", flush=True)
    print(f"{count} variants, {bad} with something wrong, {time.monotonic() - started:.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
