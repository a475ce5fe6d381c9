"""Scripts and stacks, by the real AWS CLI against an empty moto; `python tests/sweep_exports.py` does all presets."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import yaml
from aws_cli_server import aws_cli
from aws_world import (
    ENVIRONMENT,
    account,
    account_now,
    apply_plan,
    bridge,
    deploy_stack,
    differences,
    empty,
    plan_there,
    run_script,
    take_for_granted,
)
from builders import a_policy, a_profile, a_provider, a_role, allow, trust
from endpoints import REGION, Endpoint
from export_cases import review_with, text_of
from left_behind import unlike
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from tui.core.calls.api_call import Gateway
from tui.core.calls.result_reference import Ref
from tui.core.kinds import (
    ApiGatewayAccount,
    Bucket,
    BucketPolicy,
    IdentityPoolRoles,
    InstanceProfileAssociation,
    KmsKey,
    LogGroup,
    ManagedPolicy,
    PrincipalPolicy,
    Resource,
    ServiceLinkedRole,
    Stream,
)

BUCKET, POOL = "my-bucket", f"{REGION}:12345678-abcd-abcd-abcd-123456790abc"
ROLE = "arn:aws:iam::123456789012:role/app"


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with aws_cli(tmp_path_factory.mktemp("aws")) as folder:
        yield folder


@pytest.fixture(scope="module")
def server() -> Iterator[Endpoint]:
    bridge()
    with Endpoint(DomainDispatcherApplication(create_backend_app)) as found:
        yield found


@pytest.fixture
def gateway(server: Endpoint, monkeypatch: pytest.MonkeyPatch) -> Gateway:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    empty()
    return account(server)


def complaints(desired: tuple[Resource, ...], server: Endpoint, aws: Path, folder: Path, runs: int = 1) -> list[str]:
    """What the script complained of."""
    script = folder / "script.sh"
    script.write_text(text_of(review_with(*desired, region=REGION), "bash"), encoding="utf-8")
    found = [run_script(script, server, aws) for _ in range(runs)]
    return [run.stderr for run in found if run.returncode]


def statement(sid: str, action: str = "s3:GetObject") -> dict[str, object]:
    found: dict[str, object] = allow(action, on=f"arn:aws:s3:::{BUCKET}/*", Principal="*", Sid=sid)["Statement"][0]
    return found


def test_run_twice_on_an_empty_account_it_leaves_nothing_to_plan(
    gateway: Gateway, server: Endpoint, aws: Path, tmp_path: Path
) -> None:
    desired = (
        a_role(
            inline={"own": allow("s3:*", on="arn:aws:s3:::b/${aws:username}")},
            tags={"팀": "데이터 플랫폼"},
            description="- file://x, it is",
            max_session_seconds=7200,
        ),
        IdentityPoolRoles(POOL, {"authenticated": ROLE}),
    )
    take_for_granted(desired, server)

    told = complaints(desired, server, aws, tmp_path, runs=2)

    assert told == []
    assert differences(plan_there(gateway, desired)) == []


def test_what_is_there_otherwise_is_put_right_and_what_others_made_stays(
    gateway: Gateway, server: Endpoint, aws: Path, tmp_path: Path
) -> None:
    desired = (
        a_policy(document=allow("s3:ListBucket")),
        a_role(description="new", managed=("arn:aws:iam::123456789012:policy/shared",)),
        a_profile(),
        BucketPolicy(BUCKET, {"Ours": statement("Ours")}),
    )
    take_for_granted(desired, server)
    iam, s3 = (boto3.client(name, endpoint_url=server.url, region_name=REGION) for name in ("iam", "s3"))
    iam.create_policy(PolicyName="shared", PolicyDocument=json.dumps(allow("s3:*")))
    for _ in range(4):
        arn = "arn:aws:iam::123456789012:policy/shared"
        iam.create_policy_version(PolicyArn=arn, PolicyDocument=json.dumps(allow("s3:*")), SetAsDefault=True)
    for name in ("app", "former"):
        document = json.dumps(trust("lambda.amazonaws.com"))
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=document, MaxSessionDuration=7200)
    iam.put_role_policy(RoleName="app", PolicyName="theirs", PolicyDocument=json.dumps(allow("sqs:*")))
    iam.create_instance_profile(InstanceProfileName="app")
    iam.add_role_to_instance_profile(InstanceProfileName="app", RoleName="former")
    whole = {"Version": "2012-10-17", "Statement": [statement("Theirs"), statement("Ours", "s3:*")]}
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(whole))

    told = complaints(desired, server, aws, tmp_path)

    assert told == []
    assert differences(plan_there(gateway, desired)) == []
    assert iam.list_role_policies(RoleName="app")["PolicyNames"] == ["theirs"]
    assert iam.get_role(RoleName="app")["Role"]["MaxSessionDuration"] == 7200
    assert len(iam.list_policy_versions(PolicyArn=arn)["Versions"]) == 5
    policy = json.loads(s3.get_bucket_policy(Bucket=BUCKET)["Policy"])
    assert policy["Statement"] == [statement("Theirs"), statement("Ours")]


def test_a_key_role_profile_and_bucket_that_are_there_are_used_and_a_second_run_changes_nothing(
    gateway: Gateway, server: Endpoint, aws: Path, tmp_path: Path
) -> None:
    key = KmsKey("alias/lake")
    reads = allow(
        "kms:Decrypt", on=Ref(key.address, "Arn", f"arn:aws:kms:{REGION}:123456789012:key/{Ref(key.address, 'KeyId')}")
    )
    desired = (key, Bucket("lake-bucket"), Stream("clicks"), a_role(inline={"key": reads}), a_profile())
    kms, s3 = (boto3.client(name, endpoint_url=server.url, region_name=REGION) for name in ("kms", "s3"))
    there = kms.create_key()["KeyMetadata"]
    kms.create_alias(AliasName="alias/lake", TargetKeyId=there["KeyId"])
    s3.create_bucket(Bucket="lake-bucket", CreateBucketConfiguration={"LocationConstraint": REGION})
    apply_plan(gateway, (a_role(), a_profile()))
    script = tmp_path / "script.sh"
    script.write_text(text_of(review_with(*desired, region=REGION), "bash"), encoding="utf-8")

    first = run_script(script, server, aws)
    after_first = account_now()
    second = run_script(script, server, aws)

    assert (first.returncode, first.stderr) == (0, "")
    assert (second.returncode, second.stderr, second.stdout) == (0, "", first.stdout)
    assert account_now() == after_first
    assert len(kms.list_keys()["Keys"]) == 1
    assert differences(plan_there(gateway, desired)) == []
    assert first.stdout.splitlines() == [
        f"kms_key_arn = {there['Arn']}",
        "bucket = lake-bucket",
        "bucket_arn = arn:aws:s3:::lake-bucket",
        "stream = clicks",
        f"stream_arn = arn:aws:kinesis:{REGION}:123456789012:stream/clicks",
        "role_arn = arn:aws:iam::123456789012:role/app",
        "instance_profile_arn = arn:aws:iam::123456789012:instance-profile/app",
    ]


@pytest.mark.parametrize("name", ["--yes", "-rf"])
def test_a_name_that_looks_like_an_option_is_a_name(
    name: str, gateway: Gateway, server: Endpoint, aws: Path, tmp_path: Path
) -> None:
    desired = (
        a_role(
            name, inline={name: allow("s3:*")}, description="d", managed=(f"arn:aws:iam::123456789012:policy/{name}",)
        ),
        a_profile(name, name),
    )
    desired = (ManagedPolicy(name, allow("sqs:*")), *desired)

    told = complaints(desired, server, aws, tmp_path, runs=2)

    assert told == []
    assert differences(plan_there(gateway, desired)) == []


MADE = "arn:aws:iam::123456789012"
EVERY_KIND: tuple[Resource, ...] = (
    a_provider(tags={"팀": "데이터"}),
    ServiceLinkedRole("opensearchservice.amazonaws.com", "AWSServiceRoleForAmazonOpenSearchService"),
    LogGroup("/app/logs", {"k": "v"}),
    Bucket("made-along", {"k": "v"}),
    Stream("provisioned", 2, {"k": "v"}),
    Stream("on-demand"),
    KmsKey("alias/lake", {"k": "v"}),
    ManagedPolicy("shared", allow("s3:*"), {"Name": "shared"}, path="/team/", description="d"),
    ManagedPolicy("limit", allow("*")),
    a_role(
        inline={"read": allow("s3:GetObject", on="arn:aws:s3:::b/${aws:username}")},
        managed=(f"{MADE}:policy/team/shared", "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"),
        tags={"팀": "데이터", "k": "2012-10-17"},
        path="/team/",
        description='it\'s "so": ${x} # no',
        max_session_seconds=7200,
        permissions_boundary=f"{MADE}:policy/limit",
    ),
    a_profile(path="/team/", tags={"k": "v"}),
    PrincipalPolicy(f"{MADE}:user/ann", "use", allow("s3:*")),
    PrincipalPolicy(f"{MADE}:group/team", "use", allow("s3:*")),
    PrincipalPolicy(f"{MADE}:role/team/app", "more", allow("sqs:*")),
    BucketPolicy("made-along", {"Ours": statement("Ours") | {"Principal": {"AWS": f"{MADE}:role/team/app"}}}),
    ApiGatewayAccount(REGION, f"{MADE}:role/team/app"),
    IdentityPoolRoles(POOL, {"authenticated": f"{MADE}:role/team/app"}),
    InstanceProfileAssociation("i-1234567890abcdef0", "app"),
)
LIVES_ELSEWHERE = tuple(
    one
    for one in EVERY_KIND
    if isinstance(one, IdentityPoolRoles | InstanceProfileAssociation)
    or (isinstance(one, PrincipalPolicy) and one.kind != "role")
)
"""What the rest is not enough for."""


@pytest.fixture
def as_applied(gateway: Gateway, server: Endpoint) -> dict[str, Any]:
    """The account after the program itself made every kind; it is empty again, except for what they live in."""
    take_for_granted(LIVES_ELSEWHERE, server)
    apply_plan(gateway, tuple(one for one in EVERY_KIND if not isinstance(one, BucketPolicy | PrincipalPolicy)))
    apply_plan(gateway, EVERY_KIND)  # a plan puts no policy on what it makes itself; templates can
    found = account_now()
    assert found["roles"]["app"]["boundary"] == f"{MADE}:policy/limit"
    empty()
    take_for_granted(LIVES_ELSEWHERE, server)
    return found


def stack_file(folder: Path) -> Path:
    file = folder / "test.yaml"
    file.write_text(text_of(review_with(*EVERY_KIND, region=REGION), "cloudformation"), encoding="utf-8")
    return file


def turn_round(file: Path) -> None:
    """The resources in the opposite order: CloudFormation makes those at once that do not name one another."""
    text = file.read_text(encoding="utf-8")
    template = yaml.safe_load(text)
    template["Resources"] = dict(reversed(template["Resources"].items()))
    head = "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))
    file.write_text(head + yaml.safe_dump(template, sort_keys=False, allow_unicode=True), encoding="utf-8")


def test_a_stack_leaves_what_the_program_itself_leaves_in_whatever_order_it_is_made(
    as_applied: dict[str, Any], server: Endpoint, aws: Path, tmp_path: Path
) -> None:
    file = stack_file(tmp_path)

    told = deploy_stack(file, server, aws)
    as_written = unlike(account_now(), as_applied)
    empty()
    take_for_granted(LIVES_ELSEWHERE, server)
    turn_round(file)
    told += deploy_stack(file, server, aws)
    turned_round = unlike(account_now(), as_applied)

    assert told == ""
    assert as_written == turned_round == []


def test_a_wrong_property_of_a_template_shows(
    as_applied: dict[str, Any], server: Endpoint, aws: Path, tmp_path: Path
) -> None:
    file = stack_file(tmp_path)
    text = file.read_text(encoding="utf-8")
    for right, wrong in (
        ("MaxSessionDuration: 7200", "MaxSessionDuration: 3600"),
        ("AmazonSSMManagedInstanceCore", "AmazonS3ReadOnlyAccess"),
        ('"PROVISIONED"', '"ON_DEMAND"'),
        ("BlockPublicAcls: true", "BlockPublicAcls: false"),
        ('"authenticated"', '"unauthenticated"'),
        ("authenticated:", "unauthenticated:"),
        ('Path: "/team/"', 'Path: "/teams/"'),
        ('Value: "v"', 'Value: "w"'),
    ):
        text = text.replace(right, wrong)
    file.write_text(text, encoding="utf-8")

    told = deploy_stack(file, server, aws)
    places = {place.partition(":")[0] for place in unlike(account_now(), as_applied)}

    assert told == ""
    assert places >= {
        "/roles/app/session",
        "/roles/app/managed",
        "/roles/app/path",
        "/others/streams/provisioned/mode/StreamMode",
        "/others/streams/provisioned/tags/k",
        "/others/buckets/made-along/public/block_public_acls",
        "/others/buckets/made-along/tags/k",
        "/others/keys/alias/lake/tags/k",
        "/others/logs//app/logs/tags/k",
    }


def test_a_property_that_its_kind_does_not_have_fails_the_stack(
    gateway: Gateway, server: Endpoint, aws: Path, tmp_path: Path
) -> None:
    file = tmp_path / "test.yaml"
    text = text_of(review_with(a_policy(), region=REGION), "cloudformation")
    file.write_text(text.replace('      Path: "/"\n', '      Path: "/"\n      Tags: []\n'), encoding="utf-8")

    told = deploy_stack(file, server, aws)

    assert "Nothing known of AWS::IAM::ManagedPolicy: Tags" in told
