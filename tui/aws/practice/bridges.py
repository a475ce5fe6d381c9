"""Where moto answers otherwise than AWS in a way people would learn wrong, or not at all: put right before any call.

Put right: the names of service-linked roles, what AWS says to making one a second time, the tags of a new stream,
older versions of inline and trust policies, and all of IAM as a resource.
Filled in: the roles of Cognito identity pools, which moto does not have; they are kept in the account's memory, and no
more is done with them (nobody gets credentials of a pool here). Made known beforehand: the ids of the samples that
presets' examples name.
"""

import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from moto.cognitoidentity import models as identity_models
from moto.core import DEFAULT_ACCOUNT_ID
from moto.iam.exceptions import InvalidInput
from moto.iam.models import IAMBackend, Role
from moto.iam.policy_validation import VALID_RESOURCE_PATH_STARTING_VALUES, BaseIAMPolicyValidator
from moto.kinesis.responses import KinesisResponse

SERVICE_LINKED_NAMES = {
    "access-analyzer": "AccessAnalyzer",
    "acm": "CertificateManager",
    "agentless.inspector2": "AmazonInspector2Agentless",
    "application-signals.cloudwatch": "CloudWatchApplicationSignals",
    "autoscaling": "AutoScaling",
    "batch": "Batch",
    "config": "Config",
    "detective": "Detective",
    "devops-guru": "DevOpsGuru",
    "dynamodb.application-autoscaling": "ApplicationAutoScaling_DynamoDBTable",
    "ecs": "ECS",
    "elasticache": "ElastiCache",
    "elasticfilesystem": "AmazonElasticFileSystem",
    "elasticloadbalancing": "ElasticLoadBalancing",
    "es": "AmazonElasticsearchService",
    "events": "CloudWatchEvents",
    "globalaccelerator": "GlobalAccelerator",
    "guardduty": "AmazonGuardDuty",
    "inspector2": "AmazonInspector2",
    "kafka": "Kafka",
    "logger.cloudfront": "CloudFrontLogger",
    "macie": "AmazonMacie",
    "malware-protection.guardduty": "AmazonGuardDutyMalwareProtection",
    "memorydb": "MemoryDB",
    "network-firewall": "NetworkFirewall",
    "opensearchservice": "AmazonOpenSearchService",
    "ops.apigateway": "APIGateway",
    "pullthroughcache.ecr": "ECRPullThroughCache",
    "rds": "RDS",
    "replication.dynamodb": "DynamoDBReplication",
    "replication.ecr": "ECRReplication",
    "replicator.lambda": "LambdaReplicator",
    "reporting.trustedadvisor": "TrustedAdvisorReporting",
    "route53resolver": "Route53Resolver",
    "securityhub": "SecurityHub",
    "spot": "EC2Spot",
    "ssm": "AmazonSSM",
    "stacksets.cloudformation": "CloudFormationStackSetsOrgAdmin",
    "transitgateway": "VPCTransitGateway",
    "trustedadvisor": "TrustedAdvisor",
    "vpc-lattice": "VpcLattice",
    "wafv2": "WAFV2Logging",
}
"""What follows AWSServiceRoleFor; AWS's names cannot be derived from the service's, moto tries to."""

INSTANCE_IDS = ("i-0598c7d356eba48d7", "i-1234567890abcdef0")
"""Of the first instances, which are the samples; the second has no profile and is the presets' example."""
NETWORK_IDS = {
    "10.0.0.0/16": "vpc-0a1b2c3d4e5f67890",
    "10.0.0.0/24": "subnet-0123456789abcdef0",
    "10.0.1.0/24": "subnet-0123456789abcdef1",
    "10.0.2.0/24": "subnet-0123456789abcdef2",
}
"""Of the sample VPC and its subnets, by CIDR block."""
KEY_IDS = ("1234abcd-12ab-34cd-56ef-1234567890ab",)
"""Of the first key, which is a sample, and the one that presets' examples name."""
POOL_IDS = ("12345678-abcd-abcd-abcd-123456790abc",)


def put_right() -> None:
    """Teaches moto AWS's names and the samples' ids. Before any call."""
    IAMBackend.create_service_linked_role = _create_service_linked_role
    KinesisResponse.create_stream = _create_stream
    # IAM takes older versions of all but managed policies; of those our own checks tell
    BaseIAMPolicyValidator._validate_version = lambda _: None
    # AWS's own policies name these, and IAM's message about others says so of the first
    beginnings = VALID_RESOURCE_PATH_STARTING_VALUES["iam"]["values"]
    beginnings += [one for one in ("*", "root", "role-template/") if one not in beginnings]
    pools, random_pool = iter(POOL_IDS), identity_models.get_random_identity_id

    def pool_id(region: str) -> str:
        known = next(pools, None)
        return f"{region}:{known}" if known else random_pool(region)

    identity_models.get_random_identity_id = pool_id


