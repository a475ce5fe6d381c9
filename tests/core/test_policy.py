"""When two policy documents mean the same (the rules of IAM's own comparing), and how large one is."""

import json
from typing import Any

import pytest
from builders import allow, trust
from hypothesis import given
from hypothesis import strategies as st

from tui.core.iam.policy import actions_of, as_list, canonical, policy_size, pretty, principals_of, same_meaning, wire

STATEMENT = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
OTHER = {"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*"}
ACCOUNT = "123456789012"


def document(*statements: Any, **head: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements), **head}


def statement(**elements: Any) -> dict[str, Any]:
    return document(STATEMENT | elements)


def principal(value: Any) -> dict[str, Any]:
    return document({"Effect": "Allow", "Principal": value, "Action": "sts:AssumeRole"})


def condition(value: Any) -> dict[str, Any]:
    return statement(Condition=value)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(statement(Action="s3:Get"), statement(Action=["s3:Get"]), id="an action and a list of one"),
        pytest.param(statement(Resource="a"), statement(Resource=["a"]), id="a resource and a list of one"),
        pytest.param(
            document(STATEMENT), {"Version": "2012-10-17", "Statement": STATEMENT}, id="no list of statements"
        ),
        pytest.param(document(STATEMENT, OTHER), document(OTHER, STATEMENT), id="order of statements"),
        pytest.param(document(STATEMENT, STATEMENT), document(STATEMENT), id="a repeated statement"),
        pytest.param(statement(Action=["a:b", "a:c"]), statement(Action=["a:c", "a:b", "a:b"]), id="order of actions"),
        pytest.param(
            statement(NotAction=["a:b", "a:c"]), statement(NotAction=["a:c", "a:B"]), id="order of not-actions"
        ),
        pytest.param(statement(Resource=["a", "b"]), statement(Resource=["b", "a", "a"]), id="order of resources"),
        pytest.param(statement(Action="s3:GetObject"), statement(Action="S3:getobject"), id="case of actions"),
        pytest.param(statement(Sid=""), statement(), id="an empty Sid"),
        pytest.param(condition({}), statement(), id="an empty Condition"),
        pytest.param(document(STATEMENT, Id=""), document(STATEMENT), id="an empty Id"),
        pytest.param(
            condition({"StringEquals": {"aws:SourceAccount": "1"}}),
            condition({"stringequals": {"AWS:sourceaccount": ["1"]}}),
            id="case of condition operators and keys",
        ),
        pytest.param(
            condition({"StringLike": {"k": ["b", "a"]}}),
            condition({"StringLike": {"k": ["a", "b", "a"]}}),
            id="order of condition values",
        ),
        pytest.param(condition({"Bool": {"k": True}}), condition({"Bool": {"k": "true"}}), id="true and its text"),
        pytest.param(condition({"Bool": {"k": [False]}}), condition({"Bool": {"k": "false"}}), id="false and its text"),
        pytest.param(
            condition({"NumericLessThan": {"k": 5}}),
            condition({"NumericLessThan": {"k": "5"}}),
            id="number and its text",
        ),
        pytest.param(
            principal({"AWS": ACCOUNT}),
            principal({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}),
            id="an account and its root",
        ),
        pytest.param(
            principal({"AWS": [ACCOUNT, "AROA1"]}),
            principal({"AWS": ["AROA1", f"arn:aws-cn:iam::{ACCOUNT}:root"]}),
            id="an account and its root among others",
        ),
        pytest.param(principal({"Service": "a"}), principal({"Service": ["a"]}), id="a service and a list of one"),
        pytest.param(statement(), json.dumps(statement(), indent=4), id="a document and its text"),
        pytest.param(None, None, id="no document twice"),
    ],
)
def test_documents_of_the_same_meaning_are_equal_both_ways(one: Any, other: Any):
    assert same_meaning(one, other)
    assert same_meaning(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(principal("*"), principal({"AWS": "*"}), id="everybody in two spellings"),
        pytest.param(
            statement(Resource="arn:aws:s3:::A"), statement(Resource="arn:aws:s3:::a"), id="case of resources"
        ),
        pytest.param(document(STATEMENT), {"Statement": [STATEMENT]}, id="a missing version means 2008-10-17"),
        pytest.param(statement(Effect="Allow"), statement(Effect="Deny"), id="effect"),
        pytest.param(statement(Sid="A"), statement(Sid="B"), id="Sid"),
        pytest.param(statement(Sid="A"), statement(), id="a Sid and none"),
        pytest.param(document(STATEMENT, Id="A"), document(STATEMENT, Id="B"), id="Id"),
        pytest.param(document(STATEMENT), document(STATEMENT, OTHER), id="one more statement"),
        pytest.param(
            statement(Action="a:b"), document({"Effect": "Allow", "NotAction": "a:b", "Resource": "*"}), id="not"
        ),
        pytest.param(statement(Action="a:*"), statement(Action="a:b"), id="a wildcard and what it stands for"),
        pytest.param(condition({"Bool": {"k": True}}), condition({"Bool": {"k": False}}), id="true and false"),
        pytest.param(condition({"Bool": {"k": "1"}}), statement(), id="a condition and none"),
        pytest.param(
            condition({"StringEquals": {"k": "a"}}), condition({"StringLike": {"k": "a"}}), id="condition operator"
        ),
        pytest.param(
            condition({"StringEquals": {"k": "A"}}), condition({"StringEquals": {"k": "a"}}), id="case of values"
        ),
        pytest.param(principal({"Service": "a"}), principal({"AWS": "a"}), id="kind of principal"),
        pytest.param(
            principal({"AWS": f"{ACCOUNT}x"}),
            principal({"AWS": f"arn:aws:iam::{ACCOUNT}:rootx"}),
            id="a name that only begins like a root ARN",
        ),
        pytest.param(principal({"AWS": ACCOUNT}), principal({"AWS": "AROAEXAMPLE"}), id="a deleted principal's id"),
        pytest.param(statement(), None, id="a document and none"),
    ],
)
def test_documents_of_different_meaning_are_unequal_both_ways(one: Any, other: Any):
    assert not same_meaning(one, other)
    assert not same_meaning(other, one)


