"""Reads what IAM has in the account, for the search for half-made things. Reads only, through any gateway.

    ListRoles, ListInstanceProfiles, ListOpenIDConnectProviders, ListSAMLProviders, ListPolicies (the account's own)
    ListAttachedRolePolicies of every role that AWS does not keep itself; ListRolePolicies where it has none
    ListUsers              where a trust policy names a user of this account
    one list of each service whose service-linked role is missing: is anything of it there?
    of each finding GetRole, GetPolicy ...: whose it is, and when it was last used

What may not be read, or is not answered, becomes an `Unread`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from tui.aws.errors import NOT_IMPLEMENTED
from tui.aws.observe import observe
from tui.aws.observe.answers import document, tags
from tui.aws.observe.side_by_side import side_by_side
from tui.aws.pages import items
from tui.aws.users import find_users
from tui.core.calls.api_call import ApiCall, Gateway, iam
from tui.core.calls.step import RUN_TAG
from tui.core.errors import ACCESS_DENIED, AwsRefused, AwsUnreachable, UsageError
from tui.core.health.half_made import (
    MADE,
    Checkup,
    HalfMade,
    Holdings,
    LocalPolicy,
    ReadProgress,
    Unread,
    UsedService,
    elsewhere,
    half_made,
    is_own,
    users_named,
)
from tui.core.kinds import InstanceProfile, ManagedPolicy, OidcProvider, Removable, Role, ServiceLinkedRole
from tui.core.plan.plan import Plan, plan_between, plan_removal
from tui.core.run.credentials import LOCKED_OUT

T = TypeVar("T")
DOCTOR = "doctor"
"""What stands where a preset's id would, in the runs that fixes make."""
AT_A_TIME = 30
"""Roles between two words of progress, and between two chances to be interrupted."""
PAGE = {"MaxItems": 1000}
LINKED: tuple[tuple[tuple[str, ...], str, str, ApiCall, str], ...] = (
    (
        ("ecs.amazonaws.com",),
        "AWSServiceRoleForECS",
        "ECS clusters",
        ApiCall("ecs", "ListClusters", {"maxResults": 1}),
        "clusterArns",
    ),
    (
        ("eks.amazonaws.com",),
        "AWSServiceRoleForAmazonEKS",
        "EKS clusters",
        ApiCall("eks", "ListClusters", {"maxResults": 1}),
        "clusters",
    ),
    (
        ("autoscaling.amazonaws.com",),
        "AWSServiceRoleForAutoScaling",
        "Auto Scaling groups",
        ApiCall("autoscaling", "DescribeAutoScalingGroups", {"MaxRecords": 1}),
        "AutoScalingGroups",
    ),
    (
        ("elasticloadbalancing.amazonaws.com",),
        "AWSServiceRoleForElasticLoadBalancing",
        "load balancers",
        ApiCall("elbv2", "DescribeLoadBalancers", {"PageSize": 1}),
        "LoadBalancers",
    ),
    (
        ("rds.amazonaws.com",),
        "AWSServiceRoleForRDS",
        "RDS instances",
        ApiCall("rds", "DescribeDBInstances", {"MaxRecords": 20}),
        "DBInstances",
    ),
)
"""Services that cannot go on without their service-linked role: its principals, its name, what is looked for, how."""


def look_for_half_made(gateway: Gateway, progress: ReadProgress = lambda *_: None) -> Checkup:
    """Everything half made, and what could not be read. Raises AwsUnreachable where no question is answered."""
    reading = _Reading(gateway, progress)
    there = reading.holdings()
    found = half_made(there, gateway.target)
    return Checkup(
        target=gateway.target,
        findings=tuple(side_by_side(gateway, [partial(reading.with_details, one) for one in found])),
        unread=tuple(dict.fromkeys((*there.unread, *reading.unread))),
        roles=sum(1 for role in there.roles or () if is_own(role)),
    )


def plan_fix(gateway: Gateway, finding: HalfMade, run: str) -> Plan:
    """The plan that makes what is missing, or takes away what is half made.

    Raises UsageError: doctor.no_plan, doctor.gone, doctor.in_use; AwsRefused, AwsUnreachable.
    """
    if not finding.has_plan:
        raise UsageError("doctor.no_plan", finding.where, finding=finding.code)
    target = gateway.target
    if finding.code in MADE:
        wanted = ServiceLinkedRole(finding.where.partition("/")[2], str(finding.evidence["role"]))
        return plan_between(DOCTOR, (wanted,), observe(gateway, [wanted]), target, run)
    there = observe_whole(gateway, finding)
    if there is None:
        raise UsageError("doctor.gone", finding.where)
    users = find_users(gateway, (there,), {there.address: there}).get(there.address, ())
    if users:
        raise UsageError("doctor.in_use", finding.where, names=", ".join(users))
    plan = plan_removal(DOCTOR, there, target, run)
    return _with_thumbprints(gateway, plan) if isinstance(there, OidcProvider) else plan


