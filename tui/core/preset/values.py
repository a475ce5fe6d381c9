"""What a placeholder of each type takes: normalised first, then judged.

Patterns and lengths: botocore 1.44.5's service models (shape named where it is not plain); S3 bucket names: S3 User
Guide, "General purpose bucket naming rules"; Kubernetes names: RFC 1123. No pattern lets `"`, `*`, `?`, `$`, `<` or a
control character through, so a value can neither leave its JSON string nor widen a policy.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from tui.core.errors import AnswerRejected
from tui.core.iam import limits
from tui.core.preset.documents import DOCUMENTS, LISTS, check_document, check_list
from tui.core.preset.normalise import bucket_name, dashless, issuer, kms_alias, last_of_arn, plain, ssm_path


@dataclass(frozen=True)
class ValueType:
    """One type's rule."""

    pattern: str
    """Of the whole value, after normalising; ASCII classes."""
    maximum: int
    minimum: int = 1
    normalise: Callable[[str], str] = plain
    """Takes what people paste (URLs, ARNs, full-width forms) to the value itself."""
    reserved: str = ""
    """A pattern of values that would fit but are not allowed."""


KEY_ID = r"(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})"
HOST = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+"
ARN_REST = r"[A-Za-z0-9_+=,.@:/#~-]+"
IAM_NAME = r"[A-Za-z0-9_+=,.@-]+"

