"""One flow for two front ends: what is known at each stage, and who answers the questions that need the account."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from tui.core.calls.target import Target
from tui.core.catalog.entries import QUIET, Catalog, CatalogEntry, Progress
from tui.core.checks.findings import Finding, blocks
from tui.core.checks.fix import Fix
from tui.core.compare.differences import Differences
from tui.core.errors import OwnFault, RoleWizardError
from tui.core.health.proof import Trial
from tui.core.health.verify import Verification
from tui.core.iam.actions import ActionList
from tui.core.iam.policy import PolicyDocument
from tui.core.kinds import Resource, documents_of
from tui.core.plan.blueprint import Blueprint
from tui.core.plan.exported import Exported, Format, Speaker
from tui.core.plan.plan import Plan, fingerprint, main_address
from tui.core.preset.answers import Answers, Derive, answer
from tui.core.preset.choice import Choice
from tui.core.preset.format import Preset
from tui.core.preset.rendering import render
from tui.core.run.credentials import Ask, AskCode
from tui.core.run.events import Event, Finished
from tui.core.run.journal import OPEN, PhaseKind
from tui.core.run.undo import UndoPlan
from tui.core.simulate import Opinion, Outcome, Texts
from tui.core.stage import Stage


@dataclass(frozen=True)
class Review:
    """All there is to read before saying yes."""

    preset: Preset
    answers: Answers
    blueprint: Blueprint
    plan: Plan
    findings: tuple[Finding, ...]
    actions: ActionList = field(default_factory=ActionList)
    """What explains wildcards; empty where there is no list."""
    taken: tuple[Finding, ...] = ()
    """Findings whose fix the person took, in that order; the plan has them in it."""
    before_fixes: tuple[Resource, ...] = ()
    """The resources as the preset has them."""
    awaits_linter: bool = False
    """There is a linter that has not read the documents yet; `Desk.linted` asks it."""
    differences: Differences | None = None
    """What the plan changes, where that was worked out while the account was read."""
    made: Mapping[str, str] = field(default_factory=dict)
    """ARNs by address of what stands, once the plan has been applied."""

    @property
    def is_blocked(self) -> bool:
        """Whether a finding keeps the plan from being applied."""
        return blocks(self.findings)

    @property
    def offers(self) -> tuple[Finding, ...]:
        """The findings whose fix can be taken, then those whose fix was, and can be taken back."""
        return (*(one for one in self.findings if one.fix is not None and one.waiver is None), *self.taken)

    def sides(self, finding: Finding) -> tuple[PolicyDocument | None, PolicyDocument | None]:
        """The document as it is and with the fix; of one that was taken, as it was where it was taken."""
        fix, resources = finding.fix, self.before_fixes if finding in self.taken else self.blueprint.resources
        if fix is None:
            return None, None
        found = [_document(some, fix) for some in (resources, fix.applied_to(resources))]
        return found[0], found[1]

    def fixes_with(self, finding: Finding) -> tuple[str, ...]:
        """Ids of the fixes once this one is taken; or taken back, where it was."""
        others = tuple(one.id for one in self.taken if one != finding)
        return others if finding in self.taken else (*others, finding.id)


def _document(resources: tuple[Resource, ...], fix: Fix) -> PolicyDocument | None:
    found = next((one for one in resources if one.address == fix.address), None)
    return documents_of(found).get(fix.document) if found is not None else None


def recalled(preset: Preset, plan: Plan, derive: Derive) -> Review | None:
    """The review of a plan made from these answers; None where the preset makes something else of them today."""
    try:
        answers = answer(preset, plan.given, plan.target, derive)
        blueprint = render(preset, answers, plan.target)
    except RoleWizardError:
        return None
    is_same = list(map(fingerprint, blueprint.resources)) == list(map(fingerprint, plan.desired))
    return Review(preset, answers, blueprint, plan, ()) if is_same else None


@dataclass(frozen=True)
class RunSummary:
    """One line of the list of runs."""

    run: str
    preset: str
    state: str
    """core.run.journal.State; or damaged: the journal cannot be read."""
    started: str
    target: str
    """practice or account."""
    account: str
    region: str
    done: int
    total: int
    path: str
    """The journal's file, where it is damaged or its end is; else empty."""
    unreadable_bytes: int = 0
    """What stands in the journal after the last record that can be read; set aside when the run goes on."""
    things: tuple[str, ...] = ()
    """Addresses of what it was about: role/app."""
    caller: str = ""
    """ARN of who made it, as far as that was known."""

    @property
    def thing(self) -> str:
        """The address of the role, or of the first thing it was about; empty where nothing can be read."""
        return main_address(self.things)

    @property
    def date(self) -> str:
        """When it started, as its machine wrote it, in UTC: 2026-11-22 09:00."""
        return self.started[:16].replace("T", " ")

    @property
    def is_open(self) -> bool:
        """Whether somebody has to decide: resume, roll back or keep."""
        return self.state in OPEN

    def is_open_in(self, target: Target) -> bool:
        """Whether somebody has to decide about it who is in this account, or in the practice account."""
        return self.is_open and (self.target, self.account) == (target.kind, target.account)


