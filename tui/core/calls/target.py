"""Where the role is to live."""

from dataclasses import dataclass
from typing import Literal

TargetKind = Literal["practice", "account"]

PRACTICE_ACCOUNT = "123456789012"
PRACTICE_REGION = "us-east-1"


@dataclass(frozen=True)
class Target:
    """An account in a region, as the session that talks to it knows it."""

    kind: TargetKind
    account: str
    """Twelve digits; text, since leading zeros count."""
    region: str
    partition: str = "aws"
    caller_arn: str = ""
    alias: str = ""
    endpoint: str = ""
    """An endpoint that replaces AWS's own (AWS_ENDPOINT_URL); empty when there is none."""

    @property
    def dns_suffix(self) -> str:
        """The domain that AWS services of this partition live under."""
        return DNS_SUFFIXES.get(self.partition, "amazonaws.com")


# botocore's endpoints.json, "dnsSuffix" of each partition (1.44.5)
DNS_SUFFIXES = {
    "aws": "amazonaws.com",
    "aws-cn": "amazonaws.com.cn",
    "aws-us-gov": "amazonaws.com",
    "aws-eusc": "amazonaws.eu",
    "aws-iso": "c2s.ic.gov",
    "aws-iso-b": "sc2s.sgov.gov",
    "aws-iso-e": "cloud.adc-e.uk",
    "aws-iso-f": "csp.hci.ic.gov",
}


def partition_of_region(region: str) -> str:
    """The partition a region's name says it belongs to; the target's own answer goes first where there is one."""
    for prefix, partition in REGION_PREFIXES:
        if region.startswith(prefix):
            return partition
    return "aws"


REGION_PREFIXES = (
    ("cn-", "aws-cn"),
    ("us-gov-", "aws-us-gov"),
    ("eusc-", "aws-eusc"),
    ("us-isob-", "aws-iso-b"),
    ("us-iso-", "aws-iso"),
    ("eu-isoe-", "aws-iso-e"),
    ("us-isof-", "aws-iso-f"),
)


def practice_target(region: str = PRACTICE_REGION) -> Target:
    """The built-in account: the same in every run, with nobody's credentials."""
    partition = partition_of_region(region)
    return Target(
        kind="practice",
        account=PRACTICE_ACCOUNT,
        region=region,
        partition=partition,
        caller_arn=f"arn:{partition}:iam::{PRACTICE_ACCOUNT}:user/practice",
        alias="practice",
    )
