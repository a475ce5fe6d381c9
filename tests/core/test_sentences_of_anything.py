"""No sentence has a gap: of AWS's own policies, of broken ones, and of random ones, in every language."""

import json
import re
from functools import partial
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moto.iam.aws_managed_policies import aws_managed_policies_data
from random_requests import a_document, a_statement

from tui.core.iam.policy import statements_of
from tui.core.phrase import worded
from tui.core.sentences import sentence_of, unfolded
from tui.i18n import LANGUAGES, Translator
from tui.store.actions import load_actions

MANAGED: dict[str, Any] = json.loads(aws_managed_policies_data)
GAP = re.compile(r"\{\w+\}|\b(cond|key|values|statement|actions|resources|who|trust)\.[a-z_.]+\b")
ACTIONS = load_actions()
SAY = {language: Translator(language) for language in LANGUAGES}
READ = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
ELEMENTS = ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"]
TEXTS = st.sampled_from(
    ["", "*", "s3:Get*", "s3:GetObject", "arn:aws:s3:::b/*", "Allow", "Deny", "ec2.amazonaws.com", "5"]
)
TREES = st.recursive(
    TEXTS | st.none() | st.booleans() | st.integers(0, 9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["AWS", "Service", "StringEquals", "Null", "aws:x", "Bool"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


def has_gap(statement: Any, language: str) -> bool:
    told = worded(sentence_of(statement), SAY[language])
    told += "".join(worded(one.phrase, SAY[language]) for one in unfolded(statement, ACTIONS))
    # what stands in the statement itself is not ours
    own = json.dumps(statement, ensure_ascii=False)
    return any(found[0] not in own for found in GAP.finditer(told))


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_every_aws_managed_policy(language: str) -> None:
    for name, policy in list(MANAGED.items())[:: 1 if language == "en" else 7]:
        for statement in statements_of(policy["Document"]):
            assert not has_gap(statement, language), name


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(ELEMENTS), TREES), st.sampled_from(LANGUAGES))
def test_of_whatever_stands_in_a_statement(statement: dict[str, Any], language: str) -> None:
    assert not has_gap(statement, language)


@pytest.mark.parametrize("seed", range(60))
def test_of_random_documents(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    document = a_document(random, partial(a_statement, random))
    for statement in statements_of(document):
        assert not any(has_gap(statement, language) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (
            {"Effect": "Deny", "NotAction": ["iam:*", "sts:*"], "Resource": "*"},
            "Denies every action except iam:* and sts:* on every resource, whatever else allows it.",
        ),
        (
            {"Effect": "Allow", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::secret/*"},
            "Allows s3:GetObject on every resource except arn:aws:s3:::secret/*.",
        ),
        (
            {
                "Effect": "Allow",
                "Action": "s3:GetObject",
                "Resource": "*",
                "Condition": {"Null": {"aws:ResourceTag/team": "false"}},
            },
            "Allows s3:GetObject on every resource, only if the resource has the tag team (aws:ResourceTag/team).",
        ),
        (
            {
                "Effect": "Allow",
                "Action": "s3:GetObject",
                "Resource": "*",
                "Condition": {"StringEquals": {"aws:x": []}},
            },
            "Allows s3:GetObject on every resource, only if aws:x is one of no values.",
        ),
    ],
)
def test_of_what_is_inverted_tagged_or_empty(statement: Any, words: str) -> None:
    assert worded(sentence_of(statement), SAY["en"]) == words


def test_one_action_is_one() -> None:
    [one] = unfolded({"Effect": "Allow", "Action": "sts:AssumeRoleWithW*", "Resource": "*"}, ACTIONS)

    assert worded(one.phrase, SAY["en"]).startswith("sts:AssumeRoleWithW* is 1 action: ")
