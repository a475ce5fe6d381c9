"""What IAM's documentation says about one statement and one request; each case names the page it is from."""

from typing import Any, NamedTuple

ACCOUNT = "123456789012"
OPERATORS = "IAM User Guide, Condition operators"
SETS = "IAM User Guide, Set operators for multi-valued context keys"
VARIABLES = "IAM User Guide, Policy elements: variables and tags"
ACTION, RESOURCE = "IAM User Guide, Policy elements: Action", "IAM User Guide, Policy elements: Resource"
NOT = "IAM User Guide, Policy elements: NotAction and NotResource"
LOGIC = "IAM User Guide, Policy evaluation logic"
FACTS = "differs from the independent implementation: see tests/oracle_simulate.py"
OBJECT = "arn:aws:s3:::photos/2026/a.jpg"
QUEUE = f"arn:aws:sqs:us-east-1:{ACCOUNT}:jobs"


class Case(NamedTuple):
    """One request against statements; `expected` is allowed, denied, or "depends key key"."""

    source: str
    what: str
    statements: list[dict[str, Any]]
    expected: str
    action: str = "s3:GetObject"
    resource: str = OBJECT
    context: dict[str, str] = {}
    """Keys that are not here are not known; with an empty text they are known not to be there."""
    version: str = "2012-10-17"


def allow(action: Any = "*", resource: Any = "*", **condition: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, "Condition": condition}


def deny(action: Any = "*", resource: Any = "*", **condition: Any) -> dict[str, Any]:
    return {**allow(action, resource, **condition), "Effect": "Deny"}


def when(operator: str, key: str, *said: Any) -> list[dict[str, Any]]:
    """Everything is allowed under one condition."""
    return [allow(**{operator: {key: list(said)}})]


def without(name: str, value: Any, effect: str = "Allow") -> dict[str, Any]:
    """A statement with NotAction or NotResource."""
    rest = {"Resource": "*"} if name == "NotAction" else {"Action": "*"}
    return {"Effect": effect, name: value, **rest}


IP, NOW, KEYS, TAG = "aws:SourceIp", "aws:CurrentTime", "aws:TagKeys", "aws:PrincipalTag/team"
HOME = "arn:aws:s3:::photos/${aws:username}/*"

