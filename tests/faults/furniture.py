"""What presets take for granted in an account: buckets, users, pools, instances; and what of it a plan can change."""

import copy
from collections.abc import Iterable, Mapping
from typing import Any

import boto3
from endpoints import REGION
from moto.apigateway.models import apigateway_backends
from moto.cognitoidentity.models import cognitoidentity_backends
from moto.ec2.models import ec2_backends
from moto.kinesis.models import kinesis_backends
from moto.kms.models import kms_backends
from moto.logs.models import logs_backends
from moto.s3.models import s3_backends

from faults.dialects import POOL_ROLES
from tui.core.kinds import (
    BucketPolicy,
    IdentityPoolRoles,
    InstanceProfile,
    InstanceProfileAssociation,
    PrincipalPolicy,
    Resource,
)

ACCOUNT = "123456789012"


def furnish(endpoint_url: str, desired: Iterable[Resource]) -> None:
    """Makes what these resources belong to."""
    wanted = tuple(desired)
    own = {one.name for one in wanted if isinstance(one, InstanceProfile)}

    def client(service: str) -> Any:
        return boto3.client(service, endpoint_url=endpoint_url, region_name=REGION)

    for one in wanted:
        match one:
            case BucketPolicy(bucket=bucket):
                client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
            case PrincipalPolicy(principal=principal):
                kind, _, name = principal.rpartition(":")[2].partition("/")
                if kind == "group":
                    client("iam").create_group(GroupName=name)
                else:
                    client("iam").create_user(UserName=name)
            case IdentityPoolRoles(pool=pool):
                made = client("cognito-identity").create_identity_pool(
                    IdentityPoolName="pool", AllowUnauthenticatedIdentities=True
                )
                pools = cognitoidentity_backends[ACCOUNT][REGION].identity_pools
                pools[pool] = pools.pop(made["IdentityPoolId"])
            case InstanceProfileAssociation(instance=instance, profile=profile):
                _run(client("ec2"), instance)
                if profile not in own:
                    client("iam").create_instance_profile(InstanceProfileName=profile)


def _run(ec2: Any, instance_id: str) -> None:
    """A running instance with that id."""
    image = ec2.register_image(Name="sample-image")["ImageId"]
    ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1, InstanceType="t3.micro")
    for reservation in ec2_backends[ACCOUNT][REGION].reservations.values():
        for instance in reservation.instances:
            instance.id = instance_id


def tag_stream(params: Mapping[str, Any]) -> None:
    """What moto forgets when it makes a stream."""
    kinesis_backends[ACCOUNT][REGION].streams[params["StreamName"]].tags = dict(params.get("Tags", {}))


def kept() -> dict[str, Any]:
    """What plans can change outside of IAM, and what it hangs on, to be put back later."""
    ec2 = ec2_backends[ACCOUNT][REGION]
    return {
        "buckets": {name: (bucket, copy.copy(bucket)) for name, bucket in s3_backends[ACCOUNT]["aws"].buckets.items()},
        "keys": {
            key: (one, copy.copy(one), dict(one.aliases)) for key, one in kms_backends[ACCOUNT][REGION].keys.items()
        },
        "streams": dict(kinesis_backends[ACCOUNT][REGION].streams),
        "tags": [copy.deepcopy(tagger.tags) for tagger in _taggers()],
        "account": apigateway_backends[ACCOUNT][REGION].account.cloudwatch_role_arn,
        "logs": dict(logs_backends[ACCOUNT][REGION].groups),
        "instances": dict(ec2.reservations),
        "associations": {instance: copy.copy(one) for instance, one in ec2.iam_instance_profile_associations.items()},
        "pools": (dict(cognitoidentity_backends[ACCOUNT][REGION].identity_pools), dict(POOL_ROLES)),
    }


def put_back(taken: Mapping[str, Any]) -> None:
    """As it was."""
    ec2 = ec2_backends[ACCOUNT][REGION]
    associations = {instance: copy.copy(one) for instance, one in taken["associations"].items()}
    for one in associations.values():
        one.ec2_backend = ec2  # the account may have been emptied in between, which makes another one
    for bucket, as_it_was in taken["buckets"].values():
        vars(bucket).update(vars(as_it_was))
    for key, as_it_was, aliases in taken["keys"].values():
        vars(key).update(vars(as_it_was))
        key.aliases = dict(aliases)
    for tagger, tags in zip(_taggers(), taken["tags"], strict=True):
        tagger.tags = copy.deepcopy(tags)
    names = dict.fromkeys(taken["buckets"], ("aws", ACCOUNT))
    apigateway_backends[ACCOUNT][REGION].account.cloudwatch_role_arn = taken["account"]
    for there, things in (
        (s3_backends[ACCOUNT]["aws"].buckets, {name: bucket for name, (bucket, _) in taken["buckets"].items()}),
        (s3_backends.bucket_accounts, names),
        (kms_backends[ACCOUNT][REGION].keys, {name: one[0] for name, one in taken["keys"].items()}),
        (kinesis_backends[ACCOUNT][REGION].streams, taken["streams"]),
        (logs_backends[ACCOUNT][REGION].groups, taken["logs"]),
        (ec2.reservations, taken["instances"]),
        (ec2.iam_instance_profile_associations, associations),
        (cognitoidentity_backends[ACCOUNT][REGION].identity_pools, taken["pools"][0]),
        (POOL_ROLES, taken["pools"][1]),
    ):
        there.clear()
        there.update(things)


def _taggers() -> list[Any]:
    """Where moto keeps tags apart from what has them."""
    return [s3_backends[ACCOUNT]["aws"].tagger, kms_backends[ACCOUNT][REGION].tagger]


def told() -> dict[str, Any]:
    """What plans can change as plain values, without the ids that are never given twice."""
    found = kept()
    return {
        "buckets": {name: bytes(one.policy or b"").decode() for name, (one, _) in found["buckets"].items()},
        # a key is deleted days later
        "keys": {
            name: sorted(aliases) for name, (key, _, aliases) in found["keys"].items() if key.key_state == "Enabled"
        },
        "streams": sorted(found["streams"]),
        "account": found["account"] or None,
        "logs": sorted(found["logs"]),
        "associations": {key: one.iam_instance_profile.name for key, one in found["associations"].items()},
        "pools": {pool: roles for pool, roles in found["pools"][1].items() if roles},
    }
