"""The way back: from what a run did, and what is there now, to the calls that restore what was there before.

Nothing is taken back that the run did not do, that somebody changed since, or that somebody else came to use: those
are refused by name, and the rest goes on. An undo is a plan like any other and runs through the same code.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from tui.core.calls.api_call import ApiCall, iam
from tui.core.calls.result_reference import with_results
from tui.core.calls.step import Step
from tui.core.calls.target import Target
from tui.core.kinds import (
    Bucket,
    BucketPolicy,
    InstanceProfile,
    InstanceProfileAssociation,
    KmsKey,
    LogGroup,
    ManagedPolicy,
    OidcProvider,
    Resource,
    Role,
    ServiceLinkedRole,
    Stream,
)
from tui.core.kinds.bucket_policy import by_sid, holds, merged, put_policy
from tui.core.kinds.instance_profile_association import disassociate, replace_profile
from tui.core.kinds.kms_key import schedule_deletion
from tui.core.kinds.postconditions import CREATES, REMOVALS, has_effect, is_own
from tui.core.plan.plan import Observed, Plan, change_between, digest_of
from tui.core.run.journal import RunRecord, Status, version_key

PROVIDER = re.compile(r":oidc-provider/([^'\"]+)")

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
    record = replace(record, desired=with_results(record.desired, now))
    back = _WayBack(record, now, users)
    back.hold()
    for index in reversed(range(len(record.applied))):
        back.take(index)
    touched = {step.address for step in back.steps}
    before = {address: record.before.get(address) if address in touched else now.get(address) for address in now}
    return UndoPlan(
        Plan(
            preset=record.preset,
            run=record.run,
            target=target,
            changes=tuple(
                change_between(one.address, now.get(one.address), before.get(one.address)) for one in record.desired
            ),
            steps=tuple(back.steps),
            desired=record.desired,
            observed=now,
            digest=digest_of(target, record.desired, now),
            leaves=tuple(dict.fromkeys(one.address for one in back.refusals)),
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
    """Addresses that are not touched at all: half of what a role in use has would break whoever uses it."""
    refused: set[int] = field(default_factory=set)
    """Steps, by their place in `record.applied`, that stay although their resource is touched."""

    @cached_property
    def gone(self) -> frozenset[str]:
        """Addresses of what the run took away and nobody has made again; the way back makes it anew."""
        taken = {step.address for step, _ in self.record.applied if step.do.operation in REMOVALS}
        return frozenset(address for address in taken if self.now.get(address) is None)

    def hold(self) -> None:
        """Finds out what stays, before anything is taken away."""
        made = {step.address: step for step, _ in self.record.applied if step.do.operation in CREATES}
        for index, (step, status) in enumerate(self.record.applied):
            found = self.now.get(step.address)
            if step.address in self.gone and step.do.operation == "DeletePolicyVersion":
                version = step.do.params["VersionId"]
                self.refusals.append(Refusal(step.address, step.do.operation, "irreversible", (version,)))
            if found is None or step.address in self.kept:
                continue
            if reason := self._refusal(step, status, found):
                self.refusals.append(reason)
                self.refused.add(index)
                if step.address in made or reason.code == "recreated":
                    self.kept.add(step.address)
        waiting = sorted(self.kept)
        while waiting:
            address = waiting.pop()
            for needed in sorted(set(_needs(self.now.get(address))) & set(made) - self.kept):
                self.refusals.append(Refusal(needed, made[needed].do.operation, "in_use", (address,)))
                self.kept.add(needed)
                waiting.append(needed)

    def take(self, index: int) -> None:
        """Adds the calls that take the step back."""
        step, _ = self.record.applied[index]
        found = self.now.get(step.address)
        if step.address in self.gone:
            self.steps += [Step(step.address, call) for call in step.undo if call not in self.record.taken_back]
        if found is None or step.address in self.kept or index in self.refused:
            return
        if self._is_there(step, found):
            planned = [one.do for one in self.steps]
            self.steps += [Step(step.address, call) for call in self._left(step, found) if call not in planned]

    def _refusal(self, step: Step, status: Status, found: Resource) -> Refusal | None:
        operation = step.do.operation
        if not self._is_same(step.address, status, found):
            return Refusal(step.address, operation, "recreated")
        if operation == "DeletePolicyVersion":
            return Refusal(step.address, operation, "irreversible", (step.do.params["VersionId"],))
        if operation in CREATES and _holds_something(found):
            return Refusal(step.address, operation, "not_empty")
        if operation in CREATES:
            others = (*self.users.get(step.address, ()), *self._additions(step.address, found))
            return Refusal(step.address, operation, "in_use", others) if others else None
        is_changed = status == "done" and not self._is_there(step, found) and not self._is_as_before(step, found)
        return Refusal(step.address, operation, "changed") if is_changed and self._left(step, found) else None

    def _is_there(self, step: Step, found: Resource) -> bool:
        """Whether there is something of the step to take back."""
        is_done = step.do.operation in CREATES or self._stands(step, found) or self._has_version(step, found)
        return is_done and bool(self._left(step, found))

    def _left(self, step: Step, found: Resource) -> list[ApiCall]:
        """The calls back that no rollback or undo of this run has made already."""
        return [call for call in self._calls(step, found) if call not in self.record.taken_back]

    def _is_same(self, address: str, status: Status, found: Resource) -> bool:
        """Whether this is the thing the run made or changed, and not another one of the same name."""
        unique_id = getattr(found, "unique_id", "")
        if isinstance(found, Stream) and is_own(found, self.record.run):
            return True  # its id is a time, which the practice account gives anew at every start
        if made := self.record.made.get(address):
            return bool(unique_id == made)
        before = self.record.before.get(address)
        if before is not None:
            return bool(unique_id == getattr(before, "unique_id", ""))
        if isinstance(found, ServiceLinkedRole):
            # no tags on creation; where AWS said "taken" somebody else had made it, and no id was written down
            return status == "unknown"
        return is_own(found, self.record.run) or not hasattr(found, "tags")

    def _has_version(self, step: Step, found: Resource) -> bool:
        """Whether the version of a policy that the step made is still there, in force or not."""
        if step.do.operation != "CreatePolicyVersion" or not isinstance(found, ManagedPolicy):
            return False
        return self.record.made.get(version_key(step.address)) in (found.default_version, *found.other_versions)

    def _additions(self, address: str, found: Resource) -> tuple[str, ...]:
        """What somebody put into a thing the run made; deleting the thing would take it along, or fail."""
        desired = {one.address: one for one in self.record.desired}[address]
        match found, desired:
            case Role(), Role():
                return (*found.other_inline, *(arn for arn in found.managed if arn not in desired.managed))
            case Stream(), Stream():
                return tuple(f"consumer {number}" for number in range(1, found.consumers + 1))
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
                # an unknown outcome has no id, but then the document in force tells
                version = self.record.made.get(version_key(step.address), found.default_version)
                if version == found.default_version:
                    yield from step.undo
                yield iam("DeletePolicyVersion", {"PolicyArn": at["PolicyArn"], "VersionId": version})
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
            case "CreateKey", KmsKey():
                yield schedule_deletion(found.unique_id)
            case "CreateServiceLinkedRole", ServiceLinkedRole():
                yield iam("DeleteServiceLinkedRole", {"RoleName": found.role_name})
            case _:
                yield from step.undo

    def _former_policy(self, found: BucketPolicy) -> ApiCall:
        """Our statements taken out, those they replaced put back; what others wrote since stays."""
        before = self.record.before.get(found.address)
        former = before.statements if isinstance(before, BucketPolicy) else {}
        ours = {one.address: one for one in self.record.desired}[found.address]
        sids = ours.statements if isinstance(ours, BucketPolicy) else {}
        return put_policy(found.bucket, merged(found.whole, sids, former))


def _holds_something(found: Resource) -> bool:
    """Whether deleting it would destroy what others put in."""
    match found:
        case LogGroup(has_streams=True) | Bucket(is_empty=False):
            return True
        case _:
            return False


def _needs(kept: Resource | None) -> Iterator[str]:
    """Addresses of what a thing that stays cannot do without."""
    match kept:
        case InstanceProfile(role=str(role)):
            yield f"role/{role}"
        case Role():
            arns = [*kept.managed, kept.permissions_boundary or ""]
            yield from (f"policy/{arn.rpartition('/')[2]}" for arn in arns if arn)
            # arn:aws:iam::123456789012:oidc-provider/host/path
            yield from (f"oidc-provider/{name}" for name in PROVIDER.findall(str(kept.trust)))
        case _:
            return


def provider_users(provider: OidcProvider, roles: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """Names of the roles whose trust policies name the provider; `roles` is trust policy by role name."""
    return tuple(name for name, trust in roles.items() if f"oidc-provider/{provider.host_path}" in str(trust))
