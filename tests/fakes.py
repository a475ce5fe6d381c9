"""Parts that stand in for an AWS account in tests that need speed or faults; handed in by constructor."""

import json
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from typing import Any

from tui.core.calls.api_call import ApiCall, is_read
from tui.core.calls.target import Target, practice_target
from tui.core.errors import AwsRefused


class FakeGateway:
    """IAM in a few dictionaries: knows the calls this program makes, refuses the n-th changing one if asked to."""

    def __init__(
        self, target: Target | None = None, fail_at: int | None = None, fail_code: str = "AccessDenied"
    ) -> None:
        self.target = target or practice_target()
        self.fail_at = fail_at
        self.fail_code = fail_code
        self._lock = threading.Lock()
        self.sent: list[ApiCall] = []
        """Every changing call, in order."""
        self.roles: dict[str, dict[str, Any]] = {}
        self.policies: dict[str, dict[str, Any]] = {}
        self.profiles: dict[str, dict[str, Any]] = {}
        self.providers: dict[str, dict[str, Any]] = {}

    def call(self, call: ApiCall) -> Mapping[str, Any]:
        with self._lock:
            return self._answer(call)

    def _answer(self, call: ApiCall) -> Mapping[str, Any]:
        if not is_read(call.operation):
            if self.fail_at == len(self.sent):
                raise AwsRefused(
                    self.fail_code, f"not authorized to perform: iam:{call.operation}", call.operation, 403
                )
            self.sent.append(call)
        answer: Mapping[str, Any] = getattr(self, f"_{call.operation}")(**call.params) or {}
        return answer

    def mended(self) -> "FakeGateway":
        self.fail_at = None
        return self

    def _missing(self, operation: str, what: str) -> AwsRefused:
        return AwsRefused("NoSuchEntity", f"{what} cannot be found.", operation, 404)

    def _role(self, name: str, operation: str) -> dict[str, Any]:
        if name not in self.roles:
            raise self._missing(operation, f"The role with name {name}")
        return self.roles[name]

    def _CreateRole(self, RoleName: str, AssumeRolePolicyDocument: str, Tags: Any = (), **rest: Any) -> Any:  # noqa: N802, N803
        if RoleName in self.roles:
            raise AwsRefused("EntityAlreadyExists", f"Role with name {RoleName} already exists.", "CreateRole", 409)
        self.roles[RoleName] = {
            "RoleName": RoleName,
            "Path": rest.get("Path", "/"),
            "RoleId": f"AROA{len(self.sent):017d}",
            "Arn": f"arn:aws:iam::{self.target.account}:role{rest.get('Path', '/')}{RoleName}",
            "AssumeRolePolicyDocument": json.loads(AssumeRolePolicyDocument),
            "Description": rest.get("Description", ""),
            "MaxSessionDuration": rest.get("MaxSessionDuration", 3600),
            "Tags": list(Tags),
            "inline": {},
            "managed": [],
        }
        if "PermissionsBoundary" in rest:
            self.roles[RoleName]["PermissionsBoundary"] = {"PermissionsBoundaryArn": rest["PermissionsBoundary"]}
        return {"Role": self.roles[RoleName]}

    def _GetRole(self, RoleName: str) -> Any:  # noqa: N802, N803
        return {"Role": self._role(RoleName, "GetRole")}

    def _ListRoles(self, PathPrefix: str = "/", **_: Any) -> Any:  # noqa: N802, N803
        return {
            "Roles": [one for one in self.roles.values() if one["Path"].startswith(PathPrefix)],
            "IsTruncated": False,
        }

    def _DeleteRole(self, RoleName: str) -> Any:  # noqa: N802, N803
        role = self._role(RoleName, "DeleteRole")
        if role["inline"] or role["managed"] or any(RoleName in one["roles"] for one in self.profiles.values()):
            raise AwsRefused(
                "DeleteConflict", "Cannot delete entity, must detach all policies first.", "DeleteRole", 409
            )
        del self.roles[RoleName]

    def _UpdateAssumeRolePolicy(self, RoleName: str, PolicyDocument: str) -> Any:  # noqa: N802, N803
        self._role(RoleName, "UpdateAssumeRolePolicy")["AssumeRolePolicyDocument"] = json.loads(PolicyDocument)

    def _UpdateRole(self, RoleName: str, **attributes: Any) -> Any:  # noqa: N802, N803
        self._role(RoleName, "UpdateRole").update(attributes)

    def _PutRolePermissionsBoundary(self, RoleName: str, PermissionsBoundary: str) -> Any:  # noqa: N802, N803
        role = self._role(RoleName, "PutRolePermissionsBoundary")
        role["PermissionsBoundary"] = {"PermissionsBoundaryArn": PermissionsBoundary}

    def _DeleteRolePermissionsBoundary(self, RoleName: str) -> Any:  # noqa: N802, N803
        self._role(RoleName, "DeleteRolePermissionsBoundary").pop("PermissionsBoundary", None)

    def _PutRolePolicy(self, RoleName: str, PolicyName: str, PolicyDocument: str) -> Any:  # noqa: N802, N803
        self._role(RoleName, "PutRolePolicy")["inline"][PolicyName] = json.loads(PolicyDocument)

    def _GetRolePolicy(self, RoleName: str, PolicyName: str) -> Any:  # noqa: N802, N803
        inline = self._role(RoleName, "GetRolePolicy")["inline"]
        if PolicyName not in inline:
            raise self._missing("GetRolePolicy", f"The role policy with name {PolicyName}")
        return {"PolicyDocument": inline[PolicyName]}

    def _DeleteRolePolicy(self, RoleName: str, PolicyName: str) -> Any:  # noqa: N802, N803
        del self._role(RoleName, "DeleteRolePolicy")["inline"][PolicyName]

    def _ListRolePolicies(self, RoleName: str, **_: Any) -> Any:  # noqa: N802, N803
        return {"PolicyNames": list(self._role(RoleName, "ListRolePolicies")["inline"]), "IsTruncated": False}

    def _AttachRolePolicy(self, RoleName: str, PolicyArn: str) -> Any:  # noqa: N802, N803
        self._role(RoleName, "AttachRolePolicy")["managed"].append(PolicyArn)

    def _DetachRolePolicy(self, RoleName: str, PolicyArn: str) -> Any:  # noqa: N802, N803
        self._role(RoleName, "DetachRolePolicy")["managed"].remove(PolicyArn)

    def _ListAttachedRolePolicies(self, RoleName: str, **_: Any) -> Any:  # noqa: N802, N803
        arns = self._role(RoleName, "ListAttachedRolePolicies")["managed"]
        found = [{"PolicyArn": arn, "PolicyName": arn.split("/")[-1]} for arn in arns]
        return {"AttachedPolicies": found, "IsTruncated": False}

    def _TagRole(self, RoleName: str, Tags: Any) -> Any:  # noqa: N802, N803
        _put_tags(self._role(RoleName, "TagRole"), Tags)

    def _UntagRole(self, RoleName: str, TagKeys: Any) -> Any:  # noqa: N802, N803
        _drop_tags(self._role(RoleName, "UntagRole"), TagKeys)

    def _policy(self, arn: str, operation: str) -> dict[str, Any]:
        if arn not in self.policies:
            raise self._missing(operation, f"Policy {arn}")
        return self.policies[arn]

    def _CreatePolicy(self, PolicyName: str, PolicyDocument: str, Path: str = "/", Tags: Any = (), **_: Any) -> Any:  # noqa: N802, N803
        arn = f"arn:aws:iam::{self.target.account}:policy{Path}{PolicyName}"
        self.policies[arn] = {
            "PolicyName": PolicyName,
            "PolicyId": f"ANPA{len(self.sent):017d}",
            "Path": Path,
            "Arn": arn,
            "Tags": list(Tags),
            "DefaultVersionId": "v1",
            "versions": {"v1": json.loads(PolicyDocument)},
            "made": 1,
        }
        return {"Policy": self.policies[arn]}

    def _GetPolicy(self, PolicyArn: str) -> Any:  # noqa: N802, N803
        return {"Policy": self._policy(PolicyArn, "GetPolicy")}

    def _GetPolicyVersion(self, PolicyArn: str, VersionId: str) -> Any:  # noqa: N802, N803
        return {"PolicyVersion": {"Document": self._policy(PolicyArn, "GetPolicyVersion")["versions"][VersionId]}}

    def _ListPolicyVersions(self, PolicyArn: str, **_: Any) -> Any:  # noqa: N802, N803
        policy = self._policy(PolicyArn, "ListPolicyVersions")
        found = [
            {"VersionId": one, "IsDefaultVersion": one == policy["DefaultVersionId"]} for one in policy["versions"]
        ]
        return {"Versions": found, "IsTruncated": False}

    def _CreatePolicyVersion(self, PolicyArn: str, PolicyDocument: str, SetAsDefault: bool = False) -> Any:  # noqa: N802, N803
        policy = self._policy(PolicyArn, "CreatePolicyVersion")
        policy["made"] += 1
        version = f"v{policy['made']}"
        policy["versions"][version] = json.loads(PolicyDocument)
        if SetAsDefault:
            policy["DefaultVersionId"] = version
        return {"PolicyVersion": {"VersionId": version}}

    def _SetDefaultPolicyVersion(self, PolicyArn: str, VersionId: str) -> Any:  # noqa: N802, N803
        self._policy(PolicyArn, "SetDefaultPolicyVersion")["DefaultVersionId"] = VersionId

    def _DeletePolicyVersion(self, PolicyArn: str, VersionId: str) -> Any:  # noqa: N802, N803
        del self._policy(PolicyArn, "DeletePolicyVersion")["versions"][VersionId]

    def _DeletePolicy(self, PolicyArn: str) -> Any:  # noqa: N802, N803
        del self.policies[self._policy(PolicyArn, "DeletePolicy")["Arn"]]

    def _TagPolicy(self, PolicyArn: str, Tags: Any) -> Any:  # noqa: N802, N803
        _put_tags(self._policy(PolicyArn, "TagPolicy"), Tags)

    def _UntagPolicy(self, PolicyArn: str, TagKeys: Any) -> Any:  # noqa: N802, N803
        _drop_tags(self._policy(PolicyArn, "UntagPolicy"), TagKeys)

    def _profile(self, name: str, operation: str) -> dict[str, Any]:
        if name not in self.profiles:
            raise self._missing(operation, f"Instance Profile {name}")
        return self.profiles[name]

    def _CreateInstanceProfile(self, InstanceProfileName: str, Path: str = "/", Tags: Any = ()) -> Any:  # noqa: N802, N803
        self.profiles[InstanceProfileName] = {"Path": Path, "Tags": list(Tags), "roles": []}

    def _GetInstanceProfile(self, InstanceProfileName: str) -> Any:  # noqa: N802, N803
        found = self._profile(InstanceProfileName, "GetInstanceProfile")
        roles = [{"RoleName": one} for one in found["roles"]]
        identity = {"InstanceProfileName": InstanceProfileName, "InstanceProfileId": "AIPA"}
        return {"InstanceProfile": identity | {"Path": found["Path"], "Tags": found["Tags"], "Roles": roles}}

    def _AddRoleToInstanceProfile(self, InstanceProfileName: str, RoleName: str) -> Any:  # noqa: N802, N803
        found = self._profile(InstanceProfileName, "AddRoleToInstanceProfile")
        if found["roles"]:
            raise AwsRefused("LimitExceeded", "Cannot exceed quota: 1", "AddRoleToInstanceProfile", 409)
        found["roles"].append(RoleName)

    def _RemoveRoleFromInstanceProfile(self, InstanceProfileName: str, RoleName: str) -> Any:  # noqa: N802, N803
        self._profile(InstanceProfileName, "RemoveRoleFromInstanceProfile")["roles"].remove(RoleName)

    def _ListInstanceProfilesForRole(self, RoleName: str, **_: Any) -> Any:  # noqa: N802, N803
        names = [name for name, one in self.profiles.items() if RoleName in one["roles"]]
        return {"InstanceProfiles": [{"InstanceProfileName": name} for name in names], "IsTruncated": False}

    def _ListEntitiesForPolicy(self, PolicyArn: str) -> Any:  # noqa: N802, N803
        return {"PolicyRoles": [{"RoleName": name} for name, one in self.roles.items() if PolicyArn in one["managed"]]}

    def _DeleteInstanceProfile(self, InstanceProfileName: str) -> Any:  # noqa: N802, N803
        self._profile(InstanceProfileName, "DeleteInstanceProfile")
        del self.profiles[InstanceProfileName]

    def _TagInstanceProfile(self, InstanceProfileName: str, Tags: Any) -> Any:  # noqa: N802, N803
        _put_tags(self._profile(InstanceProfileName, "TagInstanceProfile"), Tags)

    def _UntagInstanceProfile(self, InstanceProfileName: str, TagKeys: Any) -> Any:  # noqa: N802, N803
        _drop_tags(self._profile(InstanceProfileName, "UntagInstanceProfile"), TagKeys)

    def _CreateOpenIDConnectProvider(self, Url: str, ClientIDList: Any, Tags: Any = ()) -> Any:  # noqa: N802, N803
        arn = f"arn:aws:iam::{self.target.account}:oidc-provider/{Url.removeprefix('https://')}"
        self.providers[arn] = {
            "Url": Url.removeprefix("https://"),
            "ClientIDList": list(ClientIDList),
            "Tags": list(Tags),
        }
        return {"OpenIDConnectProviderArn": arn}

    def _GetOpenIDConnectProvider(self, OpenIDConnectProviderArn: str) -> Any:  # noqa: N802, N803
        if OpenIDConnectProviderArn not in self.providers:
            raise self._missing("GetOpenIDConnectProvider", OpenIDConnectProviderArn)
        return self.providers[OpenIDConnectProviderArn]

    def _AddClientIDToOpenIDConnectProvider(self, OpenIDConnectProviderArn: str, ClientID: str) -> Any:  # noqa: N802, N803
        self.providers[OpenIDConnectProviderArn]["ClientIDList"].append(ClientID)

    def _RemoveClientIDFromOpenIDConnectProvider(self, OpenIDConnectProviderArn: str, ClientID: str) -> Any:  # noqa: N802, N803
        self.providers[OpenIDConnectProviderArn]["ClientIDList"].remove(ClientID)

    def _DeleteOpenIDConnectProvider(self, OpenIDConnectProviderArn: str) -> Any:  # noqa: N802, N803
        self.providers.pop(OpenIDConnectProviderArn, None)

    def _CreateServiceLinkedRole(self, AWSServiceName: str) -> Any:  # noqa: N802, N803
        name = f"AWSServiceRoleFor{AWSServiceName.split('.')[0]}"
        path = f"/aws-service-role/{AWSServiceName}/"
        return self._CreateRole(RoleName=name, AssumeRolePolicyDocument='{"Statement": []}', Path=path)

    def _DeleteServiceLinkedRole(self, RoleName: str) -> Any:  # noqa: N802, N803
        self.roles = {name: one for name, one in self.roles.items() if not one["Path"].startswith("/aws-service-role/")}


def _put_tags(thing: dict[str, Any], tags: Any) -> None:
    kept = {one["Key"]: one["Value"] for one in thing["Tags"]} | {one["Key"]: one["Value"] for one in tags}
    thing["Tags"] = [{"Key": key, "Value": value} for key, value in kept.items()]


def _drop_tags(thing: dict[str, Any], keys: Any) -> None:
    thing["Tags"] = [one for one in thing["Tags"] if one["Key"] not in keys]


class Remembered:
    """tui.aws.practice.gateway.History of an account that nobody else changes."""

    def __init__(self, replay: Iterable[ApiCall] = (), record: Callable[[ApiCall], object] = lambda _: None) -> None:
        self._replay = list(replay)
        self.append = record
        self.held = nullcontext

    def news(self) -> tuple[list[ApiCall], bool]:
        told, self._replay = self._replay, []
        return told, False