VALUE_TYPES: dict[str, ValueType] = {
    "account-id": ValueType(r"\d{12}", 12, 12, dashless),
    "region": ValueType(r"[a-z]{2,4}(-[a-z]+)+-\d", 32),
    "role-name": ValueType(IAM_NAME, limits.ROLE_NAME_MAX, normalise=last_of_arn("role")),
    "policy-name": ValueType(IAM_NAME, limits.POLICY_NAME_MAX, normalise=last_of_arn("policy")),
    "instance-profile-name": ValueType(
        IAM_NAME, limits.INSTANCE_PROFILE_NAME_MAX, normalise=last_of_arn("instance-profile")
    ),
    "external-id": ValueType(r"[A-Za-z0-9_+=,.@:/-]+", limits.EXTERNAL_ID_MAX, limits.EXTERNAL_ID_MIN),
    "s3-bucket-name": ValueType(
        r"[a-z0-9][a-z0-9.-]*[a-z0-9]",
        63,
        3,
        bucket_name,
        r"(xn--|sthree-|amzn-s3-demo-).*|.*(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)|(\d+\.){3}\d+|.*\.\..*",
    ),
    "s3-key-prefix": ValueType(r"[A-Za-z0-9!_.'()/=+@:-]+", 1024),
    "kinesis-stream-name": ValueType(r"[a-zA-Z0-9_.-]+", 128, normalise=last_of_arn("stream")),
    "firehose-stream-name": ValueType(r"[a-zA-Z0-9_.-]+", 64, normalise=last_of_arn("deliverystream")),
    "kms-key-arn": ValueType(rf"arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{{12}}:key/{KEY_ID}", 2048),
    "kms-alias": ValueType(r"alias/[A-Za-z0-9/_-]+", 256, 7, kms_alias, r"alias/aws/.*"),
    "lambda-function-name": ValueType(r"[A-Za-z0-9_-]+", 64, normalise=last_of_arn("function")),
    "log-group-name": ValueType(r"[.\-_/#A-Za-z0-9]+", 512, normalise=last_of_arn("log-group")),
    "opensearch-domain-name": ValueType(r"[a-z][a-z0-9-]+", 28, 3, last_of_arn("domain")),
    "ecs-cluster-name": ValueType(r"[A-Za-z0-9_-]+", 255, normalise=last_of_arn("cluster")),
    "ecs-task-definition-family": ValueType(r"[A-Za-z0-9_-]+", 255),
    "ecr-repository-name": ValueType(
        r"[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*", 256, 2, last_of_arn("repository")
    ),
    "dynamodb-table-name": ValueType(r"[a-zA-Z0-9_.-]+", 255, 3, last_of_arn("table")),
    "ssm-parameter-path": ValueType(r"[a-zA-Z0-9_.-]+(/[a-zA-Z0-9_.-]+)*", 1011, normalise=ssm_path),
    "cloudwatch-namespace": ValueType(r"[0-9A-Za-z.\-_/#: ]+", 255, reserved=r"AWS/.*|:.*"),
    "eks-cluster-name": ValueType(r"[0-9A-Za-z][A-Za-z0-9_-]*", 100, normalise=last_of_arn("cluster")),
    "k8s-namespace": ValueType(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?", 63),
    "k8s-service-account": ValueType(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*", 253),
    "oidc-provider-host-path": ValueType(rf"{HOST}(/[A-Za-z0-9._~-]+)*", 247, normalise=issuer),
    "amp-workspace-id": ValueType(
        r"ws-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", 64, normalise=last_of_arn("workspace")
    ),
    "state-machine-name": ValueType(r"[A-Za-z0-9_-]+", 80),
    "route53-hosted-zone-id": ValueType(r"Z[A-Z0-9]+", 32),
    "instance-id": ValueType(r"i-([0-9a-f]{8}|[0-9a-f]{17})", 19),
    "iam-instance-profile-association-id": ValueType(r"iip-assoc-[0-9a-f]{17}", 64),
    "iam-entity-arn": ValueType(rf"arn:aws[a-z-]*:iam::\d{{12}}:(user|group|role)/{ARN_REST}", 2048),
    "iam-arn": ValueType(rf"arn:aws[a-z-]*:iam::(\d{{12}}|aws):(user|group|role|policy)/{ARN_REST}", 2048),
    "role-or-account-arn": ValueType(rf"arn:aws[a-z-]*:iam::\d{{12}}:(root|role/{ARN_REST})", 2048),
    "acm-certificate-arn": ValueType(r"arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate/[0-9a-f-]+", 2048),
    "domain-name": ValueType(HOST, 253),
    "rds-db-instance-id": ValueType(r"[A-Za-z](-?[A-Za-z0-9])*", 63),
    "rds-db-cluster-id": ValueType(r"[A-Za-z](-?[A-Za-z0-9])*", 63),
    "rds-dbi-resource-id": ValueType(r"(db|cluster)-[A-Z0-9]+", 255),
    "db-user-name": ValueType(r"[A-Za-z_][A-Za-z0-9_]*", 32),
    "iot-topic-rule-name": ValueType(r"[a-zA-Z0-9_]+", 128),
    "flink-application-name": ValueType(r"[a-zA-Z0-9_.-]+", 128),
    "eventbridge-rule-name": ValueType(r"[.\-_A-Za-z0-9]+", 64),
    "efs-file-system-id": ValueType(r"fs-[0-9a-f]{8,40}", 64),
    "cognito-identity-pool-id": ValueType(r"[a-z0-9-]+:[0-9a-f-]+", 55),
    "cloudtrail-trail-name": ValueType(r"[A-Za-z0-9][A-Za-z0-9._-]+[A-Za-z0-9]", 128, 3),
    "batch-compute-environment-name": ValueType(r"[A-Za-z0-9][A-Za-z0-9_-]*", 128),
    "arn": ValueType(rf"arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{{12}}|aws)?:{ARN_REST}", 2048),
    "iam-path": ValueType(r"/|/([A-Za-z0-9._,+=@-]+/)+", limits.PATH_MAX),
    "iam-policy-arn": ValueType(rf"arn:aws[a-z-]*:iam::(\d{{12}}|aws):policy/{ARN_REST}", 2048, 20),
    "iam-description": ValueType(r"[ !#%-)+-;=@-\[\]-~\xa1-\xff]+", limits.DESCRIPTION_MAX),
    "session-seconds": ValueType(r"\d+", 5),
    "resource-name": ValueType(r"[A-Za-z0-9._-]+", 256),
    "service-principal": ValueType(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?\.amazonaws\.com(\.cn)?", 128),
    "saml-provider-name": ValueType(r"[\w.-]+", 128, normalise=last_of_arn("saml-provider")),
    "oidc-subject": ValueType(r"[A-Za-z0-9_.:/@|=+-]+", 512),
    "policy-document": ValueType(r"(?s)\{.*\}", 20_000),
    "trust-document": ValueType(r"(?s)\{.*\}", 20_000),
    "managed-policy-arns": ValueType(r"\[.*\]", 2048),
    "vpc-id": ValueType(r"vpc-([0-9a-f]{8}|[0-9a-f]{17})", 21, 12, last_of_arn("vpc")),
    "subnet-ids": ValueType(r"\[.*\]", 2048),
    "availability-zones": ValueType(r"[a-z0-9-]+( subnet-[0-9a-f]+)?(, [a-z0-9-]+( subnet-[0-9a-f]+)?)*", 2048),
    "label": ValueType(r"[^\"*?$<>\\]+", 128),
    "text": ValueType(r"[A-Za-z0-9 _.,:/=+@#()-]+", 256),
    "tags": ValueType(r"[^\"*?$<>\\]+", 20_000),
}

UNFILLED = re.compile(r"<[A-Za-z][A-Za-z0-9_ -]{0,63}>", re.ASCII)
"""<BUCKET_NAME>, as guides write it: copied along instead of being replaced."""

LINES = str.maketrans("\n\r\t", "   ")
"""What a pasted document may have between its words."""
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode categories nobody can see: control, format (right-to-left marks, zero width), lone surrogates."""


def check_value(type_name: str, text: str, placeholder: str = "") -> str:
    """The value the text stands for.

    Raises AnswerRejected with one of the codes value.empty, value.invisible (position), value.placeholder,
    value.too_short, value.too_long, value.character (the first that does not fit), value.reserved, value.kms_alias,
    value.session_seconds, value.tags, those of tui.core.preset.documents, or value.rule, whose hint is the type's own
    rule.
    """
    if type_name in (*DOCUMENTS, *LISTS) and not text.strip():
        raise AnswerRejected("value.empty", placeholder, type=type_name)
    if type_name in (*DOCUMENTS, *LISTS):
        _check_visible(text.translate(LINES), placeholder)
    if type_name in DOCUMENTS:
        return check_document(type_name, text, placeholder)
    if type_name in LISTS:
        return check_list(type_name, text, placeholder)
    rule = VALUE_TYPES[type_name]
    _check_visible(text, placeholder)
    value = rule.normalise(text)
    if not value:
        raise AnswerRejected("value.empty", placeholder, type=type_name)
    if token := UNFILLED.search(value):
        raise AnswerRejected("value.placeholder", placeholder, given=token[0], type=type_name)
    if len(value) > rule.maximum:
        raise AnswerRejected("value.too_long", placeholder, length=len(value), maximum=rule.maximum, type=type_name)
    if len(value) < rule.minimum:
        raise AnswerRejected("value.too_short", placeholder, length=len(value), minimum=rule.minimum, type=type_name)
    if type_name == "kms-key-arn" and ":alias/" in value:
        raise AnswerRejected("value.kms_alias", placeholder, given=value)
    if not re.fullmatch(rule.pattern, value, re.ASCII):
        raise _misfit(type_name, value, placeholder)
    if rule.reserved and re.fullmatch(rule.reserved, value, re.ASCII):
        raise AnswerRejected("value.reserved", placeholder, given=value, type=type_name)
    if type_name == "session-seconds" and not limits.SESSION_SECONDS_MIN <= int(value) <= limits.SESSION_SECONDS_MAX:
        raise AnswerRejected("value.session_seconds", placeholder, given=value)
    if type_name == "tags":
        parse_tags(value, placeholder)
    return value


def _check_visible(text: str, placeholder: str) -> None:
    for position, character in enumerate(text.strip(), start=1):
        if unicodedata.category(character) in INVISIBLE:
            raise AnswerRejected("value.invisible", placeholder, position=position, codepoint=f"U+{ord(character):04X}")


def parse_tags(text: str, placeholder: str = "") -> dict[str, str]:
    """The tags in `Key=Value, Key2=Value2`.

    Raises AnswerRejected("value.tags") where IAM would: no key, a repeated key (case does not count), a reserved or too
    long one, a character outside letters, digits, spaces and `_.:/=+-@`.
    """
    tags: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        key, separator, value = pair.partition("=")
        key, value = key.strip(), value.strip()
        fits = key and separator and len(key) <= limits.TAG_KEY_MAX and len(value) <= limits.TAG_VALUE_MAX
        is_new = key.casefold() not in map(str.casefold, tags)
        if not (fits and is_new and is_tag_text(key + value)) or key.lower().startswith(("aws:", "rolewizard:")):
            raise AnswerRejected("value.tags", placeholder, given=pair)
        tags[key] = value
    if not tags or len(tags) > limits.TAGS_MAX - 1:
        raise AnswerRejected("value.tags", placeholder, given=text)
    return tags


def is_tag_text(text: str) -> bool:
    """Whether IAM takes the text in a tag, the one place of IAM that takes Korean and Japanese.

    Letters, digits and spaces of any language (Unicode's L, N and Z), and `_.:/=+-@`.
    """
    return all(one in "_.:/=+-@" or unicodedata.category(one)[0] in "LNZ" for one in text)


def _misfit(type_name: str, value: str, placeholder: str) -> AnswerRejected:
    """The error that names the first character no value of the type may have, else the type's rule."""
    allowed = re.compile(_ALPHABETS.get(type_name, r"[\x20-\x7e]"), re.ASCII)
    for position, character in enumerate(value, start=1):
        if not allowed.fullmatch(character) or character in '"*?$<>\\':
            return AnswerRejected(
                "value.character", placeholder, character=character, position=position, type=type_name
            )
    return AnswerRejected("value.rule", placeholder, given=value, type=type_name)


_ALPHABETS = {
    "role-name": r"[\w+=,.@-]",
    "policy-name": r"[\w+=,.@-]",
    "instance-profile-name": r"[\w+=,.@-]",
    "external-id": r"[\w+=,.@:/-]",
    "s3-bucket-name": r"[a-z0-9.-]",
    "kinesis-stream-name": r"[\w.-]",
    "log-group-name": r"[\w.\-/#]",
    "lambda-function-name": r"[\w-]",
    "eks-cluster-name": r"[\w-]",
    "ecs-cluster-name": r"[\w-]",
    "k8s-namespace": r"[a-z0-9-]",
    "k8s-service-account": r"[a-z0-9.-]",
    "account-id": r"\d",
    "label": r"(?s).",
}
