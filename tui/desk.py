"""core.plan.review.Desk over the real parts: presets from the store, an account behind a gateway, journals of runs."""

import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tui.core.calls.target import Target
from tui.core.catalog.entries import QUIET, Catalog, CatalogEntry, Progress
from tui.core.errors import DryRunRefused, OwnFault
from tui.core.preset.choice import Choice
from tui.options import Options
from tui.store.debug_log import DebugLog
from tui.store.places import debug_log, journey_answers, linter_files, run_journals
from tui.store.presets import PresetShelf

if TYPE_CHECKING:
    # pydantic behind Preset and Plan costs 70 ms that the first screen does not have; here only their names are needed
    from tui.core.calls.api_call import ActingGateway
    from tui.core.checks.findings import Finding
    from tui.core.health.half_made import Checkup, HalfMade, ReadProgress
    from tui.core.health.last_accessed import LastAccessed, Trim, Waiting
    from tui.core.health.proof import Trial
    from tui.core.health.verify import Verification
    from tui.core.iam.known_policy import PoliciesRead
    from tui.core.plan.blueprint import Blueprint
    from tui.core.plan.exported import Exported, Format, Speaker
    from tui.core.plan.plan import Plan
    from tui.core.plan.review import Review, RunSummary
    from tui.core.preset.answers import Answers
    from tui.core.preset.format import Preset
    from tui.core.run.credentials import Ask, AskCode
    from tui.core.run.events import Event
    from tui.core.run.journal import PhaseKind, RunRecord
    from tui.core.run.undo import UndoPlan
    from tui.core.simulate import Opinion, Outcome, Texts
    from tui.linter.process import Linter
    from tui.store.journals import JournalFolder

REHEARSED = "ec2-wordpress"
"""A bundled preset with something of everything: roles, documents, a profile."""


