"""Statements for tables of verdicts."""

from typing import Any

S3, EC2 = "arn:aws:s3:::b/*", "arn:aws:ec2:*:*:instance/*"


def a_document(*statements: dict[str, Any], version: str = "2012-10-17") -> dict[str, Any]:
    return {"Version": version, "Statement": list(statements)}


def statement(effect: str, action: Any, on: Any = S3, **elements: Any) -> dict[str, Any]:
    return {"Effect": effect, "Action": action, "Resource": on, **elements}


def allows(action: Any, on: Any = S3, **elements: Any) -> dict[str, Any]:
    return statement("Allow", action, on, **elements)


def denies(action: Any, on: Any = S3, **elements: Any) -> dict[str, Any]:
    return statement("Deny", action, on, **elements)


def under(operator: str, *values: Any, key: str = "aws:SourceAccount", effect: str = "Allow") -> dict[str, Any]:
    return statement(effect, "s3:GetObject", Condition={operator: {key: list(values)}})


def but(effect: str, **inverted: Any) -> dict[str, Any]:
    return {"Effect": effect, "Action": "s3:*", "Resource": "*"} | inverted


def without(one: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in one.items() if name != key}


def not_action(effect: str, *actions: str) -> dict[str, Any]:
    return without(but(effect, NotAction=list(actions)), "Action")


def not_resource(effect: str, *resources: str) -> dict[str, Any]:
    return without(but(effect, NotResource=list(resources)), "Resource")


def trusts(**principal: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}


GET, PUT = allows("s3:GetObject"), allows("s3:PutObject")

Rule = tuple[list[dict[str, Any]], list[dict[str, Any]], str, str]
"""Statements before and after, verdict, reason."""