class Desk(Protocol):
    """What both front ends ask for. Every method may block and is called from a worker thread."""

    ask_code: AskCode | None
    """Asks the person for the code of an MFA device, given its ARN; None: at the terminal. May be called at any call,
    from its thread, also when credentials are renewed."""

    @property
    def is_dry_run(self) -> bool:
        """Plan only: nothing is ever applied."""
        ...

    @property
    def is_near(self) -> bool:
        """Whether the account is this program's own: asking costs nobody anything."""
        ...

    @property
    def known_target(self) -> Target | None:
        """The account the calls go to, as soon as any answer has told; answers at once."""
        ...

    @property
    def entries(self) -> tuple[CatalogEntry, ...]:
        """What is known of the catalog without reading anything: the bundled presets; answers at once."""
        ...

    def fault(self, error: Exception) -> OwnFault:
        """An error nobody expected, as a person is told of it; answers at once."""
        ...

    def warm_up(self) -> None:
        """Loads what a review needs, while the person reads or types; whoever does not call it waits a little later."""
        ...

    def catalog(self, progress: Progress = QUIET) -> Catalog:
        """The whole catalog; the user's own presets may be many."""
        ...

    def target(self) -> Target:
        """The account. Raises AwsUnreachable, AwsRefused."""
        ...

    def preset(self, preset_id: str) -> Preset:
        """One preset, in full. Raises PresetInvalid, UsageError."""
        ...

    def kept_answers(self, preset: Preset) -> Mapping[str, str]:
        """What was answered to a journey before, by token; nothing for other presets."""
        ...

    def keep_answers(self, preset: Preset, given: Mapping[str, str]) -> None:
        """Keeps the answers to a journey for another day; of other presets nothing is kept. Raises nothing."""
        ...

    def choices(self, type_name: str) -> tuple[Choice, ...]:
        """What the account has of that type; () where it cannot be listed or AWS says no."""
        ...

    def derive(self, type_name: str, source: str) -> str:
        """The value that another one leads to in the account, "" where there is none."""
        ...

    def review(self, preset: Preset, given: Mapping[str, str], fixes: tuple[str, ...] = ()) -> Review:
        """The plan for these answers, with the fixes of the findings of these ids taken where they still apply.

        Raises AnswerRejected, PresetInvalid, AwsUnreachable, AwsRefused.
        """
        ...

    def linted(self, review: Review, is_cancelled: Callable[[], bool]) -> Review:
        """The review with what the linter has to add; the same one where it awaits none. Raises nothing."""
        ...

    def policy_texts(self, blueprint: Blueprint) -> Texts:
        """Documents of the managed policies a blueprint names, as far as they can be read. Raises AwsUnreachable."""
        ...

    def ask_aws(self, outcome: Outcome) -> Opinion:
        """What AWS's own simulator says to a question. Raises AwsRefused, AwsUnreachable."""
        ...

    def verify(self, blueprint: Blueprint) -> Verification:
        """Whether what is there is what is wanted. Raises AwsUnreachable, AwsRefused."""
        ...

    def trial(self, blueprint: Blueprint) -> Trial:
        """The entry's smoke steps, ready to be performed. Raises UsageError, AwsUnreachable, AwsRefused."""
        ...

    def export(self, review: Review, format: Format, is_redacted: bool, say: Speaker) -> Exported:
        """The plan as files for other tools and people; pure and quick. Raises UsageError where it cannot be said."""
        ...

    def save(self, exported: Exported, path: str, *, overwrites: bool) -> tuple[str, ...]:
        """Writes an export; returns where. Raises UsageError: export.exists, usage.unwritable."""
        ...

    def save_plan(self, review: Review, path: str, *, overwrites: bool) -> tuple[str, str]:
        """Writes the plan for `apply FILE`; returns where, and its SHA-256. Raises as `save` does."""
        ...

    def deploy(
        self, plan: Plan, is_cancelled: Callable[[], bool], kind: PhaseKind = "apply", ask: Ask | None = None
    ) -> Iterator[Event]:
        """Carries it out. Raises PlanStale, JournalFailed, RunBusy; DryRunRefused on a dry run.

        `ask` is called, from any thread, where credentials expire on the way; without it the run stops there.
        """
        ...

    def runs(self) -> tuple[RunSummary, ...]:
        """All runs of this user on this machine, newest first."""
        ...

    def plan_resume(self, run: str) -> Plan:
        """What is left of a run. Raises PlanStale, UsageError."""
        ...

    def recall(self, plan: Plan) -> Review | None:
        """The review that a plan of an earlier run belongs to; None where its preset is gone or another one today."""
        ...

    def plan_undo(self, run: str) -> UndoPlan:
        """The way back from a run, and who else uses what it made. Raises UsageError."""
        ...

    def keep(self, run: str) -> None:
        """Leaves a run that stopped as it is, and asks about it no more. Raises UsageError, JournalFailed."""
        ...


