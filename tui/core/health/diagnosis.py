"""What an error of AWS says: who may not do what on what, why, who can change it, and the statement to add. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tui.core.calls.denied import MESSAGE
from tui.core.catalog.pasted_error import ACTION, NO_ACTIONS, OPERATION, known_error
from tui.core.iam.actions import ActionList

PRINCIPAL = re.compile(
    r"(?:User|사용자|ユーザー|Principal|principal|caller)[: ]*\"?(arn:aws[a-z-]*:(?:iam|sts)::\d{12}:[^\s\"',;]+)"
)
ANY_PRINCIPAL = re.compile(r"arn:aws[a-z-]*:(?:sts::\d{12}:assumed-role|iam::\d{12}:user)/[^\s\"',;]+")
RESOURCE = re.compile(r"(?:on resource|리소스|リソース|resource)[: ]*\"?(arn:aws[a-z-]*:[^\s\"',;]+|\*)", re.IGNORECASE)
ENCODED = re.compile(r"Encoded authorization failure message: ?([\w+/=-]+)", re.IGNORECASE)
SERVICE_IN_ROLE = re.compile(r":role/aws-service-role/([\w.-]+)/")

ADMINISTRATOR, ORGANIZATION, OWNER, CALLER, ROLE = "administrator", "organization", "policy-owner", "caller", "role"
CAUSES: Mapping[str, tuple[str, str]] = {
    "no_allow": ("no-allow", ADMINISTRATOR),
    "denied_operation": ("no-allow", ADMINISTRATOR),
    "denied": ("unknown", ADMINISTRATOR),
    "encoded": ("encoded", CALLER),
    "explicit_deny": ("explicit-deny", OWNER),
    "scp": ("service-control-policy", ORGANIZATION),
    "boundary": ("permissions-boundary", ADMINISTRATOR),
    "session_policy": ("session-policy", CALLER),
    "pass_role": ("pass-role", ADMINISTRATOR),
    "web_identity": ("trust-policy", ROLE),
    "oidc_missing": ("provider-missing", ADMINISTRATOR),
    "saml": ("trust-policy", ROLE),
    "lambda_trust": ("trust-policy", ROLE),
    "apigateway_trust": ("trust-policy", ROLE),
    "firehose_trust": ("trust-policy", ROLE),
    "flow_logs": ("trust-policy", ROLE),
    "ecs_role": ("trust-policy", ROLE),
    "cannot_assume": ("trust-policy", ROLE),
    "assume_role": ("trust-policy", ROLE),
    "lambda_vpc": ("role-lacks-permission", ROLE),
    "lambda_sqs": ("role-lacks-permission", ROLE),
    "lambda_kinesis": ("role-lacks-permission", ROLE),
    "role_lacks": ("role-lacks-permission", ROLE),
    "ecs_pull": ("role-lacks-permission", ROLE),
    "apigateway_logs": ("role-not-set", ADMINISTRATOR),
    "ecs_linked": ("service-linked-role", ADMINISTRATOR),
    "linked_missing": ("service-linked-role", ADMINISTRATOR),
    "instance_profile": ("instance-profile-missing", ADMINISTRATOR),
    "no_credentials": ("no-credentials", CALLER),
    "token": ("credentials-expired", CALLER),
    "signature": ("credentials-wrong", CALLER),
    "bad_principal": ("document-refused", CALLER),
    "bad_document": ("document-refused", CALLER),
    "limit": ("quota", ADMINISTRATOR),
    "exists": ("exists-already", CALLER),
    "missing": ("missing", CALLER),
    "delete_conflict": ("in-use", CALLER),
    "throttled": ("throttled", CALLER),
    "unreachable": ("not-reached", CALLER),
    "opt_in": ("region-not-enabled", ADMINISTRATOR),
}
"""By the sentence's code: the cause, and who has to do something."""
SOLVED_BY_ALLOW = {"no-allow", "pass-role", "service-linked-role", "role-lacks-permission"}
EC2_CALLS = re.compile(r"permissions? to call (\w+) on (\w+)", re.IGNORECASE)


