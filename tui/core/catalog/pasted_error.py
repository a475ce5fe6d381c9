"""What to search for when somebody pastes what AWS said no with, and what the sentence means. Pure, no pydantic.

Texts as the services print them; each stands on the documentation page of its service or in botocore's models.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tui.core.calls.denied import MESSAGE

SHORTEST = 24
"""Characters; nobody names a service at such length, and the shortest of AWS's sentences has more."""
SERVICE_LINKED = re.compile(r":role/aws-service-role/[\w.-]+/(\w+)|\b(AWSServiceRoleFor\w+)")
OPERATION = re.compile(
    r"(?:when calling the (\w+) operation|operation error [\w ]+: (\w+), https response error"
    r"|\"?eventName\"?: ?\"(\w+)\")"
)
ACTION = re.compile(r"(?<![\w:/.-])([a-z0-9][a-z0-9-]*:(?:[A-Z][A-Za-z0-9]+|\*))(?![\w:/])")
"""service:Action in any language's wording."""
CODE = re.compile(r"(?:Error Code: |<Code>|An error occurred \()(\w+)")
PRINCIPAL = re.compile(r"\b((?:[a-z0-9-]+\.)*[a-z0-9-]+\.amazonaws\.com(?:\.cn)?)\b")
TOO_COMMON = frozenset({"AccessDenied", "AccessDeniedException", "Sender"})
"""Every service says so."""
NO_ACTIONS = frozenset({"arn", "aws", "http", "https", "urn", "sts", "line", "at"})
"""Words before a colon that are no service whose action is at fault; sts is told by its sentences."""


@dataclass(frozen=True)
class ErrorMeaning:
    """What an error says, as far as its text tells."""

    code: str
    """The sentence: pasted.<code> in the texts."""
    entries: tuple[str, ...] = ()
    """Ids of the entries that solve it, the likeliest first."""
    fields: dict[str, str] = field(default_factory=dict)
    """What the sentence names: service, action, operation."""


@dataclass(frozen=True)
class _Known:
    code: str
    pattern: re.Pattern[str]
    entries: tuple[str, ...] = ()


def _known(code: str, pattern: str, *entries: str) -> _Known:
    return _Known(code, re.compile(pattern, re.IGNORECASE | re.DOTALL), entries)


