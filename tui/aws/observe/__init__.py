"""What the account has where something is desired. One file per kind; reads only, through any gateway.

Every read of an apply, and what it is for:

    GetCallerIdentity, ListAccountAliases   whose account it is; once, when the session is opened
    GetRole, GetPolicy, GetInstanceProfile, GetOpenIDConnectProvider, ListRoles (service-linked roles by path)
        for the plan:      what is there, to show as "before" and to restore; nothing there costs one read a thing
        before the apply:  again, all of them: still what was reviewed? (also each one once more right before it is
                           changed, where it is there and other calls went out first)
        after the apply:   again, all of them: is it as planned? These answers are the outputs too
    ListRolePolicies, ListAttachedRolePolicies, GetRolePolicy   with GetRole, where the role is there: its contents
    GetPolicyVersion, ListPolicyVersions    with GetPolicy: the document in force; how many versions there are, since
                                            five are the most, and which is the oldest
    HeadBucket; ListObjectsV2 (one key), GetBucketTagging, GetPublicAccessBlock    a bucket; three more if it is there
    DescribeStreamSummary, ListTagsForStream    a stream; the first one also until it is ACTIVE
    DescribeKey, ListResourceTags           a key, by its alias; where that is free ListKeys, and ListResourceTags of
                                            each, for a key that a run made and did not come to name
    GetAccountSummary, ListRoles, ListPolicies, ListInstanceProfiles, SimulatePrincipalPolicy
        for the review only: see tui/aws/surroundings.py
    one more read of a thing        only after a lost answer or an "already exists": what became of the call

Things are read side by side, and so are the parts of one thing: two round trips for a thing that is there, one where
whoever asks knows that it most likely is (ahead.py).
"""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import assert_never

from tui.aws.observe.ahead import AT_ONCE, ReadAhead, follow_ups
from tui.aws.observe.apigateway_account import observe_apigateway_account
from tui.aws.observe.bucket import observe_bucket
from tui.aws.observe.bucket_policy import observe_bucket_policy
from tui.aws.observe.identity_pool_roles import observe_identity_pool_roles
from tui.aws.observe.instance_profile import observe_instance_profile
from tui.aws.observe.instance_profile_association import observe_association
from tui.aws.observe.kms_key import observe_kms_key
from tui.aws.observe.log_group import observe_log_group
from tui.aws.observe.managed_policy import observe_managed_policy
from tui.aws.observe.oidc_provider import observe_oidc_provider
from tui.aws.observe.principal_policy import observe_principal_policy
from tui.aws.observe.role import observe_role
from tui.aws.observe.service_linked_role import observe_service_linked_role
from tui.aws.observe.side_by_side import side_by_side
from tui.aws.observe.stream import observe_stream
from tui.core.calls.api_call import Gateway
from tui.core.kinds import (
    ApiGatewayAccount,
    Bucket,
    BucketPolicy,
    IdentityPoolRoles,
    InstanceProfile,
    InstanceProfileAssociation,
    KmsKey,
    LogGroup,
    ManagedPolicy,
    OidcProvider,
    PrincipalPolicy,
    Resource,
    Role,
    ServiceLinkedRole,
    Stream,
)

NOTHING_KNOWN: Mapping[str, Resource | None] = {}


def observe(
    gateway: Gateway, resources: Iterable[Resource], likely: Mapping[str, Resource | None] = NOTHING_KNOWN
) -> dict[str, Resource | None]:
    """By address: what is there, as the same kind of value, or None where nothing is.

    `likely` is what is expected at some of the addresses; it saves time where it is right, and changes nothing else.
    Raises AwsRefused, AwsUnreachable.
    """
    wanted = list(resources)
    known = [desired for desired in wanted if desired.address in likely]
    calls = [call for one in known for call in follow_ups(gateway.target, one, likely[one.address])]
    if gateway.target.kind != "account" or not calls:
        return _observe_all(gateway, wanted)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        return _observe_all(ReadAhead(gateway, calls, threads), wanted)


def _observe_all(gateway: Gateway, wanted: list[Resource]) -> dict[str, Resource | None]:
    there = side_by_side(gateway, [partial(_observe, gateway, desired) for desired in wanted])
    return {desired.address: found for desired, found in zip(wanted, there, strict=True)}


def _observe(gateway: Gateway, desired: Resource) -> Resource | None:
    match desired:
        case Role():
            return observe_role(gateway, desired)
        case ManagedPolicy():
            return observe_managed_policy(gateway, desired)
        case InstanceProfile():
            return observe_instance_profile(gateway, desired)
        case OidcProvider():
            return observe_oidc_provider(gateway, desired)
        case ServiceLinkedRole():
            return observe_service_linked_role(gateway, desired)
        case LogGroup():
            return observe_log_group(gateway, desired)
        case Bucket():
            return observe_bucket(gateway, desired)
        case Stream():
            return observe_stream(gateway, desired)
        case KmsKey():
            return observe_kms_key(gateway, desired)
        case PrincipalPolicy():
            return observe_principal_policy(gateway, desired)
        case BucketPolicy():
            return observe_bucket_policy(gateway, desired)
        case ApiGatewayAccount():
            return observe_apigateway_account(gateway, desired)
        case IdentityPoolRoles():
            return observe_identity_pool_roles(gateway, desired)
        case InstanceProfileAssociation():
            return observe_association(gateway, desired)
        case _:
            assert_never(desired)
