"""The program against an AWS account over HTTP: the sources' own AWS CLI commands leave the same IAM state as ours."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import boto3
import pytest
from endpoints import REGION, Endpoint
from moto.core.base_backend import BackendDict

from tui.cli import main
from tui.core.calls.api_call import is_read

SOURCES: Mapping[str, Mapping[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "golden" / "source_documents.json").read_text(encoding="utf-8")
)
AWS_CLI = [str(Path(sys.executable).parent / "aws")]
CLUSTER = "my-cluster"

pytestmark = pytest.mark.usefixtures("credentials")


@pytest.fixture
def cluster_issuer(moto_server: Endpoint) -> str:
    """The issuer, without https://, of the cluster the sources' scripts ask for."""
    return make_cluster(moto_server)


def make_cluster(server: Endpoint) -> str:
    eks = boto3.client("eks", endpoint_url=server.url, region_name=REGION)
    role = "arn:aws:iam::123456789012:role/cluster"
    eks.create_cluster(name=CLUSTER, roleArn=role, resourcesVpcConfig={})
    issuer: str = eks.describe_cluster(name=CLUSTER)["cluster"]["identity"]["oidc"]["issuer"]
    return issuer.removeprefix("https://")


def aws(server: Endpoint, *arguments: str) -> str:
    run = subprocess.run(
        [*AWS_CLI, *arguments, "--endpoint-url", server.url, "--output", "text"],
        env={**os.environ, "AWS_PAGER": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.strip()


def iam_state(server: Endpoint) -> dict[str, Any]:
    """Roles, policies, profiles and providers: documents, attachments, membership, tags; no ids and dates."""
    iam = boto3.client("iam", endpoint_url=server.url, region_name=REGION)
    state: dict[str, Any] = {"roles": {}, "policies": {}, "profiles": {}, "providers": {}}
    for role in iam.list_roles()["Roles"]:
        name = role["RoleName"]
        full = iam.get_role(RoleName=name)["Role"]
        attached = iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
        inline = iam.list_role_policies(RoleName=name)["PolicyNames"]
        state["roles"][name] = {
            "path": full["Path"],
            "trust": full["AssumeRolePolicyDocument"],
            "tags": own_tags(full.get("Tags", [])),
            "attached": sorted(one["PolicyArn"] for one in attached),
            "inline": {one: iam.get_role_policy(RoleName=name, PolicyName=one)["PolicyDocument"] for one in inline},
        }
    for policy in iam.list_policies(Scope="Local")["Policies"]:
        at = {"PolicyArn": policy["Arn"]}
        version = iam.get_policy_version(**at, VersionId=policy["DefaultVersionId"])["PolicyVersion"]
        tags = own_tags(iam.list_policy_tags(**at)["Tags"])
        state["policies"][policy["PolicyName"]] = {
            "document": version["Document"],
            "tags": tags,
            "path": policy["Path"],
        }
    for profile in iam.list_instance_profiles()["InstanceProfiles"]:
        roles = [role["RoleName"] for role in profile["Roles"]]
        state["profiles"][profile["InstanceProfileName"]] = {"roles": roles, "tags": own_tags(profile.get("Tags", []))}
    for provider in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]:
        full = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=provider["Arn"])
        state["providers"][provider["Arn"]] = {"clients": full["ClientIDList"], "tags": own_tags(full.get("Tags", []))}
    return state


def changing_calls(server: Endpoint) -> int:
    """How many were sent to IAM since this was asked last."""
    sent = [action for service, action in server.requests if service == "iam" and not is_read(action)]
    server.requests.clear()
    return len(sent)


def own_tags(tags: list[dict[str, str]]) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in tags if tag["Key"] != "rolewizard:run"}


def rolewizard(server: Endpoint, *arguments: str) -> int:
    return main([*arguments, "--account", "--endpoint-url", server.url, "--json"])


def file_with(folder: Path, name: str, document: object) -> str:
    (folder / name).write_text(json.dumps(document))
    return f"file://{folder / name}"


