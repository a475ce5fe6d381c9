"""Differences of the text that mean nothing: each rule folds its own, nothing else, and says so."""

from typing import Any

import pytest
from builders import allow

from tui.core.compare.verdicts import compare
from tui.core.plan.diff import diff_lines

A = {"Effect": "Allow", "Action": ["a:b"], "Resource": ["r"]}
B = {"Effect": "Deny", "Action": ["c:d"], "Resource": ["s"]}


def one(**elements: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [A | elements]}


def principal(**names: Any) -> dict[str, Any]:
    return one(Principal=names)


def condition(**tests: Any) -> dict[str, Any]:
    return one(Condition=tests)


FOLDS: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, int]]] = {
    "nothing": (one(), one(), {}),
    "key order": (one(), {"Statement": [dict(reversed(A.items()))], "Version": "2012-10-17"}, {"key_order": 2}),
    "key order in a condition": (
        condition(StringLike={"k": "1"}, StringEquals={"k": "2"}),
        condition(StringEquals={"k": "2"}, StringLike={"k": "1"}),
        {"key_order": 1},
    ),
    "list order": (one(Action=["a:b", "c:d"]), one(Action=["c:d", "a:b"]), {"list_order": 1}),
    "statement order": (
        {"Version": "2012-10-17", "Statement": [A, B]},
        {"Version": "2012-10-17", "Statement": [B, A]},
        {"statement_order": 1},
    ),
    "brackets": (one(Action="a:b", Resource="r"), one(), {"one_or_list": 2}),
    "brackets around the statement": (one(), {"Version": "2012-10-17", "Statement": A}, {"one_or_list": 1}),
    "said twice": (one(Action=["a:b", "A:B"]), one(), {"repeated": 1}),
    "a statement twice": ({"Version": "2012-10-17", "Statement": [A, A]}, one(), {"repeated": 1}),
    "letter case": (
        one(Action=["A:b"], Condition={"stringequals": {"AWS:x": "1"}}),
        one(Condition={"StringEquals": {"aws:X": "1"}}),
        {"letter_case": 3},
    ),
    "scalars": (condition(Bool={"k": True}), condition(Bool={"k": "true"}), {"scalar": 1}),
    "empty ones": (one(Sid="", Condition={}), one(), {"empty": 2}),
    "root": (principal(AWS="123456789012"), principal(AWS="arn:aws:iam::123456789012:root"), {"account_root": 1}),
    "version": ({"Statement": [A]}, {"Version": "2008-10-17", "Statement": [A]}, {"version": 1}),
}


@pytest.mark.parametrize(("before", "after", "folded"), FOLDS.values(), ids=FOLDS)
def test_each_rule_folds_its_differences_and_no_line_shows_them(before, after, folded):
    comparison = compare(before, after)

    assert (comparison.folded, comparison.rows, comparison.verdict.kind) == (folded, (), "neutral")
    assert {line.sign for line in diff_lines(before, after)} == {" "}


@pytest.mark.parametrize(("before", "after", "folded"), FOLDS.values(), ids=FOLDS)
def test_folding_works_both_ways(before, after, folded):
    assert compare(after, before).folded == folded


def test_what_means_something_is_told_beside_what_is_folded():
    comparison = compare(one(Action=["A:b", "c:d"]), one(Action=["c:d", "a:b", "e:f"]))

    assert comparison.folded == {"list_order": 1, "letter_case": 1}
    assert [(row.sign, row.values) for row in comparison.rows] == [("+", ("e:f",))]
    changed = [
        line for line in diff_lines(one(Action=["A:b", "c:d"]), one(Action=["c:d", "a:b", "e:f"])) if line.sign != " "
    ]
    assert [(line.sign, line.text.strip(' ",')) for line in changed] == [("+", "e:f")]


def test_a_shorter_document_is_not_said_to_be_written_differently():
    assert compare(allow("a:b", "c:d"), allow("a:b")).folded == {}
