"""The diff a reviewer reads: the new text complete, and only lines whose meaning differs standing out."""

from typing import Any

import pytest
from builders import allow
from hypothesis import given
from hypothesis import strategies as st

from tui.core.iam.policy import pretty
from tui.core.plan.diff import DiffLine, diff_lines, only_changes, side_by_side

WORDS = st.lists(st.sampled_from(["a:b", "c:d", "e:f", "*"]), min_size=1, max_size=3, unique=True)
CONDITION = {"StringLike": {"k": ["1", "2"]}}
STATEMENTS = st.fixed_dictionaries(
    {"Effect": st.sampled_from(["Allow", "Deny"]), "Action": WORDS},
    optional={"Sid": st.sampled_from(["A", "B"]), "Resource": WORDS, "Condition": st.just(CONDITION)},
)
DOCUMENTS = st.lists(STATEMENTS, min_size=1, max_size=3).map(lambda some: {"Version": "2012-10-17", "Statement": some})


def respelled(tree: Any, data: st.DataObject) -> Any:
    """The same with keys and lists in another order, and lists of one sometimes without brackets."""
    if isinstance(tree, dict):
        return {key: respelled(tree[key], data) for key in data.draw(st.permutations(list(tree)))}
    if isinstance(tree, list):
        items = [respelled(item, data) for item in data.draw(st.permutations(tree))]
        return items[0] if len(items) == 1 and data.draw(st.booleans()) else items
    return tree


def marked(lines: tuple[DiffLine, ...], *signs: str) -> list[str]:
    return [line.text for line in lines if line.sign in signs]


@given(DOCUMENTS, DOCUMENTS)
def test_a_diff_holds_the_whole_new_document_in_order(before: dict[str, Any], after: dict[str, Any]):
    lines = diff_lines(before, after)

    assert marked(lines, " ", "+") == pretty(after).splitlines()


@given(DOCUMENTS, st.data())
def test_another_spelling_of_a_document_shows_no_difference(after: dict[str, Any], data: st.DataObject):
    before = respelled(after, data)

    assert marked(diff_lines(before, after), "+", "-") == []


def test_only_the_line_that_differs_stands_out():
    before, after = allow("s3:GetObject", "s3:PutObject"), allow("s3:PutObject", "s3:DeleteObject")

    lines = diff_lines(before, after)

    assert [text.strip(' ",') for text in marked(lines, "-")] == ["s3:GetObject"]
    assert [text.strip(' ",') for text in marked(lines, "+")] == ["s3:DeleteObject"]


def test_statements_are_compared_with_the_ones_they_mean_not_with_their_neighbours():
    here, there = allow("s3:GetObject", on="a")["Statement"][0], allow("s3:GetObject", on="b")["Statement"][0]

    lines = diff_lines({"Statement": [here, there]}, {"Statement": [there, here]})

    assert marked(lines, "+", "-") == []


def test_a_statement_is_compared_with_the_one_of_its_sid():
    kept, other = allow("a:b", Sid="Kept")["Statement"][0], allow("c:d", Sid="Other")["Statement"][0]

    lines = diff_lines({"Statement": [other, kept]}, {"Statement": [kept | {"Action": ["c:d"]}, other]})

    assert [text.strip(' "') for text in marked(lines, "-", "+")] == ["a:b", "c:d"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, "new", (DiffLine("+", "new"),)),
        ("old", "new", (DiffLine("-", "old"), DiffLine("+", "new"))),
        ("same", "same", (DiffLine(" ", "same"),)),
        ("", "new", (DiffLine("-", ""), DiffLine("+", "new"))),
        (3600, 7200, (DiffLine("-", "3600"), DiffLine("+", "7200"))),
        ("a\nb", "a\nc", (DiffLine(" ", "a"), DiffLine("-", "b"), DiffLine("+", "c"))),
    ],
)
def test_plain_values_are_compared_as_text(before: Any, after: Any, expected: tuple[DiffLine, ...]):
    assert diff_lines(before, after) == expected


def test_a_new_document_is_all_plus():
    lines = diff_lines(None, allow("s3:GetObject"))

    assert {line.sign for line in lines} == {"+"}
    assert marked(lines, "+") == pretty(allow("s3:GetObject")).splitlines()


def test_a_comma_at_the_end_of_a_line_is_no_difference_in_json_and_one_in_a_text():
    added = diff_lines(allow("a:b"), allow("a:b", "c:d"))

    assert [(line.sign, line.text.strip()) for line in added if line.sign != " "] == [("+", '"c:d"')]
    assert diff_lines("so,", "so") == (DiffLine("-", "so,"), DiffLine("+", "so"))


def test_only_changes_leaves_out_what_is_far_from_them():
    lines = tuple(DiffLine("+" if at == 10 else " ", str(at)) for at in range(20))

    shown = list(only_changes(lines))

    assert [line if isinstance(line, int) else line.text for line in shown] == [
        7, "7", "8", "9", "10", "11", "12", "13", 6,
    ]  # fmt: skip


def test_a_single_line_between_two_changes_is_shown_rather_than_counted():
    lines = tuple(DiffLine("+" if at in (0, 8) else " ", str(at)) for at in range(9))

    assert [line.text for line in only_changes(lines) if isinstance(line, DiffLine)] == list("012345678")


def test_side_by_side_puts_what_came_beside_what_went():
    went, also, came, same = DiffLine("-", "a"), DiffLine("-", "b"), DiffLine("+", "c"), DiffLine(" ", "d")

    rows = list(side_by_side((5, same, went, also, came, same, came)))

    assert rows == [5, (same, same), (went, came), (also, None), (same, same), (None, came)]


def test_a_long_document_is_compared_statement_by_statement():
    statements = [allow(f"s{number}:Get", Sid=f"S{number}")["Statement"][0] for number in range(600)]
    before = {"Version": "2012-10-17", "Statement": statements}
    after = {"Version": "2012-10-17", "Statement": [*reversed(statements[1:]), allow("new:Get")["Statement"][0]]}

    lines = diff_lines(before, after)

    assert len(lines) > 4000
    assert [line.text.strip() for line in lines if line.sign == "-" and "Get" in line.text] == ['"s0:Get"']
    assert [line.text.strip() for line in lines if line.sign == "+" and "Get" in line.text] == ['"new:Get"']


def test_what_only_python_takes_for_the_end_of_a_line_is_none():
    """NEL is among the characters IAM takes; a text with one was shown as two lines."""
    odd = {"Sid": "A\x85B", "Effect": "Allow", "Action": "a:b", "Resource": "*"}
    other = {"Sid": "Z", "Effect": "Allow", "Action": "c:d", "Resource": "*"}
    after = {"Version": "2012-10-17", "Statement": [odd, {**other, "Action": "c:e"}]}

    lines = diff_lines({"Version": "2012-10-17", "Statement": [odd, other]}, after)

    assert [line.text for line in lines if line.sign != "-"] == pretty(after).split("\n")
    assert marked(lines, "-") == ['      "Action": "c:d",']
