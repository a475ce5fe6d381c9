"""Buckets, streams and keys that a role needs: made when missing, tagged, never deleted while they hold something."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from builders import a_blueprint, a_plan, a_preset, a_role, a_target, allow
from endpoints import REGION
from fakes import Remembered
from test_aws_kinds import Run, plan_for

from tui.aws.observe import observe
from tui.aws.practice.gateway import PracticeGateway
from tui.core.calls.api_call import ApiCall, Gateway
from tui.core.calls.result_reference import Ref
from tui.core.calls.target import Target
from tui.core.checks.findings import findings_of
from tui.core.errors import AwsRefused, AwsUnreachable
from tui.core.kinds import Bucket, KmsKey, Resource, Role, Stream
from tui.core.plan.plan import make_plan
from tui.core.run.journal import read_run
from tui.core.run.resume import make_resume

NUMBERS = count(1)
NOTHING = a_preset(placeholders={}, resources=[], need="not-needed")


@dataclass(frozen=True)
class New:
    """Things nobody made yet, under names that no other test uses."""

    bucket: Bucket
    stream: Stream
    key: KmsKey
    role: Role
    """Its policy names the key's ARN before there is one."""


@pytest.fixture(scope="module")
def changes() -> list[ApiCall]:
    """Every change made in the account, in order."""
    return []


@pytest.fixture(scope="module")
def account(changes: list[ApiCall]) -> Iterator[PracticeGateway]:
    with PracticeGateway(region=REGION, dry_run=False, history=Remembered(record=changes.append)) as gateway:
        gateway.start()
        yield gateway


@pytest.fixture
def new() -> New:
    number = next(NUMBERS)
    key = KmsKey(f"alias/made-{number}")
    return New(Bucket(f"made-{number}"), Stream(f"made-{number}", 1), key, role_for(key, f"app-{number}"))


class Lossy:
    """An account whose answer to one operation gets lost, once, after the call was carried out."""

    def __init__(self, gateway: Gateway, operation: str) -> None:
        self.gateway, self.operation = gateway, operation
        self.sent: list[str] = []

    @property
    def target(self) -> Target:
        return self.gateway.target

    def call(self, call: ApiCall) -> Mapping[str, Any]:
        answer = self.gateway.call(call)
        self.sent.append(call.operation)
        if call.operation == self.operation and self.sent.count(self.operation) == 1:
            raise AwsUnreachable("aws.timeout", call.operation)
        return answer


def role_for(key: KmsKey, name: str) -> Role:
    arn = Ref(key.address, "Arn", f"arn:aws:kms:us-east-1:123456789012:key/{Ref(key.address, 'KeyId')}")
    document = allow("kms:Decrypt")
    document["Statement"][0]["Resource"] = [arn]
    return a_role(name=name, inline={"use-key": document})


def role_in(gateway: Gateway, role: Role) -> Role:
    found = observe(gateway, [role])[role.address]
    assert isinstance(found, Role)
    return found


def key_in(gateway: Gateway, key: KmsKey) -> KmsKey:
    found = observe(gateway, [key])[key.address]
    assert isinstance(found, KmsKey)
    return found


def keys_meant_for(gateway: Gateway, alias: str) -> int:
    count = 0
    for one in gateway.call(ApiCall("kms", "ListKeys", {}))["Keys"]:
        tags = gateway.call(ApiCall("kms", "ListResourceTags", {"KeyId": one["KeyId"]}))["Tags"]
        about = gateway.call(ApiCall("kms", "DescribeKey", {"KeyId": one["KeyId"]}))["KeyMetadata"]
        count += any(tag["TagValue"] == alias for tag in tags) and about["KeyState"] == "Enabled"
    return count