def test_a_document_without_version_is_one_of_2008():
    written = {"Version": "2008-10-17", "Statement": [STATEMENT]}

    assert same_meaning({"Statement": [STATEMENT]}, written)


NAMES = st.sampled_from(["s3:GetObject", "s3:PutObject", "kms:Decrypt", "logs:*", "ec2:Describe*", "sts:AssumeRole"])
VALUES = st.lists(st.sampled_from(["a", "b", "arn:aws:s3:::x", "5", "true", True, 5]), min_size=1, max_size=3)
CONDITIONS = st.dictionaries(
    st.sampled_from(["StringEquals", "Bool", "ArnLike"]),
    st.dictionaries(st.sampled_from(["aws:SourceArn", "aws:SourceAccount"]), VALUES, min_size=1),
    max_size=2,
)
STATEMENTS = st.fixed_dictionaries(
    {"Effect": st.sampled_from(["Allow", "Deny"]), "Action": st.lists(NAMES, min_size=1, max_size=4, unique=True)},
    optional={
        "Sid": st.sampled_from(["", "A", "B"]),
        "Resource": st.lists(st.sampled_from(["*", "arn:aws:s3:::b", "arn:aws:s3:::B/*"]), min_size=1, max_size=3),
        "Principal": st.dictionaries(st.sampled_from(["AWS", "Service"]), st.lists(NAMES, min_size=1, max_size=2)),
        "Condition": CONDITIONS,
    },
)
DOCUMENTS = st.builds(lambda statements: document(*statements), st.lists(STATEMENTS, min_size=1, max_size=3))