def _with_thumbprints(gateway: Gateway, plan: Plan) -> Plan:
    """The plan whose undo gives a provider its thumbprints back, which no run of this program ever sets."""
    [step] = plan.steps
    found = gateway.call(iam("GetOpenIDConnectProvider", step.do.params)).get("ThumbprintList")
    if not found:
        return plan
    [create] = step.undo
    undo = (iam(create.operation, {**create.params, "ThumbprintList": list(found)}),)
    return replace(plan, steps=(replace(step, undo=undo),))


def observe_whole(gateway: Gateway, finding: HalfMade) -> Removable | None:
    """The thing a finding is about, with all that is in it; None where it has gone. Raises AwsRefused, AwsUnreachable.

    Raises AssertionError for a finding that is about none of those.
    """
    kind, _, name = finding.where.partition("/")
    wanted: Removable
    match kind:
        case "role":
            wanted = Role(name, {})
        case "policy":
            arn = str(finding.evidence["arn"])
            wanted = ManagedPolicy(name, {}, path=arn.partition(":policy")[2].removesuffix(name))
        case "instance-profile":
            wanted = InstanceProfile(name, None)
        case "oidc-provider":
            wanted = OidcProvider(name)
        case _:
            raise AssertionError(finding.where)
    there = observe(gateway, [wanted])[wanted.address]
    if isinstance(there, Role) and there.other_inline:
        asking = replace(there, inline={one: {} for one in there.other_inline})
        there = observe(gateway, [asking])[wanted.address]
    return there if isinstance(there, Role | ManagedPolicy | InstanceProfile | OidcProvider) else None