@pytest.mark.parametrize("kind", ["bucket", "stream", "key"])
def test_what_is_missing_is_made_tagged_found_again_and_taken_back(
    account: PracticeGateway, new: New, kind: str
) -> None:
    gateway, desired = account, getattr(new, kind)

    run = Run(gateway, desired)
    made, again = observe(gateway, [desired])[desired.address], plan_for(gateway, desired)
    back = run.way_back()
    undone = run.undo()

    assert run.outcome == "done"
    assert getattr(made, "tags", {})["rolewizard:run"] == "run-1"
    assert again.steps == ()
    assert (back.refusals, undone) == ((), "rolled-back")
    assert observe(gateway, [desired]) == {desired.address: None}


def test_a_bucket_is_private_and_lies_in_the_target_s_region(account: PracticeGateway, new: New) -> None:
    gateway, at = account, {"Bucket": new.bucket.name}

    Run(gateway, new.bucket)

    block = gateway.call(ApiCall("s3", "GetPublicAccessBlock", at))["PublicAccessBlockConfiguration"]
    assert set(block.values()) == {True}
    assert gateway.call(ApiCall("s3", "GetBucketLocation", at))["LocationConstraint"] == REGION


def test_the_one_region_that_s3_does_not_want_to_hear_is_not_told() -> None:
    plan = a_plan(Bucket("somewhere"), target=a_target("us-east-1"))

    assert plan.steps[0].do.params == {"Bucket": "somewhere"}


def test_a_stream_without_shards_is_on_demand() -> None:
    [step] = a_plan(Stream("elastic")).steps

    assert step.do.params["StreamModeDetails"] == {"StreamMode": "ON_DEMAND"}
    assert "ShardCount" not in step.do.params


def test_a_bucket_that_holds_something_is_kept_and_that_is_said(account: PracticeGateway, new: New) -> None:
    gateway = account
    run = Run(gateway, new.bucket)
    gateway.call(ApiCall("s3", "PutObject", {"Bucket": new.bucket.name, "Key": "k", "Body": "x"}))

    back = run.way_back()

    assert [(one.address, one.code) for one in back.refusals] == [(new.bucket.address, "not_empty")]
    assert back.plan.steps == ()


def test_an_open_bucket_that_is_there_gets_its_public_access_blocked_and_unblocked_again(
    account: PracticeGateway,
) -> None:
    gateway = account
    desired = Bucket("app-logs")

    run = Run(gateway, desired)
    applied = observe(gateway, [desired])[desired.address]
    run.undo()

    assert [step.do.operation for step in run.plan.steps] == ["PutPublicAccessBlock"]
    assert applied == Bucket("app-logs", region=REGION)
    assert observe(gateway, [desired])[desired.address] == Bucket("app-logs", is_private=False, region=REGION)


@pytest.mark.parametrize("desired", [Stream("my-stream", 4), KmsKey("alias/lakehouse")], ids=lambda one: one.address)
def test_a_stream_or_key_that_is_there_is_used_as_it_is(account: PracticeGateway, desired: Resource) -> None:
    plan = plan_for(account, desired)

    assert plan.steps == ()
    assert [(one.code, one.severity) for one in findings_of(plan, NOTHING, {})] == [("adopted", "note")]


def test_a_key_that_cannot_encrypt_for_others_stops_the_plan(account: PracticeGateway) -> None:
    plan = plan_for(account, KmsKey("alias/signing"))

    assert ("key_unusable", "error") in [(one.code, one.severity) for one in findings_of(plan, NOTHING, {})]


def test_a_policy_names_the_key_that_the_same_plan_makes(account: PracticeGateway, new: New) -> None:
    gateway = account
    desired = (new.key, new.role)

    run = Run(gateway, *desired)
    key, role, again = key_in(gateway, new.key), role_in(gateway, new.role), plan_for(gateway, *desired)
    undone = run.undo()

    assert run.outcome == "done"
    assert role.inline["use-key"]["Statement"][0]["Resource"] == [key.arn]
    assert again.steps == ()
    assert undone == "rolled-back"
    assert observe(gateway, desired) == {new.key.address: None, new.role.address: None}


