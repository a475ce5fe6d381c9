"""A desk made of the real parts, over an account in a few dictionaries."""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from builders import Account

from tui.aws.observe import observe
from tui.aws.policies import read_policies, verify
from tui.core.calls.api_call import Gateway
from tui.core.calls.target import Target
from tui.core.catalog.entries import QUIET, BrokenPreset, Catalog, CatalogEntry, Progress
from tui.core.checks import check, with_fixes
from tui.core.checks.findings import Finding, by_severity, findings_of
from tui.core.errors import DryRunRefused, OwnFault, RoleWizardError, UsageError
from tui.core.health.verify import Verification
from tui.core.plan.account_context import Surroundings, findings_around
from tui.core.plan.blueprint import Blueprint
from tui.core.plan.exported import Exported, Format, Speaker
from tui.core.plan.plan import Plan, make_plan
from tui.core.plan.review import Review, RunSummary, recalled
from tui.core.preset.answers import answer
from tui.core.preset.choice import Choice
from tui.core.preset.format import Preset
from tui.core.preset.rendering import render
from tui.core.run.credentials import Ask, LastingGateway, renewing
from tui.core.run.deployer import Deployer
from tui.core.run.events import Event
from tui.core.run.journal import PhaseKind, RunRecord, end_record, read_run
from tui.core.run.resume import make_resume
from tui.core.run.undo import UndoPlan, make_undo
from tui.core.simulate import Opinion, Outcome, Texts, managed_arns, opinion_in
from tui.export import export
from tui.store.actions import load_actions
from tui.store.exports import write_export
from tui.store.index import read_index
from tui.store.load import load_preset

PRESETS = Path(__file__).parents[2] / "presets"
RUN = "20261122-090000-test"
KEY = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
ISSUER = "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE"
OFFERS = {
    "s3-bucket-name": (Choice("analytics-raw"), Choice("my-lake", "eu-west-1"), Choice("web-assets")),
    "kinesis-stream-name": (Choice("my-stream"), Choice("clicks")),
    "kms-key-arn": (Choice(KEY, "alias/lake"),),
    "eks-cluster-name": (Choice("prod"), Choice("staging")),
}


@dataclass
class Notebook:
    """core.run.journal.JournalWriter that keeps its records."""

    records: list[Mapping[str, Any]] = field(default_factory=list)

    def write(self, record: Mapping[str, Any]) -> None:
        self.records.append(record)


