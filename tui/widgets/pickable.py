"""Which fields have a list to pick from."""

PICKABLE = frozenset(
    {
        "amp-workspace-id",
        "dynamodb-table-name",
        "ecr-repository-name",
        "ecs-cluster-name",
        "eks-cluster-name",
        "iam-policy-arn",
        "instance-id",
        "kinesis-stream-name",
        "kms-key-arn",
        "lambda-function-name",
        "log-group-name",
        "oidc-provider-host-path",
        "opensearch-domain-name",
        "region",
        "s3-bucket-name",
        "subnet-ids",
        "vpc-id",
    }
)
"""Types an account can be asked for (tui.aws.choices), without the names of things that are yet to be made."""


SEVERAL = frozenset({"subnet-ids"})
"""Those that take more than one value: what is picked is added."""
