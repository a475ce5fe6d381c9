"""Where moto answers otherwise than AWS in a way people would learn wrong: put right before the first call."""

from moto.iam.models import SERVICE_NAME_CONVERSION

SERVICE_LINKED_NAMES = {
    "batch": "Batch",
    "config": "Config",
    "ecs": "ECS",
    "elasticache": "ElastiCache",
    "elasticfilesystem": "AmazonElasticFileSystem",
    "elasticloadbalancing": "ElasticLoadBalancing",
    "es": "AmazonElasticsearchService",
    "opensearchservice": "AmazonOpenSearchService",
    "rds": "RDS",
    "spot": "EC2Spot",
    "ssm": "AmazonSSM",
}
"""What follows AWSServiceRoleFor; AWS's names cannot be derived from the service's, moto tries to."""


def put_right() -> None:
    """Teaches moto AWS's names."""
    SERVICE_NAME_CONVERSION.update(SERVICE_LINKED_NAMES)
