"""The way back: from what a run did, and what is there now, to the calls that restore what was there before.

Nothing is taken back that the run did not do, that somebody changed since, or that somebody else came to use: those
are refused by name, and the rest goes on. An undo is a plan like any other and runs through the same code.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tui.core.calls import ApiCall, iam
from tui.core.effects import has_effect, is_own
from tui.core.journal import RunRecord, Status
from tui.core.plan import Action, Change, Observed, Part, Plan, digest_of, same_value
from tui.core.resources import (
    BucketPolicy,
    InstanceProfile,
    InstanceProfileAssociation,
    LogGroup,
    ManagedPolicy,
    OidcProvider,
    Resource,
    Role,
)
from tui.core.resources.bucket_policy import by_sid, holds, merged, put_policy
from tui.core.resources.instance_profile_association import disassociate, replace_profile
from tui.core.steps import Step
from tui.core.target import Target

CREATORS = ("CreateRole", "CreatePolicy", "CreateInstanceProfile", "CreateOpenIDConnectProvider", "CreateLogGroup")

Users = Mapping[str, tuple[str, ...]]
"""By address: who else uses a thing, in AWS's names."""


@dataclass(frozen=True)
class Refusal:
    """A step that is not taken back, and why (i18n: "undo.<code>")."""

    address: str
    operation: str
    code: str
    """recreated, changed, in_use, not_empty, irreversible."""
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class UndoPlan:
    """The plan back, and what it leaves."""

    plan: Plan
    refusals: tuple[Refusal, ...]


def make_undo(record: RunRecord, now: Observed, users: Users, target: Target) -> UndoPlan:
    """The plan from now to before the run; empty when there is nothing (left) to take back."""
    back = _WayBack(record, now, users)
    for step, status in reversed(record.applied):
        back.take(step, status)
    return UndoPlan(
        Plan(
            preset=record.preset,
            run=record.run,
            target=target,
            changes=tuple(
                _change(one.address, now.get(one.address), record.before.get(one.address)) for one in record.desired
            ),
            steps=tuple(back.steps),
            desired=record.desired,
            observed=now,
            digest=digest_of(target, record.desired, now),
        ),
        tuple(back.refusals),
    )


