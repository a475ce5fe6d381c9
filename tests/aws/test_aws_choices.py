"""Pick lists: what can be chosen is what the account has, all of it, and nothing that would not work."""

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from builders import allow, trust
from endpoints import REGION, Endpoint
from moto.backends import get_backend

from tui.aws.choices import LISTERS, choices, derive
from tui.aws.gateway import AccountGateway
from tui.core.calls.api_call import ApiCall, Gateway
from tui.core.calls.target import Target, practice_target
from tui.core.errors import AwsRefused
from tui.core.preset.choice import Choice
from tui.core.preset.documents import items_of
from tui.core.preset.values import VALUE_TYPES, check_value


def values(gateway: Gateway, type_name: str) -> list[str]:
    return [choice.value for choice in choices(gateway, type_name)]


@pytest.mark.parametrize("type_name", LISTERS)
def test_what_can_be_picked_in_the_practice_account_is_a_valid_value(practice: Gateway, type_name: str) -> None:
    offered = values(practice, type_name)

    assert type_name in VALUE_TYPES
    taken = [check_value(type_name, value) for value in offered]
    assert [(*items_of(one), one)[0] for one in taken] == offered


@pytest.mark.parametrize(
    ("type_name", "expected"),
    [
        (
            "s3-bucket-name",
            ["my-lake", "ut-wordpress-s3", "app-logs", "qlik-open-lakehouse-bucket", "my-team-data-bucket"],
        ),
        ("kinesis-stream-name", ["my-stream", "qlik-cluster-sync"]),
        ("eks-cluster-name", ["my-cluster"]),
        ("log-group-name", ["/vpc/flow-logs"]),
        ("dynamodb-table-name", ["my-table"]),
        ("instance-profile-name", ["sample-web-server"]),
        ("role-name", ["sample-eks-cluster", "sample-web-server"]),
    ],
)
def test_the_practice_account_has_samples(practice: Gateway, type_name: str, expected: list[str]) -> None:
    assert sorted(values(practice, type_name)) == sorted(expected)


def test_only_symmetric_keys_in_use_of_ones_own_are_offered_with_their_alias(practice: Gateway) -> None:
    keys = choices(practice, "kms-key-arn")

    assert [key.note for key in keys] == ["alias/lakehouse", "alias/app"]
    assert all(key.value.startswith(f"arn:aws:kms:{REGION}:123456789012:key/") for key in keys)


def test_instances_show_their_name_and_state(practice: Gateway) -> None:
    notes = [choice.note for choice in choices(practice, "instance-id")]

    assert notes == ["web-server, running", "batch-worker, running"]


def test_one_sample_instance_has_a_profile_and_one_has_none(practice: Gateway) -> None:
    reservations = practice.call(ApiCall("ec2", "DescribeInstances", {}))["Reservations"]

    profiles = [one.get("IamInstanceProfile") for reservation in reservations for one in reservation["Instances"]]

    assert profiles[0]["Arn"] == "arn:aws:iam::123456789012:instance-profile/sample-web-server"
    assert profiles[1] is None


def test_an_issuer_is_offered_with_the_cluster_it_belongs_to(practice: Gateway) -> None:
    (issuer,) = choices(practice, "oidc-provider-host-path")

    assert re.fullmatch(rf"oidc\.eks\.{REGION}\.amazonaws\.com/id/\w+", issuer.value)
    assert issuer.note == "my-cluster"


def test_a_cluster_leads_to_its_issuer(practice: Gateway) -> None:
    (issuer,) = choices(practice, "oidc-provider-host-path")

    assert derive(practice, "oidc-provider-host-path", "my-cluster") == issuer.value


@pytest.mark.parametrize(
    ("type_name", "source"),
    [("oidc-provider-host-path", "no-such-cluster"), ("oidc-provider-host-path", ""), ("role-name", "my-cluster")],
)
def test_what_leads_nowhere_derives_nothing(practice: Gateway, type_name: str, source: str) -> None:
    assert derive(practice, type_name, source) == ""


def test_a_type_without_a_list_offers_nothing_and_asks_nobody(account: AccountGateway, moto_server: Endpoint) -> None:
    assert choices(account, "k8s-namespace") == ()
    assert moto_server.requests == []


