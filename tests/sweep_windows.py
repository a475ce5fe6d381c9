"""Every cmd export run by wine: `python tests/sweep_windows.py [PRESET ...] [made-up]`, a line for each variant.

Of every preset its defaults and every other option of every choice, then what is made up of hostile values.

Needs Debian's wine64 and gcc-mingw-w64-x86-64. In every row the script lies in a folder with an awkward name and is run
from another one.

calls   the commands are the plan's calls, in order, argument by argument and file by file; be aws a program or, as pip
        has it, a batch file
state   the real AWS CLI makes them against an empty moto server; then the program plans no change
stops   each command in turn (of other options than the default ones: the middle and the last) is refused: nothing
        follows, and the exit code is not 0
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE), str(HERE / "aws"), str(HERE / "export")]

from aws_arguments import asks_nothing_new, is_same, told, wanted  # noqa: E402
from aws_world import account, at_work, environment_for, left_to_do, prepare  # noqa: E402
from builders import a_profile, a_role, allow  # noqa: E402
from endpoints import REGION, Endpoint  # noqa: E402
from export_cases import HOSTILE, NAMES, exported, given_for, review_of, review_with, variants  # noqa: E402
from wine_cmd import Answer, Said, Wine, as_aws, wine  # noqa: E402

from tui.core.calls.api_call import ApiCall  # noqa: E402
from tui.core.calls.result_reference import resolved  # noqa: E402
from tui.core.errors import UsageError  # noqa: E402
from tui.core.kinds import KmsKey, LogGroup, ManagedPolicy, Resource  # noqa: E402
from tui.core.plan.review import Review  # noqa: E402
from tui.export.whole import fresh_steps  # noqa: E402
from tui.store.exports import write_export  # noqa: E402

MADE_UP = "made-up"
KEY = "1234abcd-12ab-34cd-56ef-1234567890ab"
ANSWERS = {"get-caller-identity": "123456789012\n", "list-aliases": "false\n", "create-key": f"{KEY}\n"}


@dataclass
class Row:
    """One variant: "ok", "-" where there is nothing to make, or what is wrong."""

    name: str
    results: dict[str, str] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        return set(self.results.values()) <= {"ok", "-"}


def ready(arguments: list[str], where: Path) -> Said:
    """An AWS that has everything it is asked for."""
    return Said(0, ANSWERS.get(arguments[1], "{}\n"))


class Sweep:
    """The server, the AWS CLI, wine, and a folder for files."""

    def __init__(self, server: Endpoint, aws: Path, windows: Wine, folder: Path) -> None:
        self._server, self._windows, self._folder = server, windows, folder
        self._real = as_aws(aws, environment_for(server, aws))
        self._gateway = account(server)

    def row(self, name: str, review: Review, *, is_taken: bool = True, is_thorough: bool = True) -> Row:
        """The variant, checked."""
        row = Row(name)
        try:
            export = exported(review, "cmd")
        except UsageError as error:
            wrong = "-" if error.code == "export.nothing" else error.code
            row.results = dict.fromkeys(("calls", "state", "stops"), wrong)
            return row
        with tempfile.TemporaryDirectory(prefix="role wizard & 역할 (1)! ", dir=self._folder) as folder:
            self._script = write_export(export, Path(folder), overwrites=True)[0]
            state = self._state(review) if is_taken else "-"
            row.results = {"calls": self._calls(review), "state": state, "stops": self._stops(is_thorough)}
        return row

    def _run(self, answer: Answer, kind: str = "exe") -> tuple[int, str, list[list[str]]]:
        ran = self._windows.run(self._script, at=self._folder, answer=answer, kind=kind)
        return ran.code, ran.out.strip()[-300:], ran.commands

    def _text(self, name: str) -> str:
        return (self._script.parent / name).read_text()

    def _calls(self, review: Review) -> str:
        region = review.plan.target.region
        calls = [wanted(one, region) for one in _calls_of(review)]
        for kind in ("exe", "batch"):
            code, out, commands = self._run(ready, kind)
            done = [told(one, self._text) for one in commands if not asks_nothing_new(one)]
            for command in done:
                if command[1] == "create-key":
                    command[2].pop("--query"), command[2].pop("--output")
            if code or len(done) != len(calls):
                return f"{kind}: {len(done)} of {len(calls)} calls, exit code {code}: {out}"
            wrong = [one for one, other in zip(done, calls, strict=True) if not is_same(one, other)]
            if wrong:
                return f"{kind}: {wrong[0]}"
        return "ok"

    def _state(self, review: Review) -> str:
        prepare(review, self._server)
        code, out, _ = self._run(self._real)
        if code:
            return f"exit code {code}: {out}"
        left = left_to_do(self._gateway, review)
        return f"left: {left}" if left else "ok"

    def _stops(self, is_thorough: bool) -> str:
        _, _, commands = self._run(ready, "batch")
        count = len(commands)
        for last in range(1, count + 1) if is_thorough else [count // 2, count]:
            refused: list[int] = []

            def refuse(arguments: list[str], where: Path, last: int = last, refused: list[int] = refused) -> Said:
                refused.append(0)
                return ready(arguments, where) if len(refused) < last else Said(254, "", "refused\n")

            code, out, seen = self._run(refuse, "batch")
            if not code or len(seen) != last or "refused" not in out:
                return f"command {last} of {count}: exit code {code} after {len(seen)}: {out}"
        return "ok" if commands else "no command at all"


def _calls_of(review: Review) -> Iterator[ApiCall]:
    """The plan's calls, with what `ready` answers in them."""
    target = review.plan.target
    results = {"KeyId": KEY, "Arn": f"arn:aws:kms:{target.region}:{target.account}:key/{KEY}"}
    known = {one.address: results for one in review.plan.desired if isinstance(one, KmsKey)}
    for step in fresh_steps(review.plan):
        yield ApiCall(step.do.service, step.do.operation, resolved(step.do.params, known))


