"""Random policies and requests that meet one another often enough to be interesting; for oracle_simulate.py."""

from collections.abc import Callable
from random import Random
from typing import Any

ACCOUNT, OTHER = "123456789012", "999999999999"
USER = f"arn:aws:iam::{ACCOUNT}:user/amy"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/app"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/app/one"
STRANGER = f"arn:aws:iam::{OTHER}:user/eve"
ACTIONS = [
    "s3:GetObject",
    "s3:PutObject",
    "s3:GetObjectTagging",
    "s3:ListBucket",
    "sqs:SendMessage",
    "ec2:RunInstances",
]
ACTION_PATTERNS = [
    "s3:Get*",
    "s3:*",
    "*",
    "S3:getobject",
    "s3:?etObject",
    "s3:PutObject",
    "sqs:Send*",
    "ec2:Run*",
    "s3:List*",
]
RESOURCES = [
    "arn:aws:s3:::logs/a.txt",
    "arn:aws:s3:::logs/amy/b.txt",
    "arn:aws:s3:::Logs/a.txt",
    "arn:aws:s3:::logs",
    f"arn:aws:sqs:us-east-1:{ACCOUNT}:queue",
    f"arn:aws:ec2:eu-west-1:{ACCOUNT}:instance/i-1",
]
RESOURCE_PATTERNS = [
    "*",
    "arn:aws:s3:::*",
    "arn:aws:s3:::logs/*",
    "arn:aws:s3:::logs/${aws:username}/*",
    "arn:aws:s3:::logs/${aws:PrincipalTag/team, 'amy'}/*",
    "arn:aws:s3:::logs/${?}.txt",
    "arn:aws:s3:::log?/?.txt",
    "arn:aws:s3:::logs",
    f"arn:aws:sqs:*:{ACCOUNT}:queue",
    "arn:aws:sqs:*:*:*",
    f"arn:aws:ec2:eu-*:{ACCOUNT}:instance/*",
    "arn:aws:s3:::${nothing:here}/*",
]
VALUES: dict[str, list[str]] = {
    "aws:username": ["amy", "Amy", "bob"],
    "aws:PrincipalTag/team": ["blue", "Blue", "red", "amy"],
    "s3:prefix": ["home/amy", "home/bob/x", "", "HOME/amy"],
    "aws:SourceIp": ["203.0.113.7", "10.1.2.3", "2001:db8::1", "198.51.100.255"],
    "s3:max-keys": ["10", "10.0", "9", "11", "-1"],
    "aws:CurrentTime": ["2026-11-22T10:00:00Z", "2026-01-01T00:00:00Z", "2027-06-30T12:30:00Z"],
    "aws:SecureTransport": ["true", "false"],
    "aws:SourceArn": [
        f"arn:aws:sns:us-east-1:{ACCOUNT}:topic",
        f"arn:aws:sqs:eu-west-1:{OTHER}:q:r",
        "arn:aws:s3:::logs",
    ],
    "aws:TagKeys": ["team", "Team", "cost"],
}
"""Context keys with values a request can have."""
SAID: dict[str, list[str]] = {
    "aws:username": ["amy", "a*", "AMY", "${aws:PrincipalTag/team}", "b?b", "${aws:username}"],
    "aws:PrincipalTag/team": ["blue", "b*", "BLUE", "${aws:username}", "${aws:username, 'red'}", "r?d"],
    "s3:prefix": ["home/${aws:username}", "home/*", "*", "home/amy", "home/???"],
    "aws:SourceIp": ["203.0.113.0/24", "10.0.0.0/8", "2001:DB8::/32", "203.0.113.7", "0.0.0.0/1", "::/1"],
    "s3:max-keys": ["10", "9", "10.00", "0"],
    "aws:CurrentTime": ["2026-11-22T10:00:00Z", "2026-06-01T00:00:00Z", "2026-11-22T19:00:00+09:00"],
    "aws:SecureTransport": ["true", "false", "True"],
    "aws:SourceArn": [
        "arn:aws:sns:*:*:*",
        f"arn:aws:sns:us-east-1:{ACCOUNT}:topic",
        "arn:aws:*:*:*:*",
        "arn:aws:s3:::*",
        "arn:aws:sqs:*:*:q*",
    ],
    "aws:TagKeys": ["team", "cost", "t*", "TEAM"],
}
"""What policies say about them."""
ORDERS = ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
OPERATORS: dict[str, list[str]] = {
    "aws:SourceIp": ["IpAddress", "NotIpAddress"],
    "s3:max-keys": [f"Numeric{order}" for order in ORDERS],
    "aws:CurrentTime": [f"Date{order}" for order in ORDERS],
    "aws:SecureTransport": ["Bool"],
    "aws:SourceArn": ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "StringLike", "StringEquals"],
}
STRINGS = ["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike"]
STRINGS += ["StringNotLike"]
MANY = ("aws:TagKeys",)
"""Keys that can have several values."""
PRINCIPALS: list[Any] = [
    "*",
    {"AWS": "*"},
    {"AWS": USER},
    {"AWS": ROLE},
    {"AWS": SESSION},
    {"AWS": ACCOUNT},
    {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
    {"AWS": [STRANGER, ROLE]},
    {"AWS": STRANGER},
    {"Service": "ec2.amazonaws.com"},
]


def a_case(random: Random, index: int) -> dict[str, Any]:
    """{"kind", "action", "resource", "principal", "context", "identity", "boundary", "policy"}; None where left out."""
    kind = random.choice(["identity", "identity", "bucket", "trust"])
    principal = random.choice([USER, SESSION, SESSION] if kind != "trust" else [USER, SESSION, STRANGER])
    resource = random.choice(RESOURCES[:4]) if kind == "bucket" else random.choice(RESOURCES)
    action = random.choice(ACTIONS[:4]) if kind == "bucket" else random.choice(ACTIONS)
    if kind == "trust":
        action, resource = "sts:AssumeRole", f"arn:aws:iam::{ACCOUNT}:role/target"
    policy = None
    if kind == "bucket":
        policy = a_document(random, lambda: {**a_statement(random), **a_principal(random)})
    elif kind == "trust":
        policy = a_document(random, lambda: a_trust_statement(random))
    return {
        "id": index,
        "kind": kind,
        "action": action,
        "resource": resource,
        "principal": principal,
        "context": a_context(random),
        "identity": [a_document(random, lambda: a_statement(random)) for _ in range(random.choice([1, 1, 2]))],
        "boundary": a_document(random, lambda: a_statement(random)) if random.random() < 0.2 else None,
        "policy": policy,
    }


def a_document(random: Random, statement: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    statements = [statement() for _ in range(random.choice([1, 1, 2, 3]))]
    is_old = random.random() < 0.15 and "${" not in str(statements)
    return {"Version": "2008-10-17" if is_old else "2012-10-17", "Statement": statements}


def a_statement(random: Random) -> dict[str, Any]:
    statement = {
        "Effect": random.choice(["Allow", "Allow", "Allow", "Deny"]),
        random.choice(["Action", "Action", "Action", "NotAction"]): some(random, [*ACTIONS, *ACTION_PATTERNS]),
        random.choice(["Resource", "Resource", "Resource", "NotResource"]): some(random, [*RESOURCE_PATTERNS, "*"]),
    }
    return with_condition(random, statement)


def a_trust_statement(random: Random) -> dict[str, Any]:
    statement = {
        "Effect": random.choice(["Allow", "Allow", "Allow", "Deny"]),
        "Action": some(random, ["sts:AssumeRole", "sts:*", "sts:TagSession", "sts:assumerole"]),
        "Principal": random.choice(PRINCIPALS[1:]),
    }
    return with_condition(random, statement)


def a_principal(random: Random) -> dict[str, Any]:
    return {"Principal": random.choice(PRINCIPALS)}


def with_condition(random: Random, statement: dict[str, Any]) -> dict[str, Any]:
    condition: dict[str, dict[str, Any]] = {}
    for _ in range(random.choice([0, 0, 1, 1, 2])):
        key = random.choice(list(VALUES))
        operator = "Null" if random.random() < 0.1 else random.choice(OPERATORS.get(key, STRINGS))
        said: Any = random.choice(["true", "false"]) if operator == "Null" else some(random, SAID[key])
        if operator not in ("Null", "Bool"):
            prefix = ["ForAllValues:", "ForAnyValue:"] if key in MANY else [""] * 8 + ["ForAllValues:", "ForAnyValue:"]
            operator = random.choice(prefix) + operator
        if operator != "Null" and random.random() < 0.2:
            operator += "IfExists"
        spelt = key.upper() if random.random() < 0.1 else key
        condition.setdefault(operator, {})[spelt] = said
    return {**statement, "Condition": condition} if condition else statement


def a_context(random: Random) -> dict[str, str | list[str]]:
    context: dict[str, str | list[str]] = {}
    for key, values in VALUES.items():
        if random.random() < 0.6:
            if key in MANY:
                context[key] = random.sample(values, random.choice([1, 2]))
            else:
                context[key] = random.choice([value for value in values if value])
    return context


def some(random: Random, values: list[str]) -> str | list[str]:
    found = random.sample(values, random.choice([1, 1, 2]))
    return found[0] if len(found) == 1 and random.random() < 0.5 else found
