"""What IAM Access Analyzer says about documents: AWS's own linter, asked only in an AWS account.

One ValidatePolicy per document; it needs access-analyzer:ValidatePolicy and no analyzer.
"""

import threading
from collections.abc import Callable, Iterable, Iterator

from tui.aws.pages import items
from tui.core.calls.api_call import ApiCall, Gateway
from tui.core.checks.findings import Finding, Severity
from tui.core.errors import AwsRefused, AwsUnreachable
from tui.core.iam.policy import PolicyDocument, wire
from tui.core.kinds import BucketPolicy, Resource, documents_of

SEVERITIES: dict[str, Severity] = {
    "ERROR": "error",
    "SECURITY_WARNING": "warning",
    "WARNING": "warning",
    "SUGGESTION": "note",
}


PATIENCE_SECONDS = 4.0
"""Advice that takes longer is not waited for: there are networks that reach IAM and nothing else."""


def ask_analyzer(gateway: Gateway, resources: Iterable[Resource]) -> Callable[[], tuple[Finding, ...]]:
    """Asks in the background; what it returns waits for the findings.

    One note where the analyzer cannot be asked. Nothing in the practice account, and nothing behind an endpoint that
    replaces AWS's own: neither has one, and whoever counts requests there takes a POST for a change.
    """
    found: list[Finding] = []
    documents = [(one, name, document) for one in resources for name, document in documents_of(one).items()]
    if gateway.target.kind != "account" or gateway.target.endpoint or not documents:
        return lambda: ()

    def ask() -> None:
        told: list[Finding] = []
        try:
            for one in documents:
                told += _validate(gateway, *one)
        except (AwsRefused, AwsUnreachable) as error:
            told = [_silent(error.code)]
        found.extend(told or [_silent("")])

    thread = threading.Thread(target=ask, name="analyzer", daemon=True)
    thread.start()

    def collect() -> tuple[Finding, ...]:
        thread.join(PATIENCE_SECONDS)
        told = tuple(found) or (_silent("aws.timeout"),)
        return tuple(one for one in told if one.code == "analyzer" or one.params["reason"])

    return collect


def _silent(reason: str) -> Finding:
    return Finding("analyzer_unavailable", "note", "access-analyzer", {"reason": reason})


def _validate(gateway: Gateway, resource: Resource, name: str, document: PolicyDocument) -> Iterator[Finding]:
    params = {"policyDocument": wire(document), "policyType": "IDENTITY_POLICY"}
    if name == "trust":
        params |= {"policyType": "RESOURCE_POLICY", "validatePolicyResourceType": "AWS::IAM::AssumeRolePolicyDocument"}
    elif isinstance(resource, BucketPolicy):
        params |= {"policyType": "RESOURCE_POLICY", "validatePolicyResourceType": "AWS::S3::Bucket"}
    call = ApiCall("accessanalyzer", "ValidatePolicy", params)
    for one in items(gateway, call, "findings", answer="nextToken"):
        told = {"message": one.get("findingDetails", ""), "issue": one.get("issueCode", "")}
        severity = SEVERITIES.get(one.get("findingType", ""), "warning")
        yield Finding("analyzer", severity, f"{resource.address} {name}", told)
