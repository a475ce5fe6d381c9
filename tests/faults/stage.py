"""The program on one side, moto behind the proxy on the other."""

import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

from endpoints import REGION, Endpoint
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from faults import world
from faults.furniture import furnish
from faults.proxy import Fault, FaultyAws
from faults.scenes import Scene
from tui.commands.carry_out import carry_out
from tui.core.errors import RoleWizardError
from tui.core.plan.plan import Plan
from tui.core.run.events import Finished, event_record
from tui.core.run.journal import PhaseKind
from tui.desk import WizardDesk
from tui.i18n import Translator
from tui.options import Options
from tui.store.journals import JournalFolder

CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY",
    "AWS_SESSION_TOKEN": "FwoGZXIvYXdzEXAMPLETOKEN",
    "AWS_DEFAULT_REGION": REGION,
}


class Stage:
    """Made once, emptied for every case."""

    def __init__(self) -> None:
        self.aws = FaultyAws(DomainDispatcherApplication(create_backend_app))
        self.endpoint = Endpoint(self.aws).__enter__()
        self.options = Options(
            "apply", target="account", endpoint_url=self.endpoint.url, region=REGION, as_json=True, rolls_back=True
        )
        self.desk = WizardDesk(self.options, sleep=lambda _: None)
        self.said = ""
        self.halfway: dict[str, tuple[Plan, Mapping[str, Any], bytes]] = {}
        """By scene and way: the way back from where it is to be broken, the account there, and the journal."""
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
            furnish(self.endpoint.url, scene.desired)
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

    def carry_out_asking(self, plan: Plan, ask: Callable[[RoleWizardError], bool], kind: PhaseKind = "apply") -> int:
        """The same with somebody to ask where credentials expire, and no way back taken by itself."""
        events = list(self.desk.deploy(plan, lambda: False, kind, ask))
        self.said = "\n".join(json.dumps(event_record(event)) for event in events)
        last = events[-1]
        assert isinstance(last, Finished)
        return int(last.outcome == "failed")

    @contextmanager
    def broken(self, *faults: Fault) -> Iterator[None]:
        """With these faults; none afterwards."""
        self.aws.faults.extend(faults)
        yield
        self.aws.faults.clear()