def respelled(tree: Any, data: st.DataObject) -> Any:
    """The same document with everything shuffled that may be, and lists of one sometimes without brackets."""
    if isinstance(tree, dict):
        return {key: respelled(tree[key], data) for key in data.draw(st.permutations(list(tree)))}
    if isinstance(tree, list):
        items = [respelled(item, data) for item in data.draw(st.permutations(tree))]
        return items[0] if len(items) == 1 and data.draw(st.booleans()) else items
    return tree


@given(DOCUMENTS, st.data())
def test_another_spelling_never_changes_the_meaning(one: dict[str, Any], data: st.DataObject):
    other = respelled(one, data)

    assert same_meaning(one, other)


@given(DOCUMENTS, st.data())
def test_dropping_an_action_always_changes_the_meaning(one: dict[str, Any], data: st.DataObject):
    index = data.draw(st.integers(0, len(one["Statement"]) - 1))
    chosen = one["Statement"][index]
    dropped = data.draw(st.sampled_from(chosen["Action"]))
    shorter = chosen | {"Action": [action for action in chosen["Action"] if action != dropped]}
    rest = [statement for statement in one["Statement"] if not same_meaning(document(statement), document(chosen))]

    other = document(*rest, shorter)

    assert not same_meaning(one, other)


@given(DOCUMENTS)
def test_comparing_leaves_the_document_as_it_was_written(one: dict[str, Any]):
    before = json.dumps(one)

    canonical(one)

    assert json.dumps(one) == before


def test_size_counts_no_white_space_between_tokens_and_counts_letters_not_bytes():
    spaced = '{ "Version" : "2012-10-17",\n "Statement" : [ { "Sid": "가나 다" } ] }'

    size = policy_size(json.loads(spaced))

    assert size == len('{"Version":"2012-10-17","Statement":[{"Sid":"가나 다"}]}')


def test_what_goes_over_the_wire_is_ascii_and_compact_and_comes_back_equal():
    written = statement(Sid="", Resource="arn:aws:s3:::버킷/é")

    sent = wire(written)

    assert sent.isascii()
    assert ": " not in sent
    assert json.loads(sent) == written


def test_people_read_letters_not_escapes_and_one_thing_a_line():
    assert pretty({"Resource": ["버킷"]}) == '{\n  "Resource": [\n    "버킷"\n  ]\n}'


def test_actions_are_found_in_every_spelling():
    several = document(STATEMENT, OTHER | {"Action": ["b:c", "d:e"]}, {"Effect": "Deny", "NotAction": "f:g"})

    assert list(actions_of(several)) == ["s3:GetObject", "b:c", "d:e", "f:g"]


@pytest.mark.parametrize(
    ("given_document", "expected"),
    [
        (trust("ec2.amazonaws.com"), [("Service", "ec2.amazonaws.com")]),
        (principal({"AWS": ["1", "2"], "Federated": "x"}), [("AWS", "1"), ("AWS", "2"), ("Federated", "x")]),
        (principal("*"), [("*", "*")]),
        (allow("s3:GetObject"), []),
    ],
)
def test_principals_come_with_their_kind(given_document: dict[str, Any], expected: list[tuple[str, str]]):
    assert list(principals_of(given_document)) == expected


@pytest.mark.parametrize(("value", "expected"), [("a", ["a"]), (["a"], ["a"]), (("a", "b"), ["a", "b"]), ([], [])])
def test_one_value_and_many_are_both_lists(value: Any, expected: list[str]):
    assert as_list(value) == expected


def test_conditions_in_two_spellings_of_an_operator_all_count():
    """The last one took the place of the others, and an account without them was as wanted."""
    vpc, tag = {"aws:SourceVpc": "vpc-1"}, {"aws:PrincipalTag/x": "1"}
    both = condition({"stringequals": vpc, "StringEquals": tag})

    assert not same_meaning(both, condition({"StringEquals": tag}))
    assert same_meaning(both, condition({"StringEquals": {**vpc, **tag}}))
    assert not same_meaning(
        condition({"StringEquals": {"a:b": "1", "A:B": "2"}}), condition({"StringEquals": {"a:b": "2"}})
    )
