"""Conditions that say something else than they seem to."""

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from tui.core.checks.findings import Finding, Severity
from tui.core.checks.fix import Statement
from tui.core.checks.place import Context, Place, with_condition
from tui.core.iam.operators import OPERATORS, Kind, Use, operator_use
from tui.core.iam.wildcards import is_wild, overlap

WILD = {"StringEquals": "StringLike", "StringEqualsIgnoreCase": "StringLike"}
WILD |= {"StringNotEquals": "StringNotLike", "StringNotEqualsIgnoreCase": "StringNotLike"}
"""Operators that take `*` for a star, and the ones that take it for anything."""
GLOBAL_KEYS_TEXT = """
aws:AssumedRoot aws:CalledVia aws:CalledViaFirst aws:CalledViaLast aws:ChatbotSourceArn aws:CurrentTime
aws:Ec2InstanceSourcePrivateIPv4 aws:Ec2InstanceSourceVpc aws:EpochTime aws:FederatedProvider aws:MultiFactorAuthAge
aws:MultiFactorAuthPresent aws:PrincipalAccount aws:PrincipalArn aws:PrincipalIsAWSService aws:PrincipalOrgID
aws:PrincipalOrgPaths aws:PrincipalServiceName aws:PrincipalServiceNamesList aws:PrincipalTag/* aws:PrincipalType
aws:referer aws:RequestedRegion aws:RequestTag/* aws:ResourceAccount aws:ResourceOrgID aws:ResourceOrgPaths
aws:ResourceTag/* aws:SecureTransport aws:SignInSessionArn aws:SourceAccount aws:SourceArn aws:SourceIdentity
aws:SourceIp aws:SourceOrgID aws:SourceOrgPaths aws:SourceVpc aws:SourceVpcArn aws:SourceVpce aws:TagKeys
aws:TokenIssueTime aws:UserAgent aws:userid aws:username aws:ViaAWSService aws:VpceAccount aws:VpceOrgID
aws:VpceOrgPaths aws:VpcSourceIp ec2:SourceInstanceARN ecs:SourceTaskArn glue:CredentialIssuingService
glue:RoleAssumedBy lambda:SourceFunctionArn identitystore:UserId ssm:SourceInstanceARN
"""
GLOBAL_KEYS = GLOBAL_KEYS_TEXT.split()
"""Source: IAM User Guide, "AWS global condition context keys" and "Properties of the role session"."""
KEYS_OF_MANY_ACTIONS = (*(key for key in GLOBAL_KEYS if not key.startswith("aws:")), "kms:EncryptionContext:*")
"""Keys with a service's prefix that more actions send than the list of actions says."""
GLOBAL_TEXTS = frozenset(one.lower() for one in GLOBAL_KEYS)


MULTIVALUED_TEXT = """
aws:calledvia aws:principalorgpaths aws:principalservicenameslist aws:resourceorgpaths aws:sourceorgpaths aws:tagkeys
dynamodb:attributes dynamodb:leadingkeys
"""
MULTIVALUED = frozenset(MULTIVALUED_TEXT.split())
"""Keys that bring several values at once, so that only a set operator says which of them count."""
TYPES: Mapping[str, tuple[frozenset[Kind], str]] = {
    **dict.fromkeys(
        ("aws:securetransport", "aws:multifactorauthpresent", "aws:viaawsservice", "aws:principalisawsservice"),
        (frozenset({"bool", "null"}), "Bool"),
    ),
    "aws:multifactorauthage": (frozenset({"number", "null"}), "NumericLessThan"),
    **dict.fromkeys(("aws:currenttime", "aws:tokenissuetime"), (frozenset({"date", "null"}), "DateLessThan")),
    "aws:epochtime": (frozenset({"date", "number", "null"}), "DateLessThan"),
    **dict.fromkeys(("aws:sourceip", "aws:vpcsourceip"), (frozenset({"address", "null"}), "IpAddress")),
}
"""Keys of which not every operator can be true: the kinds that can, and the operator people mean.

Source: IAM User Guide, "AWS global condition context keys".
"""
TEXTS: frozenset[Kind] = frozenset({"text", "caseless", "pattern", "arn", "null", "binary"})


