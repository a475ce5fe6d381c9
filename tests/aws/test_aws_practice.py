"""The practice account: there at once, and the same at every start."""

import json
import threading
import time
from collections.abc import Callable

import pytest
from builders import trust
from endpoints import REGION
from fakes import Remembered

from tui.aws.choices import choices
from tui.aws.practice.gateway import PracticeGateway
from tui.core.calls.api_call import ApiCall, Gateway
from tui.core.calls.target import practice_target
from tui.core.errors import AwsRefused, AwsUnreachable

LIST_ROLES = ApiCall("iam", "ListRoles", {})


def create_role(name: str) -> ApiCall:
    return ApiCall("iam", "CreateRole", {"RoleName": name, "AssumeRolePolicyDocument": json.dumps(trust())})


def role_id(gateway: Gateway, name: str) -> str:
    return str(gateway.call(ApiCall("iam", "GetRole", {"RoleName": name}))["Role"]["RoleId"])


def test_it_is_named_before_it_runs() -> None:
    gateway = PracticeGateway(region=REGION, dry_run=False, history=Remembered())

    assert gateway.target == practice_target(REGION)


def test_starting_it_does_not_wait(open_practice: Callable[..., PracticeGateway]) -> None:
    long_history = [create_role(f"role-{number}") for number in range(500)]
    started = time.monotonic()

    open_practice(replay=long_history)

    assert time.monotonic() - started < 0.3


def test_changes_are_recorded_in_order_and_reads_and_refusals_are_not(
    open_practice: Callable[..., PracticeGateway],
) -> None:
    recorded: list[ApiCall] = []
    gateway = open_practice(record=recorded.append)

    gateway.call(create_role("one"))
    gateway.call(LIST_ROLES)
    with pytest.raises(AwsRefused):
        gateway.call(create_role("one"))
    gateway.call(create_role("two"))

    assert recorded == [create_role("one"), create_role("two")]


def test_what_was_recorded_is_there_again_with_the_same_ids(open_practice: Callable[..., PracticeGateway]) -> None:
    recorded: list[ApiCall] = []
    first = open_practice(record=recorded.append)
    first.call(create_role("one"))
    choices(first, "kinesis-stream-name")
    first.call(create_role("two"))
    ids = [role_id(first, name) for name in ("one", "two")]
    first.close()

    again = open_practice(replay=recorded)

    assert [role_id(again, name) for name in ("one", "two")] == ids
    assert again.skipped() == ()


def test_what_cannot_be_repeated_is_skipped_and_told(open_practice: Callable[..., PracticeGateway]) -> None:
    impossible = ApiCall("iam", "DeleteRole", {"RoleName": "never-there"})
    faulty = ApiCall(
        "iam", "RemoveRoleFromInstanceProfile", {"InstanceProfileName": "sample-web-server", "RoleName": "x"}
    )

    gateway = open_practice(replay=[impossible, create_role("one"), faulty])

    assert gateway.skipped() == (impossible, faulty)
    assert role_id(gateway, "one")


def test_samples_have_the_same_ids_at_every_start_whatever_is_looked_at_first(
    open_practice: Callable[..., PracticeGateway],
) -> None:
    types = ("oidc-provider-host-path", "kms-key-arn", "instance-id")
    one, other = open_practice(), open_practice()

    there = {name: choices(one, name) for name in types}
    other.call(create_role("mine"))
    again = {name: choices(other, name) for name in reversed(types)}

    assert there == again
    assert all(there.values())


def test_awss_managed_policies_can_be_attached(practice: Gateway) -> None:
    role = {"RoleName": "sample-eks-cluster"}
    arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"

    practice.call(ApiCall("iam", "AttachRolePolicy", {**role, "PolicyArn": arn}))

    attached = practice.call(ApiCall("iam", "ListAttachedRolePolicies", role))["AttachedPolicies"]
    assert arn in [policy["PolicyArn"] for policy in attached]