class _Reading:
    def __init__(self, gateway: Gateway, progress: ReadProgress) -> None:
        self.gateway = gateway
        self.progress = progress
        self.unread: list[Unread] = []

    def holdings(self) -> Holdings:
        gateway, target = self.gateway, self.gateway.target
        listed = self.attempt("iam:ListRoles", lambda: list(items(gateway, iam("ListRoles", PAGE), "Roles")))
        roles = None if listed is None else tuple(map(_role, listed))
        users = None
        if roles and users_named(roles, target):
            users = self.attempt("iam:ListUsers", lambda: frozenset(one["Arn"] for one in self._users()))
        if roles and (others := elsewhere(roles, target)):
            self.unread.append(Unread("elsewhere", ", ".join(others)))
        filled, unlisted = self._with_policies(roles or ())
        profiles = self.attempt(
            "iam:ListInstanceProfiles",
            lambda: list(items(gateway, iam("ListInstanceProfiles", PAGE), "InstanceProfiles")),
        )
        policies = self.attempt("iam:ListPolicies", lambda: self._policies(filled))
        return Holdings(
            roles=None if roles is None else filled,
            unlisted=unlisted,
            users=users,
            profiles=None if profiles is None else tuple(map(_profile, profiles)),
            oidc=self._arns("ListOpenIDConnectProviders", "OpenIDConnectProviderList"),
            saml=self._arns("ListSAMLProviders", "SAMLProviderList"),
            policies=policies,
            used=() if roles is None else tuple(self._used(roles)),
            created=self._dates("role", "RoleName", listed)
            | self._dates("instance-profile", "InstanceProfileName", profiles),
            unread=tuple(self.unread),
        )

    def attempt(self, action: str, read: Callable[[], T]) -> T | None:
        """What is read; None, and an `Unread`, where it is not. Raises AwsUnreachable for credentials AWS refuses."""
        try:
            return read()
        except AwsRefused as error:
            code = "denied" if error.aws_code in ACCESS_DENIED else "unanswered"
            if error.aws_code == NOT_IMPLEMENTED or error.status == 501:
                code = "lacking"
            self.unread.append(Unread(code, action, error.aws_message))
        except AwsUnreachable as error:
            # without IAM there is nothing to look at; another service may have no endpoint in the region
            if error.code in LOCKED_OUT or (action.startswith("iam:") and error.code == "aws.no_network"):
                raise
            self.unread.append(Unread("unanswered", action, str(error.params.get("reason", ""))))
        return None

    def _arns(self, operation: str, key: str) -> tuple[str, ...] | None:
        return self.attempt(
            f"iam:{operation}",
            lambda: tuple(one["Arn"] for one in self.gateway.call(iam(operation, {})).get(key, ())),
        )

    def _with_policies(self, roles: tuple[Role, ...]) -> tuple[tuple[Role, ...], frozenset[str]]:
        """The roles with the names of their policies, and the names of those whose policies could not be listed."""
        own = [role for role in roles if is_own(role)]
        filled: dict[str, Role | None] = {}
        for start in range(0, len(own), AT_A_TIME):
            self.progress(start, len(own))
            some = own[start : start + AT_A_TIME]
            answers = side_by_side(self.gateway, [partial(self._filled, role) for role in some])
            filled |= {role.name: one for role, one in zip(some, answers, strict=True)}
        self.progress(len(own), len(own))
        unlisted = frozenset(name for name, one in filled.items() if one is None)
        return tuple(filled.get(role.name) or role for role in roles), unlisted

    def _filled(self, role: Role) -> Role | None:
        at = {"RoleName": role.name}

        def names(operation: str, key: str) -> list[Any]:
            return list(items(self.gateway, iam(operation, at), key))

        action = "iam:ListAttachedRolePolicies"
        attached = self.attempt(
            f"{action} {role.address}", lambda: names("ListAttachedRolePolicies", "AttachedPolicies")
        )
        if attached is None:
            return None
        if attached:
            return replace(role, managed=tuple(one["PolicyArn"] for one in attached))
        inline = self.attempt(f"iam:ListRolePolicies {role.address}", lambda: names("ListRolePolicies", "PolicyNames"))
        return None if inline is None else replace(role, other_inline=tuple(inline))

    def _policies(self, roles: tuple[Role, ...]) -> tuple[LocalPolicy, ...]:
        listed = list(items(self.gateway, iam("ListPolicies", {"Scope": "Local", **PAGE}), "Policies"))
        # a stand-in for AWS may not count what a policy bounds
        is_counted = all("PermissionsBoundaryUsageCount" in one for one in listed)
        bounding = {} if is_counted else dict.fromkeys(self._boundaries(roles), 1)
        return tuple(
            LocalPolicy(
                one["PolicyName"],
                one["Path"],
                one.get("AttachmentCount", 0),
                one.get("PermissionsBoundaryUsageCount", bounding.get(one["Arn"], 0)),
            )
            for one in listed
        )

    def _users(self) -> Iterator[Any]:
        return items(self.gateway, iam("ListUsers", PAGE), "Users")

    def _boundaries(self, roles: tuple[Role, ...]) -> Iterator[str]:
        """ARNs of the permissions boundaries of roles and users."""
        users = [one["UserName"] for one in self._users()]
        calls = [iam("GetRole", {"RoleName": role.name}) for role in roles if is_own(role)]
        calls += [iam("GetUser", {"UserName": name}) for name in users]
        for answer in side_by_side(self.gateway, [partial(self.gateway.call, call) for call in calls]):
            holder = answer.get("Role") or answer.get("User") or {}
            yield str(holder.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn", ""))

    def _used(self, roles: tuple[Role, ...]) -> Iterator[UsedService]:
        """Services of which something is there in the region, and whose service-linked role is not."""
        if self.gateway.target.kind == "practice":
            # nothing there makes its service-linked role by itself, so that it is missing says nothing
            self.unread.append(Unread("practice", "service-linked-role"))
            return
        there = {role.path.split("/")[2] for role in roles if role.path.startswith("/aws-service-role/")}
        for principals, role_name, things, call, key in LINKED:
            if there.isdisjoint(principals):
                action = f"{call.service}:{call.operation}"
                answer = self.attempt(action, partial(self.gateway.call, call))
                if answer is not None and answer.get(key):
                    yield UsedService(principals[0], role_name, things)
        names = ", ".join(things for _, _, things, _, _ in LINKED)
        self.unread.append(Unread("region", names, self.gateway.target.region))

    def _dates(self, kind: str, name: str, listed: Iterable[Mapping[str, Any]] | None) -> dict[str, str]:
        """When things were made, by address; the practice account makes all of them anew at every start."""
        if self.gateway.target.kind == "practice":
            return {}
        return {f"{kind}/{one[name]}": str(one["CreateDate"]) for one in listed or () if "CreateDate" in one}

    def with_details(self, one: HalfMade) -> HalfMade:
        """The finding with whose it is, and when the thing was last used."""
        kind, _, name = one.where.partition("/")
        match kind:
            case "role":
                call, key = iam("GetRole", {"RoleName": name}), "Role"
            case "instance-profile":
                call, key = iam("GetInstanceProfile", {"InstanceProfileName": name}), "InstanceProfile"
            case "policy":
                call, key = iam("GetPolicy", {"PolicyArn": one.evidence["arn"]}), "Policy"
            case "oidc-provider":
                call, key = iam("GetOpenIDConnectProvider", {"OpenIDConnectProviderArn": one.evidence["arn"]}), ""
            case "saml-provider":
                call, key = iam("GetSAMLProvider", {"SAMLProviderArn": one.evidence["arn"]}), ""
            case _:
                return one
        try:
            answer = self.gateway.call(call)
        except (AwsRefused, AwsUnreachable):
            return replace(one, run=None)
        about: Mapping[str, Any] = answer[key] if key else answer
        evidence = dict(one.evidence)
        if boundary := about.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn"):
            evidence["permissions_boundary"] = boundary
        if used := about.get("RoleLastUsed", {}).get("LastUsedDate"):
            evidence["last_used"] = used
        text = one.text
        if boundary and one.code == "role-without-policies":
            text = replace(text, key=f"{text.key}.boundary")
        severity = "note" if used and one.code == "role-without-policies" else one.severity
        return replace(
            one, text=text, severity=severity, evidence=evidence, run=tags(about.get("Tags")).get(RUN_TAG, "")
        )


def _role(listed: Mapping[str, Any]) -> Role:
    return Role(listed["RoleName"], document(listed["AssumeRolePolicyDocument"]), path=listed["Path"])


def _profile(listed: Mapping[str, Any]) -> InstanceProfile:
    role = next((one["RoleName"] for one in listed.get("Roles", ())), None)
    return InstanceProfile(listed["InstanceProfileName"], role, path=listed["Path"])
