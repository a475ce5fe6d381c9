"""Checks of a few statements, for the tests of every family."""

from typing import Any

from builders import a_policy, a_preset, a_role, a_target, allow

from tui.core.checks import check
from tui.core.checks.findings import Finding
from tui.core.iam.actions import ActionList
from tui.core.iam.policy import statements_of
from tui.core.kinds import Resource, documents_of
from tui.core.preset.format import Preset
from tui.store.actions import load_actions

HERE, THERE = "123456789012", "999988887777"


def found(*resources: Resource, preset: Preset | None = None, actions: ActionList | None = None) -> tuple[Finding, ...]:
    values = {"NAMESPACE": "prod", "ACCOUNT": "web"}
    return check(resources, a_target(), actions or load_actions(), preset or a_preset(), values)


def about(statement: dict[str, Any], **fields: Any) -> tuple[Finding, ...]:
    """Findings about a managed policy of one statement."""
    return found(a_policy(document={"Version": "2012-10-17", "Statement": [statement]}), **fields)


def about_actions(*actions: str, on: Any = "*", **elements: Any) -> tuple[Finding, ...]:
    return about(allow(*actions, on=on, **elements)["Statement"][0])


def about_trust(principal: Any, action: str = "sts:AssumeRole", **elements: Any) -> tuple[Finding, ...]:
    statement = {"Effect": "Allow", "Principal": principal, "Action": action, **elements}
    return found(a_role(trust={"Version": "2012-10-17", "Statement": [statement]}))


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [one.code for one in findings]


def mended(finding: Finding, resource: Resource) -> list[dict[str, Any]]:
    """The statements of the document the finding is about, after its fix."""
    assert finding.fix is not None
    [after] = finding.fix.applied_to((resource,))
    return [dict(one) for one in statements_of(documents_of(after)[finding.fix.document])]