@pytest.mark.parametrize(("region", "partition"), [("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")])
def test_other_partitions_have_their_own_arns(
    open_practice: Callable[..., PracticeGateway], region: str, partition: str
) -> None:
    gateway = open_practice(region=region)

    gateway.call(create_role("one"))

    arn = gateway.call(ApiCall("iam", "GetRole", {"RoleName": "one"}))["Role"]["Arn"]
    assert arn == f"arn:{partition}:iam::123456789012:role/one"
    assert choices(gateway, "s3-bucket-name")


@pytest.mark.parametrize(
    "call",
    [
        ApiCall("iam", "SimulateCustomPolicy", {"PolicyInputList": ["{}"], "ActionNames": ["a:B"]}),
        ApiCall("accessanalyzer", "ValidatePolicy", {"policyDocument": "{}", "policyType": "IDENTITY_POLICY"}),
        ApiCall("grafana", "ListWorkspaces", {}),
    ],
    ids=lambda call: call.operation,
)
def test_what_moto_lacks_is_not_implemented_and_the_account_goes_on(practice: Gateway, call: ApiCall) -> None:
    with pytest.raises(AwsRefused) as refused:
        practice.call(call)

    assert refused.value.aws_code == "NotImplemented"
    assert practice.call(LIST_ROLES)["Roles"]


def test_a_fault_of_motos_is_an_internal_failure_and_the_account_goes_on(practice: Gateway) -> None:
    profile = {"InstanceProfileName": "sample-web-server", "RoleName": "sample-eks-cluster"}

    with pytest.raises(AwsRefused) as refused:
        practice.call(ApiCall("iam", "RemoveRoleFromInstanceProfile", profile))

    assert (refused.value.aws_code, refused.value.status) == ("InternalFailure", 500)
    assert practice.call(LIST_ROLES)["Roles"]


def test_what_is_read_is_what_is_there_also_after_it_was_read_before(practice: Gateway) -> None:
    """Answers of IAM are kept until something changes."""
    with pytest.raises(AwsRefused, match="NoSuchEntity"):
        role_id(practice, "late")
    with pytest.raises(AwsRefused, match="NoSuchEntity"):
        role_id(practice, "late")

    practice.call(create_role("late"))
    made = role_id(practice, "late")
    practice.call(ApiCall("iam", "DeleteRole", {"RoleName": "late"}))
    practice.call(create_role("late"))

    assert role_id(practice, "late") not in ("", made)


def test_an_answer_belongs_to_whoever_asked(practice: Gateway) -> None:
    first = practice.call(LIST_ROLES)
    names = [role["RoleName"] for role in first["Roles"]]

    first["Roles"].clear()

    assert names
    assert [role["RoleName"] for role in practice.call(LIST_ROLES)["Roles"]] == names


def test_many_threads_get_their_own_answers(practice: Gateway) -> None:
    answers: dict[str, str] = {}
    names = ["sample-web-server", "sample-eks-cluster"] * 10

    def ask(name: str) -> None:
        answer = practice.call(ApiCall("iam", "GetRole", {"RoleName": name}))
        answers[f"{threading.current_thread().name} {name}"] = answer["Role"]["RoleName"]

    threads = [threading.Thread(target=ask, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) == len(names)
    assert all(key.endswith(value) for key, value in answers.items())


def test_a_closed_account_says_so(open_practice: Callable[..., PracticeGateway]) -> None:
    gateway = open_practice()

    gateway.close()
    gateway.close()

    with pytest.raises(AwsUnreachable) as failure:
        gateway.call(LIST_ROLES)
    assert failure.value.code == "practice.failed"


def test_closing_frees_whoever_waits_for_it_to_start(open_practice: Callable[..., PracticeGateway]) -> None:
    gateway = open_practice()
    outcome: list[str] = []

    def wait() -> None:
        try:
            gateway.call(LIST_ROLES)
        except AwsUnreachable as error:
            outcome.append(error.code)

    waiting = threading.Thread(target=wait)
    waiting.start()
    gateway.close()
    waiting.join(timeout=2)

    assert outcome == ["practice.failed"]


def test_a_process_that_dies_is_an_error_with_its_last_words(
    open_practice: Callable[..., PracticeGateway], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONHOME", "/nonexistent")

    with pytest.raises(AwsUnreachable) as failure:
        open_practice().call(LIST_ROLES)

    assert failure.value.code == "practice.failed"
    assert failure.value.params["reason"]