def test_wordpress_leaves_what_the_blog_s_commands_leave(moto_server: Endpoint, tmp_path: Path) -> None:
    source = SOURCES["ec2-wordpress"]
    role, profile = "umemoto-wordpress-role", "umemoto-wordpress-profile"
    for name, document in (("CloudWatch-Wordpress-ut", "cloudwatch"), ("S3-Wordpress-ut", "s3")):
        file = file_with(tmp_path, f"{document}policy.json", source[document])
        tags = f"Key=Name,Value={name}"
        aws(moto_server, "iam", "create-policy", "--policy-name", name, "--policy-document", file, "--tags", tags)
    trust = file_with(tmp_path, "trustpolicy.json", source["trust"])
    named = ["--role-name", role]
    aws(
        moto_server,
        "iam",
        "create-role",
        *named,
        "--assume-role-policy-document",
        trust,
        "--tags",
        f"Key=Name,Value={role}",
    )
    for name in ("CloudWatch-Wordpress-ut", "S3-Wordpress-ut"):
        arn = f"arn:aws:iam::123456789012:policy/{name}"
        aws(moto_server, "iam", "attach-role-policy", *named, "--policy-arn", arn)
    aws(moto_server, "iam", "create-instance-profile", "--instance-profile-name", profile)
    aws(moto_server, "iam", "add-role-to-instance-profile", "--instance-profile-name", profile, *named)
    theirs, their_calls = iam_state(moto_server), changing_calls(moto_server)
    BackendDict.reset()

    code = rolewizard(moto_server, "apply", "ec2-wordpress", "--yes")

    assert code == 0
    assert changing_calls(moto_server) <= their_calls
    assert iam_state(moto_server) == theirs
    assert set(theirs["roles"]) == {role}


@pytest.mark.parametrize(("preset", "kind"), [("amp-irsa-ingest", "ingest"), ("amp-irsa-query", "query")])
def test_irsa_leaves_what_the_aws_page_s_script_leaves(
    moto_server: Endpoint, cluster_issuer: str, tmp_path: Path, preset: str, kind: str
) -> None:
    account = aws(moto_server, "sts", "get-caller-identity", "--query", "Account")
    issuer = aws(moto_server, "eks", "describe-cluster", "--name", CLUSTER, "--query", "cluster.identity.oidc.issuer")
    role, policy = f"amp-iamproxy-{kind}-role", f"AMP{kind.title()}Policy"
    filled = (
        json.dumps(SOURCES[preset]["trust"])
        .replace("${AWS_ACCOUNT_ID}", account)
        .replace("${OIDC_PROVIDER}", issuer.removeprefix("https://"))
        .replace("${SERVICE_ACCOUNT_NAMESPACE}", "prometheus")
        .replace(f"${{SERVICE_ACCOUNT_AMP_{kind.upper()}_NAME}}", f"amp-iamproxy-{kind}-service-account")
    )
    trust = file_with(tmp_path, "TrustPolicy.json", json.loads(filled))
    permissions = file_with(tmp_path, "PermissionPolicy.json", SOURCES[preset]["permissions"])
    aws(moto_server, "iam", "create-role", "--role-name", role, "--assume-role-policy-document", trust)
    made = ["iam", "create-policy", "--policy-name", policy, "--policy-document", permissions, "--query", "Policy.Arn"]
    arn = aws(moto_server, *made)
    aws(moto_server, "iam", "attach-role-policy", "--role-name", role, "--policy-arn", arn)
    # what `eksctl utils associate-iam-oidc-provider --approve` asks of IAM
    provider = ["--url", issuer, "--client-id-list", "sts.amazonaws.com"]
    aws(moto_server, "iam", "create-open-id-connect-provider", *provider)
    theirs, their_calls = iam_state(moto_server), changing_calls(moto_server)
    for name, one in theirs["roles"].items():
        boto3.client("iam", endpoint_url=moto_server.url).detach_role_policy(
            RoleName=name, PolicyArn=one["attached"][0]
        )
    empty_iam(moto_server)
    moto_server.requests.clear()

    given = ["--set", f"my_amazon_eks_clustername={CLUSTER}", "--set", "my_prometheus_namespace=prometheus"]
    code = rolewizard(moto_server, "apply", preset, *given, "--set", "TRUST=seed", "--yes")

    assert code == 0
    assert changing_calls(moto_server) <= their_calls
    assert iam_state(moto_server) == theirs
    assert list(theirs["providers"]) == [f"arn:aws:iam::123456789012:oidc-provider/{cluster_issuer}"]


def empty_iam(server: Endpoint) -> None:
    """Only IAM: the cluster, whose issuer is drawn by lot, stays."""
    iam = boto3.client("iam", endpoint_url=server.url)
    for role in iam.list_roles()["Roles"]:
        iam.delete_role(RoleName=role["RoleName"])
    for policy in iam.list_policies(Scope="Local")["Policies"]:
        iam.delete_policy(PolicyArn=policy["Arn"])
    for provider in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]:
        iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=provider["Arn"])


