"""AWS's own simulator beside ours: the question as a call, its answer, and whether the two agree.

Source: IAM API Reference, SimulateCustomPolicy. It takes neither trust policies nor, for roles, policies of resources
(its CallerArn has to be a user), and it takes a context key that is not given as not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from tui.core.calls.api_call import ApiCall, iam
from tui.core.iam.operators import operator_use
from tui.core.iam.policy import statements_of, tests_of, wire
from tui.core.simulate.decision import decide
from tui.core.simulate.question import Outcome
from tui.core.simulate.request import ANY

TYPES = {"number": "numeric", "date": "date", "bool": "boolean", "binary": "binary", "address": "ip"}
"""The type of a context key by the operator that asks about it; string otherwise."""


@dataclass(frozen=True)
class Opinion:
    """What AWS says."""

    decision: Literal["allowed", "denied"]
    is_explicit: bool
    """Whether a Deny statement says so."""
    documents: tuple[str, ...]
    """Where the statements stand that it found to decide."""
    keys: tuple[str, ...]
    """Context keys of the documents that were not given; AWS lists them whether or not they would decide."""
    agrees: bool
    """Whether ours is the same once everything not given counts as not there."""

    def record(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "decision": self.decision,
            "explicit": self.is_explicit,
            "documents": list(self.documents),
            "keys": list(self.keys),
            "agrees": self.agrees,
        }


def can_ask(outcome: Outcome) -> bool:
    """Whether AWS's simulator knows this kind of question."""
    return not outcome.is_about_trust and bool(outcome.subject.policies.identity)


def simulator_call(outcome: Outcome) -> ApiCall:
    """SimulateCustomPolicy for the same documents, action, resource and context."""
    policies, request = outcome.subject.policies, outcome.request
    types = _types(outcome)
    params: dict[str, Any] = {
        "PolicyInputList": [wire(one.document) for one in policies.identity],
        "ActionNames": [request.action],
        "ContextEntries": [
            {
                "ContextKeyName": key,
                "ContextKeyValues": list(values),
                "ContextKeyType": types.get(key, "string") + ("List" if len(values) > 1 else ""),
            }
            for key, values in request.context.items()
            if values
        ],
    }
    if request.resource != ANY:
        params["ResourceArns"] = [request.resource]
    if policies.boundary:
        params["PermissionsBoundaryPolicyInputList"] = [wire(policies.boundary.document)]
    return iam("SimulateCustomPolicy", params)


def opinion_in(answer: Mapping[str, Any], outcome: Outcome) -> Opinion:
    """AWS's answer, compared with ours."""
    result = answer["EvaluationResults"][0]
    of_resource = (result.get("ResourceSpecificResults") or [{}])[0]
    word = str(of_resource.get("EvalResourceDecision") or result["EvalDecision"])
    matched = of_resource.get("MatchedStatements") or result.get("MatchedStatements") or ()
    missing = of_resource.get("MissingContextValues") or result.get("MissingContextValues") or ()
    request = replace(outcome.request, others_absent=True)
    ours = decide(replace(outcome.subject.policies, is_cross_account=False), request)
    decision: Literal["allowed", "denied"] = "allowed" if word == "allowed" else "denied"
    return Opinion(
        decision=decision,
        is_explicit=word == "explicitDeny",
        documents=tuple(dict.fromkeys(_where(str(one.get("SourcePolicyId", "")), outcome) for one in matched)),
        keys=tuple(sorted(missing)),
        agrees=ours.decision == decision and (ours.reason == "explicit-deny") == (word == "explicitDeny"),
    )


def _where(policy_id: str, outcome: Outcome) -> str:
    """Our name of a policy AWS calls PolicyInputList.2."""
    name, _, number = policy_id.rpartition(".")
    identity = outcome.subject.policies.identity
    if name == "PolicyInputList" and number.isdigit() and 0 < int(number) <= len(identity):
        return identity[int(number) - 1].where
    return "boundary" if "Boundary" in policy_id else policy_id


def _types(outcome: Outcome) -> dict[str, str]:
    """The type of each context key, by the operators that ask about it."""
    found: dict[str, str] = {}
    for source in outcome.subject.documents:
        for statement in statements_of(source.document):
            for name, key, _ in tests_of(statement):
                operator = operator_use(name).operator
                if operator and operator.kind in TYPES:
                    found[key.lower()] = TYPES[operator.kind]
    return found
