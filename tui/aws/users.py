"""Who else uses what a run made; asked before anything is taken back. Reads only.

Services that hold a role's ARN (Lambda functions, task definitions ...) cannot be found by asking IAM.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress

from tui.aws.pages import items
from tui.core.calls.api_call import ApiCall, Gateway, iam
from tui.core.errors import AwsRefused
from tui.core.iam.arn import instance_profile_arn, policy_arn
from tui.core.kinds import (
    InstanceProfile,
    InstanceProfileAssociation,
    KmsKey,
    ManagedPolicy,
    OidcProvider,
    Resource,
    Role,
)
from tui.core.plan.plan import Observed
from tui.core.run.undo import provider_users


def find_users(gateway: Gateway, resources: Iterable[Resource], now: Observed) -> dict[str, tuple[str, ...]]:
    """By address: roles, users, groups, profiles and instances that use a thing besides these resources themselves.

    Raises AwsUnreachable; what may not be listed counts as unused.
    """
    given = tuple(resources)
    own = {one.address for one in given}
    own |= {f"instance/{one.instance}" for one in given if isinstance(one, InstanceProfileAssociation)}
    found: dict[str, tuple[str, ...]] = {}
    for address in now:
        there = now.get(address)
        with suppress(AwsRefused):
            found[address] = tuple(user for user in _users(gateway, there) if user not in own)
    return {address: users for address, users in found.items() if users}


def _users(gateway: Gateway, there: Resource | None) -> Iterator[str]:
    match there:
        case ManagedPolicy():
            arn = policy_arn(gateway.target, there.name, there.path)
            entities = gateway.call(iam("ListEntitiesForPolicy", {"PolicyArn": arn}))
            for kind, key, name in (
                ("role", "PolicyRoles", "RoleName"),
                ("user", "PolicyUsers", "UserName"),
                ("group", "PolicyGroups", "GroupName"),
            ):
                yield from (f"{kind}/{one[name]}" for one in entities.get(key, []))
        case Role():
            profiles = items(gateway, iam("ListInstanceProfilesForRole", {"RoleName": there.name}), "InstanceProfiles")
            yield from (f"instance-profile/{one['InstanceProfileName']}" for one in profiles)
        case InstanceProfile():
            arn = instance_profile_arn(gateway.target, there.name, there.path)
            answer = gateway.call(ApiCall("ec2", "DescribeIamInstanceProfileAssociations", {}))
            for one in answer.get("IamInstanceProfileAssociations", []):
                if one["IamInstanceProfile"]["Arn"] == arn:
                    yield f"instance/{one['InstanceId']}"
        case OidcProvider():
            roles = items(gateway, iam("ListRoles", {}), "Roles")
            trusts = {one["RoleName"]: one.get("AssumeRolePolicyDocument", {}) for one in roles}
            yield from (f"role/{name}" for name in provider_users(there, trusts))
        case KmsKey():
            call = ApiCall("kms", "ListGrants", {"KeyId": there.unique_id})
            grants = items(gateway, call, "Grants", answer="NextMarker", ask="Marker")
            yield from (str(one.get("GranteePrincipal", one["GrantId"])) for one in grants)
        case _:
            return
