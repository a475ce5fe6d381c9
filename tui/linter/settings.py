"""Which of the linter's checks say something about a role for a service, and which are left out, and why."""

from typing import Any

ORGANISATION = ("aws:ResourceOrgID", "aws:SourceIp")
"""The first condition key asked for by the requirements that only an organisation can set itself: which buckets are
its own, which addresses its people come from. They would stand under every bucket of every preset."""

SETTINGS: dict[str, Any] = {
    # nothing of the linter's own is kept on disk
    "settings": {"cache_enabled": False},
    # told by core.checks.findings, which knows the quota of the very kind of policy: inline, managed, trust or bucket
    "policy_size": {"enabled": False},
    "sid_uniqueness": {"enabled": False},
    # would take every key of a service for one of a single value: our list of actions does not have the keys' types
    "set_operator_validation": {"enabled": False},
    # Not "credential_exposure" and "data_access": they ask every sts:AssumeRole of a trust policy and every read for a
    # condition such as MFA or a source address, which a service that assumes the role cannot meet.
    # Who can change access to a thing by its name is worth a note, no more.
    "sensitive_action": {
        "categories": ["priv_esc", "resource_exposure"],
        "category_severities": {"resource_exposure": "medium"},
    },
}
LEFT_OUT = frozenset(
    {
        # Asks every service for aws:SourceAccount, also those that do not send it, and would be locked out;
        # core.checks.trust asks those that do.
        "confused_deputy_risk",
        # "usable but not recommended": AWS's own pages write StringEquals and StringLike on ARNs
        "type_mismatch_usable",
        # about a policy whose type nobody has said; we say it
        "policy_type_hint",
    }
)
"""Kinds of issues that are not passed on."""


def settings(requirements: list[dict[str, Any]]) -> dict[str, Any]:
    """The configuration, given what the linter requires of conditions by default."""
    kept = [one for one in requirements if _first_key(one) not in ORGANISATION]
    return {**SETTINGS, "action_condition_enforcement": {"requirements": kept}}


def _first_key(requirement: dict[str, Any]) -> str:
    asked = requirement.get("required_conditions")
    found = asked.get("any_of", []) if isinstance(asked, dict) else asked
    return str(found[0].get("condition_key", "")) if found else ""