def test_the_way_back_of_a_key_waits_seven_days(account: PracticeGateway, new: New) -> None:
    gateway = account
    run = Run(gateway, new.key)
    key = key_in(gateway, new.key)

    steps = [step.do for step in run.way_back().plan.steps]

    assert [one.operation for one in steps] == ["DeleteAlias", "ScheduleKeyDeletion"]
    assert steps[1].params == {"KeyId": key.unique_id, "PendingWindowInDays": 7}


@pytest.mark.parametrize("operation", ["CreateBucket", "CreateStream", "CreateKey"])
def test_a_lost_answer_makes_nothing_twice(account: PracticeGateway, new: New, operation: str) -> None:
    gateway = Lossy(account, operation)
    desired = (new.bucket, new.stream, new.key, new.role)

    run = Run(gateway, *desired)
    back = run.way_back()

    assert run.outcome == "done"
    assert gateway.sent.count(operation) == 1
    assert keys_meant_for(gateway, new.key.alias) == 1
    assert back.refusals == ()


def test_a_key_left_without_its_name_is_found_named_and_taken_back(account: PracticeGateway, new: New) -> None:
    gateway = account
    run = Run(gateway, new.key, new.role)
    until_alias = next(at for at, one in enumerate(run.records) if one["record"] == "intent" and one["step"] == 1)
    gateway.call(ApiCall("kms", "DeleteAlias", {"AliasName": new.key.alias}))
    record, _ = read_run(run.records[:until_alias])

    half = observe(gateway, record.desired)
    left = make_resume(record, half, gateway.target)
    run.records = list(run.records[:until_alias])
    back = run.way_back()

    assert [step.do.operation for step in left.steps] == ["CreateAlias"]
    assert "ScheduleKeyDeletion" in [step.do.operation for step in back.plan.steps]


def test_a_bucket_left_without_its_tags_gets_them_when_the_run_goes_on(account: PracticeGateway, new: New) -> None:
    run = Run(account, new.bucket)
    until_tags = next(at for at, one in enumerate(run.records) if one["record"] == "intent" and one["step"] == 1)
    record, _ = read_run(run.records[:until_tags])

    left = make_resume(record, observe(account, record.desired), account.target)

    assert [step.do.operation for step in left.steps] == ["PutBucketTagging"]


def test_a_reference_survives_the_journal_and_the_call_is_written_as_it_was_sent(
    account: PracticeGateway, new: New
) -> None:
    gateway = account
    run = Run(gateway, new.key, new.role)
    key = key_in(gateway, new.key)

    begin = json.dumps(run.records[0])
    sent = [one["call"]["params"] for one in run.records if one["record"] == "intent" and "call" in one]
    record, _ = read_run(run.records)

    assert '"$ref"' in begin
    assert key.unique_id not in begin
    assert any(params.get("TargetKeyId") == key.unique_id for params in sent)
    assert record.desired == run.plan.desired
    assert all(status == "done" for _, status in record.applied)


def test_a_bucket_s_name_that_another_account_has_is_seen_at_the_review() -> None:
    class Elsewhere:
        target = a_target()

        def call(self, call: ApiCall) -> Mapping[str, Any]:
            raise AwsRefused("403", "Forbidden", call.operation, 403)

    desired = Bucket("taken")
    plan = make_plan(a_blueprint(desired), observe(Elsewhere(), [desired]), Elsewhere.target, "run-1")

    assert plan.steps == ()
    assert [one.code for one in findings_of(plan, NOTHING, {}) if one.severity == "error"] == ["bucket_taken"]


def test_another_start_of_the_practice_account_knows_the_stream_again(
    account: PracticeGateway, changes: list[ApiCall], new: New
) -> None:
    run = Run(account, new.stream)
    made = [one for one in changes if one.params.get("StreamName") == new.stream.name]

    with PracticeGateway(region=REGION, dry_run=False, history=Remembered(made)) as later:
        run.gateway = later
        before = plan_for(later, new.stream)
        back = run.way_back()

    assert before.steps == ()
    assert back.refusals == ()
    assert [step.do.operation for step in back.plan.steps] == ["DeleteStream"]
