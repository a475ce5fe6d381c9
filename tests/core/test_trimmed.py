"""Policies without what was never used, and actions that several policies allow."""

from typing import Any

import pytest
from builders import a_target, allow

from tui.core.health.last_accessed import (
    Entity,
    Grant,
    LastAccessed,
    RecordedCall,
    ServiceUse,
    from_recorded,
    granted_twice,
    granting,
    trimmed,
)
from tui.core.iam.actions import ActionList
from tui.store.actions import load_actions

DENY = {"Effect": "Deny", "Action": "sqs:*", "Resource": "*"}
ROLE = Entity("role", "app", "arn:aws:iam::123456789012:role/app")


def a_document(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allowing(*actions: str, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": "*", **more}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (allow("s3:GetObject", "sqs:SendMessage"), allow("s3:GetObject")),
        (allow("SQS:Send*"), None),
        (a_document(allowing("sqs:*"), allowing("s3:*", Sid="Keep")), a_document(allowing("s3:*", Sid="Keep"))),
        (a_document(allowing("sqs:*"), DENY), a_document(DENY)),
        (allow("iam:PassRole"), allow("iam:PassRole")),
        (allow("iam:*", "s3:GetObject"), allow("iam:PassRole", "s3:GetObject")),
        (allow("iam:GetRole"), None),
    ],
)
def test_actions_of_unused_services_go_and_nothing_else(before: dict[str, Any], after: dict[str, Any] | None) -> None:
    assert trimmed(before, ("sqs", "iam")) == after


@pytest.mark.parametrize(
    "document",
    [
        allow("s3:GetObject"),
        allow("*"),
        a_document(DENY),
        a_document({"Effect": "Allow", "NotAction": "sqs:*", "Resource": "*"}),
        {"Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}},
    ],
)
def test_a_document_without_actions_of_unused_services_stays_the_same_one(document: dict[str, Any]) -> None:
    assert trimmed(document, ("sqs",)) is document


def test_the_policies_that_grant_a_service_are_read_from_their_texts() -> None:
    grants = [Grant("a", allow("s3:Get*")), Grant("b", allow("*")), Grant("c", allow("sqs:*")), Grant("d", None)]

    assert granting("s3", grants) == ("a", "b")


def test_only_actions_that_two_policies_allow_are_granted_twice() -> None:
    grants = [Grant("a", allow("sqs:SendMessage", "s3:GetObject")), Grant("b", allow("sqs:Send*", "s3:PutObject"))]

    [found] = granted_twice(grants, load_actions())

    assert (found.service, found.policies, found.actions) == ("sqs", ("a", "b"), ("sqs:SendMessage",))


def test_without_a_list_of_actions_the_same_pattern_counts() -> None:
    grants = [Grant("a", allow("new:Do")), Grant("b", allow("NEW:do", "new:Other"))]

    assert [one.actions for one in granted_twice(grants, ActionList())] == [("new:do",)]


def test_of_what_was_never_recorded_nothing_counts_as_unused() -> None:
    grants = (Grant("inline/a", allow("s3:GetObject", "sqs:*")),)

    nothing = from_recorded(a_target(), ROLE, grants, ())
    some = from_recorded(a_target(), ROLE, grants, [RecordedCall("s3:GetObject", ROLE.arn, "2026-11-30T00:00:00Z")])
    others = from_recorded(a_target(), ROLE, grants, [RecordedCall("s3:GetObject", "arn:other")])

    assert (nothing.is_known, nothing.unused) == (False, ())
    assert (some.is_known, some.unused) == (True, ("sqs",))
    assert (others.is_known, others.unused) == (False, ())


def test_young_entities_are_flagged() -> None:
    service = (ServiceUse("s3", "S3", ""),)
    ages = {age: Entity("role", "app", "arn", age_days=age).is_recent for age in (0, 89, 90, 400)}

    assert ages == {0: True, 89: True, 90: False, 400: False}
    assert LastAccessed(a_target(), ROLE, service, (), "iam").unused == ("s3",)