@dataclass
class _WayBack:
    record: RunRecord
    now: Observed
    users: Users
    steps: list[Step] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)
    """Addresses that are not touched any more, once one of their steps was refused."""

    def take(self, step: Step, status: Status) -> None:
        """Adds the calls that take the step back, or the refusal."""
        found = self.now.get(step.address)
        if found is None or step.address in self.kept:
            return
        if reason := self._refusal(step, found):
            self.refusals.append(reason)
            if reason.code != "irreversible":
                self.kept.add(step.address)
            return
        if step.do.operation not in CREATORS and not self._stands(step, found):
            if status == "done" and not self._is_as_before(step, found):
                self.refusals.append(Refusal(step.address, step.do.operation, "changed"))
            return
        self.steps += [Step(step.address, call) for call in self._calls(step, found)]

    def _refusal(self, step: Step, found: Resource) -> Refusal | None:
        operation = step.do.operation
        if not self._is_same(step.address, found):
            return Refusal(step.address, operation, "recreated")
        if operation == "DeletePolicyVersion":
            return Refusal(step.address, operation, "irreversible", (step.do.params["VersionId"],))
        if isinstance(found, LogGroup) and found.has_streams:
            return Refusal(step.address, operation, "not_empty")
        if operation in CREATORS:
            others = (*self.users.get(step.address, ()), *self._additions(step.address, found))
            if others:
                return Refusal(step.address, operation, "in_use", others)
        return None

    def _is_same(self, address: str, found: Resource) -> bool:
        """Whether this is the thing the run made or changed, and not another one of the same name."""
        unique_id = getattr(found, "unique_id", "")
        if made := self.record.made.get(address):
            return bool(unique_id == made)
        before = self.record.before.get(address)
        if before is not None:
            return bool(unique_id == getattr(before, "unique_id", ""))
        return is_own(found, self.record.run) or not hasattr(found, "tags")

    def _additions(self, address: str, found: Resource) -> tuple[str, ...]:
        """What somebody put into a thing the run made; deleting the thing would take it along, or fail."""
        desired = {one.address: one for one in self.record.desired}[address]
        match found, desired:
            case Role(), Role():
                return (*found.other_inline, *(arn for arn in found.managed if arn not in desired.managed))
            case InstanceProfile(), InstanceProfile():
                return (found.role,) if found.role not in (None, desired.role) and found.role else ()
            case _:
                return ()

    def _stands(self, step: Step, found: Resource) -> bool:
        """Whether what the step did is still there; of a bucket's policy only our own statements count."""
        desired = {one.address: one for one in self.record.desired}[step.address]
        match found, desired:
            case BucketPolicy(), BucketPolicy():
                return holds(found.whole, desired.statements)
            case _:
                return has_effect(step.do, found)

    def _is_as_before(self, step: Step, found: Resource) -> bool:
        """Whether somebody has taken the step back already."""
        before = self.record.before.get(step.address)
        match found:
            case BucketPolicy():
                sids = found.statements
                return by_sid(found.whole, sids) == (before.statements if isinstance(before, BucketPolicy) else {})
            case InstanceProfileAssociation():
                return isinstance(before, InstanceProfileAssociation) and before.profile == found.profile
        return all(has_effect(call, found) for call in step.undo)

    def _calls(self, step: Step, found: Resource) -> Iterator[ApiCall]:
        """The planned undo, with what is only known now."""
        at: Mapping[str, Any] = step.do.params
        match step.do.operation, found:
            case "CreatePolicyVersion", ManagedPolicy():
                yield from step.undo
                yield iam("DeletePolicyVersion", {"PolicyArn": at["PolicyArn"], "VersionId": found.default_version})
            case "CreatePolicy", ManagedPolicy():
                arn = step.undo[0].params["PolicyArn"]
                for version in found.other_versions:
                    yield iam("DeletePolicyVersion", {"PolicyArn": arn, "VersionId": version})
                yield from step.undo
            case "PutBucketPolicy", BucketPolicy():
                yield self._former_policy(found)
            case "AssociateIamInstanceProfile", InstanceProfileAssociation():
                yield disassociate(found.association_id)
            case "ReplaceIamInstanceProfileAssociation", InstanceProfileAssociation():
                yield replace_profile(found.association_id, step.undo[0].params["IamInstanceProfile"]["Name"])
            case _:
                yield from step.undo

    def _former_policy(self, found: BucketPolicy) -> ApiCall:
        """Our statements taken out, those they replaced put back; what others wrote since stays."""
        before = self.record.before.get(found.address)
        former = before.statements if isinstance(before, BucketPolicy) else {}
        ours = {one.address: one for one in self.record.desired}[found.address]
        sids = ours.statements if isinstance(ours, BucketPolicy) else {}
        return put_policy(found.bucket, merged(found.whole, sids, former))


def _change(address: str, now: Resource | None, before: Resource | None) -> Change:
    """Now to before, as a reviewer reads it."""
    old, new = now.parts() if now else {}, before.parts() if before else {}
    parts = tuple(
        Part(name, _action(old.get(name), new.get(name)), old.get(name), new.get(name))
        for name in dict.fromkeys([*old, *new])
    )
    if now is None:
        return Change(address, "no-op" if before is None else "create", parts)
    if before is None:
        return Change(address, "delete", parts)
    return Change(address, "update" if any(part.action != "no-op" for part in parts) else "no-op", parts)


def _action(old: object, new: object) -> Action:
    if new is None:
        return "delete"
    return "create" if old is None else "no-op" if same_value(old, new) else "update"


def provider_users(provider: OidcProvider, roles: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """Names of the roles whose trust policies name the provider; `roles` is trust policy by role name."""
    return tuple(name for name, trust in roles.items() if f"oidc-provider/{provider.host_path}" in str(trust))