@dataclass(frozen=True)
class WizardState:
    """What has been decided so far; going back drops what was decided later, so a stale preview cannot exist."""

    stage: Stage = Stage.PICK
    preset: Preset | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    """As typed; kept when going back."""
    review: Review | None = None
    events: tuple[Event, ...] = ()
    fixes: tuple[str, ...] = ()
    """Ids of the findings whose fixes were taken; kept when going back."""
    aside: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Answers to other presets that were opened and left, by id."""

    def picked(self, preset: Preset) -> "WizardState":
        """A preset was chosen; answers given to it before are kept, also where others were looked at meanwhile."""
        if self.preset is not None and self.preset.id == preset.id:
            return WizardState(Stage.FILL, preset, self.given, fixes=self.fixes, aside=self.aside)
        aside = {**self.aside, **({self.preset.id: self.given} if self.preset and self.given else {})}
        return WizardState(Stage.FILL, preset, aside.pop(preset.id, {}), aside=aside)

    def answered(self, given: Mapping[str, str], review: Review) -> "WizardState":
        """The answers made a plan."""
        fixes = tuple(one.id for one in review.taken)
        return replace(self, stage=Stage.REVIEW, given=given, review=review, events=(), fixes=fixes)

    def approved(self) -> "WizardState":
        """The person said yes."""
        return replace(self, stage=Stage.APPLY, events=())

    def happened(self, event: Event) -> "WizardState":
        """One more event of the run; the last one leads to the report."""
        events = (*self.events, event)
        if not isinstance(event, Finished):
            return replace(self, events=events)
        review = replace(self.review, made=event.arns) if self.review else None
        return replace(self, stage=Stage.REPORT, events=events, review=review)

    def back(self) -> "WizardState":
        """One stage back; from the report to the catalog, since what was applied is no longer a draft."""
        match self.stage:
            case Stage.REVIEW:
                return replace(self, stage=Stage.FILL, review=None, events=())
            case Stage.APPLY:
                return replace(self, stage=Stage.REVIEW, events=())
            case Stage.REPORT:
                return WizardState(aside=self.aside)
            case _:
                return WizardState(Stage.PICK, self.preset, self.given, fixes=self.fixes, aside=self.aside)
