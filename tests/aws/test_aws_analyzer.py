"""Access Analyzer's ValidatePolicy through a real client, against an endpoint on this machine; moto has none."""

import json
from collections.abc import Mapping
from typing import Any

import boto3
import pytest
from builders import a_policy, a_role, a_target, allow
from endpoints import Endpoint, answering, refusing

from tui.aws.analyzer import ask_analyzer
from tui.aws.gate import refuse_writes
from tui.aws.gateway import AccountGateway
from tui.aws.session import SessionClients
from tui.core.calls.api_call import ApiCall
from tui.core.calls.target import Target
from tui.core.checks.findings import Finding

FINDINGS = {
    "findings": [
        {"findingType": "SECURITY_WARNING", "issueCode": "PASS_ROLE_WITH_STAR", "findingDetails": "Too wide."},
        {"findingType": "SUGGESTION", "issueCode": "REDUNDANT_ACTION", "findingDetails": "Twice."},
    ]
}


def asked_of(endpoint: Endpoint, *resources: Any) -> tuple[Finding, ...]:
    """The findings of a dry run in an account whose analyzer answers from this endpoint."""
    session = boto3.Session(region_name="us-east-1")
    refuse_writes(session)
    with AccountGateway(a_target(kind="account"), SessionClients(session, endpoint.url)) as gateway:
        return ask_analyzer(gateway, resources)()


def test_its_findings_come_with_our_severities_also_on_a_dry_run(credentials: None) -> None:
    with Endpoint(answering("200 OK", json.dumps(FINDINGS), "application/json")) as endpoint:
        findings = asked_of(endpoint, a_policy())

    assert [(one.severity, one.where, one.params["issue"]) for one in findings] == [
        ("warning", "policy/shared document", "PASS_ROLE_WITH_STAR"),
        ("note", "policy/shared document", "REDUNDANT_ACTION"),
    ]


def test_where_it_may_not_be_asked_one_note_says_so_and_it_is_asked_once(credentials: None) -> None:
    with Endpoint(refusing("403 Forbidden", "AccessDeniedException")) as endpoint:
        findings = asked_of(endpoint, a_role(inline={"a": allow("s3:GetObject")}))
        asked = [one for one in endpoint.requests if one[1] == "POST /policy/validation"]

    assert [(one.code, one.severity) for one in findings] == [("analyzer_unavailable", "note")]
    assert len(asked) == 1


def test_a_server_that_breaks_is_not_asked_again(credentials: None) -> None:
    with Endpoint(answering("500 Internal Server Error", "oops")) as endpoint:
        findings = asked_of(endpoint, a_policy())
        asked = [one for one in endpoint.requests if one[1] == "POST /policy/validation"]

    assert [one.code for one in findings] == ["analyzer_unavailable"]
    assert len(asked) == 1


class Recorder:
    """A gateway that remembers what it is asked, and answers with nothing to say."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.calls: list[ApiCall] = []

    def call(self, call: ApiCall) -> Mapping[str, Any]:
        self.calls.append(call)
        return {"findings": []}


def test_each_document_is_judged_as_what_it_is() -> None:
    gateway = Recorder(a_target(kind="account"))

    findings = ask_analyzer(gateway, [a_role(inline={"a": allow("s3:GetObject")})])()

    kinds = [(one.params["policyType"], one.params.get("validatePolicyResourceType")) for one in gateway.calls]
    assert findings == ()
    assert kinds == [("RESOURCE_POLICY", "AWS::IAM::AssumeRolePolicyDocument"), ("IDENTITY_POLICY", None)]


@pytest.mark.parametrize("fields", [{"kind": "practice"}, {"kind": "account", "endpoint": "http://127.0.0.1:5000"}])
def test_what_is_not_aws_has_no_analyzer(fields: Mapping[str, Any]) -> None:
    gateway = Recorder(a_target(**fields))

    assert ask_analyzer(gateway, [a_policy()])() == ()
    assert gateway.calls == []