def put_ec2_right() -> None:
    """Teaches moto the ids of sample instances and network, before the first call to EC2: importing it takes 0.6 s."""
    from moto.ec2.models import instances as instance_models
    from moto.ec2.models import subnets as subnet_models
    from moto.ec2.models import vpcs as vpc_models

    network = dict(NETWORK_IDS)
    vpc_models.VPCBackend.create_vpc = _with_known_id(
        vpc_models.VPCBackend.create_vpc, vpc_models, "random_vpc_id", lambda args: network.pop(args["cidr_block"], "")
    )
    subnet_models.SubnetBackend.create_subnet = _with_known_id(
        subnet_models.SubnetBackend.create_subnet,
        subnet_models,
        "random_subnet_id",
        lambda args: network.pop(args["cidr_block"], "") if args["vpc_id"] in NETWORK_IDS.values() else "",
    )
    instances, random_instance = iter(INSTANCE_IDS), instance_models.random_instance_id
    instance_models.random_instance_id = lambda: next(instances, None) or random_instance()


def _with_known_id(
    create: Callable[..., Any], module: Any, random_id: str, known: Callable[[Mapping[str, Any]], str]
) -> Callable[..., Any]:
    """moto's function, which asks `random_id` of its module once, with the id that `known` has for its arguments."""
    of_chance = getattr(module, random_id)

    def create_with_id(*args: Any, **kwargs: Any) -> Any:
        given = inspect.signature(create).bind(*args, **kwargs).arguments
        found = known(given)
        setattr(module, random_id, (lambda: found) if found else of_chance)
        try:
            return create(*args, **kwargs)
        finally:
            setattr(module, random_id, of_chance)

    return create_with_id


def put_keys_right() -> None:
    """Teaches moto the id of the first sample key, before the first call to KMS."""
    from moto.kms import models as kms_models

    keys, random_key = iter(KEY_IDS), kms_models.generate_key_id

    def key_id(multi_region: bool = False) -> str:
        return next(keys, None) or random_key(multi_region)

    kms_models.generate_key_id = key_id


def _create_service_linked_role(self: IAMBackend, service_name: str, description: str, suffix: str) -> Role:
    service = service_name.split(".amazonaws.")[0]
    name = "_".join(filter(None, (f"AWSServiceRoleFor{SERVICE_LINKED_NAMES.get(service, service)}", suffix)))
    if any(role.name == name for role in self.roles.values()):
        taken = f"Service role name {name} has been taken in this account, please try a different suffix."
        raise InvalidInput(taken)
    statement = {"Effect": "Allow", "Principal": {"Service": service_name}, "Action": "sts:AssumeRole"}
    return self.create_role(
        name,
        json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
        f"/aws-service-role/{service_name}/",
        permissions_boundary=None,
        description=description,
        tags=[],
        max_session_duration="3600",
        linked_service=service_name,
    )


_create_plain_stream = KinesisResponse.create_stream


def _create_stream(self: KinesisResponse) -> Any:
    """Moto takes the tags of a new stream and forgets them."""
    answer = _create_plain_stream(self)
    if tags := self._get_param("Tags"):
        self.kinesis_backend.add_tags_to_stream(None, self._get_param("StreamName"), tags)
    return answer


class IdentityPoolMemory:
    """The roles of identity pools, by pool; answers SetIdentityPoolRoles and GetIdentityPoolRoles in moto's place."""

    def __init__(self) -> None:
        self._kept: dict[str, Mapping[str, Any]] = {}

    def answer_for(self, session: Any) -> None:
        """Stands before moto in every client the session makes from now on."""
        for operation in ("SetIdentityPoolRoles", "GetIdentityPoolRoles"):
            session.events.register(f"before-call.cognito-identity.{operation}", self._answer)

    def _answer(self, model: Any, params: Mapping[str, Any], **_: Any) -> tuple[AWSResponse, dict[str, Any]]:
        asked = json.loads(params["body"])
        pool = asked["IdentityPoolId"]
        if pool not in set(_pools()):
            error = {"Code": "ResourceNotFoundException", "Message": f"IdentityPool '{pool}' not found."}
            return AWSResponse(params["url"], 400, HTTPHeaders(), None), {"Error": error, "ResponseMetadata": {}}
        fine = AWSResponse(params["url"], 200, HTTPHeaders(), None)
        if model.name == "SetIdentityPoolRoles":
            self._kept[pool] = {key: asked[key] for key in ("Roles", "RoleMappings") if asked.get(key)}
            return fine, {}
        return fine, {"IdentityPoolId": pool, **self._kept.get(pool, {})}


def _pools() -> Iterator[str]:
    for backend in identity_models.cognitoidentity_backends[DEFAULT_ACCOUNT_ID].values():
        yield from backend.identity_pools
