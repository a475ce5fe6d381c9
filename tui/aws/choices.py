"""Pick lists: what the account has of a value type. One function per type; reads only, through any gateway.

Raises AwsRefused where the caller may not list, AwsUnreachable. The order is AWS's.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tui.aws.pages import items
from tui.aws.value_facts import read_subnets, routes_of
from tui.core.calls.api_call import ApiCall, Gateway
from tui.core.errors import AwsRefused
from tui.core.preset.choice import Choice
from tui.core.preset.documents import items_of


def choices(gateway: Gateway, type_name: str) -> tuple[Choice, ...]:
    """The values of that type in the account and region; () for a type that has no list."""
    lister = LISTERS.get(type_name)
    return tuple(lister(gateway)) if lister else ()


def derive(gateway: Gateway, type_name: str, source: str) -> str:
    """The value of that type that the source leads to: an EKS cluster's OIDC issuer, the zones of subnets.

    "" where there is none.
    """
    if type_name == "availability-zones":
        return _zones(gateway, source)
    if type_name != "oidc-provider-host-path" or not source:
        return ""
    try:
        return _issuer(gateway, source)
    except AwsRefused as refusal:
        if refusal.aws_code == "ResourceNotFoundException":
            return ""
        raise


def _buckets(gateway: Gateway) -> Iterator[Choice]:
    # moto cuts the list at MaxBuckets without saying where to go on
    yield from _named(gateway.call(ApiCall("s3", "ListBuckets", {})).get("Buckets", ()), "Name")


def _streams(gateway: Gateway) -> Iterator[Choice]:
    # HasMoreStreams comes without NextToken from moto; the last name leads on everywhere
    start: dict[str, str] = {}
    while True:
        page = gateway.call(ApiCall("kinesis", "ListStreams", {"Limit": 1000, **start}))
        names = page["StreamNames"]
        yield from map(Choice, names)
        if not (page.get("HasMoreStreams") and names):
            return
        start = {"ExclusiveStartStreamName": names[-1]}


def _keys(gateway: Gateway) -> Iterator[Choice]:
    """Symmetric keys the account made itself and that are in use; AWS's own cannot be put into a policy usefully."""
    aliases: dict[str, list[str]] = {}
    for alias in _truncated(gateway, "ListAliases", "Aliases"):
        aliases.setdefault(alias.get("TargetKeyId", ""), []).append(alias["AliasName"])
    ids = [key["KeyId"] for key in _truncated(gateway, "ListKeys", "Keys")]
    own = [one for one in ids if not any(name.startswith("alias/aws/") for name in aliases.get(one, ()))]
    # what a key is for is told one by one only; gateways are thread-safe
    with ThreadPoolExecutor(max_workers=8) as pool:
        described = pool.map(partial(_key, gateway), own)
    for key, about in zip(own, described, strict=True):
        if (about.get("KeySpec"), about.get("KeyState"), about.get("KeyManager")) == KEY_IN_USE:
            yield Choice(about["Arn"], ", ".join(aliases.get(key, ())))


KEY_IN_USE = ("SYMMETRIC_DEFAULT", "Enabled", "CUSTOMER")


def _truncated(gateway: Gateway, operation: str, key: str) -> Iterator[Any]:
    return items(gateway, ApiCall("kms", operation, {}), key, answer="NextMarker", ask="Marker")


def _key(gateway: Gateway, key_id: str) -> Mapping[str, Any]:
    """DescribeKey's answer; empty for a key whose own policy keeps the caller out."""
    try:
        about: Mapping[str, Any] = gateway.call(ApiCall("kms", "DescribeKey", {"KeyId": key_id}))["KeyMetadata"]
    except AwsRefused as refusal:
        if refusal.code == "aws.denied":
            return {}
        raise
    return about


def _issuers(gateway: Gateway) -> Iterator[Choice]:
    for cluster in _eks_clusters(gateway):
        issuer = _issuer(gateway, cluster.value)
        if issuer:
            yield Choice(issuer, cluster.value)


