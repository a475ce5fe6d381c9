"""What the linter says becomes findings of ours, once, with our severities and the preset's reasons."""

import json
from typing import Any

import pytest
from builders import a_policy, a_preset, a_role, allow, texts, trust
from checking import found

from tui.core.calls.result_reference import Ref
from tui.core.checks import unmatched
from tui.core.checks.findings import Finding
from tui.core.checks.linted import Issue, Linted, additions, documents_to_lint
from tui.core.kinds import BucketPolicy, Resource

KMS = allow("kms:*", on="arn:aws:kms:us-east-1:123456789012:key/1", Sid="Keys")


def an_issue(check: str = "sensitive_action", **fields: Any) -> Issue:
    values = {"code": "missing_condition", "severity": "critical", "message": "Take care.", "index": 0}
    return Issue(check, **(values | fields))


def added(resource: Resource, *issues: Issue, findings: tuple[Finding, ...] = ()) -> list[Finding]:
    """What the issues about the resource's first document add to the findings."""
    [document, *_] = documents_to_lint([resource])
    return list(additions(findings, [resource], Linted({document: issues})))


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("error", "warning"),
        ("critical", "warning"),
        ("high", "warning"),
        ("warning", "warning"),
        ("medium", "note"),
        ("low", "note"),
        ("info", "note"),
        ("one that a later version has", "note"),
    ],
)
def test_nothing_the_linter_says_is_an_error(theirs: str, ours: str) -> None:
    [finding] = added(a_policy(), an_issue(severity=theirs))

    assert finding.severity == ours


def test_it_is_told_where_in_one_line_and_without_marks() -> None:
    message = "Sensitive  `kms:*`\nshould have *conditions*.\n\n**3 checks suppressed**"

    [finding] = added(a_policy(document=KMS), an_issue(message=message))

    assert (finding.code, finding.where) == ("linter", "policy/shared document Keys")
    assert finding.params == {
        "message": "Sensitive kms:* should have *conditions*.",
        "issue": "missing_condition",
        "check": "sensitive_action",
    }


@pytest.mark.parametrize("index", [-1, 7])
def test_what_is_about_no_statement_is_about_the_document(index: int) -> None:
    [finding] = added(a_policy(), an_issue(index=index))

    assert (finding.where, finding.statement) == ("policy/shared document", frozenset())


def test_what_a_finding_of_ours_says_at_the_same_statement_is_not_told_again() -> None:
    policy = a_policy(document=KMS)
    findings = found(policy)
    other = a_policy("other", document=allow("s3:GetObject", on="arn:aws:s3:::b/*"))

    told = added(policy, an_issue("service_wildcard"), findings=findings)
    told_elsewhere = added(other, an_issue("service_wildcard"), findings=findings)

    assert [one.code for one in findings] == ["service_wildcard"]
    assert told == []
    assert [one.where for one in told_elsewhere] == ["policy/other document [1]"]


def test_a_finding_of_ours_about_the_whole_document_counts_for_each_of_its_statements() -> None:
    ours = Finding("placeholder_left", "error", "policy/shared document")

    assert added(a_policy(), an_issue("resource_validation"), findings=(ours,)) == []


def test_a_finding_of_ours_at_one_statement_counts_for_what_is_said_about_the_document() -> None:
    ours = Finding("escalation", "warning", "policy/shared document [2]")

    assert added(a_policy(), an_issue(code="privilege_escalation", index=-1), findings=(ours,)) == []


def test_no_check_is_said_to_have_failed_for_a_service_that_does_not_exist() -> None:
    policy = a_policy(document=allow("nosuch:Thing", on="arn:aws:nosuch:::x"))

    told = added(policy, an_issue("set_operators", code="check_execution_error"), findings=found(policy))

    assert told == []


def test_the_reason_why_a_statement_is_wide_is_a_reason_for_the_linters_findings_on_it_too() -> None:
    policy = a_policy(document=KMS)
    findings = found(policy, preset=a_preset(waivers={"service_wildcard@Keys": texts("One key only.")}))

    sensitive, misfit = added(policy, an_issue(), an_issue("action_resource_matching"), findings=findings)

    assert sensitive.waiver is not None
    assert sensitive.waiver["en"] == "One key only."
    assert misfit.waiver is None


def test_a_waiver_for_the_linter_is_not_idle_where_it_was_not_asked() -> None:
    preset = a_preset(waivers={"linter@Keys": texts("Read."), "full_access": texts("Read.")})

    assert unmatched(preset, (), {}) == {"full_access"}


@pytest.mark.parametrize("key", ["lambda:SourceFunctionArn", "kms:EncryptionContext:aws:s3:arn"])
def test_condition_keys_of_many_actions_are_not_doubted(key: str) -> None:
    issue = an_issue("condition_key_validation", code="invalid_condition_key", key=key)

    assert added(a_policy(), issue) == []


def test_a_tag_that_an_action_does_not_send_is_doubted() -> None:
    issue = an_issue("condition_key_validation", code="invalid_condition_key", key="aws:RequestTag/team")

    assert [one.code for one in added(a_policy(), issue)] == ["linter"]


def test_why_it_said_nothing_is_one_note() -> None:
    crashed = list(additions((), [a_policy()], Linted(trouble="ImportError: no")))
    late = list(additions((), [a_policy()], Linted(is_late=True)))

    assert [(one.code, one.severity, one.params) for one in crashed] == [
        ("linter_unavailable", "note", {"reason": "ImportError: no"})
    ]
    assert [(one.code, one.severity) for one in late] == [("linter_late", "note")]


def test_each_document_is_read_as_what_it_is() -> None:
    role = a_role(trust=trust(), inline={"a": allow("s3:GetObject")})
    bucket = BucketPolicy("b", {"Read": {"Sid": "Read", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}})

    kinds = [one.kind for one in documents_to_lint([role, a_policy(), bucket])]

    assert kinds == ["TRUST_POLICY", "IDENTITY_POLICY", "IDENTITY_POLICY", "RESOURCE_POLICY"]


def test_global_condition_keys_are_handed_over_in_the_letters_the_linter_knows() -> None:
    condition = {"StringEquals": {"AWS:SourceAccount": "123456789012", "s3:Prefix": "a"}}

    [document] = documents_to_lint([a_policy(document=allow("s3:ListBucket", Condition=condition))])

    [statement] = json.loads(document.text)["Statement"]
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": "123456789012", "s3:Prefix": "a"}}


def test_what_only_a_call_will_tell_is_handed_over_as_a_name() -> None:
    key = Ref("kms-key/alias/lake", "Arn", f"arn:aws:kms:us-east-1:1:key/{Ref('kms-key/alias/lake', 'KeyId')}")

    [document] = documents_to_lint([a_policy(document=allow("kms:Decrypt", on=key))])

    [statement] = json.loads(document.text)["Statement"]
    assert statement["Resource"] == "arn:aws:kms:us-east-1:1:key/later"
