"""Takes every bundled preset, in every variant, through the practice account of an installed rolewizard.

    python tests/walk_installed.py [WORD ...]

For an environment that has the wheel and nothing of the tests: what only the test extra brings is missing there, as it
is for users. Plan, apply, verify, a second plan, undo. WORDs keep to presets whose ids hold one of them.
"""

import json
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tui.aws.choices import derive
from tui.aws.observe import observe
from tui.aws.policies import verify
from tui.aws.practice.gateway import PracticeGateway
from tui.aws.users import find_users
from tui.core.plan.plan import make_plan
from tui.core.preset.answers import answer
from tui.core.preset.format import Preset
from tui.core.preset.rendering import render
from tui.core.run.deployer import Deployer
from tui.core.run.events import Finished
from tui.core.run.journal import read_run
from tui.core.run.undo import make_undo
from tui.store.index import files_of
from tui.store.load import load_preset
from tui.store.managed_policies import load_managed_policies
from tui.store.places import bundled_presets
from tui.store.practice_log import PracticeLog

THERE_ALREADY = {
    ("EC2_ROLE", "existing"): {"INSTANCE_PROFILE_NAME": "sample-web-server"},
    ("BUCKET", "create"): {"BUCKET_NAME": "a-bucket-of-our-own"},
    ("STREAM", "create"): {"STREAM_NAME": "a-stream-of-our-own"},
}
"""By choice and option: names the practice account has, or does not have, where the examples are about the other."""


class Memory:
    """A journal that is forgotten."""

    def __init__(self) -> None:
        self.records: list[Mapping[str, Any]] = []

    def write(self, record: Mapping[str, Any]) -> None:
        """Keeps the record as JSON would."""
        self.records.append(json.loads(json.dumps(record)))


def variants(preset: Preset) -> Iterator[dict[str, str]]:
    """The defaults, then every other option of every choice."""
    yield {}
    for name, choice in preset.choices().items():
        yield from ({name: option} for option in choice.options if option != choice.default)


def there_already(variant: Mapping[str, str]) -> dict[str, str]:
    """What to answer for the options of a variant that take what exists, or make what the examples have."""
    fitting = [THERE_ALREADY.get(pair, {}) for pair in variant.items()]
    return {token: value for one in fitting for token, value in one.items()}


def walk(gateway: PracticeGateway, preset: Preset, variant: Mapping[str, str]) -> str:
    """What is wrong; "" where all is well."""
    given = preset.examples() | there_already(variant) | dict(variant)
    answers = answer(preset, given, gateway.target, lambda kind, source: derive(gateway, kind, source))
    blueprint = render(preset, answers, gateway.target)

    def planned() -> Any:
        return make_plan(blueprint, observe(gateway, blueprint.resources), gateway.target, "0123456789ab")

    plan, memory = planned(), Memory()
    last = [*Deployer(gateway, observe, journal=memory).deploy(plan)][-1]
    if not isinstance(last, Finished) or last.outcome != "done":
        return f"apply: {last}"
    found = verify(gateway, blueprint, load_managed_policies())
    if not all(one.passed for one in (*found.states, *found.accesses)):
        return "verify: a check is not passed"
    if planned().steps:
        return "the second plan is not empty"
    if not memory.records:
        return ""
    record, _ = read_run(memory.records)
    now = observe(gateway, record.desired)
    back = make_undo(record, now, find_users(gateway, record.desired, now), gateway.target)
    end = [*Deployer(gateway, observe, journal=memory).deploy(back.plan, "undo")][-1]
    return "" if isinstance(end, Finished) and end.outcome == "rolled-back" else f"undo: {end}"


def main(words: list[str]) -> int:
    """Prints what is wrong, and how many walks there were; 1 where anything is wrong."""
    started, walks, wrong = time.monotonic(), 0, 0
    files = [file for _, file in files_of(bundled_presets())]
    with (
        TemporaryDirectory() as folder,
        PracticeGateway(
            region="us-east-1", dry_run=False, history=PracticeLog(Path(folder) / "practice.jsonl", "us-east-1")
        ) as gateway,
    ):
        gateway.start()
        for file in files:
            if words and not any(word in file.name for word in words):
                continue
            preset = load_preset(file)
            for variant in variants(preset):
                walks += 1
                try:
                    problem = walk(gateway, preset, variant)
                except Exception as error:
                    problem = f"{type(error).__name__}: {error}"
                if problem:
                    wrong += 1
                    print(f"{preset.id} {variant}: {problem}", flush=True)
    print(f"{walks} walks, {wrong} wrong, {time.monotonic() - started:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
