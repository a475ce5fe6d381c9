"""Things to pick from in the practice account, made when their service is first called.

Names are those of the presets' examples; whatever IAM roles they need begin with `sample-`, so that the person's own
names stay free.
"""

import json
from collections.abc import Callable, Mapping

from tui.core.calls.api_call import ApiCall, Gateway

BUCKETS = ("my-lake", "ut-wordpress-s3", "app-logs", "qlik-open-lakehouse-bucket", "my-team-data-bucket")
STREAMS = ("my-stream", "qlik-cluster-sync")
USER, GROUP = "developer", "developers"
WEB_SERVER = "sample-web-server"
EKS_CLUSTER = "sample-eks-cluster"


def make_samples(gateway: Gateway, service: str) -> None:
    """The service's samples. The caller makes those of NEEDED_FIRST[service] before."""
    SAMPLES.get(service, _nothing)(gateway)


def _nothing(_: Gateway) -> None:
    """Most services have no samples."""


def _iam(gateway: Gateway) -> None:
    for name, service, policy in (
        (WEB_SERVER, "ec2.amazonaws.com", "AmazonSSMManagedInstanceCore"),
        (EKS_CLUSTER, "eks.amazonaws.com", "AmazonEKSClusterPolicy"),
    ):
        trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
        gateway.call(ApiCall("iam", "CreateRole", {"RoleName": name, "AssumeRolePolicyDocument": document}))
        attached = {"RoleName": name, "PolicyArn": f"arn:{gateway.target.partition}:iam::aws:policy/{policy}"}
        gateway.call(ApiCall("iam", "AttachRolePolicy", attached))
    gateway.call(ApiCall("iam", "CreateUser", {"UserName": USER}))
    gateway.call(ApiCall("iam", "CreateGroup", {"GroupName": GROUP}))
    gateway.call(ApiCall("iam", "AddUserToGroup", {"UserName": USER, "GroupName": GROUP}))
    profile = {"InstanceProfileName": WEB_SERVER}
    gateway.call(ApiCall("iam", "CreateInstanceProfile", profile))
    gateway.call(ApiCall("iam", "AddRoleToInstanceProfile", {**profile, "RoleName": WEB_SERVER}))


def _s3(gateway: Gateway) -> None:
    region = gateway.target.region
    # S3 wants the region named unless it is us-east-1, which it refuses to hear
    place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    for name in BUCKETS:
        gateway.call(ApiCall("s3", "CreateBucket", {"Bucket": name, **place}))


def _kinesis(gateway: Gateway) -> None:
    for name in STREAMS:
        gateway.call(ApiCall("kinesis", "CreateStream", {"StreamName": name, "ShardCount": 1}))


def _kms(gateway: Gateway) -> None:
    signing = {"KeySpec": "RSA_2048", "KeyUsage": "SIGN_VERIFY"}
    for alias, params in (("alias/lakehouse", {}), ("alias/app", {}), ("alias/signing", signing)):
        key = gateway.call(ApiCall("kms", "CreateKey", params))["KeyMetadata"]["KeyId"]
        gateway.call(ApiCall("kms", "CreateAlias", {"AliasName": alias, "TargetKeyId": key}))


def _eks(gateway: Gateway) -> None:
    target = gateway.target
    role = f"arn:{target.partition}:iam::{target.account}:role/{EKS_CLUSTER}"
    gateway.call(ApiCall("eks", "CreateCluster", {"name": "my-cluster", "roleArn": role, "resourcesVpcConfig": {}}))