def _issuer(gateway: Gateway, cluster: str) -> str:
    about = gateway.call(ApiCall("eks", "DescribeCluster", {"name": cluster}))["cluster"]
    issuer: str = about.get("identity", {}).get("oidc", {}).get("issuer", "")
    return issuer.removeprefix("https://")


def _eks_clusters(gateway: Gateway) -> Iterator[Choice]:
    yield from map(Choice, items(gateway, ApiCall("eks", "ListClusters", {}), "clusters", answer="nextToken"))


def _ecs_clusters(gateway: Gateway) -> Iterator[Choice]:
    for arn in items(gateway, ApiCall("ecs", "ListClusters", {}), "clusterArns", answer="nextToken"):
        yield Choice(arn.rsplit("/", 1)[-1])


def _instances(gateway: Gateway) -> Iterator[Choice]:
    call = ApiCall("ec2", "DescribeInstances", {"MaxResults": 1000})
    for reservation in items(gateway, call, "Reservations", answer="NextToken"):
        for instance in reservation["Instances"]:
            state = instance["State"]["Name"]
            if state != "terminated":
                name = _name_tag(instance)
                yield Choice(instance["InstanceId"], f"{name}, {state}" if name else state)


def _entities(gateway: Gateway) -> Iterator[Choice]:
    """Users, groups and roles; those of services nobody can put a policy on."""
    for operation, key in (("ListUsers", "Users"), ("ListGroups", "Groups"), ("ListRoles", "Roles")):
        for one in items(gateway, ApiCall("iam", operation, {"MaxItems": 1000}), key):
            if not one["Path"].startswith("/aws-service-role/"):
                yield Choice(one["Arn"])


def _iam_arns(gateway: Gateway) -> Iterator[Choice]:
    yield from _entities(gateway)
    yield from (Choice(one["Arn"]) for one in _policies(gateway))


def _pools(gateway: Gateway) -> Iterator[Choice]:
    call = ApiCall("cognito-identity", "ListIdentityPools", {"MaxResults": 60})
    for pool in items(gateway, call, "IdentityPools", answer="NextToken"):
        yield Choice(pool["IdentityPoolId"], pool["IdentityPoolName"])


def _policies(gateway: Gateway) -> Iterator[Any]:
    return items(gateway, ApiCall("iam", "ListPolicies", {"Scope": "Local", "MaxItems": 1000}), "Policies")


def _workspaces(gateway: Gateway) -> Iterator[Choice]:
    for workspace in items(gateway, ApiCall("amp", "ListWorkspaces", {}), "workspaces", answer="nextToken"):
        yield Choice(workspace["workspaceId"], workspace.get("alias", ""))


def _domains(gateway: Gateway) -> Iterator[Choice]:
    yield from _named(gateway.call(ApiCall("opensearch", "ListDomainNames", {})).get("DomainNames", ()), "DomainName")


def _regions(gateway: Gateway) -> Iterator[Choice]:
    """The regions of the target's partition, as botocore ships them: a file, since importing botocore is slow."""
    spec = find_spec("botocore")
    if spec is None or spec.origin is None:
        return
    partitions = json.loads((Path(spec.origin).parent / "data" / "partitions.json").read_text(encoding="utf-8"))
    for partition in partitions["partitions"]:
        if partition["id"] == gateway.target.partition:
            for name, region in partition["regions"].items():
                if not name.endswith("-global"):
                    yield Choice(name, region["description"])


def _vpcs(gateway: Gateway) -> Iterator[Choice]:
    for vpc in items(gateway, ApiCall("ec2", "DescribeVpcs", {}), "Vpcs", answer="NextToken"):
        told = (_name_tag(vpc), vpc["CidrBlock"], "default" if vpc.get("IsDefault") else "")
        yield Choice(vpc["VpcId"], ", ".join(filter(None, told)))