def made_up() -> Iterator[tuple[str, Review, bool]]:
    """(name, review, whether AWS would take it): what no bundled preset has."""
    typed = 'it\'s $x `id` "q" %PATH% !x! ^ a;b|c&d<e> \\ /? ~ *\nnext'
    taken = a_role(
        description=typed, tags={"팀": "데이터 플랫폼"}, inline={"p": allow("s3:*", on=f"arn:aws:s3:::{typed}")}
    )
    yield "(what people type)", review_with(taken, region=REGION), True
    odd: list[Resource] = [LogGroup(one, {"name": one}) for one in HOSTILE if one]
    odd += [a_role(f"role-{number}", description=one, tags={"Name": one}) for number, one in enumerate(HOSTILE)]
    yield "(hostile values)", review_with(*odd, region=REGION), False
    devices: list[Resource] = [a_role("con"), a_profile("nul", "con"), ManagedPolicy("aux", allow("s3:*"))]
    yield "(names of devices)", review_with(*devices, region=REGION), True
    many = a_role(description="d" * 1000, tags={f"k{number}" * 30: "v" * 256 for number in range(50)})
    yield "(lines too long for cmd.exe)", review_with(many, region=REGION), True


def rows(names: list[str]) -> Iterator[Row]:
    """One for each variant of the presets, and for what is made up."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for one in ("aws", "wine", "scripts"):
            (folder / one).mkdir()
        server, aws = stack.enter_context(at_work(folder / "aws"))
        sweep = Sweep(server, aws, stack.enter_context(wine(folder / "wine")), folder / "scripts")
        for name in [one for one in names or NAMES if one != MADE_UP]:
            for variant in variants(name):
                title = " ".join([name, *(f"{key}={value}" for key, value in variant.items())])
                yield sweep.row(title, review_of(name, given_for(name, variant), REGION), is_thorough=not variant)
        if not names or MADE_UP in names:
            yield from (sweep.row(*one, is_taken=is_taken, is_thorough=is_taken) for *one, is_taken in made_up())


def main() -> int:
    started, bad, count = time.monotonic(), 0, 0
    print(f"{'preset':70}  {'calls':5}  {'state':5}  stops", flush=True)
    for row in rows(sys.argv[1:]):
        count += 1
        bad += not row.is_good
        found = row.results
        print(f"{row.name:70}  {found['calls']:5}  {found['state']:5}  {found['stops']}", flush=True)
    print(f"{count} variants, {bad} with something wrong, {time.monotonic() - started:.0f} s")
    return 1 if bad or not count else 0


if __name__ == "__main__":
    sys.exit(main())
