"""What each type of placeholder takes, as people paste it, and what it refuses and why."""

import pytest
from builders import ISSUER, KEY_ARN
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.core.errors import AnswerRejected
from tui.core.preset.documents import DOCUMENTS, LISTS
from tui.core.preset.values import VALUE_TYPES, check_value


def wide(text: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


A12, UUID = "123456789012", "1234abcd-12ab-34cd-56ef-1234567890ab"

DOCUMENT = '{"Version":"2012-10-17","Statement":[]}'
TAKEN: dict[str, dict[str, str]] = {
    "account-id": {A12: A12, "1234-5678-9012": A12, " 0123 4567 8901 ": "012345678901", wide(A12): A12},
    "region": {"us-east-1": "us-east-1", "us-gov-west-1": "us-gov-west-1", "eusc-de-east-1": "eusc-de-east-1"},
    "role-name": {
        "a": "a",
        "x_+=,.@-9": "x_+=,.@-9",
        "r" * 64: "r" * 64,
        f"arn:aws:iam::{A12}:role/team/app": "app",
        wide("My-role"): "My-role",
    },
    "policy-name": {"p" * 128: "p" * 128, f"arn:aws-cn:iam::{A12}:policy/p": "p"},
    "instance-profile-name": {"i" * 128: "i" * 128, f"arn:aws:iam::{A12}:instance-profile/x/web": "web"},
    "external-id": {"ab": "ab", "a+=,.@:/-_9": "a+=,.@:/-_9", "e" * 1224: "e" * 1224},
    "s3-bucket-name": {
        "my-logs": "my-logs",
        "abc": "abc",
        "b" * 63: "b" * 63,
        "s3://my-logs/2026/x.gz": "my-logs",
        "s3://my-logs": "my-logs",
        "arn:aws:s3:::my-logs": "my-logs",
        "arn:aws-us-gov:s3:::my-logs/key": "my-logs",
        "https://my-logs.s3.amazonaws.com/x?y=1": "my-logs",
        "https://my-logs.s3.ap-northeast-1.amazonaws.com": "my-logs",
        "https://my-logs.s3-eu-west-1.amazonaws.com/": "my-logs",
        "https://my.logs.s3.cn-north-1.amazonaws.com.cn/a": "my.logs",
        "https://s3.us-west-2.amazonaws.com/my-logs/a/b": "my-logs",
        "https://s3.amazonaws.com/my-logs": "my-logs",
        "https://s3.console.aws.amazon.com/s3/buckets/my-logs?region=us-east-1&tab=objects": "my-logs",
        "https://us-east-1.console.aws.amazon.com/s3/buckets/my-logs": "my-logs",
    },
    "s3-key-prefix": {"logs/2026/": "logs/2026/", "p" * 1024: "p" * 1024},
    "kinesis-stream-name": {"s.1_-": "s.1_-", f"arn:aws:kinesis:us-east-1:{A12}:stream/clicks": "clicks"},
    "firehose-stream-name": {"d" * 64: "d" * 64, f"arn:aws:firehose:us-east-1:{A12}:deliverystream/d": "d"},
    "kms-key-arn": {
        KEY_ARN: KEY_ARN,
        f"arn:aws:kms:a:{A12}:key/mrk-{'0' * 32}": f"arn:aws:kms:a:{A12}:key/mrk-{'0' * 32}",
    },
    "lambda-function-name": {"f" * 64: "f" * 64, f"arn:aws:lambda:us-east-1:{A12}:function:resize:prod": "resize"},
    "kms-alias": {"lake": "alias/lake", "alias/a_/-b": "alias/a_/-b", f"arn:aws:kms:r:{A12}:alias/lake": "alias/lake"},
    "log-group-name": {"/aws/vpc#1": "/aws/vpc#1", f"arn:aws:logs:us-east-1:{A12}:log-group:/aws/vpc:*": "/aws/vpc"},
    "opensearch-domain-name": {"abc": "abc", f"arn:aws:es:us-east-1:{A12}:domain/search": "search"},
    "ecs-cluster-name": {"c" * 255: "c" * 255, f"arn:aws:ecs:us-east-1:{A12}:cluster/web": "web"},
    "ecs-task-definition-family": {"web_1-a": "web_1-a"},
    "ecr-repository-name": {"a/b-c/d__e": "a/b-c/d__e", f"arn:aws:ecr:us-east-1:{A12}:repository/team/app": "team/app"},
    "dynamodb-table-name": {
        "Orders.v1": "Orders.v1",
        f"arn:aws:dynamodb:us-east-1:{A12}:table/Orders": "Orders",
        f"arn:aws:dynamodb:us-east-1:{A12}:table/Orders/index/ByDate": "Orders",
    },
    "ssm-parameter-path": {"/app/db/": "app/db", f"arn:aws:ssm:us-east-1:{A12}:parameter/app/db": "app/db"},
    "cloudwatch-namespace": {"Custom/App 1": "Custom/App 1", "CWAgent": "CWAgent"},
    "eks-cluster-name": {"C" * 100: "C" * 100, f"arn:aws:eks:us-east-1:{A12}:cluster/prod": "prod"},
    "k8s-namespace": {"default": "default", "n" * 63: "n" * 63},
    "k8s-service-account": {"a.b-c": "a.b-c", "system": "system"},
    "oidc-provider-host-path": {
        ISSUER: ISSUER,
        f"https://{ISSUER}": ISSUER,
        f"https://{ISSUER}/": ISSUER,
        f"arn:aws:iam::{A12}:oidc-provider/{ISSUER}": ISSUER,
        "token.actions.githubusercontent.com": "token.actions.githubusercontent.com",
    },
    "amp-workspace-id": {f"ws-{UUID}": f"ws-{UUID}", f"arn:aws:aps:us-east-1:{A12}:workspace/ws-{UUID}": f"ws-{UUID}"},
    "state-machine-name": {"Flow_1": "Flow_1"},
    "route53-hosted-zone-id": {"Z1D633PJN98FT9": "Z1D633PJN98FT9"},
    "instance-id": {"i-0123456789abcdef0": "i-0123456789abcdef0", "i-01234567": "i-01234567"},
    "iam-instance-profile-association-id": {"iip-assoc-0123456789abcdef0": "iip-assoc-0123456789abcdef0"},
    "iam-entity-arn": {
        f"arn:aws:iam::{A12}:{one}": f"arn:aws:iam::{A12}:{one}" for one in ("user/a/b", "group/g", "role/r")
    },
    "iam-arn": {f"arn:aws:iam::{A12}:policy/p": f"arn:aws:iam::{A12}:policy/p"},
    "role-or-account-arn": {
        f"arn:aws-cn:iam::{A12}:{one}": f"arn:aws-cn:iam::{A12}:{one}" for one in ("root", "role/x/r")
    },
    "acm-certificate-arn": {
        f"arn:aws:acm:us-east-1:{A12}:certificate/{UUID}": f"arn:aws:acm:us-east-1:{A12}:certificate/{UUID}"
    },
    "domain-name": {"api.example.com": "api.example.com"},
    "rds-db-instance-id": {"Db-1": "Db-1"},
    "rds-db-cluster-id": {"cluster-1": "cluster-1"},
    "rds-dbi-resource-id": {"db-ABC1": "db-ABC1", "cluster-ABC1": "cluster-ABC1"},
    "db-user-name": {"_app1": "_app1"},
    "iot-topic-rule-name": {"Rule_1": "Rule_1"},
    "flink-application-name": {"app.1-a_b": "app.1-a_b"},
    "eventbridge-rule-name": {"nightly.1": "nightly.1"},
    "efs-file-system-id": {"fs-01234567": "fs-01234567"},
    "cognito-identity-pool-id": {f"us-east-1:{UUID}": f"us-east-1:{UUID}"},
    "cloudtrail-trail-name": {"trail.1": "trail.1"},
    "batch-compute-environment-name": {"Ce-1_a": "Ce-1_a"},
    "arn": {"arn:aws:s3:::b/k": "arn:aws:s3:::b/k", f"arn:aws:sqs:us-east-1:{A12}:q": f"arn:aws:sqs:us-east-1:{A12}:q"},
    "iam-path": {"/": "/", "/team/app/": "/team/app/"},
    "iam-policy-arn": {f"arn:aws:iam::{who}:policy/x/P": f"arn:aws:iam::{who}:policy/x/P" for who in ("aws", A12)},
    "iam-description": {"Reads logs (\xe9t\xe9)": "Reads logs (\xe9t\xe9)", "d" * 1000: "d" * 1000},
    "session-seconds": {"3600": "3600", "43200": "43200", wide("7200"): "7200"},
    "resource-name": {"orders.fifo": "orders.fifo"},
    "text": {"Any (plain) text, #1": "Any (plain) text, #1"},
    "label": {"내 레이크하우스 (1)": "내 레이크하우스 (1)", "レイク": "レイク"},
    "vpc-id": {
        "vpc-0a1b2c3d4e5f67890": "vpc-0a1b2c3d4e5f67890",
        f"arn:aws:ec2:r:{A12}:vpc/vpc-12345678": "vpc-12345678",
    },
    "subnet-ids": {
        "subnet-12345678, subnet-0123456789abcdef0\nsubnet-12345678": '["subnet-12345678", "subnet-0123456789abcdef0"]'
    },
    "availability-zones": {"us-east-1a subnet-12345678, us-east-1b": "us-east-1a subnet-12345678, us-east-1b"},
    "tags": {"Team=로그, Cost=": "Team=로그, Cost=", "a=b": "a=b", "Equation=a=b": "Equation=a=b"},
    "service-principal": {"glue.amazonaws.com": "glue.amazonaws.com"},
    "saml-provider-name": {"corp-idp": "corp-idp", f"arn:aws:iam::{A12}:saml-provider/corp": "corp"},
    "oidc-subject": {"repo:acme/app:ref:refs/heads/main": "repo:acme/app:ref:refs/heads/main"},
    "policy-document": {
        DOCUMENT: DOCUMENT,
        "{ “Statement”: [] }": '{"Statement":[]}',
        '{\n"Statement": {}}': '{"Statement":{}}',
    },
    "trust-document": {DOCUMENT: DOCUMENT},
    "managed-policy-arns": {
        f"arn:aws:iam::{A12}:policy/a": f'["arn:aws:iam::{A12}:policy/a"]',
        "arn:aws:iam::aws:policy/a, arn:aws:iam::aws:policy/b": (
            '["arn:aws:iam::aws:policy/a", "arn:aws:iam::aws:policy/b"]'
        ),
    },
}

REFUSED: dict[str, dict[str, str]] = {
    "account-id": {"12345678901": "too_short", "1234567890123": "too_long", "12345678901a": "character"},
    "region": {"us-east": "rule", "US-EAST-1": "rule", "us-east-1a": "rule"},
    "role-name": {"": "empty", "a b": "character", "r" * 65: "too_long", f"arn:aws:iam::{A12}:user/x": "character"},
    "policy-name": {"a/b": "character", "p" * 129: "too_long"},
    "instance-profile-name": {"a:b": "character", "i" * 129: "too_long"},
    "external-id": {"a": "too_short", "a b": "character", "e" * 1225: "too_long"},
    "s3-bucket-name": {
        "ab": "too_short",
        "b" * 64: "too_long",
        "My-Logs": "character",
        "my_logs": "character",
        "-logs": "rule",
        "logs.": "rule",
        "s3://": "empty",
        "xn--logs": "reserved",
        "sthree-logs": "reserved",
        "amzn-s3-demo-bucket": "reserved",
        "logs-s3alias": "reserved",
        "logs--ol-s3": "reserved",
        "logs.mrap": "reserved",
        "logs--x-s3": "reserved",
        "logs--table-s3": "reserved",
        "192.168.5.4": "reserved",
        "my..logs": "reserved",
        "https://example.com/my-logs": "character",
    },
    "s3-key-prefix": {"a b": "rule", "p" * 1025: "too_long"},
    "kinesis-stream-name": {"a/b": "character", "s" * 129: "too_long"},
    "firehose-stream-name": {"a b": "rule", "d" * 65: "too_long"},
    "kms-key-arn": {f"arn:aws:kms:us-east-1:{A12}:alias/lake": "kms_alias", UUID: "rule", KEY_ARN[:-1]: "rule"},
    "lambda-function-name": {"a.b": "character", "f" * 65: "too_long"},
    "kms-alias": {"alias/aws/s3": "reserved", "a b": "rule", UUID + "!": "rule"},
    "log-group-name": {"a b": "character", f"arn:aws:logs:r:{A12}:log-group:/a:log-stream:b": "character"},
    "opensearch-domain-name": {"ab": "too_short", "1ab": "rule", "d" * 29: "too_long"},
    "ecs-cluster-name": {"a.b": "character", "c" * 256: "too_long"},
    "ecs-task-definition-family": {"web:3": "rule", "f" * 256: "too_long"},
    "ecr-repository-name": {"a": "too_short", "A/b": "rule", "a//b": "rule", "a___b": "rule"},
    "dynamodb-table-name": {"ab": "too_short", "a b c": "rule"},
    "ssm-parameter-path": {"/": "empty", "a//b": "rule", "a b": "rule"},
    "cloudwatch-namespace": {"AWS/EC2": "reserved", ":x": "reserved", "a=b": "rule"},
    "eks-cluster-name": {"-a": "rule", "c" * 101: "too_long", "a.b": "character"},
    "k8s-namespace": {"a.b": "character", "-a": "rule", "a-": "rule", "Default": "character", "n" * 64: "too_long"},
    "k8s-service-account": {"a..b": "rule", "a-.b": "rule", "A": "character"},
    "oidc-provider-host-path": {"localhost": "rule", "a.b:8443/x": "rule", "a.b/x y": "rule", "a.b//c": "rule"},
    "amp-workspace-id": {"ws-1": "rule", f"arn:aws:aps:us-east-1:{A12}:rulegroupsnamespace/x": "rule"},
    "state-machine-name": {"a b": "rule", "s" * 81: "too_long"},
    "route53-hosted-zone-id": {"/hostedzone/Z1": "rule", "z1": "rule"},
    "instance-id": {"i-012345678": "rule", "0123456789abcdef0": "rule"},
    "iam-instance-profile-association-id": {"iip-assoc-1": "rule"},
    "iam-entity-arn": {f"arn:aws:iam::{A12}:root": "rule", f"arn:aws:iam::{A12}:policy/p": "rule"},
    "iam-arn": {f"arn:aws:iam::{A12}:root": "rule", "arn:aws:s3:::b": "rule"},
    "role-or-account-arn": {f"arn:aws:iam::{A12}:user/u": "rule", f"arn:aws:iam::{A12}:rooted": "rule", A12: "rule"},
    "acm-certificate-arn": {f"arn:aws:acm:us-east-1:{A12}:certificate/x": "rule"},
    "domain-name": {"localhost": "rule", "-a.com": "rule", "a..com": "rule", "Example.com": "rule"},
    "rds-db-instance-id": {"1db": "rule", "db--1": "rule", "db-": "rule", "d" * 64: "too_long"},
    "rds-db-cluster-id": {"1db": "rule", "db--1": "rule"},
    "rds-dbi-resource-id": {"db-abc": "rule", "ABC1": "rule"},
    "db-user-name": {"1app": "rule", "u" * 33: "too_long"},
    "iot-topic-rule-name": {"a-b": "rule", "r" * 129: "too_long"},
    "flink-application-name": {"a b": "rule"},
    "eventbridge-rule-name": {"a/b": "rule", "r" * 65: "too_long"},
    "efs-file-system-id": {"fs-1": "rule", "01234567": "rule"},
    "cognito-identity-pool-id": {UUID: "rule"},
    "cloudtrail-trail-name": {"ab": "too_short", "-ab": "rule", "a b": "rule"},
    "batch-compute-environment-name": {"_ce": "rule", "c" * 129: "too_long"},
    "arn": {"arn:aws:s3": "rule", "arn:aws:iam::12:role/x": "rule", "arn:other:s3:::b": "rule"},
    "iam-path": {"team": "rule", "/team": "rule", "//": "rule", "/" + "p" * 511 + "/": "too_long"},
    "iam-policy-arn": {"ReadOnlyAccess": "too_short", f"arn:aws:iam::{A12}:role/xyz": "rule"},
    "iam-description": {"설명": "character", "d" * 1001: "too_long"},
    "session-seconds": {"3599": "session_seconds", "43201": "session_seconds", "1h": "rule", "100000": "too_long"},
    "resource-name": {"a b": "rule", "a:b": "rule", "n" * 257: "too_long"},
    "label": {'a"b': "character", "x" * 129: "too_long"},
    "vpc-id": {"VPC-12345678": "rule", "vpc-1": "too_short", "subnet-12345678": "rule"},
    "subnet-ids": {"vpc-12345678": "rule", ",": "rule", ",".join(f"subnet-{n:08x}" for n in range(41)): "too_long"},
    "availability-zones": {"us-east-1a; x": "rule"},
    "text": {"a;b": "rule", "a|b": "rule", "t" * 257: "too_long"},
    "tags": {
        "Team": "tags",
        "=x": "tags",
        "a=1,A=2": "tags",
        "aws:x=1": "tags",
        "rolewizard:run=1": "tags",
        "k" * 129 + "=": "tags",
        "k=" + "v" * 257: "tags",
        "k=[x]": "tags",
        ",": "tags",
        ",".join(f"k{n}=v" for n in range(50)): "tags",
    },
    "service-principal": {"glue": "rule", "glue.amazonaws.org": "rule", "GLUE.amazonaws.com": "rule"},
    "saml-provider-name": {"a/b": "rule", "s" * 129: "too_long"},
    "oidc-subject": {"repo:acme/*": "character", "a b": "rule"},
    "policy-document": {"{": "json", "[]": "no_document", '{"Version": "2012-10-17"}': "no_document"},
    "trust-document": {"Principal": "json", '{"Statement": "x"}': "no_document"},
    "managed-policy-arns": {"AdministratorAccess": "rule", f"arn:aws:iam::{A12}:role/a": "rule"},
}


def test_every_type_has_values_it_takes_and_values_it_refuses():
    assert set(TAKEN) == set(VALUE_TYPES)
    assert set(REFUSED) == set(VALUE_TYPES)


@pytest.mark.parametrize(
    ("type_name", "text", "value"),
    [(name, text, value) for name, table in TAKEN.items() for text, value in table.items()],
)
def test_what_people_paste_becomes_the_value_itself(type_name: str, text: str, value: str):
    assert check_value(type_name, text) == value


@pytest.mark.parametrize(
    ("type_name", "text", "reason"),
    [(name, text, reason) for name, table in REFUSED.items() for text, reason in table.items()],
)
def test_what_does_not_fit_is_refused_with_its_reason(type_name: str, text: str, reason: str):
    with pytest.raises(AnswerRejected) as caught:
        check_value(type_name, text, "NAME")

    assert (caught.value.code, caught.value.where) == (f"value.{reason}", "NAME")


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_is_no_value_of_any_type(text: str):
    assert {refusal(type_name, text) for type_name in VALUE_TYPES} == {"value.empty"}


def test_space_around_a_value_of_any_type_is_left_out():
    firsts = {type_name: next(iter(table.items())) for type_name, table in TAKEN.items()}

    values = {type_name: check_value(type_name, f"\t {text}\r\n") for type_name, (text, _) in firsts.items()}

    assert values == {type_name: value for type_name, (_, value) in firsts.items()}


HOSTILE = {
    "quote": '"',
    "star": "*",
    "question mark": "?",
    "policy variable": "${x}",
    "newline": "\n",
    "escape": "\x1b",
    "right-to-left override": "\u202e",
    "zero width space": "\u200b",
    "token": "<X>",
    "full-width star": "\uff0a",
}
PLAIN = {name: next(value for value in table.values() if len(value) > 1) for name, table in TAKEN.items()}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_nothing_that_could_widen_a_policy_or_hide_in_it_is_taken_by_any_type(hostile: str):
    plain = set(VALUE_TYPES) - {*DOCUMENTS, *LISTS}
    taken = [text for name in plain for text in spoilt(PLAIN[name], hostile) if not refusal(name, text)]

    assert taken == []


@pytest.mark.parametrize("hidden", ["\x1b", "\u202e", "\u200b", "\x00"])
def test_nothing_hides_in_a_document_either(hidden: str):
    taken = [text for name in (*DOCUMENTS, *LISTS) for text in spoilt(PLAIN[name], hidden) if not refusal(name, text)]

    assert taken == []


def test_only_tags_take_letters_that_iam_refuses_elsewhere():
    plain = set(VALUE_TYPES) - {*DOCUMENTS, "label"}  # a label goes to no AWS call
    taken = {name for name in plain if not all(refusal(name, text) for text in spoilt(PLAIN[name], "한"))}

    assert taken == {"tags"}


def spoilt(value: str, hostile: str) -> tuple[str, ...]:
    """The value with something in its middle, in place of a character, before and behind it."""
    start, end = value[: len(value) // 2], value[len(value) // 2 :]
    return f"{start}{hostile}{end}", f"{start}{hostile}{end[1:]}", f"{value}{hostile}.", f".{hostile}{value}"


def refusal(type_name: str, text: str) -> str:
    """The code of the error, "" where the text is taken."""
    try:
        check_value(type_name, text)
    except AnswerRejected as error:
        return error.code
    return ""


PIECES = st.one_of(
    st.sampled_from([text for table in TAKEN.values() for text in table]),
    st.sampled_from(list(HOSTILE.values())),
    st.text(max_size=4),
)


@settings(max_examples=400)
@given(st.sampled_from(sorted(VALUE_TYPES)), st.lists(PIECES, min_size=1, max_size=3).map("".join))
def test_whatever_is_pasted_an_accepted_value_is_harmless_and_stays_itself(type_name: str, text: str):
    try:
        value = check_value(type_name, text)
    except AnswerRejected:
        return

    assert value.isprintable()
    assert not set(value) & set('"*?$<>\\')
    assert len(value) <= VALUE_TYPES[type_name].maximum
    assert check_value(type_name, value) == value