class WizardDesk(AbstractContextManager["WizardDesk"]):
    """core.plan.review.Desk over the real parts. Nothing is opened before it is asked for."""

    def __init__(self, options: Options, sleep: Callable[[float], None] = time.sleep) -> None:
        self._sleep = sleep
        self.is_dry_run = options.is_dry_run
        self._options = options
        self.shelf = PresetShelf(options.folders)
        self._opened: ActingGateway | None = None
        self._opening = threading.Lock()
        self.ask_code: AskCode | None = None

    @property
    def is_near(self) -> bool:
        """The practice account is."""
        return self._options.target == "practice"

    @cached_property
    def journals(self) -> "JournalFolder":
        """The runs of this user on this machine."""
        return open_journals()

    @cached_property
    def linter(self) -> "Linter":
        """The optional linter."""
        from tui.linter.process import Linter

        return Linter(linter_files())

    @property
    def entries(self) -> tuple[CatalogEntry, ...]:
        """The bundled part of the catalog."""
        return self.shelf.at_once

    def fault(self, error: Exception) -> OwnFault:
        """An error nobody expected as it is told; where it came from goes into the debug log, if that is on."""
        DebugLog(self._options.is_debug).note_bug(error)
        return OwnFault(error, str(debug_log()))

    def warm_up(self) -> None:
        """Imports, reads and tries what `review` does; only the practice account is asked."""
        import gc

        from tui.reviewing import Nobody, rehearse

        _ = self.linter.is_there
        try:
            rehearse(self.gateway if self.is_near else Nobody(), self.preset(REHEARSED))
        finally:
            # what is imported stays: the collector need not look through it again, which takes 50 ms of somebody's key
            gc.freeze()

    def catalog(self, progress: Progress = QUIET) -> Catalog:
        """The whole catalog, with the atlas for what has no entry."""
        from tui.store.atlas import load_atlas

        return replace(self.shelf.read(progress), atlas=load_atlas())

    @property
    def gateway(self) -> "ActingGateway":
        """Who carries the calls, opened once, by whichever thread asks first. Raises AwsUnreachable, AwsRefused."""
        with self._opening:
            if self._opened is None:
                from tui.accounts import open_gateway

                self._opened = open_gateway(self._options, self.ask_code)
            return self._opened

    @property
    def known_target(self) -> Target | None:
        """The account behind the gateway, where it has been opened."""
        return self._opened.target if self._opened else None

    def target(self) -> Target:
        """The account behind the gateway."""
        return self.gateway.target

    def preset(self, preset_id: str) -> "Preset":
        """One preset in full."""
        from tui.store.load import load_preset

        return load_preset(self.shelf.find(preset_id))

    def kept_answers(self, preset: "Preset") -> Mapping[str, str]:
        """What was answered to a journey before."""
        from tui.core.journey.format import Journey
        from tui.store.journey_answers import JourneyAnswers

        return JourneyAnswers(journey_answers()).read(preset.id) if isinstance(preset, Journey) else {}

    def keep_answers(self, preset: "Preset", given: Mapping[str, str]) -> None:
        """Keeps the answers to a journey."""
        from tui.core.journey.format import Journey
        from tui.store.journey_answers import JourneyAnswers

        if isinstance(preset, Journey):
            JourneyAnswers(journey_answers()).keep(preset.id, given)

    def choices(self, type_name: str) -> tuple[Choice, ...]:
        """What the account has of that type; () where it may not be listed."""
        from tui.aws.choices import choices
        from tui.core.errors import AwsRefused, AwsUnreachable

        try:
            return choices(self.gateway, type_name)
        except (AwsRefused, AwsUnreachable):
            return ()

    def derive(self, type_name: str, source: str) -> str:
        """The value another one leads to in the account."""
        from tui.aws.choices import derive

        return derive(self.gateway, type_name, source)

    def draft(self, preset: "Preset", given: Mapping[str, str]) -> "tuple[Answers, Blueprint]":
        """What the answers want to exist. Raises AnswerRejected, PresetInvalid."""
        from tui.core.preset.answers import answer
        from tui.core.preset.rendering import render
        from tui.store.answers import with_files

        target = self.target()
        answers = answer(preset, with_files(preset, given), target, self.derive)
        return answers, render(preset, answers, target)

    def policy_texts(self, blueprint: "Blueprint") -> "Texts":
        """Documents of the managed policies a blueprint names; those that cannot be read are left out."""
        from tui.core.simulate import managed_arns

        return self.policies(managed_arns(blueprint.resources, self.target())).texts

    def policies(self, arns: Iterable[str]) -> "PoliciesRead":
        """Managed policies as they are in force, by ARN. Raises AwsUnreachable, AwsRefused."""
        from tui.aws.policies import read_policies
        from tui.store.managed_policies import load_managed_policies

        return read_policies(self.gateway, arns, load_managed_policies())

    def ask_aws(self, outcome: "Outcome") -> "Opinion":
        """What AWS's own simulator says to the same question."""
        from tui.core.simulate import opinion_in, simulator_call

        return opinion_in(self.gateway.call(simulator_call(outcome)), outcome)

    def verify_run(self, run: str) -> "Verification":
        """Whether what a run left is still as it left it. Raises UsageError, AwsRefused, AwsUnreachable."""
        from tui.aws.policies import verify
        from tui.core.health.verify import Verification
        from tui.store.managed_policies import load_managed_policies

        record = self.journals.find(run)
        if record.is_taken_back:
            return Verification(record.preset, record.target, (), ())
        gone = tuple(one for one in record.desired if one.address in record.removes)
        return verify(self.gateway, left_by(record), load_managed_policies(), is_of_run=True, gone=gone)

    def verify(self, blueprint: "Blueprint") -> "Verification":
        """Whether what is there is what is wanted, and does what it promises."""
        from tui.aws.policies import verify
        from tui.store.managed_policies import load_managed_policies

        return verify(self.gateway, blueprint, load_managed_policies())

    def trial(self, blueprint: "Blueprint") -> "Trial":
        """The entry's smoke steps, ready to be performed in this account; on a dry run nothing of it is sent.

        Raises UsageError: prove.no_steps, prove.no_role; AwsRefused, AwsUnreachable.
        """
        from tui.aws.proving import askers
        from tui.core.health.proof import Trial
        from tui.store.managed_policies import load_managed_policies

        return Trial(
            blueprint.steps,
            askers(self.gateway, blueprint, load_managed_policies()),
            self.gateway,
            int(time.time() * 1000),
            decider="rolewizard" if self.is_near else "aws",
            is_dry_run=self.is_dry_run,
        )

    def review(self, preset: "Preset", given: Mapping[str, str], fixes: tuple[str, ...] = ()) -> "Review":
        """Answers, blueprint, observed state, plan and findings in one."""
        from tui.reviewing import make_review
        from tui.store.answers import with_files

        given = with_files(preset, given)
        answers, blueprint = self.draft(preset, given)
        broken = [error.where for error in self.shelf.passed_over(preset.id)]
        review = make_review(self.gateway, preset, answers, blueprint, given, fixes, new_run_id(), broken)
        return replace(review, awaits_linter=self.linter.is_there)

    def linted(self, review: "Review", is_cancelled: Callable[[], bool] = lambda: False) -> "Review":
        """The review with what the linter has to add, which takes a second or two."""
        from tui.linter.advice import advised

        return advised(review, self.linter, is_cancelled)

    def look_again(self, plan: "Plan") -> "tuple[Plan, tuple[Finding, ...]]":
        """The plan for the account as it is now, and what its surroundings say about it."""
        from tui.reviewing import look_again

        return look_again(self.gateway, plan)

    def check(self, plan: "Plan") -> "tuple[Finding, ...]":
        """What can be said against the plan's documents offline; nothing is waived."""
        from tui.core.checks import found_in
        from tui.store.actions import load_actions

        return found_in(plan.desired, plan.target, load_actions())

    def checkup(self, progress: "ReadProgress") -> "Checkup":
        """What is half made in the account. Raises AwsUnreachable, AwsRefused."""
        from tui.aws.half_made import look_for_half_made

        return look_for_half_made(self.gateway, progress)

    def plan_fix(self, finding: "HalfMade") -> "Plan":
        """The plan that finishes a half-made thing or takes it away. Raises UsageError, AwsRefused, AwsUnreachable."""
        from tui.aws.half_made import plan_fix

        return plan_fix(self.gateway, finding, new_run_id())

    def last_accessed(self, name: str, waiting: "Waiting") -> "LastAccessed":
        """What a role, user, group or policy has used. Raises UsageError, AwsUnreachable, AwsRefused."""
        from tui.aws.last_accessed import IamReport, find_entity, read_grants
        from tui.core.calls.denied import action_of
        from tui.core.health.last_accessed import RecordedCall, from_recorded, practice_caller
        from tui.store.managed_policies import load_managed_policies
        from tui.store.places import practice_calls
        from tui.store.practice_log import PracticeLog

        gateway = self.gateway
        if not self.is_near:
            seconds = self._options.timeout_seconds
            report = IamReport(
                gateway, load_managed_policies(), waiting=waiting, timeout_seconds=seconds, sleep=self._sleep
            )
            return report.read(find_entity(gateway, name))
        caller = practice_caller(gateway.target)
        entity = caller if name in (caller.name, caller.arn) else find_entity(gateway, name)
        grants = () if entity is caller else read_grants(gateway, entity, load_managed_policies())[0]
        made = PracticeLog(practice_calls(), gateway.target.region).dated()
        # the practice account writes down its person's calls; nobody has assumed a role there
        calls = [RecordedCall(action_of(call), caller.arn, time) for call, time in made]
        return from_recorded(gateway.target, entity, grants, calls)

    def plan_trim(self, report: "LastAccessed") -> "Trim":
        """The plan that takes out of its policies what was never used.

        Raises UsageError, AwsRefused, AwsUnreachable.
        """
        from tui.aws.trimming import plan_trim

        return plan_trim(self.gateway, report, new_run_id())

    def export(self, review: "Review", format: "Format", is_redacted: bool, say: "Speaker") -> "Exported":
        """The plan as files for other tools and people."""
        from tui.export import export

        return export(review, format, is_redacted, say)

    def save(self, exported: "Exported", path: str, *, overwrites: bool) -> tuple[str, ...]:
        """Writes an export; ~ is the home folder."""
        from tui.store.exports import write_export

        written = write_export(exported, Path(path).expanduser(), overwrites=overwrites)
        return tuple(map(str, written))

    def save_plan(self, review: "Review", path: str, *, overwrites: bool) -> tuple[str, str]:
        """Writes the plan; ~ is the home folder."""
        from tui.store.exports import write_plan

        return write_plan(review, Path(path).expanduser(), overwrites=overwrites)

    def deploy(
        self, plan: "Plan", is_cancelled: Callable[[], bool], kind: "PhaseKind" = "apply", ask: "Ask | None" = None
    ) -> "Iterator[Event]":
        """Carries the plan out; on a dry run nothing is handed on."""
        from tui import recovery
        from tui.core.run.credentials import renewing

        if self.is_dry_run:
            raise DryRunRefused("aws.dry_run", plan.preset, operation=kind)
        renew = ask and renewing(self._anew, plan.target, ask)
        return recovery.deploy(self.journals, self.gateway, plan, is_cancelled, kind, self._sleep, renew)

    def runs(self) -> "tuple[RunSummary, ...]":
        """All runs of this user on this machine, newest first."""
        from tui import recovery

        return recovery.summaries(self.journals)

    def plan_resume(self, run: str) -> "Plan":
        """What is left of a run; the session is opened anew, since credentials may have been renewed."""
        from tui import recovery

        self._anew()
        return recovery.plan_resume(self.journals, self.gateway, run)

    def recall(self, plan: "Plan") -> "Review | None":
        """The review that a plan of an earlier run belongs to."""
        from tui.core.errors import RoleWizardError
        from tui.core.plan.review import recalled

        try:
            return recalled(self.preset(plan.preset), plan, self.derive)
        except RoleWizardError:
            return None

    def plan_undo(self, run: str) -> "UndoPlan":
        """The way back from a run; where the session is no good for it any more, in a new one."""
        from tui import recovery
        from tui.core.errors import AwsUnreachable, UsageError
        from tui.core.run.credentials import LOCKED_OUT

        try:
            return recovery.plan_undo(self.journals, self.gateway, run)
        except (AwsUnreachable, UsageError) as error:
            if error.code not in (*LOCKED_OUT, "run.other_target"):
                raise
            return recovery.plan_undo(self.journals, self._anew(), run)

    def keep(self, run: str) -> None:
        """Closes a run as it stands."""
        from tui import recovery

        recovery.keep(self.journals, run)

    def _anew(self) -> "ActingGateway":
        """An AWS account's session, opened anew; the practice account's as it is. Raises AwsUnreachable, AwsRefused."""
        if self._options.target == "account":
            with self._opening:
                self._opened = None
        return self.gateway

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        close: Callable[[], None] | None = getattr(self._opened, "close", None)
        if close:
            close()


def new_run_id() -> str:
    """Short enough to read aloud, long enough not to meet twice: 12 hexadecimal digits."""
    return uuid.uuid4().hex[:12]


def left_by(record: "RunRecord") -> "Blueprint":
    """What a run wanted to exist; its promises are those of its preset, which may be another one today."""
    from tui.core.plan.blueprint import Blueprint

    staying = tuple(one for one in record.desired if one.address not in record.removes)
    return Blueprint(record.preset, {}, staying, None, (), (), {})


def open_journals() -> "JournalFolder":
    """The runs of this user on this machine."""
    # everything a journal is made of is 30 ms that the first screen does not have
    from tui.store.journals import JournalFolder

    return JournalFolder(run_journals())
