"""An AWS over HTTP for exports to work on: moto, with what a preset takes for granted, and what moto lacks bridged."""

import json
import logging
import os
import re
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
from aws_cli_server import aws_cli
from endpoints import REGION, Endpoint, without_simulation
from faults import world
from left_behind import left_behind
from moto.cognitoidentity import models as identity_models
from moto.cognitoidentity.responses import CognitoIdentityResponse
from moto.ec2.models import instances as instance_models
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from stack_kinds import teach

from tui.aws.observe import observe
from tui.aws.practice.bridges import put_right
from tui.aws.session import open_account
from tui.core.calls.api_call import Gateway
from tui.core.kinds import (
    BucketPolicy,
    IdentityPoolRoles,
    InstanceProfileAssociation,
    PrincipalPolicy,
    Resource,
)
from tui.core.plan.plan import Plan, plan_between
from tui.core.plan.review import Review
from tui.core.run.deployer import Deployer
from tui.core.run.events import StepFailed

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_EC2_METADATA_DISABLED": "true",
}
COMMAND = re.compile(r"aws |  --")
"""Lines of a template's head that are for a shell."""
UNTAGGED = re.compile(r'CloudFormation cannot tag AWS::IAM::(\w+); (".*") goes without (\{.*\})\.$')
_roles: dict[str, Any] = {}


def _set_roles(self: Any) -> str:
    asked = json.loads(self.body)
    _roles[asked["IdentityPoolId"]] = {key: asked[key] for key in ("Roles", "RoleMappings") if asked.get(key)}
    return "{}"


def _get_roles(self: Any) -> str:
    pool = json.loads(self.body)["IdentityPoolId"]
    return json.dumps({"IdentityPoolId": pool, **_roles.get(pool, {})})


def bridge() -> None:
    """Service-linked roles get AWS's names; identity pools remember their roles, which moto has no calls for."""
    put_right()
    CognitoIdentityResponse.set_identity_pool_roles = _set_roles
    CognitoIdentityResponse.get_identity_pool_roles = _get_roles


def empty() -> None:
    """An account with AWS's managed policies and nothing else."""
    world.empty()
    _roles.clear()


def take_for_granted(resources: Iterable[Resource], server: Endpoint) -> None:
    """Makes what these things live in: buckets, people, instances with profiles to replace, pools."""

    def client(service: str) -> Any:
        return boto3.client(service, endpoint_url=server.url, region_name=REGION)

    for one in resources:
        match one:
            case BucketPolicy():
                where = {"LocationConstraint": REGION}
                client("s3").create_bucket(Bucket=one.bucket, CreateBucketConfiguration=where)
            case PrincipalPolicy(kind="user"):
                client("iam").create_user(UserName=one.holder)
            case PrincipalPolicy(kind="group"):
                client("iam").create_group(GroupName=one.holder)
            case PrincipalPolicy():
                trust = json.dumps({"Version": "2012-10-17", "Statement": []})
                client("iam").create_role(RoleName=one.holder, AssumeRolePolicyDocument=trust)
            case InstanceProfileAssociation():
                instance_models.random_instance_id = _always(one.instance)
                client("ec2").run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1)
            case IdentityPoolRoles():
                identity_models.get_random_identity_id = _always(one.pool)
                client("cognito-identity").create_identity_pool(
                    IdentityPoolName="pool", AllowUnauthenticatedIdentities=True
                )


def _always(value: str) -> Callable[..., str]:
    return lambda *_: value


@contextmanager
def at_work(folder: Path) -> Iterator[tuple[Endpoint, Path]]:
    """For sweeps: the server, and the folder the AWS CLI lies in; this process is set up to be their client."""
    bridge()
    logging.disable()
    warnings.simplefilter("ignore")
    os.environ |= {**ENVIRONMENT, "HOME": str(folder), "XDG_STATE_HOME": str(folder)}
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    application = without_simulation(DomainDispatcherApplication(create_backend_app))
    with Endpoint(application) as server, aws_cli(folder) as aws:
        yield server, aws


def prepare(review: Review, server: Endpoint) -> None:
    """An account with nothing but what the review takes for granted."""
    empty()
    take_for_granted(review.plan.desired, server)
    for profile in (one for one in review.answers.values.values() if one == "sample-web-server"):
        boto3.client("iam", endpoint_url=server.url).create_instance_profile(InstanceProfileName=profile)


def environment_for(server: Endpoint, aws: Path) -> dict[str, str]:
    """Where the real AWS CLI finds the server and nothing else."""
    path = f"{aws}{os.pathsep}{os.environ['PATH']}"
    return {**ENVIRONMENT, "PATH": path, "AWS_ENDPOINT_URL": server.url, "HOME": str(aws), "LANG": "C.UTF-8"}


def run_script(script: Path, server: Endpoint, aws: Path) -> subprocess.CompletedProcess[str]:
    """The script, by bash, with the real AWS CLI, against the server."""
    return subprocess.run(
        ["bash", str(script)],
        cwd=script.parent,
        env=environment_for(server, aws),
        capture_output=True,
        text=True,
        check=False,
    )


def account(server: Endpoint) -> Gateway:
    """The account behind the server, opened as the program opens it."""
    return open_account(profile=None, region=REGION, endpoint_url=server.url, dry_run=False)


def plan_there(gateway: Gateway, desired: tuple[Resource, ...]) -> Plan:
    """What the program would still do."""
    return plan_between("sweep", desired, observe(gateway, desired), gateway.target, "")


def deploy_stack(file: Path, server: Endpoint, aws: Path) -> str:
    """What the head of the template says people do: its commands, by bash, and the tags; the complaint, if any."""
    teach(server.url)
    text = file.read_text(encoding="utf-8")
    head = [line.removeprefix("# ") for line in text.splitlines() if line.startswith("#")]
    script = file.with_suffix(".sh")
    script.write_text("set -e\n" + "".join(f"{one}\n" for one in head if COMMAND.match(one)), encoding="utf-8")
    run = run_script(script, server, aws)
    if run.returncode:
        return run.stderr
    iam = boto3.client("iam", endpoint_url=server.url, region_name=REGION)
    for kind, name, tags in (found.groups() for one in head if (found := UNTAGGED.match(one))):
        pairs = [{"Key": key, "Value": value} for key, value in json.loads(tags).items()]
        match kind:
            case "ManagedPolicy":
                [arn] = [
                    one["Arn"]
                    for one in iam.list_policies(Scope="Local")["Policies"]
                    if one["PolicyName"] == json.loads(name)
                ]
                iam.tag_policy(PolicyArn=arn, Tags=pairs)
            case "InstanceProfile":
                iam.tag_instance_profile(InstanceProfileName=json.loads(name), Tags=pairs)
    return ""


def apply_plan(gateway: Gateway, desired: tuple[Resource, ...]) -> None:
    """What the program itself makes of it."""
    events = list(Deployer(gateway, observe, sleep=lambda _: None).deploy(plan_there(gateway, desired)))
    failures = [one for one in events if isinstance(one, StepFailed)]
    assert not failures, failures


def account_now() -> dict[str, Any]:
    """Everything a plan can make, in plain values."""
    return left_behind(_roles)


def left_to_do(gateway: Gateway, review: Review) -> list[str]:
    """What the account lacks of what the review wants."""
    plan = plan_there(gateway, review.plan.desired)
    return differences(plan) or [step.do.operation for step in plan.steps]


def differences(plan: Plan) -> list[str]:
    """What the account has otherwise than wanted."""
    return [
        f"{change.address} {part.name}"
        for change in plan.changes
        for part in change.parts
        if change.action != "no-op" and part.action != "no-op"
    ]