def _subnets(gateway: Gateway) -> Iterator[Choice]:
    """By VPC and Availability Zone, each with its way out: public, nat, other or none."""
    found = read_subnets(gateway)
    routes = routes_of(gateway, found)
    for one in sorted(found, key=lambda one: (one["VpcId"], one["AvailabilityZone"], one["SubnetId"])):
        route = routes[one["SubnetId"]]
        told = (one["AvailabilityZone"], route, _name_tag(one), one["CidrBlock"], one["VpcId"])
        yield Choice(one["SubnetId"], ", ".join(filter(None, told)))


def _zones(gateway: Gateway, subnets: str) -> str:
    """The subnets, each after its zone, in the order given: us-east-1a subnet-0a, us-east-1b subnet-0b.

    The ids alone where they may not be looked up.
    """
    ids = items_of(subnets)
    try:
        found = read_subnets(gateway, {"Name": "subnet-id", "Values": list(ids)})
    except AwsRefused:
        found = []
    zones = {one["SubnetId"]: one["AvailabilityZone"] for one in found}
    return ", ".join(f"{zones[one]} {one}" if one in zones else one for one in ids)


def _name_tag(thing: Mapping[str, Any]) -> str:
    return next((str(tag["Value"]) for tag in thing.get("Tags", ()) if tag["Key"] == "Name"), "")


def _named(found: Iterable[Mapping[str, Any]], field: str) -> Iterator[Choice]:
    return (Choice(one[field]) for one in found)


def _listed(
    call: ApiCall, key: str, field: str = "", *, answer: str = "Marker", ask: str = ""
) -> Callable[[Gateway], Iterator[Choice]]:
    """The lister of an operation that names things in pages; without `field` the items are the names."""

    def lister(gateway: Gateway) -> Iterator[Choice]:
        found = items(gateway, call, key, answer=answer, ask=ask)
        return _named(found, field) if field else map(Choice, found)

    return lister


LISTERS: dict[str, Callable[[Gateway], Iterator[Choice]]] = {
    "amp-workspace-id": _workspaces,
    "cognito-identity-pool-id": _pools,
    "dynamodb-table-name": _listed(
        ApiCall("dynamodb", "ListTables", {}),
        "TableNames",
        answer="LastEvaluatedTableName",
        ask="ExclusiveStartTableName",
    ),
    "ecr-repository-name": _listed(
        ApiCall("ecr", "DescribeRepositories", {"maxResults": 1000}),
        "repositories",
        "repositoryName",
        answer="nextToken",
    ),
    "ecs-cluster-name": _ecs_clusters,
    "eks-cluster-name": _eks_clusters,
    "iam-arn": _iam_arns,
    "iam-entity-arn": _entities,
    "iam-policy-arn": lambda gateway: (Choice(one["Arn"]) for one in _policies(gateway)),
    "instance-id": _instances,
    "instance-profile-name": _listed(
        ApiCall("iam", "ListInstanceProfiles", {"MaxItems": 1000}), "InstanceProfiles", "InstanceProfileName"
    ),
    "kinesis-stream-name": _streams,
    "kms-key-arn": _keys,
    "lambda-function-name": _listed(
        ApiCall("lambda", "ListFunctions", {}), "Functions", "FunctionName", answer="NextMarker", ask="Marker"
    ),
    "log-group-name": _listed(
        ApiCall("logs", "DescribeLogGroups", {"limit": 50}), "logGroups", "logGroupName", answer="nextToken"
    ),
    "oidc-provider-host-path": _issuers,
    "opensearch-domain-name": _domains,
    "policy-name": lambda gateway: _named(_policies(gateway), "PolicyName"),
    "region": _regions,
    "role-name": _listed(ApiCall("iam", "ListRoles", {"MaxItems": 1000}), "Roles", "RoleName"),
    "s3-bucket-name": _buckets,
    "subnet-ids": _subnets,
    "vpc-id": _vpcs,
}
