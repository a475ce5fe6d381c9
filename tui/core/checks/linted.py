"""What the optional linter says, as findings of ours: where, how bad, and nothing that is told already.

The linter is iam-policy-validator; tui.linter runs it. It advises: nothing it says keeps a plan from being applied.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tui.core.calls.result_reference import SHOWN
from tui.core.checks.conditions import KEYS_OF_MANY_ACTIONS
from tui.core.checks.findings import Finding, Severity
from tui.core.checks.place import Place, places
from tui.core.iam.policy import PolicyDocument, statements_of, wire
from tui.core.iam.wildcards import overlap
from tui.core.kinds import BucketPolicy, Resource, documents_of

LINTER = "iam-policy-validator"
SEVERITIES: Mapping[str, Severity] = {
    "error": "warning",
    "critical": "warning",
    "high": "warning",
    "warning": "warning",
}
"""Everything else is a note."""
WIDTH = frozenset({"full_access", "service_wildcard", "star_resource", "star_resource_read", "pass_role_anywhere"})
"""Findings of ours on statements that allow much; their waiver says why the statement does."""
UNKNOWN = frozenset({"action_unknown", "service_unknown"})
SAME: Mapping[str, frozenset[str]] = {
    "wildcard_action": WIDTH,
    "full_wildcard": WIDTH,
    "service_wildcard": frozenset({"service_wildcard", "full_access"}),
    "wildcard_resource": WIDTH,
    "not_action_not_resource": frozenset({"allows_the_rest"}),
    "action_validation": UNKNOWN,
    "action_resource_matching": UNKNOWN | {"action_misfits", "action_needs_star"},
    "condition_key_validation": UNKNOWN | {"key_unknown"},
    "condition_type_mismatch": frozenset({"operator_unknown"}),
    "resource_validation": frozenset({"placeholder_left"}),
    "sensitive_action": frozenset({"escalation", "pass_role_anywhere", "full_access"}),
    "action_condition_enforcement": frozenset({"escalation", "pass_role_anywhere", "full_access"}),
    "trust_policy_validation": frozenset(
        {"trust_open", "external_id_missing", "source_missing", "aud_missing", "sub_missing"}
    ),
    "principal_validation": frozenset({"trust_open", "bucket_open", "external_id_missing"}),
    "not_principal_validation": frozenset({"principal_missing", "principal_misplaced"}),
    "policy_type_validation": frozenset({"principal_missing", "principal_misplaced"}),
    "policy_structure": frozenset({"document_empty", "principal_missing", "principal_misplaced", "sid"}),
}
"""By the linter's check: our findings that say as much; where one is at the same place, the linter's is left out."""
EXCUSED = frozenset({"sensitive_action", "action_condition_enforcement", "wildcard_resource", "service_wildcard"})
"""Checks of the linter's for which the reason why a statement is wide is a reason too."""


@dataclass(frozen=True)
class LintedDocument:
    """A document as the linter reads it; the same one is read once."""

    kind: str
    """IDENTITY_POLICY, RESOURCE_POLICY, TRUST_POLICY."""
    text: str
    """JSON."""


@dataclass(frozen=True)
class Issue:
    """What it says."""

    check: str
    code: str
    severity: str
    message: str
    index: int
    """Of the statement, from 0; -1 where it is about the whole document."""
    key: str = ""
    """The condition key it is about."""


@dataclass(frozen=True)
class Linted:
    """The answer: issues by document; or why there are none."""

    issues: Mapping[LintedDocument, tuple[Issue, ...]] = field(default_factory=dict)
    trouble: str = ""
    is_late: bool = False


def documents_to_lint(resources: Iterable[Resource]) -> tuple[LintedDocument, ...]:
    """Every document, as what it is."""
    return tuple(
        _as_linted(resource, name, document)
        for resource in resources
        for name, document in documents_of(resource).items()
    )


def additions(findings: tuple[Finding, ...], resources: Iterable[Resource], linted: Linted) -> Iterator[Finding]:
    """What the linter has to add to the findings there are."""
    if linted.trouble:
        yield Finding("linter_unavailable", "note", LINTER, {"reason": linted.trouble})
    if linted.is_late:
        yield Finding("linter_late", "note", LINTER)
    for resource in resources:
        for name, document in documents_of(resource).items():
            issues = linted.issues.get(_as_linted(resource, name, document), ())
            yield from _added(findings, resource, name, issues)


def _added(
    findings: tuple[Finding, ...], resource: Resource, name: str, issues: tuple[Issue, ...]
) -> Iterator[Finding]:
    statements = [one for one in places(resource) if one.document == name]
    for issue in issues:
        place = statements[issue.index] if 0 <= issue.index < len(statements) else None
        there = [one for one in findings if _is_at(one, f"{resource.address} {name}", place)]
        if not _is_mistaken(issue) and not any(one.code in _same(issue) for one in there):
            yield _excused(_finding(issue, f"{resource.address} {name}", place), issue, there)


def _same(issue: Issue) -> frozenset[str]:
    """Codes of our findings that say as much; no check of the linter's gets through a service it does not know."""
    same = SAME.get(issue.check, frozenset())
    return same | UNKNOWN if issue.code == "check_execution_error" else same


def _is_mistaken(issue: Issue) -> bool:
    return issue.code == "invalid_condition_key" and any(
        overlap(one.lower(), issue.key.lower()) for one in KEYS_OF_MANY_ACTIONS
    )


def _is_at(finding: Finding, document: str, place: Place | None) -> bool:
    """A finding about the whole document is at each of its statements, and the other way round."""
    if place is None:
        return finding.where.startswith(document)
    return finding.where in (document, place.where)


def _finding(issue: Issue, document: str, place: Place | None) -> Finding:
    severity = SEVERITIES.get(issue.severity, "note")
    params = {"message": _plain(issue.message), "issue": issue.code, "check": issue.check}
    if place is None:
        return Finding("linter", severity, document, params)
    return place.finding("linter", severity, **params)


def _excused(finding: Finding, issue: Issue, there: list[Finding]) -> Finding:
    """With the waiver that the statement has for being wide."""
    reasons = [one.waiver for one in there if one.code in WIDTH and one.waiver]
    return replace(finding, waiver=reasons[0]) if reasons and issue.check in EXCUSED else finding


def _plain(message: str) -> str:
    """Its first paragraph, on one line, without the marks of Markdown."""
    return " ".join(message.partition("\n\n")[0].replace("`", "").split())


def _as_linted(resource: Resource, name: str, document: PolicyDocument) -> LintedDocument:
    kind = "RESOURCE_POLICY" if isinstance(resource, BucketPolicy) else "IDENTITY_POLICY"
    tree = {**document, "Statement": [_usual(one) for one in statements_of(document)]}
    # what only a call will tell is as good as any name
    return LintedDocument("TRUST_POLICY" if name == "trust" else kind, SHOWN.sub("later", wire(tree)))


def _usual(statement: Mapping[str, Any]) -> Mapping[str, Any]:
    """With global condition keys as the linter knows them: to IAM, AWS:SourceArn is the same key."""
    block = statement.get("Condition")
    if not isinstance(block, Mapping):
        return statement
    usual = {
        operator: {_usual_key(key): value for key, value in keys.items()} if isinstance(keys, Mapping) else keys
        for operator, keys in block.items()
    }
    return {**statement, "Condition": usual}


def _usual_key(key: str) -> str:
    return f"aws:{key[4:]}" if key.lower().startswith("aws:") else key
