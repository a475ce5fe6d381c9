"""Who may assume a role, and whether somebody else could make them do it."""

import re
from collections.abc import Iterator

from tui.core.checks.findings import Finding
from tui.core.checks.place import Context, Place, with_condition, with_value
from tui.core.iam.policy import principals_of
from tui.core.sentences.who import SERVICE_ACCOUNT

NARROWING_TEXT = """
aws:principalorgid aws:principalorgpaths aws:principalarn aws:principalaccount aws:sourceaccount aws:sourcearn
aws:sourceorgid aws:sourceorgpaths aws:sourcevpc aws:sourcevpce aws:sourceip sts:externalid aws:userid
aws:principaltag
"""
NARROWING = frozenset(NARROWING_TEXT.split())
"""Condition keys that say whose request it may be."""
SOURCE_KEYS = frozenset(
    {"aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths", "sts:externalid"}
)
DEPUTIES_TEXT = """
airflow airflow-env amplify appstream appsync autoscaling batch bedrock bedrock-agentcore codebuild comprehend config
datasync dms ecs-tasks es events fis grafana iot iotsitewise kinesisanalytics lakeformation mediaconvert monitoring.rds
personalize proton qbusiness rds rekognition sagemaker scheduler ssm ssm-incidents states textract transcribe
transcribe.streaming transfer vpc-flow-logs
"""
DEPUTIES = frozenset(DEPUTIES_TEXT.split())
"""Services that act for whoever configures them and send aws:SourceAccount or aws:SourceArn when they assume a role.

Source: each service's own guide, its page on cross-service confused deputy prevention or on its role, where the key
stands in the trust policy of a role; read in 2026-11. A service of which no such page was found is left out rather than
wrongly warned about (Firehose's guide asks for sts:ExternalId; Glue, Lex, Service Catalog, Pipes). EC2, Lambda and API
Gateway send neither key, and would be locked out.
"""
PUBLIC_PROVIDERS = ("token.actions.githubusercontent.com", "gitlab.com", "app.terraform.io", "oidc.circleci.com")
"""OIDC providers that anybody can get a token of."""
EVERY_SUBJECT = re.compile(r"(repo:|project_path:|organization:|org/|system:serviceaccount:)?[*:]*\*")
"""Of those providers and of clusters: a pattern that every subject fits."""
CLUSTER_NAMESPACES = frozenset({"kube-system", "kube-public", "kube-node-lease"})


def check_trust(place: Place, context: Context) -> Iterator[Finding]:
    """Of a statement that allows somebody something."""
    if not place.is_allow:
        return
    if "NotPrincipal" in place.statement:
        yield from _open(place)
    for kind, name in dict.fromkeys(principals_of({"Statement": [place.statement]})):
        if name == "*":
            yield from _open(place)
        elif place.is_trust and kind == "AWS":
            yield from _other_account(place, context, name)
        elif place.is_trust and kind == "Service":
            yield from _deputy(place, context, name)
        elif place.is_trust and kind == "Federated":
            yield from _federated(place, context, name)


def _open(place: Place) -> Iterator[Finding]:
    if place.narrowing & NARROWING:
        return
    if place.is_trust:
        yield place.finding("trust_open", "error")
    else:
        yield place.finding("bucket_open", "warning", actions=", ".join(place.actions))


def _other_account(place: Place, context: Context, name: str) -> Iterator[Finding]:
    found = re.fullmatch(r"(?:arn:[^:]+:(?:iam|sts)::)?(\d{12})(?::.*)?", name, re.ASCII)
    if found and found[1] != context.target.account and not place.narrowing & NARROWING:
        yield place.finding("external_id_missing", "warning", account=found[1])


def _deputy(place: Place, context: Context, name: str) -> Iterator[Finding]:
    service = re.sub(r"\.(amazonaws\.com(\.cn)?|amazonaws\.eu|c2s\.ic\.gov|sc2s\.sgov\.gov)$", "", name)
    if service in DEPUTIES and not _named(place) & SOURCE_KEYS:
        account = context.target.account
        fix = place.fix("source_account", with_condition("StringEquals", "aws:SourceAccount", account), account=account)
        yield place.finding("source_missing", "warning", fix, service=name)


def _named(place: Place) -> frozenset[str]:
    """Keys of which some values are named; a service always sends its own."""
    return frozenset(key.lower() for _, key, values in place.conditions if all(value.strip("*") for value in values))


def _federated(place: Place, context: Context, name: str) -> Iterator[Finding]:
    provider = name.partition(":oidc-provider/")[2] or ("" if ":saml-provider/" in name else name)
    if not provider:
        return
    # a condition that passes without the key, or with any value, checks nothing
    ends = {key.lower().rpartition(":")[2] for key, _ in place.narrow}
    if "aud" not in ends:
        key = f"{provider}:aud"
        audience = "sts.amazonaws.com"
        is_oidc = ":oidc-provider/" in name
        fix = place.fix("audience", with_condition("StringEquals", key, audience), key=key, value=audience)
        yield place.finding("aud_missing", "warning", fix if is_oidc else None, provider=provider)
    subjects = [value for key, values in place.narrow if key.lower().endswith(":sub") for value in values]
    if ":oidc-provider/" in name and (not subjects or any(map(EVERY_SUBJECT.fullmatch, subjects))):
        is_public = provider.startswith(PUBLIC_PROVIDERS)
        yield place.finding("sub_missing", "error" if is_public else "warning", provider=provider)
    for operator, key, values in place.conditions:
        host = key.rpartition(":")[0]
        if ":oidc-provider/" in name and ("/" in host or "." in host) and host.lower() != provider.lower():
            yield place.finding("key_elsewhere", "warning", key=key, fitting=f"{provider}:{key.rpartition(':')[2]}")
        for value in values:
            if key.endswith(":sub") and (swapped := _swapped(value, context)):
                fix = place.fix("subject", with_value(operator, key, value, swapped), value=swapped)
                yield place.finding("subject_swapped", "warning", fix, subject=value)


def _swapped(subject: str, context: Context) -> str:
    """The subject with namespace and service account in their places; "" where they are."""
    found = SERVICE_ACCOUNT.fullmatch(subject)
    if not found:
        return ""
    namespace, account = found[1], found[2]
    is_as_answered = namespace in context.namespaces or account in context.service_accounts
    answered = namespace in context.service_accounts and account in context.namespaces
    # a namespace has no dot; a service account may
    looks_wrong = "." in namespace or account in CLUSTER_NAMESPACES
    if (answered or looks_wrong) and not is_as_answered:
        return f"system:serviceaccount:{account}:{namespace}"
    return ""