class FakeDesk:
    """core.plan.review.Desk; faults are ordered by attribute."""

    def __init__(
        self, account: Account | None = None, *, is_dry_run: bool = False, presets: tuple[Preset, ...] = ()
    ) -> None:
        self.account = account or Account()
        self.is_dry_run = is_dry_run
        self.is_near = False
        """Whether reviews are made before they are asked for; then what fails next may be that."""
        self.entries: tuple[CatalogEntry, ...] = tuple(
            one for one in read_index(PRESETS, "bundled")[0] if one.catalog and not one.is_journey
        )
        """The Korean list and its sources alone, so that a new preset changes no picture."""
        self.own_entries: tuple[CatalogEntry, ...] = ()
        """Read after the first paint; they take the place of others with their id."""
        self.broken: tuple[BrokenPreset, ...] = ()
        self.own = {one.id: one for one in presets}
        self.offers: Mapping[str, tuple[Choice, ...]] = OFFERS
        self.gate: threading.Event | None = None
        """While set and not open, each call of an apply waits for it."""
        self.account_reads: threading.Event | None = None
        """While set and not open, a review and a way back wait for the account."""
        self.trouble: RoleWizardError | None = None
        """Raised by the next question that needs the account."""
        self.journals: dict[str, Notebook] = {}
        self.damaged: tuple[RunSummary, ...] = ()
        self.sign_ins: list[Gateway] = []
        """Where new sessions lead; when there are no more, to the account, which takes the credentials again."""
        self.lookalikes: Mapping[str, str] = {}
        """Names that differ from a thing's only in letter case, by address."""
        self.opinion = "allowed"
        """AWS's own word in answer to a what-if question."""
        self.advice: tuple[Finding, ...] | None = None
        """What the linter adds to a review; None where there is no linter."""
        self.reading: threading.Event | None = None
        """While set and not open, the linter reads."""
        self.users: Mapping[str, tuple[str, ...]] = {}
        """Who else uses a thing, by address."""
        self.ask_code: Callable[[str], str | None] | None = None
        self.device = ""
        """Of the person's MFA; whose code the first question needs, where there is one."""
        self.codes: list[str | None] = []
        """What the person typed."""

    @property
    def known_target(self) -> Target | None:
        return None

    def fault(self, error: Exception) -> OwnFault:
        return OwnFault(error, "/state/debug.log")

    def target(self) -> Target:
        self._fail()
        if self.device and self.ask_code and not self.codes:
            self.codes.append(self.ask_code(self.device))
        return self.account.target

    def warm_up(self) -> None:
        """Everything is imported already."""

    def catalog(self, progress: Progress = QUIET) -> Catalog:
        own = {one.id for one in self.own_entries}
        return Catalog((*self.own_entries, *(one for one in self.entries if one.id not in own)), self.broken)

    def preset(self, preset_id: str) -> Preset:
        if preset_id in self.own:
            return self.own[preset_id]
        file = PRESETS / f"{preset_id}.yaml"
        if not file.exists():
            raise UsageError("preset.unknown", preset_id, given=preset_id, nearest="ec2-wordpress")
        return load_preset(file)

    def kept_answers(self, preset: Preset) -> Mapping[str, str]:
        return {}

    def keep_answers(self, preset: Preset, given: Mapping[str, str]) -> None:
        """Nothing is kept."""

    def choices(self, type_name: str) -> tuple[Choice, ...]:
        return self.offers.get(type_name, ())

    def derive(self, type_name: str, source: str) -> str:
        return ISSUER if type_name == "oidc-provider-host-path" and source in ("prod", "staging") else ""

    def review(self, preset: Preset, given: Mapping[str, str], fixes: tuple[str, ...] = ()) -> Review:
        self._wait()
        self._fail()
        target = self.account.target
        answers = answer(preset, given, target, self.derive)
        blueprint = render(preset, answers, target)
        before, actions = blueprint.resources, load_actions()
        find = partial(check, target=target, actions=actions, preset=preset, values=answers.values)
        resources, taken = with_fixes(before, fixes, find)
        blueprint = replace(blueprint, resources=resources)
        plan = make_plan(blueprint, observe(self.account, resources), target, self._new_run())
        plan = replace(plan, given=dict(given))
        around = findings_around(plan, Surroundings(lookalikes=self.lookalikes, is_caller_known=True))
        findings = by_severity((*findings_of(plan, preset, answers.values), *around, *find(resources)))
        awaits = self.advice is not None
        return Review(preset, answers, blueprint, plan, findings, actions, taken, before, awaits)

    def linted(self, review: Review, is_cancelled: Callable[[], bool]) -> Review:
        while self.reading is not None and not is_cancelled() and not self.reading.wait(0.01):
            pass
        return replace(review, findings=by_severity((*review.findings, *(self.advice or ()))), awaits_linter=False)

    def policy_texts(self, blueprint: Blueprint) -> Texts:
        return read_policies(self.account, managed_arns(blueprint.resources, self.account.target)).texts

    def ask_aws(self, outcome: Outcome) -> Opinion:
        self._fail()
        return opinion_in({"EvaluationResults": [{"EvalDecision": self.opinion}]}, outcome)

    def verify(self, blueprint: Blueprint) -> Verification:
        self._fail()
        return verify(self.account, blueprint)

    def deploy(
        self, plan: Plan, is_cancelled: Callable[[], bool], kind: PhaseKind = "apply", ask: Ask | None = None
    ) -> Iterator[Event]:
        self._fail()
        if self.is_dry_run:
            raise DryRunRefused("aws.dry_run", operation="CreateRole")
        deployer = Deployer(
            LastingGateway(self.account, renewing(self._anew, plan.target, ask)) if ask else self.account,
            observe,
            self.journals.setdefault(plan.run, Notebook()),
            clock=lambda: 0.0,
            sleep=lambda _: None,
            today=lambda: f"2026-11-22T09:{len(self.journals):02}:00Z",
            is_cancelled=is_cancelled,
        )
        for event in deployer.deploy(plan, kind):
            yield event
            if self.gate is not None:
                self.gate.wait(10)

    def export(self, review: Review, format: Format, is_redacted: bool, say: Speaker) -> Exported:
        return export(review, format, is_redacted, say)

    def save(self, exported: Exported, path: str, *, overwrites: bool) -> tuple[str, ...]:
        written = write_export(exported, Path(path), overwrites=overwrites)
        return tuple(map(str, written))

    def _anew(self) -> Gateway:
        """The session that signs in with what the person has now."""
        if self.sign_ins:
            return self.sign_ins.pop(0)
        return self.account.mended()

    def runs(self) -> tuple[RunSummary, ...]:
        return (*(_summary(self._record(run)) for run in reversed(self.journals)), *self.damaged)

    def plan_resume(self, run: str) -> Plan:
        self._fail()
        record = self._record(run)
        return make_resume(record, observe(self.account, record.desired), self.account.target)

    def recall(self, plan: Plan) -> Review | None:
        return recalled(self.preset(plan.preset), plan, self.derive)

    def plan_undo(self, run: str) -> UndoPlan:
        self._wait()
        self._fail()
        record = self._record(run)
        return make_undo(record, observe(self.account, record.desired), self.users, self.account.target)

    def keep(self, run: str) -> None:
        self.journals[run].write(end_record("kept"))

    def _record(self, run: str) -> RunRecord:
        return read_run(self.journals[run].records)[0]

    def _new_run(self) -> str:
        return RUN if RUN not in self.journals else f"{RUN}-{len(self.journals)}"

    def _wait(self) -> None:
        if self.account_reads is not None:
            self.account_reads.wait(10)

    def _fail(self) -> None:
        trouble, self.trouble = self.trouble, None
        if trouble is not None:
            raise trouble


def _summary(record: RunRecord) -> RunSummary:
    target = record.target
    where = (target.kind, target.account, target.region)
    return RunSummary(
        record.run,
        record.preset,
        record.state,
        record.started,
        *where,
        *record.progress,
        path="",
        things=tuple(one.address for one in record.desired),
        caller=target.caller_arn,
    )


def a_desk_with_a_run(*, after: int | None = None, users: Mapping[str, tuple[str, ...]] | None = None) -> FakeDesk:
    """One run in the journal: finished, or broken off after so many calls."""
    account = Account()
    desk = FakeDesk(account if after is None else account.refusing(after))
    desk.users = users or {}
    plan = desk.review(desk.preset("ec2-wordpress"), {}).plan
    list(desk.deploy(plan, lambda: False))
    desk.account.mended()
    return desk
