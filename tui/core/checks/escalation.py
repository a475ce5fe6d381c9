"""Permissions that let their holder get more of them.

Source of the combinations: Rhino Security Labs, "AWS IAM privilege escalation", and the papers that added to it.
"""

from collections.abc import Iterator
from typing import Any

from tui.core.checks.findings import Finding
from tui.core.checks.place import Context, Place, places
from tui.core.iam.wildcards import is_wild, matches
from tui.core.kinds import ManagedPolicy, PrincipalPolicy, Resource, Role

PASS_ROLE = "iam:PassRole"  # noqa: S105
COMBINATIONS: tuple[tuple[str, ...], ...] = (
    ("iam:CreatePolicyVersion",),
    ("iam:SetDefaultPolicyVersion",),
    ("iam:CreateAccessKey",),
    ("iam:CreateLoginProfile",),
    ("iam:UpdateLoginProfile",),
    ("iam:AttachUserPolicy",),
    ("iam:AttachGroupPolicy",),
    ("iam:AttachRolePolicy",),
    ("iam:PutUserPolicy",),
    ("iam:PutGroupPolicy",),
    ("iam:PutRolePolicy",),
    ("iam:AddUserToGroup",),
    ("iam:UpdateAssumeRolePolicy",),
    ("iam:DeleteRolePermissionsBoundary",),
    ("iam:DeleteUserPermissionsBoundary",),
    ("lambda:UpdateFunctionCode",),
    ("glue:UpdateDevEndpoint",),
    (PASS_ROLE, "ec2:RunInstances"),
    (PASS_ROLE, "lambda:CreateFunction", "lambda:InvokeFunction"),
    (PASS_ROLE, "lambda:CreateFunction", "lambda:CreateEventSourceMapping"),
    (PASS_ROLE, "lambda:CreateFunction", "lambda:AddPermission"),
    (PASS_ROLE, "cloudformation:CreateStack"),
    (PASS_ROLE, "glue:CreateDevEndpoint"),
    (PASS_ROLE, "glue:CreateJob", "glue:StartJobRun"),
    (PASS_ROLE, "datapipeline:CreatePipeline", "datapipeline:PutPipelineDefinition"),
    (PASS_ROLE, "sagemaker:CreateNotebookInstance", "sagemaker:CreatePresignedNotebookInstanceUrl"),
    (PASS_ROLE, "codebuild:CreateProject", "codebuild:StartBuild"),
    (PASS_ROLE, "ecs:RegisterTaskDefinition", "ecs:RunTask"),
    (PASS_ROLE, "ssm:StartAutomationExecution"),
    (PASS_ROLE, "states:CreateStateMachine", "states:StartExecution"),
    (PASS_ROLE, "scheduler:CreateSchedule"),
    (PASS_ROLE, "apprunner:CreateService"),
)
DANGEROUS = tuple(dict.fromkeys(action for combination in COMBINATIONS for action in combination))
IN_LOWER_CASE = {action.lower(): action for action in DANGEROUS}


def check_escalation(resource: Resource, context: Context) -> Iterator[Finding]:
    """Of everything the resource allows together; who holds "*" already needs no detour."""
    if not isinstance(resource, Role | ManagedPolicy | PrincipalPolicy):
        return
    allowing = [one for one in places(resource) if one.is_allow and not one.is_trust and "Resource" in one.statement]
    if any("*" in one.actions for one in allowing):
        return
    broad = [one for one in allowing if any(map(_is_broad, one.resources))]
    # of several that give the same, the first
    holders = {action: one for one in reversed(broad) for action in _named(one) if _gives(one, action, context)}
    for combination in COMBINATIONS:
        held = [holders[action] for action in combination if action in holders]
        if len(held) == len(combination):
            yield held[-1].finding("escalation", "warning", actions=" + ".join(combination))


def _named(place: Place) -> Iterator[str]:
    """The dangerous actions that the statement names, by themselves or with wildcards."""
    for one in {action.lower() for action in place.actions}:
        if is_wild(one):
            yield from (action for action in DANGEROUS if matches(one, action.lower()))
        elif one in IN_LOWER_CASE:
            yield IN_LOWER_CASE[one]


def _gives(place: Place, action: str, context: Context) -> bool:
    """Whether a statement that names it allows it on things of any name; a narrowing condition takes that back."""
    if not any(_is_broad(one) and (one == "*" or context.actions.fits(action, one)) for one in place.resources):
        return False
    return action == PASS_ROLE or not place.conditions


def _is_broad(resource: Any) -> bool:
    """role/* is broad, role/app-* is not."""
    tail = str(resource).rpartition(":")[2]
    return tail == "*" or (tail.endswith("/*") and tail.count("/") == 1)
