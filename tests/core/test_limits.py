"""Our limits against AWS's own words: the service models that come with botocore."""

import re
from functools import cache
from typing import Any

import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel, Shape

from tui.core.calls.target import DNS_SUFFIXES, partition_of_region
from tui.core.errors import AnswerRejected
from tui.core.iam import limits
from tui.core.preset.values import VALUE_TYPES, check_value

LOADER = Loader()
CHARACTERS = [chr(number) for number in (*range(0x250), 0x3042, 0xAC00, 0xFF21)]


@cache
def model(service: str) -> ServiceModel:
    return ServiceModel(LOADER.load_service_model(service, "service-2"))


def shape(service: str, name: str) -> Shape:
    found: Shape = model(service).shape_for(name)
    return found


def taken(pattern: "str | re.Pattern[str]", wrapping: str = "{}") -> set[str]:
    """The characters that alone, or wrapped, match the pattern."""
    compiled = re.compile(pattern, re.ASCII) if isinstance(pattern, str) else pattern
    return {one for one in CHARACTERS if compiled.fullmatch(wrapping.format(one))}


@pytest.mark.parametrize(
    ("ours", "name", "key"),
    [
        (limits.ROLE_NAME_MAX, "roleNameType", "max"),
        (limits.POLICY_NAME_MAX, "policyNameType", "max"),
        (limits.INSTANCE_PROFILE_NAME_MAX, "instanceProfileNameType", "max"),
        (limits.PATH_MAX, "pathType", "max"),
        (limits.PATH_MAX, "policyPathType", "max"),
        (limits.DESCRIPTION_MAX, "roleDescriptionType", "max"),
        (limits.DESCRIPTION_MAX, "policyDescriptionType", "max"),
        (limits.SESSION_SECONDS_MIN, "roleMaxSessionDurationType", "min"),
        (limits.SESSION_SECONDS_MAX, "roleMaxSessionDurationType", "max"),
        (limits.TAG_KEY_MAX, "tagKeyType", "max"),
        (limits.TAG_VALUE_MAX, "tagValueType", "max"),
        (limits.TAGS_MAX, "tagListType", "max"),
    ],
)
def test_numbers_are_those_of_iam(ours: int, name: str, key: str):
    assert ours == shape("iam", name).metadata[key]


@pytest.mark.parametrize(
    ("ours", "service", "name", "wrapping"),
    [
        (limits.NAME, "iam", "roleNameType", "{}"),
        (limits.NAME, "iam", "policyNameType", "{}"),
        (limits.NAME, "iam", "instanceProfileNameType", "{}"),
        (limits.DESCRIPTION, "iam", "roleDescriptionType", "{}"),
        (limits.DOCUMENT, "iam", "policyDocumentType", "{}"),
        (limits.PATH, "iam", "pathType", "{}"),
        (limits.PATH, "iam", "pathType", "/{}/"),
        (limits.EXTERNAL_ID, "sts", "externalIdType", "{}"),
    ],
)
def test_characters_are_those_of_iam(ours: re.Pattern[str], service: str, name: str, wrapping: str):
    theirs = shape(service, name).metadata["pattern"]

    assert taken(ours, wrapping) == taken(theirs, wrapping)


def test_tags_take_what_iam_takes():
    letters = {"[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+", "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*"}

    assert {shape("iam", name).metadata["pattern"] for name in ("tagKeyType", "tagValueType")} == letters


SHAPES = {
    "role-name": ("iam", "roleNameType"),
    "policy-name": ("iam", "policyNameType"),
    "instance-profile-name": ("iam", "instanceProfileNameType"),
    "iam-path": ("iam", "policyPathType"),
    "iam-description": ("iam", "roleDescriptionType"),
    "iam-policy-arn": ("iam", "arnType"),
    "external-id": ("sts", "externalIdType"),
    "kinesis-stream-name": ("kinesis", "StreamName"),
    "firehose-stream-name": ("firehose", "DeliveryStreamName"),
    "log-group-name": ("logs", "LogGroupName"),
    "opensearch-domain-name": ("opensearch", "DomainName"),
    "eks-cluster-name": ("eks", "ClusterName"),
    "ecr-repository-name": ("ecr", "RepositoryName"),
    "dynamodb-table-name": ("dynamodb", "TableName"),
    "cloudwatch-namespace": ("cloudwatch", "Namespace"),
    "state-machine-name": ("stepfunctions", "Name"),
    "iot-topic-rule-name": ("iot", "RuleName"),
    "flink-application-name": ("kinesisanalyticsv2", "ApplicationName"),
    "eventbridge-rule-name": ("events", "RuleName"),
    "cognito-identity-pool-id": ("cognito-identity", "IdentityPoolId"),
    "amp-workspace-id": ("amp", "WorkspaceId"),
    "route53-hosted-zone-id": ("route53", "ResourceId"),
    "kms-key-arn": ("kms", "KeyIdType"),
}


@pytest.mark.parametrize("type_name", SHAPES)
def test_no_type_takes_a_length_that_its_service_refuses(type_name: str):
    ours, theirs = VALUE_TYPES[type_name], shape(*SHAPES[type_name]).metadata

    assert ours.maximum <= theirs["max"]
    assert ours.minimum >= theirs.get("min", 0)


@pytest.mark.parametrize(
    "type_name", ["role-name", "policy-name", "instance-profile-name", "external-id", "eks-cluster-name"]
)
def test_names_may_be_as_long_as_aws_lets_them(type_name: str):
    longest = shape(*SHAPES[type_name]).metadata["max"]

    assert check_value(type_name, "n" * longest) == "n" * longest


EXAMPLES = {
    "iam-path": "/a/",
    "cognito-identity-pool-id": "us-east-1:0a",
    "amp-workspace-id": f"ws-{'0' * 8}-0000-0000-0000-{'0' * 12}",
}


@pytest.mark.parametrize("type_name", [name for name, at in SHAPES.items() if "pattern" in shape(*at).metadata])
def test_no_type_takes_a_character_that_its_service_refuses(type_name: str):
    theirs = re.compile(shape(*SHAPES[type_name]).metadata["pattern"], re.ASCII)
    plain = EXAMPLES.get(type_name, "aa0")

    texts = {text for one in CHARACTERS for text in (one + plain, plain + one, plain[:-1] + one + plain[-1])}
    values = {value for text in {plain} | texts if (value := accepted(type_name, text))}

    assert plain in values
    assert {value for value in values if not theirs.fullmatch(value)} == set()


def accepted(type_name: str, text: str) -> str:
    """The value, "" where the text is refused."""
    try:
        return check_value(type_name, text)
    except AnswerRejected:
        return ""


PARTITIONS: list[dict[str, Any]] = LOADER.load_data("endpoints")["partitions"]


@pytest.mark.parametrize("partition", PARTITIONS, ids=[one["partition"] for one in PARTITIONS])
def test_every_partition_has_the_domain_and_the_regions_that_botocore_gives_it(partition: dict[str, Any]):
    name = partition["partition"]

    assert DNS_SUFFIXES[name] == partition["dnsSuffix"]
    assert {partition_of_region(region) for region in partition["regions"]} == {name}
    assert all(accepted("region", region) for region in partition["regions"])