def test_a_half_made_role_is_completed_where_the_script_would_stop(
    moto_server: Endpoint, cluster_issuer: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--set", f"EKS_CLUSTER={CLUSTER}", "--set", "K8S_NAMESPACE=prometheus"]
    iam = boto3.client("iam", endpoint_url=moto_server.url)
    iam.create_role(
        RoleName="amp-iamproxy-query-role", AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[]}'
    )

    code = rolewizard(moto_server, "apply", "amp-irsa-query", *given, "--yes", "--replace-trust")

    again = rolewizard(moto_server, "plan", "amp-irsa-query", *given, "--detailed-exitcode")
    assert (code, again) == (0, 0)
    [role] = iam_state(moto_server)["roles"].values()
    assert role["attached"] == ["arn:aws:iam::123456789012:policy/AMPQueryPolicy"]
    assert f"{cluster_issuer}:aud" in json.dumps(role["trust"])
    assert "UpdateAssumeRolePolicy" in capsys.readouterr().out


def test_a_dry_run_sends_not_one_changing_request(moto_server: Endpoint, cluster_issuer: str) -> None:
    given = ["--set", f"EKS_CLUSTER={CLUSTER}", "--set", "K8S_NAMESPACE=prometheus"]
    moto_server.requests.clear()

    codes = [
        rolewizard(moto_server, "apply", "ec2-wordpress", "--yes", "--dry-run"),
        rolewizard(moto_server, "plan", "ec2-wordpress", "--dry-run"),
        rolewizard(moto_server, "apply", "amp-irsa-ingest", *given, "--yes", "--dry-run"),
    ]

    asked = [action for _, action in moto_server.requests if not action.startswith("GET ")]
    assert codes == [4, 4, 4]
    assert "GetRole" in asked
    assert [action for action in asked if not is_read(action)] == []


def test_the_account_is_named_in_the_plan_and_its_answers_are_its_own(
    moto_server: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    code = rolewizard(moto_server, "plan", "lambda-basic", "--set", "FUNCTION_NAME=thumbnails")

    plan = json.loads(capsys.readouterr().out)
    assert code == 0
    assert (plan["target"], plan["account"], plan["region"]) == ("account", "123456789012", REGION)


def test_a_second_apply_sends_nothing_that_changes(moto_server: Endpoint) -> None:
    first = rolewizard(moto_server, "apply", "ec2-wordpress", "--yes")
    moto_server.requests.clear()

    second = rolewizard(moto_server, "apply", "ec2-wordpress", "--yes")

    assert (first, second) == (0, 0)
    assert [action for _, action in moto_server.requests if not is_read(action)] == []


def test_another_trust_policy_needs_its_own_yes(
    moto_server: Endpoint, cluster_issuer: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--set", f"EKS_CLUSTER={CLUSTER}", "--set", "K8S_NAMESPACE=prometheus"]
    iam = boto3.client("iam", endpoint_url=moto_server.url)
    iam.create_role(
        RoleName="amp-iamproxy-query-role", AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[]}'
    )
    moto_server.requests.clear()

    code = rolewizard(moto_server, "apply", "amp-irsa-query", *given, "--yes")

    assert code == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "plan.trust_changes"
    assert [action for service, action in moto_server.requests if service == "iam" and not is_read(action)] == []


def events_of(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_refused_call_fails_the_apply_and_what_was_made_is_taken_back(
    moto_server: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without AWS's managed policies in this server, AttachRolePolicy is refused after the role was made."""
    code = rolewizard(moto_server, "apply", "ecs-fargate-execution", "--yes")

    events = events_of(capsys)
    failed = [event for event in events if event["event"] == "step-failed"]
    [stood, back] = [event for event in events if event["event"] == "finished"]
    assert code == 1
    assert [(one["operation"], one["aws_code"]) for one in failed] == [("AttachRolePolicy", "NoSuchEntity")]
    assert (stood["outcome"], stood["done"]) == ("failed", 1)
    assert stood["outputs"] == {"role_arn": "arn:aws:iam::123456789012:role/ecsTaskExecutionRole"}
    assert (back["outcome"], back["done"], back["outputs"]) == ("rolled-back", 1, {})
    assert iam_state(moto_server)["roles"] == {}


def test_a_refused_call_leaves_what_stands_to_whoever_asks_for_that(
    moto_server: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    code = rolewizard(moto_server, "apply", "ecs-fargate-execution", "--yes", "--on-failure", "keep")

    last = events_of(capsys)[-1]
    assert (code, last["outcome"], last["done"]) == (1, "failed", 1)
    assert list(iam_state(moto_server)["roles"]) == ["ecsTaskExecutionRole"]