CASES = [
    Case(LOGIC, "by default everything is denied", [], "denied"),
    Case(LOGIC, "an explicit deny wins over an allow", [allow(), deny("s3:Get*")], "denied"),
    Case(LOGIC, "a deny that does not apply leaves the allow", [allow(), deny("s3:Put*")], "allowed"),
    Case(ACTION, "actions are not case-sensitive", [allow("S3:getobject")], "allowed"),
    Case(ACTION, "* stands for any characters", [allow("s3:*Object")], "allowed"),
    Case(ACTION, "? stands for one character", [allow("s3:?etObject")], "allowed"),
    Case(ACTION, "? does not stand for none", [allow("s3:Get?Object")], "denied"),
    Case(ACTION, "another service's action", [allow("sqs:*")], "denied"),
    Case(ACTION, "a prefix alone is no wildcard", [allow("s3:Get")], "denied"),
    Case(RESOURCE, "resources are case-sensitive", [allow("s3:*", "arn:aws:s3:::Photos/*")], "denied"),
    Case(RESOURCE, "* reaches over slashes", [allow("s3:*", "arn:aws:s3:::photos/*.jpg")], "allowed"),
    Case(RESOURCE, "a bucket is not its objects", [allow("s3:*", "arn:aws:s3:::photos")], "denied"),
    Case(RESOURCE, "* at the end reaches over colons", [allow("*", "arn:aws:sqs:*")], "allowed", resource=QUEUE),
    Case(RESOURCE, "* within a part", [allow("*", f"arn:aws:sqs:*:{ACCOUNT}:j*s")], "allowed", resource=QUEUE),
    Case(RESOURCE, "an action without resources needs *", [allow("*", "arn:aws:s3:::*")], "denied", resource="*"),
    Case(RESOURCE, "one of several resources", [allow("s3:*", ["arn:aws:s3:::x", "arn:aws:s3:::p*"])], "allowed"),
    Case(NOT, "NotAction allows all others", [without("NotAction", "iam:*")], "allowed"),
    Case(NOT, "NotAction leaves its own out", [without("NotAction", "s3:*")], "denied"),
    Case(NOT, "a deny with NotAction denies all others", [allow(), without("NotAction", "iam:*", "Deny")], "denied"),
    Case(NOT, "NotResource allows all others", [without("NotResource", "arn:aws:s3:::secret/*")], "allowed"),
    Case(NOT, "NotResource leaves its own out", [without("NotResource", "arn:aws:s3:::photos/*")], "denied"),
    Case(OPERATORS, "StringEquals is exact", when("StringEquals", TAG, "blue"), "allowed", context={TAG: "blue"}),
    Case(OPERATORS, "StringEquals minds case", when("StringEquals", TAG, "Blue"), "denied", context={TAG: "blue"}),
    Case(OPERATORS, "StringEquals knows no *", when("StringEquals", TAG, "b*"), "denied", context={TAG: "blue"}),
    Case(OPERATORS, "several values are or", when("StringEquals", TAG, "red", "blue"), "allowed",
         context={TAG: "blue"}),
    Case(
        OPERATORS,
        "several keys are and",
        [allow(StringEquals={TAG: "blue", "aws:username": "amy"})],
        "denied",
        context={TAG: "blue", "aws:username": "bob"},
    ),
    Case(OPERATORS, "keys are not case-sensitive", when("StringEquals", "AWS:PRINCIPALTAG/Team", "blue"), "allowed",
         context={TAG: "blue"}),
    Case(OPERATORS, "StringNotEquals", when("StringNotEquals", TAG, "red", "green"), "allowed", context={TAG: "blue"}),
    Case(OPERATORS, "StringNotEquals wants none of them", when("StringNotEquals", TAG, "red", "blue"), "denied",
         context={TAG: "blue"}),
    Case(OPERATORS, "a negated operator holds without the key", when("StringNotEquals", TAG, "red"), "allowed",
         context={TAG: ""}),
    Case(OPERATORS, "any other operator does not", when("StringEquals", TAG, "red"), "denied", context={TAG: ""}),
    Case(OPERATORS, "StringEqualsIgnoreCase", when("StringEqualsIgnoreCase", TAG, "BLUE"), "allowed",
         context={TAG: "blue"}),
    Case(OPERATORS, "StringNotEqualsIgnoreCase", when("StringNotEqualsIgnoreCase", TAG, "BLUE"), "denied",
         context={TAG: "blue"}),
    Case(OPERATORS, "StringLike", when("StringLike", TAG, "b?u*"), "allowed", context={TAG: "blue"}),
    Case(OPERATORS, "StringNotLike", when("StringNotLike", TAG, "b*"), "denied", context={TAG: "blue"}),
    Case(OPERATORS, "NumericEquals compares numbers", when("NumericEquals", "s3:max-keys", "10"), "allowed",
         context={"s3:max-keys": "10.0"}),
    Case(OPERATORS, "NumericLessThanEquals", when("NumericLessThanEquals", "s3:max-keys", 10), "allowed",
         context={"s3:max-keys": "10"}),
    Case(OPERATORS, "NumericLessThan", when("NumericLessThan", "s3:max-keys", "10"), "denied",
         context={"s3:max-keys": "10"}),
    Case(OPERATORS, "NumericGreaterThan is no text order", when("NumericGreaterThan", "s3:max-keys", "9"), "allowed",
         context={"s3:max-keys": "10"}),
    Case(OPERATORS, "what is no number is not equal to one", when("NumericEquals", "s3:max-keys", "10"), "denied",
         context={"s3:max-keys": "ten"}),
    Case(OPERATORS, "DateLessThan", when("DateLessThan", NOW, "2026-12-01T00:00:00Z"), "allowed",
         context={NOW: "2026-11-22T10:00:00Z"}),
    Case(OPERATORS, "dates have time zones", when("DateEquals", NOW, "2026-11-22T19:00:00+09:00"), "allowed",
         context={NOW: "2026-11-22T10:00:00Z"}),
    Case(OPERATORS, "a day is its first moment", when("DateGreaterThanEquals", NOW, "2026-11-22"), "allowed",
         context={NOW: "2026-11-22T00:00:00Z"}),
    Case(FACTS, "dates as seconds since 1970", when("DateLessThan", NOW, "1798761600"), "allowed",
         context={NOW: "2026-12-31T23:59:59Z"}),
    Case(OPERATORS, "Bool", when("Bool", "aws:SecureTransport", True), "allowed",
         context={"aws:SecureTransport": "true"}),
    Case(OPERATORS, "Bool without the key", when("Bool", "aws:MultiFactorAuthPresent", "false"), "denied",
         context={"aws:MultiFactorAuthPresent": ""}),
    Case(OPERATORS, "BoolIfExists without the key", when("BoolIfExists", "aws:MultiFactorAuthPresent", "false"),
         "allowed", context={"aws:MultiFactorAuthPresent": ""}),
    Case(OPERATORS, "BinaryEquals compares byte by byte", when("BinaryEquals", "key", "QmluYXJ5"), "denied",
         context={"key": "qmluYXJ5"}),
    Case(OPERATORS, "IpAddress takes a range", when("IpAddress", IP, "203.0.113.0/24"), "allowed",
         context={IP: "203.0.113.7"}),
    Case(OPERATORS, "IpAddress takes one address", when("IpAddress", IP, "203.0.113.7"), "denied",
         context={IP: "203.0.113.8"}),
    Case(OPERATORS, "IPv6, however it is written", when("IpAddress", IP, "2001:DB8:1234:5678::/64"), "allowed",
         context={IP: "2001:db8:1234:5678:0:0:0:1"}),
    Case(OPERATORS, "NotIpAddress", when("NotIpAddress", IP, "203.0.113.0/24"), "denied", context={IP: "203.0.113.7"}),
    Case(FACTS, "an address of the other family is outside", when("NotIpAddress", IP, "203.0.113.7"), "allowed",
         context={IP: "2001:db8::1"}),
    Case(FACTS, "the range of all addresses", when("IpAddress", IP, "0.0.0.0/0"), "allowed", context={IP: "10.1.2.3"}),
    Case(OPERATORS, "ArnLike checks each part", when("ArnLike", "aws:SourceArn", f"arn:aws:sns:*:{ACCOUNT}:*"),
         "allowed", context={"aws:SourceArn": f"arn:aws:sns:us-east-1:{ACCOUNT}:topic"}),
    Case(OPERATORS, "a * of ArnLike stays in its part", when("ArnLike", "aws:SourceArn", f"arn:aws:*:{ACCOUNT}:x:y"),
         "denied", context={"aws:SourceArn": f"arn:aws:sns:us-east-1:{ACCOUNT}:y"}),
    Case(OPERATORS, "ArnEquals takes wildcards too", when("ArnEquals", "aws:SourceArn", "arn:aws:s3:::log*"),
         "allowed", context={"aws:SourceArn": "arn:aws:s3:::logs"}),
    Case(OPERATORS, "ArnNotEquals without the key", when("ArnNotEquals", "aws:SourceArn", "arn:aws:s3:::logs"),
         "allowed", context={"aws:SourceArn": ""}),
    Case(OPERATORS, "Null true wants the key away", when("Null", "aws:TokenIssueTime", "true"), "allowed",
         context={"aws:TokenIssueTime": ""}),
    Case(OPERATORS, "Null false wants the key there", when("Null", "aws:TokenIssueTime", False), "denied",
         context={"aws:TokenIssueTime": ""}),
    Case(OPERATORS, "IfExists with the key compares", when("StringLikeIfExists", "ec2:InstanceType", "t3.*"), "denied",
         context={"ec2:InstanceType": "m5.large"}),
    Case(OPERATORS, "IfExists without the key holds", when("StringLikeIfExists", "ec2:InstanceType", "t3.*"),
         "allowed", context={"ec2:InstanceType": ""}),
    Case(SETS, "ForAllValues wants each", when("ForAllValues:StringEquals", KEYS, "team", "cost"), "allowed",
         context={KEYS: "team,cost"}),
    Case(SETS, "ForAllValues refuses one more", when("ForAllValues:StringEquals", KEYS, "team"), "denied",
         context={KEYS: "team,cost"}),
    Case(SETS, "ForAllValues holds without the key", when("ForAllValues:StringEquals", KEYS, "team"), "allowed",
         context={KEYS: ""}),
    Case(SETS, "ForAnyValue wants one", when("ForAnyValue:StringEquals", KEYS, "team"), "allowed",
         context={KEYS: "team,cost"}),
    Case(SETS, "ForAnyValue does not hold without the key", when("ForAnyValue:StringEquals", KEYS, "team"), "denied",
         context={KEYS: ""}),
    Case(SETS, "nor with IfExists", when("ForAnyValue:StringEqualsIfExists", KEYS, "team"), "denied",
         context={KEYS: ""}),
    Case(SETS, "ForAnyValue with a negated operator", when("ForAnyValue:StringNotEquals", KEYS, "team"), "allowed",
         context={KEYS: "team,cost"}),
    Case(SETS, "ForAllValues with a negated operator", when("ForAllValues:StringNotLike", KEYS, "c*"), "denied",
         context={KEYS: "team,cost"}),
    Case(VARIABLES, "a variable in a resource", [allow("*", HOME)], "allowed",
         resource="arn:aws:s3:::photos/amy/1", context={"aws:username": "amy"}),
    Case(VARIABLES, "another's folder", [allow("*", HOME)], "denied",
         resource="arn:aws:s3:::photos/bob/1", context={"aws:username": "amy"}),
    Case(VARIABLES, "without a value it matches nothing", [allow("*", HOME)], "denied",
         resource="arn:aws:s3:::photos/amy/1", context={"aws:username": ""}),
    Case(VARIABLES, "a * in a variable's value is a sign", [allow("*", HOME)], "denied",
         resource="arn:aws:s3:::photos/bob/1", context={"aws:username": "*"}),
    Case(VARIABLES, "a default value", [allow("*", "arn:aws:s3:::${aws:PrincipalTag/team, 'all-of-us'}/*")], "allowed",
         resource="arn:aws:s3:::all-of-us/1", context={TAG: ""}),
    Case(VARIABLES, "the value goes before the default", [allow("*", "arn:aws:s3:::${aws:PrincipalTag/team, 'all'}/*")],
         "denied", resource="arn:aws:s3:::all/1", context={TAG: "blue"}),
    Case(VARIABLES, "${*} is a sign", [allow("*", "arn:aws:s3:::photos/${*}")], "denied"),
    Case(VARIABLES, "${*} fits a star", [allow("*", "arn:aws:s3:::photos/${*}")], "allowed",
         resource="arn:aws:s3:::photos/*"),
    Case(VARIABLES, "${$} and ${?} are signs", when("StringLike", "s3:prefix", "${$}a${?}"), "allowed",
         context={"s3:prefix": "$a?"}),
    Case(VARIABLES, "a variable in a condition", when("StringEquals", "s3:prefix", "${aws:username}"), "allowed",
         context={"s3:prefix": "amy", "aws:username": "amy"}),
    Case(VARIABLES, "no variables in older versions", [allow("*", HOME)], "denied",
         resource="arn:aws:s3:::photos/amy/1", context={"aws:username": "amy"}, version="2008-10-17"),
    Case(FACTS, "there it is only a text", [allow("*", HOME)], "allowed",
         resource="arn:aws:s3:::photos/${aws:username}/1", version="2008-10-17"),
    Case(VARIABLES, "a NotResource without its value does not apply", [{**without("NotResource", HOME)}], "denied",
         context={"aws:username": ""}),
    Case(LOGIC, "an unknown key may decide", when("Bool", "aws:SecureTransport", "true"),
         "depends aws:SecureTransport"),
    Case(LOGIC, "an unknown key that cannot decide", [allow(), *when("StringEquals", TAG, "x")], "allowed"),
    Case(LOGIC, "a deny that may apply", [allow(), deny(Bool={"aws:SecureTransport": "false"})],
         "depends aws:SecureTransport"),
    Case(LOGIC, "all that may decide", [allow(StringEquals={TAG: "x"}, IpAddress={IP: "10.0.0.0/8"})],
         f"depends {TAG} {IP}"),
    Case(LOGIC, "what is known to fail needs no others", [allow(StringEquals={TAG: "x"}, IpAddress={IP: "10.0.0.0/8"})],
         "denied", context={IP: "203.0.113.7"}),
    Case(VARIABLES, "an unknown variable may decide", [allow("*", HOME)], "depends aws:username",
         resource="arn:aws:s3:::photos/amy/1"),
    Case(VARIABLES, "not where the rest differs anyway", [allow("*", HOME)], "denied",
         resource="arn:aws:s3:::music/amy/1"),
]  # fmt: skip
