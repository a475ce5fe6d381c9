"""The plan that takes what was never used out of an entity's policies: reads what is there, changes nothing."""

from collections.abc import Iterable
from dataclasses import replace

from tui.aws.observe import observe
from tui.aws.users import find_users
from tui.core.calls.api_call import ApiCall, Gateway, iam
from tui.core.calls.command import command_line
from tui.core.calls.step import Step
from tui.core.errors import UsageError
from tui.core.health.last_accessed import EVERYTHING, Grant, LastAccessed, Trim, Untrimmed, services_in, trimmed
from tui.core.iam.policy import PolicyDocument, wire
from tui.core.kinds import ManagedPolicy, PrincipalPolicy, Resource, Role
from tui.core.kinds.principal_policy import DELETE, NAME_KEYS, PUT
from tui.core.plan.plan import Change, Plan, change_between, digest_of, plan_between

LAST_ACCESSED = "last-accessed"
"""What stands where a preset's id would, in the runs that trim."""

Cut = tuple[Grant, PolicyDocument | None]
"""A policy, and what is left of it; None where nothing is."""


def plan_trim(gateway: Gateway, report: LastAccessed, run: str) -> Trim:
    """The plan without the services never used, and the policies that stay although they allow some of those.

    Raises UsageError: entity.awss for what AWS keeps, entity.not_known where nothing is known of its use; AwsRefused,
    AwsUnreachable.
    """
    if report.entity.is_awss:
        raise UsageError("entity.awss", report.entity.address, name=report.entity.name)
    if not report.is_known:
        raise UsageError("entity.not_known", report.entity.address, name=report.entity.name)
    return _Trimming(gateway, report, run).trim()


class _Trimming:
    def __init__(self, gateway: Gateway, report: LastAccessed, run: str) -> None:
        self.gateway = gateway
        self.entity = report.entity
        self.grants = report.grants
        self.unused = report.unused
        self.run = run
        self.left: list[Untrimmed] = []

    def trim(self) -> Trim:
        cuts = [cut for grant in self.grants for cut in self._cut(grant)]
        versions = [
            ManagedPolicy(_name(grant.name), document, path=_path(grant.name))
            for grant, document in cuts
            if grant.name.startswith("arn:") and document is not None
        ]
        plan = self._of_role(cuts, versions) if self.entity.kind == "role" else self._of_others(cuts, versions)
        return Trim(plan, tuple(self.left))

    def _cut(self, grant: Grant) -> list[Cut]:
        """What becomes of one policy; nothing where it stays, with the reason where it allows something unused."""
        if grant.document is None:
            self.left.append(Untrimmed(grant.name, "unread"))
            return []
        if EVERYTHING in services_in(grant.document):
            self.left.append(Untrimmed(grant.name, "everything"))
        document = trimmed(grant.document, self.unused)
        if document is grant.document:
            return []
        why = self._why_not(grant, document)
        if why is not None:
            self.left.append(why)
            return []
        return [(grant, document)]

    def _why_not(self, grant: Grant, document: PolicyDocument | None) -> Untrimmed | None:
        """Why a policy cannot be cut here; None where it can."""
        is_managed = grant.name.startswith("arn:")
        if grant.holder:
            return Untrimmed(grant.name, "group", (f"group/{grant.holder}",))
        if not is_managed or (document is None and self.entity.kind == "role"):
            return None
        if document is None and self.entity.kind == "policy":
            return Untrimmed(grant.name, "nothing-left")
        if document is None:
            word = self.entity.kind.title()
            detach = iam(f"Detach{word}Policy", {f"{word}Name": self.entity.name, "PolicyArn": grant.name})
            return Untrimmed(grant.name, "by-hand", (command_line(detach),))
        if grant.is_awss:
            return Untrimmed(grant.name, "awss")
        others = () if self.entity.kind == "policy" else self._others(grant.name)
        return Untrimmed(grant.name, "shared", others) if others else None

    def _others(self, arn: str) -> tuple[str, ...]:
        """Who else has the managed policy."""
        policy = ManagedPolicy(_name(arn), {}, path=_path(arn))
        users = find_users(self.gateway, (policy,), {policy.address: policy}).get(policy.address, ())
        return tuple(one for one in users if one != self.entity.address)

    def _of_role(self, cuts: Iterable[Cut], versions: list[ManagedPolicy]) -> Plan:
        """A role's inline policies are part of it, and its attachments too."""
        changed = {grant.name: document for grant, document in cuts}
        names = (one.name.removeprefix("inline/") for one in self.grants if one.name.startswith("inline/"))
        all_of_it = Role(self.entity.name, {}, inline={name: {} for name in names})
        there = observe(self.gateway, [all_of_it])[all_of_it.address]
        if not isinstance(there, Role):
            raise UsageError("entity.unknown", self.entity.address, given=self.entity.name)
        kept = {
            name: document
            for name, before in there.inline.items()
            if (document := changed.get(f"inline/{name}", before)) is not None
        }
        managed = tuple(arn for arn in there.managed if changed.get(arn, {}) is not None)
        then = replace(there, inline=kept, managed=managed)
        desired = replace(then, other_inline=(), unique_id="")
        at = {"RoleName": there.name}
        steps = [
            *(
                _step(there, "DeleteRolePolicy", "PutRolePolicy", {**at, "PolicyName": name}, document)
                for name, document in there.inline.items()
                if name not in kept
            ),
            *(
                _step(there, "DetachRolePolicy", "AttachRolePolicy", {**at, "PolicyArn": arn})
                for arn in there.managed
                if arn not in managed
            ),
        ]
        change = change_between(there.address, there, then)
        return self._plan([desired, *versions], [], steps, {there.address: change})

    def _of_others(self, cuts: Iterable[Cut], versions: list[ManagedPolicy]) -> Plan:
        """Inline policies of users and groups stand by themselves."""
        staying: list[Resource] = []
        going: list[PrincipalPolicy] = []
        for grant, document in cuts:
            if grant.name.startswith("inline/"):
                name = grant.name.removeprefix("inline/")
                if document is None:
                    going.append(PrincipalPolicy(self.entity.arn, name, grant.document or {}))
                else:
                    staying.append(PrincipalPolicy(self.entity.arn, name, document))
        kind = self.entity.kind
        steps = [
            _step(one, DELETE[kind], PUT[kind], {NAME_KEYS[kind]: one.holder, "PolicyName": one.name}, one.document)
            for one in going
        ]
        changes = {one.address: change_between(one.address, one, None) for one in going}
        return self._plan([*staying, *versions], going, steps, changes)

    def _plan(
        self, staying: list[Resource], going: list[PrincipalPolicy], steps: list[Step], changes: dict[str, Change]
    ) -> Plan:
        desired = (*staying, *going)
        observed = observe(self.gateway, desired)
        target = self.gateway.target
        plan = plan_between(LAST_ACCESSED, tuple(staying), observed, target, self.run)
        told = {one.address: one for one in plan.changes} | changes
        return replace(
            plan,
            changes=tuple(told.values()),
            steps=(*plan.steps, *steps),
            desired=desired,
            digest=digest_of(target, desired, observed),
            removes=tuple(one.address for one in going),
        )


def _step(thing: Resource, do: str, undo: str, at: dict[str, str], document: PolicyDocument | None = None) -> Step:
    back: ApiCall = iam(undo, at if document is None else {**at, "PolicyDocument": wire(document)})
    return Step(thing.address, iam(do, at), (back,))


def _name(arn: str) -> str:
    return arn.rpartition("/")[2]


def _path(arn: str) -> str:
    return arn.partition(":policy")[2].removesuffix(_name(arn))