def check_conditions(place: Place, context: Context) -> Iterator[Finding]:
    """Operators, keys and values."""
    guarded = {key.lower() for operator, key, values in place.conditions if operator == "Null" and values == ["false"]}
    for operator, key, values in place.conditions:
        use = operator_use(operator)
        if use.operator and use.operator.name in WILD and any(map(_is_meant_wild, values)):
            after = replace(use, operator=OPERATORS[WILD[use.operator.name].lower()]).name
            fix = place.fix("like", _with_operator(operator, key, after), operator=after)
            value = next(filter(_is_meant_wild, values))
            yield place.finding("wildcard_is_literal", "warning", fix, operator=operator, key=key, value=value)
        if place.is_allow and use.quantifier == "forallvalues" and key.lower() not in guarded:
            fix = place.fix("guard", with_condition("Null", key, "false"), key=key)
            # a request that sets no tags is mostly meant to pass: AWS's own documents have this so
            severity: Severity = "note" if key.lower() == "aws:tagkeys" else "warning"
            yield place.finding("for_all_values", severity, fix, operator=operator, key=key)
        yield from _type(place, use, operator, key)
        known = list(_key(place, context, operator, key))
        yield from known or _never_sent(place, context, use, key)


def _type(place: Place, use: Use, operator: str, key: str) -> Iterator[Finding]:
    """An operator that cannot be true of this key, or not of several values."""
    kinds, fitting = TYPES.get(key.lower(), (TEXTS, "StringEquals"))
    if not use.operator or use.operator.kind == "null":
        return
    if use.operator.kind not in kinds and (key.lower() in TYPES or key.lower() in GLOBAL_TEXTS):
        yield place.finding("operator_misfit", "warning", operator=operator, key=key, fitting=fitting)
    elif key.lower() in MULTIVALUED and not use.quantifier:
        name = replace(use, quantifier="foranyvalue").name
        yield place.finding("set_operator_missing", "warning", operator=operator, key=key, fitting=name)


def _never_sent(place: Place, context: Context, use: Use, key: str) -> Iterator[Finding]:
    """Actions that do not bring a service's key: a test that needs it never passes for them."""
    prefix = key.lower().partition(":")[0]
    if use.passes_without_key or prefix == "aws" or not context.actions.knows_service(prefix) or place.is_trust:
        return
    if use.operator is None or use.operator.kind == "null":
        return
    without = [
        one
        for one in place.actions
        if not is_wild(one)
        and one.lower().startswith(f"{prefix}:")
        and context.actions.known(one)
        and not any(overlap(sent, key.lower()) for sent in context.actions.condition_keys(one))
    ]
    if key.lower() == "iam:awsservicename":
        # AWS's own guides give iam:PutRolePolicy and iam:AttachRolePolicy along with iam:CreateServiceLinkedRole
        return
    if without and not any(overlap(one.lower(), key.lower()) for one in KEYS_OF_MANY_ACTIONS):
        yield place.finding("key_never_sent", "warning", key=key, actions=", ".join(without))


def _is_meant_wild(value: str) -> bool:
    """Whether it has a wildcard; `${*}` and `${?}` are how IAM writes the signs themselves."""
    return is_wild(value.replace("${*}", "").replace("${?}", ""))


def _key(place: Place, context: Context, operator: str, key: str) -> Iterator[Finding]:
    prefix = key.partition(":")[0]
    # the prefix of an identity provider's keys is its host
    if context.actions.is_empty or "." in prefix or "/" in prefix or prefix.lower() in ("saml", "aws-marketplace"):
        return
    known = [*GLOBAL_KEYS, *context.actions.keys_of_service(prefix)]
    if any(overlap(one.lower(), key.lower()) for one in known):
        return
    near = difflib.get_close_matches(key, [one for one in known if "*" not in one], n=1, cutoff=0.75)
    fix = place.fix("key", _with_key(operator, key, near[0]), key=near[0]) if near else None
    yield place.finding("key_unknown", "warning", fix, key=key, nearest=near[0] if near else "")


def _with_operator(operator: str, key: str, after: str) -> Callable[[Statement], dict[str, Any]]:
    def change(statement: Statement) -> dict[str, Any]:
        block: dict[str, Mapping[str, Any]] = dict(statement["Condition"])
        value = block[operator][key]
        block[operator] = {name: one for name, one in block[operator].items() if name != key}
        block[after] = {**block.get(after, {}), key: value}
        return {**statement, "Condition": {name: keys for name, keys in block.items() if keys}}

    return change


def _with_key(operator: str, before: str, after: str) -> Callable[[Statement], dict[str, Any]]:
    def change(statement: Statement) -> dict[str, Any]:
        block = statement["Condition"]
        keys = {after if name == before else name: value for name, value in block[operator].items()}
        return {**statement, "Condition": {**block, operator: keys}}

    return change