def test_regions_are_those_of_the_partition_and_cost_no_call(account: AccountGateway, moto_server: Endpoint) -> None:
    regions = choices(account, "region")

    assert Choice("ap-northeast-1", "Asia Pacific (Tokyo)") in regions
    assert not any(region.value.startswith(("cn-", "us-gov-", "aws-")) for region in regions)
    assert moto_server.requests == []


def test_aws_own_policies_are_not_offered(account: AccountGateway) -> None:
    account.call(ApiCall("iam", "CreatePolicy", {"PolicyName": "mine", "PolicyDocument": json.dumps(allow("a:B"))}))

    assert values(account, "policy-name") == ["mine"]
    assert values(account, "iam-policy-arn") == ["arn:aws:iam::123456789012:policy/mine"]


def test_more_than_one_page_of_streams_is_complete(account: AccountGateway) -> None:
    names = [f"s{number:03}" for number in range(1003)]
    moto = get_backend("kinesis")["123456789012"][REGION]
    for name in names:
        moto.create_stream(name, 1)

    assert values(account, "kinesis-stream-name") == names


def test_more_than_one_page_of_log_groups_is_complete(account: AccountGateway) -> None:
    names = [f"/app/{number:03}" for number in range(55)]
    for name in names:
        account.call(ApiCall("logs", "CreateLogGroup", {"logGroupName": name}))

    assert values(account, "log-group-name") == names


def test_more_than_one_page_of_tables_is_complete(account: AccountGateway) -> None:
    names = [f"table-{number:03}" for number in range(103)]
    keys = {"AttributeDefinitions": [{"AttributeName": "i", "AttributeType": "S"}], "BillingMode": "PAY_PER_REQUEST"}
    for name in names:
        table = {"TableName": name, "KeySchema": [{"AttributeName": "i", "KeyType": "HASH"}], **keys}
        account.call(ApiCall("dynamodb", "CreateTable", table))

    assert values(account, "dynamodb-table-name") == names


def test_names_of_things_listed_by_arn_are_names(account: AccountGateway) -> None:
    account.call(ApiCall("ecs", "CreateCluster", {"clusterName": "my-cluster"}))
    account.call(ApiCall("ecr", "CreateRepository", {"repositoryName": "team/app"}))
    account.call(ApiCall("amp", "CreateWorkspace", {"alias": "metrics"}))
    account.call(ApiCall("opensearch", "CreateDomain", {"DomainName": "search"}))

    assert values(account, "ecs-cluster-name") == ["my-cluster"]
    assert values(account, "ecr-repository-name") == ["team/app"]
    assert choices(account, "amp-workspace-id")[0].note == "metrics"
    assert values(account, "opensearch-domain-name") == ["search"]


def test_functions_are_offered_by_name(account: AccountGateway) -> None:
    role = {"RoleName": "fn", "AssumeRolePolicyDocument": json.dumps(trust("lambda.amazonaws.com"))}
    arn = account.call(ApiCall("iam", "CreateRole", role))["Role"]["Arn"]
    function = {"FunctionName": "fn", "Role": arn, "Code": {"ImageUri": "i"}, "PackageType": "Image"}
    account.call(ApiCall("lambda", "CreateFunction", function))

    assert values(account, "lambda-function-name") == ["fn"]


class Keys:
    """A gateway with three keys: one whose policy keeps the caller out, one that is being deleted, one that is fine."""

    target: Target = practice_target()

    def call(self, call: ApiCall) -> Mapping[str, Any]:
        match call.operation, call.params.get("KeyId"):
            case "ListAliases", _:
                return {"Aliases": [{"AliasName": "alias/aws/s3", "TargetKeyId": "aws"}]}
            case "ListKeys", _:
                return {"Keys": [{"KeyId": one} for one in ("aws", "secret", "dying", "fine")]}
            case _, "secret":
                raise AwsRefused("AccessDeniedException", "no", call.operation, 400)
            case _, key:
                state = "PendingDeletion" if key == "dying" else "Enabled"
                about = {
                    "Arn": f"arn:{key}",
                    "KeySpec": "SYMMETRIC_DEFAULT",
                    "KeyState": state,
                    "KeyManager": "CUSTOMER",
                }
                return {"KeyMetadata": about}


def test_a_key_that_cannot_be_looked_at_does_not_hide_the_others() -> None:
    assert values(Keys(), "kms-key-arn") == ["arn:fine"]
