"""Conditions that say something else than they seem to."""

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from tui.core.checks.findings import Finding
from tui.core.checks.fix import Statement
from tui.core.checks.place import Context, Place
from tui.core.iam.operators import OPERATORS, operator_use
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


def check_conditions(place: Place, context: Context) -> Iterator[Finding]:
    """Operators, keys and values."""
    for operator, key, values in place.conditions:
        use = operator_use(operator)
        if use.operator and use.operator.name in WILD and any(map(_is_meant_wild, values)):
            after = replace(use, operator=OPERATORS[WILD[use.operator.name].lower()]).name
            fix = place.fix("like", _with_operator(operator, key, after), operator=after)
            value = next(filter(_is_meant_wild, values))
            yield place.finding("wildcard_is_literal", "warning", fix, operator=operator, key=key, value=value)
        yield from _key(place, context, operator, key)


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
    yield place.finding("key_unknown", "warning", fix, key=key, nearest=near[0] if near else "-")


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