@dataclass(frozen=True)
class Diagnosis:
    """An error, understood as far as its text tells; what it does not tell is empty."""

    code: str
    """Of the sentence: pasted.<code>."""
    cause: str
    """no-allow, explicit-deny, trust-policy, ...; "unknown" where the text does not tell."""
    who: str
    """Who has to do something: administrator, organization, policy-owner, role (its owner) or caller."""
    action: str
    resource: str
    principal: str
    operation: str
    entries: tuple[str, ...]
    """Ids of the entries that solve it, the likeliest first."""

    @property
    def statement(self) -> dict[str, Any] | None:
        """The statement that allows it, and nothing else; None where one more Allow does not help, or is not known."""
        if self.cause not in SOLVED_BY_ALLOW or not self.action:
            return None
        statement: dict[str, Any] = {"Effect": "Allow", "Action": self.action, "Resource": self.resource or "*"}
        if linked := SERVICE_IN_ROLE.search(self.resource):
            statement["Condition"] = {"StringEquals": {"iam:AWSServiceName": linked[1]}}
        return statement

    def record(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "action": self.action,
            "resource": self.resource,
            "principal": self.principal,
            "operation": self.operation,
            "cause": self.cause,
            "who": self.who,
            "statement": self.statement,
            "entries": list(self.entries),
        }


def diagnose(text: str, actions: ActionList, entries: tuple[str, ...] = ()) -> Diagnosis | None:
    """What the error says; None for a text that is no error of AWS. `entries` is what a search for it found."""
    meaning = known_error(text)
    if meaning is None:
        return None
    operation = next(filter(None, found.groups()), "") if (found := OPERATION.search(text)) else ""
    resource = found["resource"] if (found := MESSAGE.search(text)) and found["resource"] else ""
    resource = resource or (found[1] if (found := RESOURCE.search(text)) else "")
    principal = found[1] if (found := PRINCIPAL.search(text)) else ""
    principal = principal or (found[0] if (found := ANY_PRINCIPAL.search(text)) else "")
    cause, who = CAUSES[meaning.code]
    return Diagnosis(
        code=meaning.code,
        cause=cause,
        who=who,
        action=_action(text, operation, actions),
        resource=resource.rstrip(".,;)"),
        principal=principal.rstrip(".,;:)"),
        operation=operation,
        entries=tuple(dict.fromkeys((*meaning.entries, *entries))),
    )


def _action(text: str, operation: str, actions: ActionList) -> str:
    """The IAM action that failed, as AWS writes it; of an operation, where only one service has it."""
    if found := MESSAGE.search(text):
        return found["action"]
    if found := EC2_CALLS.search(text):
        known = actions.find(f"{found[2].lower()}:{found[1]}")
        return known.name if known else ""
    if named := [one for one in ACTION.findall(text) if one.partition(":")[0] not in NO_ACTIONS]:
        return str(named[0])
    if "iam:PassRole" in text:
        return "iam:PassRole"
    with_it = [one for one in actions.services if operation and actions.find(f"{one}:{operation}")]
    return f"{with_it[0]}:{operation}" if len(with_it) == 1 else ""


def encoded_in(text: str) -> str:
    """The encoded message in an error; "" where there is none."""
    found = ENCODED.search(text)
    return found[1] if found else ""


def decoded_text(message: str) -> str:
    """What DecodeAuthorizationMessage answers, as the sentence AWS would have printed."""
    tree = json.loads(message)
    context = tree.get("context", {})
    sentence = f"User: {context.get('principal', {}).get('arn', '')} is not authorized to perform: "
    sentence += f"{context.get('action', '')} on resource: {context.get('resource', '')}"
    return f"{sentence} with an explicit deny in an identity-based policy" if tree.get("explicitDeny") else sentence
