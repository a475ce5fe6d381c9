"""`<NAME>` tokens are filled in the tree, never in text, and `choose` nodes give way to one branch."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.errors import PresetInvalid
from tui.core.preset.tokens import choices_in, chosen, filled, tokens_in


def test_a_value_with_quotes_stays_one_value():
    tree = {"Resource": "arn:aws:s3:::<BUCKET>/x", "Effect": "Allow"}
    hostile = 'x"],"Action":"*'

    document = json.loads(json.dumps(filled(tree, {"BUCKET": hostile})))

    assert document == {"Resource": f"arn:aws:s3:::{hostile}/x", "Effect": "Allow"}


@given(st.text())
def test_no_value_can_change_the_shape_of_the_tree(value: str):
    tree = {"a": ["<X>", {"b": "1<X>2"}]}

    read_back = json.loads(json.dumps(filled(tree, {"X": value})))

    assert read_back == {"a": [value, {"b": f"1{value}2"}]}


@pytest.mark.parametrize(
    "text",
    ["${aws:username}", "${X}", "<x>", "<1X>", "<X Y>", "<OTHER>", "< X >", "<>", "X", "<É>"],
)
def test_only_declared_tokens_are_filled(text: str):
    assert filled(text, {"X": "value", "1X": "no", "É": "no"}) == text


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ("<X>", "1"),
        ("<X><Y>", "12"),
        ("<<X>>", "<1>"),
        ({"<X>:aud": "<Y>"}, {"1:aud": "2"}),
        ([["<X>"], ("<Y>",)], [["1"], ["2"]]),
        ({"n": 5, "b": True, "z": None}, {"n": 5, "b": True, "z": None}),
    ],
)
def test_tokens_are_filled_in_keys_values_and_nested_lists(tree: Any, expected: Any):
    assert filled(tree, {"X": "1", "Y": "2"}) == expected


def test_a_value_that_looks_like_a_token_is_not_filled_again():
    assert filled("<X>", {"X": "<Y>", "Y": "no"}) == "<Y>"


def test_tokens_are_listed_from_keys_and_values_but_not_from_the_names_of_choices():
    tree = {"<A>": ["<B>", {"choose": "<C>", "one": "<D>", "two": {"x": "<B><A>"}}]}

    assert list(tokens_in(tree)) == ["A", "B", "D", "B", "A"]


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        pytest.param({"t": {"choose": "C", "a": 1, "b": 2}}, {"t": 2}, id="a value"),
        pytest.param(
            ["x", {"choose": "C", "a": [], "b": ["y", "z"]}], ["x", "y", "z"], id="a list in a list is spliced"
        ),
        pytest.param(["x", {"choose": "C", "a": "w", "b": []}], ["x"], id="an empty list leaves nothing"),
        pytest.param(["x", {"choose": "C", "a": 1, "b": "y"}], ["x", "y"], id="one item in a list"),
        pytest.param([{"choose": "C", "a": 1, "b": {"k": "v"}}], [{"k": "v"}], id="a mapping in a list"),
        pytest.param([["p", "q"]], [["p", "q"]], id="a plain list in a list is kept"),
        pytest.param({"choose": "C", "a": 1, "b": {"choose": "D", "c": 3, "d": 4}}, 3, id="a choice in a branch"),
        pytest.param(
            [{"choose": "C", "a": [], "b": ["x", {"choose": "D", "c": ["y"], "d": []}]}], ["x", "y"], id="spliced twice"
        ),
        pytest.param(
            [{"choose": "C", "a": [], "b": {"choose": "D", "c": ["y"], "d": []}}], ["y"], id="spliced through"
        ),
    ],
)
def test_a_choice_gives_way_to_the_branch_taken(tree: Any, expected: Any):
    assert chosen(tree, {"C": "b", "D": "c"}) == expected


@pytest.mark.parametrize("choices", [{}, {"C": "neither"}])
def test_a_choice_nobody_made_is_an_error_that_names_it(choices: dict[str, str]):
    with pytest.raises(PresetInvalid) as caught:
        chosen({"choose": "C", "a": 1}, choices)

    assert (caught.value.code, caught.value.params["choice"]) == ("preset.choice_without_branch", "C")


def test_choices_are_found_with_the_path_that_leads_to_them():
    tree = {"r": [{"choose": "C", "a": {"choose": "D", "x": 1}, "b": 2}]}

    found = list(choices_in(tree))

    assert found == [
        ("C", {"a": {"choose": "D", "x": 1}, "b": 2}, ("r", 0)),
        ("D", {"x": 1}, ("r", 0, "a")),
    ]


def test_a_token_that_stands_alone_becomes_the_document_it_stands_for():
    tree = {"trust": "<TRUST>", "text": "see <TRUST>", "managed": ["arn:one", "<MORE>"]}
    values = {"TRUST": '{"Statement":[]}', "MORE": '["arn:two", "arn:three"]'}

    found = filled(tree, values)

    assert found["trust"] == {"Statement": []}
    assert found["text"] == 'see {"Statement":[]}'
    assert found["managed"] == ["arn:one", "arn:two", "arn:three"]