KNOWN = (
    _known("encoded", r"Encoded authorization failure message"),
    _known("scp", r"service control policy|서비스 제어 정책|サービスコントロールポリシー"),
    _known("boundary", r"permissions? boundary|권한 경계|アクセス許可の境界", "permissions-boundary-pattern"),
    _known("session_policy", r"session policy|세션 정책|セッションポリシー"),
    _known("explicit_deny", r"explicit deny|명시적(?:으로)? 거부|明示的[なに]拒否"),
    _known("pass_role", r"iam:PassRole|cannot pass role|not authorized to pass role", "firehose-admin-tasks"),
    _known(
        "web_identity",
        r"AssumeRoleWithWebIdentity",
        "eks-irsa-generic",
        "github-actions-oidc",
        "amp-irsa-ingest",
        "web-identity-role",
    ),
    _known(
        "oidc_missing",
        r"No OpenIDConnect provider found|InvalidIdentityToken",
        "eks-irsa-generic",
        "github-actions-oidc",
        "amp-irsa-ingest",
    ),
    _known("saml", r"AssumeRoleWithSAML|Your request included an invalid SAML response", "saml-federation-console"),
    _known("lambda_trust", r"cannot be assumed by Lambda|role defined for the function", "lambda-basic"),
    _known("lambda_vpc", r"permissions? to call \w*NetworkInterface\w* on EC2", "lambda-vpc"),
    _known("lambda_sqs", r"permissions? to call ReceiveMessage on SQS", "lambda-sqs-trigger"),
    _known("lambda_kinesis", r"Cannot access stream|permissions? to call \w+ on kinesis", "lambda-kinesis-trigger"),
    _known("role_lacks", r"(?:execution )?role does not have permissions? to call"),
    _known("apigateway_logs", r"CloudWatch Logs role ARN must be set", "apigateway-cloudwatch-logs"),
    _known(
        "apigateway_trust",
        r"API Gateway does not have permission to assume",
        "api-gateway-service-integration",
        "apigateway-basic",
    ),
    _known("ecs_linked", r"assume the service linked role.*ECS|service linked role exists", "ecs-cluster-caller"),
    _known("ecs_role", r"ECS was unable to assume the role", "ecs-task-role", "ecs-fargate-execution"),
    _known("ecs_pull", r"CannotPullContainerError|ResourceInitializationError", "ecs-fargate-execution"),
    _known("linked_missing", r"service[- ]linked role"),
    _known("firehose_trust", r"Firehose is unable to assume role", "firehose-s3"),
    _known("flow_logs", r"Unable to assume given IAM role|Access error.*flow log", "vpc-flow-logs-cloudwatch"),
    _known(
        "instance_profile",
        r"Invalid IAM Instance Profile|InvalidIamInstanceProfile|iamInstanceProfile\.\w+ is invalid",
        "ec2",
        "ec2-instance-generic",
        "ec2-attach-role-existing-instance",
    ),
    _known(
        "no_credentials",
        r"Unable to locate credentials|NoCredentialsError|Unable to load (?:AWS )?credentials"
        r"|NoCredentialProviders|Could not load credentials",
        "ec2-attach-role-existing-instance",
        "ec2",
        "ec2-instance-generic",
    ),
    _known("token", r"ExpiredToken|security token included in the request is (?:invalid|expired)|InvalidClientTokenId"),
    _known("signature", r"SignatureDoesNotMatch"),
    _known("assume_role", r"not authorized to perform: sts:AssumeRole\b", "cross-account-role"),
    _known("cannot_assume", r"(?:cannot|could not|unable to|not able to|can't|invalid or cannot) (?:be )?assumed?\b"),
    _known("bad_principal", r"Invalid principal in policy|MalformedPolicyDocument.*principal"),
    _known("bad_document", r"MalformedPolicyDocument|Syntax errors in policy|has prohibited field"),
    _known("limit", r"LimitExceeded|Maximum policy size|cannot exceed quota"),
    _known("exists", r"EntityAlreadyExists"),
    _known("missing", r"NoSuchEntity"),
    _known("delete_conflict", r"DeleteConflict"),
    _known("throttled", r"Throttling|Rate exceeded|TooManyRequests"),
    _known("unreachable", r"Could not connect to the endpoint|Name or service not known|EndpointConnectionError"),
    _known("opt_in", r"OptInRequired|region is not enabled|RegionDisabled"),
)
"""In the order they are looked for: what names a cause goes before what names a place."""


def meanings(query: str) -> tuple[str, ...]:
    """What the text may be looked up by, the most telling first; the text itself where it is no error of AWS.

    Of "User: ... is not authorized to perform: iam:CreateServiceLinkedRole on resource: ...", as CLI, console and SDKs
    have it in any language, the role and the action are found; an operation comes as "*:CreateFunction".
    """
    if len(query) < SHORTEST:
        return (query,)
    found = tuple(dict.fromkeys(_named(query)))
    if not found and known_error(query):
        found = tuple(dict.fromkeys(PRINCIPAL.findall(query)))
    return found or (query,)


def _named(text: str) -> Iterator[str]:
    if role := SERVICE_LINKED.search(text):
        yield role[1] or role[2]
    denied = MESSAGE.search(text)
    if denied:
        yield denied["action"]
    yield from (one for one in ACTION.findall(text) if one.partition(":")[0] not in NO_ACTIONS)
    if operation := OPERATION.search(text):
        yield f"*:{next(filter(None, operation.groups()))}"
    if code := CODE.search(text):
        yield from [code[1]] if code[1] not in TOO_COMMON else []


def known_error(text: str) -> ErrorMeaning | None:
    """What the text means, by the first of the known sentences in it; None where none is.

    "" and short words are no errors: somebody is typing the name of a service.
    """
    if len(text) < SHORTEST - 8:
        return None
    found = next((one for one in KNOWN if one.pattern.search(text)), None)
    denied = MESSAGE.search(text)
    operation = OPERATION.search(text)
    fields = {
        "action": denied["action"] if denied else next(iter(ACTION.findall(text)), ""),
        "operation": next(filter(None, operation.groups())) if operation else "",
    }
    if found:
        return ErrorMeaning(found.code, found.entries, fields)
    if denied or "AccessDenied" in text or "UnauthorizedOperation" in text:
        code = "no_allow" if fields["action"] else "denied_operation" if fields["operation"] else "denied"
        return ErrorMeaning(code, (), fields)
    return None