def _network(gateway: Gateway) -> None:
    """A VPC whose subnets lie in three zones: a public one, a private one with a NAT gateway, one without a way out."""

    def named(kind: str, name: str) -> list[Mapping[str, object]]:
        return [{"ResourceType": kind, "Tags": [{"Key": "Name", "Value": name}]}]

    def table(vpc: str, subnet: str, route: Mapping[str, str]) -> None:
        made = gateway.call(ApiCall("ec2", "CreateRouteTable", {"VpcId": vpc}))["RouteTable"]["RouteTableId"]
        everywhere = {"RouteTableId": made, "DestinationCidrBlock": "0.0.0.0/0"}
        gateway.call(ApiCall("ec2", "CreateRoute", {**everywhere, **route}))
        gateway.call(ApiCall("ec2", "AssociateRouteTable", {"RouteTableId": made, "SubnetId": subnet}))

    params = {"CidrBlock": "10.0.0.0/16", "TagSpecifications": named("vpc", "sample-lakehouse")}
    vpc = gateway.call(ApiCall("ec2", "CreateVpc", params))["Vpc"]["VpcId"]
    way_out = gateway.call(ApiCall("ec2", "CreateInternetGateway", {}))["InternetGateway"]["InternetGatewayId"]
    gateway.call(ApiCall("ec2", "AttachInternetGateway", {"VpcId": vpc, "InternetGatewayId": way_out}))
    subnets = []
    zones = gateway.call(ApiCall("ec2", "DescribeAvailabilityZones", {}))["AvailabilityZones"]
    for number, (name, zone) in enumerate(zip(("public", "private", "isolated"), zones, strict=False)):
        place = {"VpcId": vpc, "CidrBlock": f"10.0.{number}.0/24", "AvailabilityZone": zone["ZoneName"]}
        place["TagSpecifications"] = named("subnet", f"sample-{name}")
        subnets.append(gateway.call(ApiCall("ec2", "CreateSubnet", place))["Subnet"]["SubnetId"])
    table(vpc, subnets[0], {"GatewayId": way_out})
    address = gateway.call(ApiCall("ec2", "AllocateAddress", {"Domain": "vpc"}))["AllocationId"]
    nat = {"SubnetId": subnets[0], "AllocationId": address}
    gateway_id = gateway.call(ApiCall("ec2", "CreateNatGateway", nat))["NatGateway"]["NatGatewayId"]
    table(vpc, subnets[1], {"NatGatewayId": gateway_id})


def _ec2(gateway: Gateway) -> None:
    image = gateway.call(ApiCall("ec2", "RegisterImage", {"Name": "sample-image"}))["ImageId"]
    profiles: Mapping[str, Mapping[str, Mapping[str, str]]] = {
        "web-server": {"IamInstanceProfile": {"Name": WEB_SERVER}},
        "batch-worker": {},
    }
    for name, profile in profiles.items():
        tags = [{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": name}]}]
        params = {"ImageId": image, "MinCount": 1, "MaxCount": 1, "InstanceType": "t3.micro", "TagSpecifications": tags}
        gateway.call(ApiCall("ec2", "RunInstances", {**params, **profile}))
    _network(gateway)


def _cognito(gateway: Gateway) -> None:
    pool = {"IdentityPoolName": "my_pool", "AllowUnauthenticatedIdentities": True}
    gateway.call(ApiCall("cognito-identity", "CreateIdentityPool", pool))


def _logs(gateway: Gateway) -> None:
    gateway.call(ApiCall("logs", "CreateLogGroup", {"logGroupName": "/vpc/flow-logs"}))


def _dynamodb(gateway: Gateway) -> None:
    table = {
        "TableName": "my-table",
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "BillingMode": "PAY_PER_REQUEST",
    }
    gateway.call(ApiCall("dynamodb", "CreateTable", table))


SAMPLES: dict[str, Callable[[Gateway], None]] = {
    "cognito-identity": _cognito,
    "dynamodb": _dynamodb,
    "ec2": _ec2,
    "eks": _eks,
    "iam": _iam,
    "kinesis": _kinesis,
    "kms": _kms,
    "logs": _logs,
    "s3": _s3,
}

NEEDED_FIRST: dict[str, tuple[str, ...]] = {"ec2": ("iam",), "eks": ("iam",)}
"""Services whose samples point at samples of others."""
