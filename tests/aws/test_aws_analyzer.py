"""Access Analyzer's ValidatePolicy through a real client, against an endpoint on this machine; moto has none."""

import json
import threading
from collections.abc import Callable, Mapping
from typing import Any

from builders import a_policy, a_role, a_target, allow
from endpoints import Endpoint, answering, refusing

from tui.aws.analyzer import ask_analyzer
from tui.aws.session import open_account
from tui.core.calls import ApiCall
from tui.core.findings import Finding
from tui.core.target import Target

IDENTITY = (
    "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/u</Arn>"
    "<UserId>U</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
)
FINDINGS = {
    "findings": [
        {"findingType": "SECURITY_WARNING", "issueCode": "PASS_ROLE_WITH_STAR", "findingDetails": "Too wide."},
        {"findingType": "SUGGESTION", "issueCode": "REDUNDANT_ACTION", "findingDetails": "Twice."},
    ]
}


def account(analyzer: Callable[..., Any]) -> Callable[..., Any]:
    """STS answers who one is; /policy/validation is the analyzer's."""
    sts = answering("200 OK", IDENTITY)

    def application(environ: dict[str, Any], start_response: Any) -> Any:
        return (analyzer if environ["PATH_INFO"] == "/policy/validation" else sts)(environ, start_response)

    return application


def asked_of(endpoint: Endpoint, *resources: Any, dry_run: bool = False) -> tuple[Finding, ...]:
    with open_account(profile=None, region="us-east-1", endpoint_url=endpoint.url, dry_run=dry_run) as gateway:
        return ask_analyzer(gateway, resources)()


def test_its_findings_come_with_our_severities_also_on_a_dry_run(credentials: None) -> None:
    with Endpoint(account(answering("200 OK", json.dumps(FINDINGS), "application/json"))) as endpoint:
        findings = asked_of(endpoint, a_policy(), dry_run=True)

    assert [(one.severity, one.where, one.params["issue"]) for one in findings] == [
        ("warning", "policy/shared document", "PASS_ROLE_WITH_STAR"),
        ("note", "policy/shared document", "REDUNDANT_ACTION"),
    ]


def test_where_it_may_not_be_asked_one_note_says_so_and_it_is_asked_once(credentials: None) -> None:
    with Endpoint(account(refusing("403 Forbidden", "AccessDeniedException"))) as endpoint:
        findings = asked_of(endpoint, a_role(inline={"a": allow("s3:GetObject")}))
        asked = [one for one in endpoint.requests if one[1] == "POST /policy/validation"]

    assert [(one.code, one.severity) for one in findings] == [("analyzer_unavailable", "note")]
    assert len(asked) == 1


def test_a_server_that_breaks_is_not_asked_again(credentials: None) -> None:
    with Endpoint(account(answering("500 Internal Server Error", "oops"))) as endpoint:
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


def test_the_practice_account_has_no_analyzer() -> None:
    gateway = Recorder(a_target())

    assert ask_analyzer(gateway, [a_policy()])() == ()
    assert gateway.calls == []
    assert "analyzer" not in {thread.name for thread in threading.enumerate()}
