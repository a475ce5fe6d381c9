"""Applies to break: every bundled preset on an empty account, and changes to what is there already."""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from endpoints import REGION, Endpoint
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from faults import world
from faults.proxy import Fault, FaultyAws
from tui.commands.carry_out import carry_out
from tui.core.answers import answer
from tui.core.journal import PhaseKind
from tui.core.plan import Plan, make_plan
from tui.core.render import render
from tui.core.target import practice_target
from tui.desk import WizardDesk
from tui.i18n import Translator
from tui.options import Options
from tui.store.journals import JournalFolder
from tui.store.load import load_preset

FOLDER = Path(__file__).parents[2] / "presets"
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY",
    "AWS_SESSION_TOKEN": "FwoGZXIvYXdzEXAMPLETOKEN",
    "AWS_DEFAULT_REGION": REGION,
}


@dataclass(frozen=True)
class Scene:
    """What is applied, and what was applied before it."""

    preset: str
    given: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, str] | None = None
    """Answers of an apply that has already happened; None for an empty account."""

    @property
    def name(self) -> str:
        """For the table and the names of tests."""
        return self.preset if self.before is None else f"{self.preset} changed"


def _scenes() -> Iterator[Scene]:
    """One preset for every distinct sequence of IAM calls: to the engine, presets with the same calls are the same."""
    seen: set[tuple[str, ...]] = set()
    for file in sorted(FOLDER.glob("*.yaml")):
        preset = load_preset(file)
        examples = {name: one.example for name, one in preset.placeholders.items() if one.type != "choice"}
        given = {name: value for name, value in examples.items() if value}
        target = practice_target(REGION)
        plan = make_plan(render(preset, answer(preset, given, target), target), {}, target, "shape")
        shape = tuple(step.do.operation for step in plan.steps)
        if shape and shape not in seen and all(step.do.service == "iam" for step in plan.steps):
            seen.add(shape)
            yield Scene(preset.id, given)
    more = {"ROLE_DESCRIPTION": "another", "TAGS": "team=data"}
    yield Scene("ec2-wordpress", more, {"CLOUDWATCH_PERMISSIONS": "least", "S3_PERMISSIONS": "least"})
    given = {"OIDC_PROVIDER": "oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"}
    given |= {"EKS_CLUSTER": "my-cluster", "K8S_NAMESPACE": "prometheus"}
    yield Scene("amp-irsa-ingest", given, {**given, "TRUST": "seed"})


class Stage:
    """The program on one side, moto behind the proxy on the other; made once, emptied for every case."""

    def __init__(self) -> None:
        self.aws = FaultyAws(DomainDispatcherApplication(create_backend_app))
        self.endpoint = Endpoint(self.aws).__enter__()
        self.options = Options("apply", target="account", endpoint_url=self.endpoint.url, region=REGION, as_json=True)
        self.desk = WizardDesk(self.options, sleep=lambda _: None)
        self.said = ""
        self._prepared: dict[str, tuple[Plan, Mapping[str, Any]]] = {}

    def close(self) -> None:
        """Ends the server."""
        self.desk.__exit__()
        self.endpoint.__exit__()

    def prepare(self, scene: Scene, journals: Path) -> Plan:
        """The account before the apply, and the plan for it."""
        self.aws.faults.clear()
        self.desk.journals = JournalFolder(journals)
        if scene.name not in self._prepared:
            world.empty()
            if scene.before is not None:
                assert self.carry_out(self.plan(scene.preset, scene.before)) == 0
            self._prepared[scene.name] = (self.plan(scene.preset, scene.given), world.snapshot())
        plan, there = self._prepared[scene.name]
        world.restore(there)
        self.aws.carried_out.clear()
        return plan

    def plan(self, preset: str, given: Mapping[str, str]) -> Plan:
        """The plan for these answers."""
        review = self.desk.review(self.desk.preset(preset), given)
        assert not review.is_blocked, review.findings
        return review.plan

    def carry_out(self, plan: Plan, kind: PhaseKind = "apply") -> int:
        """What the command does with it; the exit code."""
        with redirect_stdout(io.StringIO()) as output:
            code = carry_out(self.desk, plan, kind, self.options, Translator("en"))
        self.said = output.getvalue()
        return code

    @contextmanager
    def broken(self, fault: Fault) -> Iterator[None]:
        """With this fault; none afterwards."""
        self.aws.faults.append(fault)
        yield
        self.aws.faults.clear()


SCENES = tuple(_scenes())
