"""The kinds beyond roles, in the practice account: what was there before stays, and comes back."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from builders import a_blueprint, a_preset, a_profile, a_role, allow
from endpoints import REGION

from tui.aws.observe import observe
from tui.aws.practice.gateway import PracticeGateway
from tui.aws.users import find_users
from tui.core.calls.api_call import ApiCall, Gateway, iam
from tui.core.checks.findings import findings_of
from tui.core.kinds import (
    ApiGatewayAccount,
    BucketPolicy,
    IdentityPoolRoles,
    InstanceProfileAssociation,
    LogGroup,
    PrincipalPolicy,
    Resource,
)
from tui.core.plan.plan import Plan, make_plan
from tui.core.run.deployer import Deployer
from tui.core.run.events import Finished
from tui.core.run.journal import read_run
from tui.core.run.undo import UndoPlan, make_undo

Open = Callable[..., PracticeGateway]

BUCKET = "my-team-data-bucket"
POOL = f"{REGION}:12345678-abcd-abcd-abcd-123456790abc"
FREE, TAKEN = "i-1234567890abcdef0", "i-0598c7d356eba48d7"
"""The samples: an instance without a profile, and one with."""
OLD_ROLE, NEW_ROLE = "arn:aws:iam::123456789012:role/old", "arn:aws:iam::123456789012:role/new"


class Run:
    """One plan, carried out and written down."""

    def __init__(self, gateway: Gateway, *desired: Resource) -> None:
        self.gateway = gateway
        self.records: list[Mapping[str, Any]] = []
        self.plan = plan_for(gateway, *desired)
        self.outcome = self.carry_out(self.plan, "apply")

    def write(self, record: Mapping[str, Any]) -> None:
        self.records.append(json.loads(json.dumps(record)))

    def carry_out(self, plan: Plan, kind: Any) -> str:
        last = list(Deployer(self.gateway, observe, journal=self, sleep=lambda _: None).deploy(plan, kind))[-1]
        assert isinstance(last, Finished)
        return last.outcome

    def way_back(self) -> UndoPlan:
        record, _ = read_run(self.records)
        now = observe(self.gateway, record.desired)
        return make_undo(record, now, find_users(self.gateway, record.desired, now), self.gateway.target)

    def undo(self) -> str:
        return self.carry_out(self.way_back().plan, "undo")


def plan_for(gateway: Gateway, *desired: Resource) -> Plan:
    return make_plan(a_blueprint(*desired), observe(gateway, desired), gateway.target, "run-1")


def statement(sid: str, service: str = "config.amazonaws.com") -> dict[str, Any]:
    on = f"arn:aws:s3:::{BUCKET}"
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "s3:GetBucketAcl",
        "Resource": on,
    }


def put_bucket_policy(gateway: Gateway, *statements: Mapping[str, Any]) -> None:
    policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
    gateway.call(ApiCall("s3", "PutBucketPolicy", {"Bucket": BUCKET, "Policy": policy}))


def sids(gateway: Gateway) -> dict[str, Any]:
    policy = json.loads(gateway.call(ApiCall("s3", "GetBucketPolicy", {"Bucket": BUCKET}))["Policy"])
    return {one["Sid"]: one["Principal"]["Service"] for one in policy["Statement"]}


def association_of(gateway: Gateway, instance: str) -> str:
    found = observe(gateway, [InstanceProfileAssociation(instance, "")])[f"association/{instance}"]
    return found.profile if isinstance(found, InstanceProfileAssociation) else ""


def bucket_policy(*sids: str) -> BucketPolicy:
    return BucketPolicy(BUCKET, {sid: statement(sid) for sid in sids})


def test_a_bucket_s_other_statements_stay_and_a_replaced_one_comes_back(open_practice: Open) -> None:
    gateway = open_practice()
    put_bucket_policy(gateway, statement("Theirs"), statement("Ours", "old.amazonaws.com"))

    run = Run(gateway, bucket_policy("Ours", "New"))
    applied, again = sids(gateway), plan_for(gateway, bucket_policy("Ours", "New"))
    run.undo()

    service = "config.amazonaws.com"
    assert applied == {"Theirs": service, "Ours": service, "New": service}
    assert again.steps == ()
    assert sids(gateway) == {"Theirs": service, "Ours": "old.amazonaws.com"}


def test_what_others_wrote_into_the_bucket_s_policy_since_outlives_the_undo(open_practice: Open) -> None:
    gateway = open_practice()
    run = Run(gateway, bucket_policy("Ours"))
    put_bucket_policy(gateway, statement("Ours"), statement("Later"))

    back = run.way_back()
    run.undo()

    assert back.refusals == ()
    assert list(sids(gateway)) == ["Later"]


def test_a_statement_of_ours_that_somebody_changed_is_not_taken_back(open_practice: Open) -> None:
    gateway = open_practice()
    run = Run(gateway, bucket_policy("Ours"))
    put_bucket_policy(gateway, statement("Ours", "other.amazonaws.com"))

    back = run.way_back()

    assert [one.code for one in back.refusals] == ["changed"]
    assert back.plan.steps == ()


@pytest.mark.parametrize(
    ("kind", "name"), [("user", "developer"), ("group", "developers"), ("role", "sample-web-server")]
)
def test_a_policy_on_a_principal_replaces_its_own_name_only_and_the_old_one_comes_back(
    open_practice: Open, kind: str, name: str
) -> None:
    gateway = open_practice()
    arn = f"arn:aws:iam::123456789012:{kind}/{name}"
    Run(gateway, PrincipalPolicy(arn, "ours", allow("s3:GetObject")), PrincipalPolicy(arn, "other", allow("sqs:Get*")))

    run = Run(gateway, PrincipalPolicy(arn, "ours", allow("s3:PutObject")))
    applied = observe(gateway, run.plan.desired)
    run.undo()

    wanted = PrincipalPolicy(arn, "ours", allow("s3:GetObject"))
    assert applied == {one.address: one for one in run.plan.desired}
    assert observe(gateway, [wanted]) == {wanted.address: wanted}


@pytest.mark.parametrize(
    ("desired", "code"),
    [
        (PrincipalPolicy("arn:aws:iam::123456789012:user/nobody", "p", allow("s3:GetObject")), "no_principal"),
        (PrincipalPolicy("arn:aws:iam::210987654321:user/developer", "p", allow("s3:Get*")), "foreign_principal"),
        (BucketPolicy("no-such-bucket-anywhere", {"A": statement("A")}), "no_bucket"),
        (
            IdentityPoolRoles("us-east-1:00000000-0000-0000-0000-000000000000", {"authenticated": NEW_ROLE}),
            "no_identity_pool",
        ),
        (InstanceProfileAssociation("i-00000000000000000", "p"), "no_instance"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_it_would_belong_to_has_to_be_there(open_practice: Open, desired: Resource, code: str) -> None:
    plan = plan_for(open_practice(), desired)

    found = findings_of(plan, a_preset(placeholders={}, resources=[], need="not-needed"), {})

    assert [(one.code, one.severity) for one in found] == [(code, "error")]


def test_api_gateway_s_former_role_is_announced_and_comes_back(open_practice: Open) -> None:
    gateway = open_practice()
    Run(gateway, ApiGatewayAccount("us-east-1", OLD_ROLE))

    run = Run(gateway, ApiGatewayAccount("us-east-1", NEW_ROLE))
    found = findings_of(run.plan, a_preset(placeholders={}, resources=[], need="not-needed"), {})
    applied = gateway.call(ApiCall("apigateway", "GetAccount", {}))["cloudwatchRoleArn"]
    run.undo()

    assert [(one.code, one.severity) for one in found] == [("setting_replaced", "warning")]
    assert applied == NEW_ROLE
    assert gateway.call(ApiCall("apigateway", "GetAccount", {}))["cloudwatchRoleArn"] == OLD_ROLE


def test_the_other_role_and_the_rules_of_an_identity_pool_stay(open_practice: Open) -> None:
    gateway = open_practice()
    rules = {"graph.facebook.com": {"Type": "Token", "AmbiguousRoleResolution": "Deny"}}
    before = {"IdentityPoolId": POOL, "Roles": {"unauthenticated": OLD_ROLE}, "RoleMappings": rules}
    gateway.call(ApiCall("cognito-identity", "SetIdentityPoolRoles", before))

    run = Run(gateway, IdentityPoolRoles(POOL, {"authenticated": NEW_ROLE}))
    applied = gateway.call(ApiCall("cognito-identity", "GetIdentityPoolRoles", {"IdentityPoolId": POOL}))
    run.undo()

    assert applied == {**before, "Roles": {"unauthenticated": OLD_ROLE, "authenticated": NEW_ROLE}}
    assert gateway.call(ApiCall("cognito-identity", "GetIdentityPoolRoles", {"IdentityPoolId": POOL})) == before


@pytest.mark.parametrize(("instance", "former"), [(FREE, ""), (TAKEN, "sample-web-server")])
@pytest.mark.parametrize("is_stopped", [False, True], ids=["running", "stopped"])
def test_an_instance_gets_its_profile_and_its_former_one_back(
    open_practice: Open, instance: str, former: str, is_stopped: bool
) -> None:
    gateway = open_practice()
    if is_stopped:
        gateway.call(ApiCall("ec2", "StopInstances", {"InstanceIds": [instance]}))
    desired = (a_role(), a_profile(), InstanceProfileAssociation(instance, "app"))

    run = Run(gateway, *desired)
    applied, again = association_of(gateway, instance), plan_for(gateway, *desired)
    undone = run.undo()

    assert (run.outcome, applied, again.steps) == ("done", "app", ())
    assert (undone, association_of(gateway, instance)) == ("rolled-back", former)
    assert observe(gateway, desired[:2]) == {"role/app": None, "instance-profile/app": None}


def test_a_log_group_that_was_written_into_is_kept(open_practice: Open) -> None:
    gateway = open_practice()
    empty, used = Run(gateway, LogGroup("/empty", {"team": "a"})), Run(gateway, LogGroup("/used"))
    gateway.call(ApiCall("logs", "CreateLogStream", {"logGroupName": "/used", "logStreamName": "one"}))

    kept = used.way_back()
    empty.undo()

    assert [one.code for one in kept.refusals] == ["not_empty"]
    assert observe(gateway, [LogGroup("/empty")]) == {"log-group//empty": None}
    assert plan_for(gateway, LogGroup("/used")).steps == ()


def test_asked_a_second_time_for_a_service_linked_role_the_account_says_what_aws_says(open_practice: Open) -> None:
    gateway = open_practice()
    call = iam("CreateServiceLinkedRole", {"AWSServiceName": "ops.apigateway.amazonaws.com"})
    role = gateway.call(call)["Role"]

    with pytest.raises(Exception, match="has been taken in this account"):
        gateway.call(call)

    assert role["RoleName"] == "AWSServiceRoleForAPIGateway"
    assert role["Path"] == "/aws-service-role/ops.apigateway.amazonaws.com/"
