"""Looks up what the values somebody gave are in the account: key, stream, bucket, VPC, subnets. Reads only."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tui.aws.pages import items
from tui.core.calls.api_call import ApiCall, Gateway
from tui.core.checks.value_facts import IN_DOCUMENT, Seen, Words
from tui.core.errors import AwsRefused, AwsUnreachable
from tui.core.iam.arn import region_of
from tui.core.preset.documents import items_of
from tui.core.preset.format import Preset

ABSENT = frozenset(
    {
        "NotFoundException",
        "ResourceNotFoundException",
        "NoSuchBucket",
        "404",
        "NotFound",
        "InvalidVpcID.NotFound",
        "InvalidSubnetID.NotFound",
    }
)
"""AWS's codes for what is not there, by service: KMS, Kinesis, S3 (two calls, the second without a body), EC2."""
FORMER_NAMES = {"": "us-east-1", "EU": "eu-west-1"}
"""What GetBucketLocation calls two Regions."""


def look_up(gateway: Gateway, preset: Preset, values: Mapping[str, str]) -> Callable[[], dict[str, Seen]]:
    """Asks in the background for every value that the preset expects something of; what it returns waits, by token.

    It never fails: what the account does not say is unread.
    """
    wanted = {
        one.value: READERS[kind]
        for one in preset.expects
        if values.get(one.value) and (kind := preset.placeholders[one.value].type) not in IN_DOCUMENT
    }
    if not wanted:
        return dict
    pool = ThreadPoolExecutor(max_workers=4)
    asked = {token: pool.submit(_seen, gateway, reader, values[token]) for token, reader in wanted.items()}
    pool.shutdown(wait=False)
    return lambda: {token: one.result() for token, one in asked.items()}


def _seen(gateway: Gateway, reader: Callable[[Gateway, str], Seen], value: str) -> Seen:
    try:
        return reader(gateway, value)
    except AwsRefused as error:
        return Seen({}, is_absent=error.aws_code in ABSENT, is_unread=error.aws_code not in ABSENT)
    except AwsUnreachable:
        return Seen({}, is_unread=True)


def _single(**words: str) -> dict[str, Words]:
    return {fact: (("", word),) for fact, word in words.items()}


def _key(gateway: Gateway, arn: str) -> Seen:
    if region_of(arn) != gateway.target.region:
        # a key is looked for in the Region of the call; another one's says nothing there
        return Seen(_single(region=region_of(arn)))
    about = gateway.call(ApiCall("kms", "DescribeKey", {"KeyId": arn}))["KeyMetadata"]
    spec = about.get("KeySpec", about.get("CustomerMasterKeySpec", ""))
    # a key of that spec can do nothing else, and moto leaves it out
    usage = about.get("KeyUsage") or ("ENCRYPT_DECRYPT" if spec == "SYMMETRIC_DEFAULT" else "")
    state, manager = about.get("KeyState", ""), about.get("KeyManager", "")
    return Seen(_single(spec=spec, usage=usage, state=state, manager=manager, region=region_of(arn)))


def _stream(gateway: Gateway, name: str) -> Seen:
    about = gateway.call(ApiCall("kinesis", "DescribeStreamSummary", {"StreamName": name}))["StreamDescriptionSummary"]
    mode = about.get("StreamModeDetails", {}).get("StreamMode", "PROVISIONED")
    return Seen(_single(mode=mode, shards=str(about["OpenShardCount"]), status=about["StreamStatus"]))


def _bucket(gateway: Gateway, name: str) -> Seen:
    place = gateway.call(ApiCall("s3", "GetBucketLocation", {"Bucket": name})).get("LocationConstraint") or ""
    return Seen(_single(region=FORMER_NAMES.get(place, place)))


def _vpc(gateway: Gateway, vpc: str) -> Seen:
    found = gateway.call(ApiCall("ec2", "DescribeVpcs", {"VpcIds": [vpc]}))["Vpcs"]
    return Seen(_single(state=found[0]["State"])) if found else Seen({}, is_absent=True)


def _subnets(gateway: Gateway, value: str) -> Seen:
    ids = items_of(value)
    # by filter, since by id one that is missing would hide the others
    found = read_subnets(gateway, {"Name": "subnet-id", "Values": list(ids)})
    routes = routes_of(gateway, found)
    there = {one["SubnetId"] for one in found}
    return Seen(
        {
            "vpc": tuple((one["SubnetId"], one["VpcId"]) for one in found),
            "zones": (("", str(len({one["AvailabilityZone"] for one in found}))),) if found else (),
            "route": tuple((one["SubnetId"], routes[one["SubnetId"]]) for one in found),
            "unusual_route": tuple((one["SubnetId"], "other") for one in found if routes[one["SubnetId"]] == "other"),
            "addresses": tuple((one["SubnetId"], str(one["AvailableIpAddressCount"])) for one in found),
        },
        absent_items=tuple(one for one in ids if one not in there),
    )


def read_subnets(gateway: Gateway, *filters: Mapping[str, Any]) -> list[Any]:
    """DescribeSubnets' answers. Raises AwsRefused, AwsUnreachable."""
    call = ApiCall("ec2", "DescribeSubnets", {"Filters": list(filters)} if filters else {})
    return list(items(gateway, call, "Subnets", answer="NextToken"))


def routes_of(gateway: Gateway, subnets: list[Any]) -> dict[str, str]:
    """How each subnet reaches the internet: public, nat, or none; by subnet id.

    A subnet without a route table of its own has its VPC's main one. A NAT gateway that is not available is none.
    """
    vpcs = sorted({one["VpcId"] for one in subnets})
    if not vpcs:
        return {}
    call = ApiCall("ec2", "DescribeRouteTables", {"Filters": [{"Name": "vpc-id", "Values": vpcs}]})
    own: dict[str, str] = {}
    main: dict[str, str] = {}
    available: set[str] | None = None
    for table in items(gateway, call, "RouteTables", answer="NextToken"):
        way = _way_out(table)
        if way.startswith("nat-"):
            available = _available_gateways(gateway, vpcs) if available is None else available
            way = "nat" if way in available else "none"
        for association in table.get("Associations", ()):
            if association.get("Main"):
                main[table["VpcId"]] = way
            elif subnet := association.get("SubnetId"):
                own[subnet] = way
    return {one["SubnetId"]: own.get(one["SubnetId"], main.get(one["VpcId"], "none")) for one in subnets}


def _way_out(table: Mapping[str, Any]) -> str:
    """public, the id of a NAT gateway, nat for another machine that may be one, or none."""
    for route in table.get("Routes", ()):
        if route.get("DestinationCidrBlock") == "0.0.0.0/0" and route.get("State", "active") == "active":
            if str(route.get("GatewayId", "")).startswith("igw-"):
                return "public"
            if gateway := route.get("NatGatewayId"):
                return str(gateway)
            if any(route.get(key) for key in ("InstanceId", "NetworkInterfaceId", "TransitGatewayId")):
                return "other"
    return "none"


def _available_gateways(gateway: Gateway, vpcs: list[str]) -> set[str]:
    call = ApiCall("ec2", "DescribeNatGateways", {"Filter": [{"Name": "vpc-id", "Values": vpcs}]})
    return {
        one["NatGatewayId"]
        for one in items(gateway, call, "NatGateways", answer="NextToken")
        if one.get("State") == "available"
    }


READERS: dict[str, Callable[[Gateway, str], Seen]] = {
    "kms-key-arn": _key,
    "kinesis-stream-name": _stream,
    "s3-bucket-name": _bucket,
    "vpc-id": _vpc,
    "subnet-ids": _subnets,
}
