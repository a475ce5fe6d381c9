"""The practice account's environment: what every child of ours is kept from, and what moto is told besides."""

from collections.abc import Mapping

from tui.core.calls.target import PRACTICE_ACCOUNT, partition_of_region
from tui.isolation import kept

UNWANTED = ("MOTO_", "TEST_", "S3_", "ACM_", "SF_", "INITIAL_NO_AUTH", "DOCKER_")
"""Beginnings of variables that change what moto and botocore do."""

OWN = {
    "AWS_ACCESS_KEY_ID": "practice",
    "AWS_SECRET_ACCESS_KEY": "practice",
    "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
    "MOTO_ALLOW_NONEXISTENT_REGION": "true",
    "MOTO_EC2_LOAD_DEFAULT_AMIS": "false",
    # known beforehand, the account need not be looked up, for which moto would load the 1,582 managed policies of
    # every partition (0.6 s) instead of one's
    "MOTO_ACCOUNT_ID": PRACTICE_ACCOUNT,
}


def child_environment(environ: Mapping[str, str], region: str) -> dict[str, str]:
    """The environment of the account's process."""
    return {**kept(environ, UNWANTED), **OWN, **_places(region)}


def _places(region: str) -> dict[str, str]:
    places = {"AWS_DEFAULT_REGION": region}
    if partition_of_region(region) == "aws-us-gov":
        # from GovCloud's own iam.us-gov.amazonaws.com moto takes "us-gov" for the region, and makes ARNs of "aws"
        places["AWS_ENDPOINT_URL_IAM"] = f"https://iam.{region}.amazonaws.com"
    return places
