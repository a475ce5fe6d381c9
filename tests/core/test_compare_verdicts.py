"""What a change of a document means: a table of rules, and a world small enough to ask everything."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_world import DOCUMENTS, verdict
from sweep_policies import respelled
from verdict_helpers import GET, S3, a_document, allows, denies
from verdict_rules import RULES

from tui.core.compare.verdicts import compare

OPPOSITE = {"broadens": "narrows", "narrows": "broadens"}


@pytest.mark.parametrize(("before", "after", "kind", "reason"), RULES.values(), ids=RULES)
def test_a_change_has_its_verdict_and_its_reason(before, after, kind, reason):
    comparison = compare(a_document(*before), a_document(*after))

    assert comparison.verdict.kind == kind
    assert [one.code for one in comparison.verdict.reasons if one.code == reason] == ([reason] if reason else [])
    assert bool(comparison.rows) == bool(reason)


@pytest.mark.parametrize(("before", "after", "kind", "reason"), RULES.values(), ids=RULES)
def test_the_way_back_has_the_opposite_verdict(before, after, kind, reason):
    comparison = compare(a_document(*after), a_document(*before))

    assert comparison.verdict.kind == OPPOSITE.get(kind, kind)


def test_policy_variables_begin_to_work_with_their_version():
    home = allows("s3:*", "arn:aws:s3:::b/${aws:username}/*")

    with_variable = compare(a_document(home, version="2008-10-17"), a_document(home))
    without_one = compare(a_document(GET, version="2008-10-17"), a_document(GET))

    assert (with_variable.verdict.kind, with_variable.verdict.reasons[0].code) == ("changes", "version.variables")
    assert (without_one.verdict.kind, without_one.verdict.reasons[0].code) == ("neutral", "version")


def test_a_variable_that_is_also_a_condition_key_has_the_value_of_the_key():
    home = allows("s3:*", "arn:aws:s3:::b/${aws:username}/*", Condition={"StringEquals": {"aws:username": "bob"}})
    bobs = allows("s3:*", "arn:aws:s3:::b/bob/*", Condition={"StringEquals": {"aws:username": "bob"}})

    assert compare(a_document(home), a_document(bobs)).verdict.kind in ("neutral", "unknown")


def test_a_new_document_broadens_by_what_it_allows_and_narrows_by_what_it_denies():
    assert compare(None, a_document(GET)).verdict.kind == "broadens"
    assert compare(None, a_document(denies("s3:*"))).verdict.kind == "narrows"
    assert compare(a_document(GET), None).verdict.kind == "narrows"


def test_the_most_important_reason_comes_first():
    comparison = compare(a_document(allows(["a:b", "a:c"])), a_document(allows(["a:b", "a:d"]), denies("x:y")))

    assert [one.kind for one in comparison.verdict.reasons] == ["broadens", "narrows", "narrows"]


def test_the_table_names_what_came_and_went_in_which_statement():
    before = a_document(allows(["a:b", "a:c"], Sid="One"), denies("x:y", Sid="Two"))
    after = a_document(allows(["a:c", "a:D"], ["r", S3], Sid="One"), denies("x:y", Sid="Two"))

    rows = compare(before, after).rows

    assert [(row.statement, row.sign, row.element, row.values, row.kind) for row in rows] == [
        ("One", "+", "action", ("a:D",), "broadens"),
        ("One", "-", "action", ("a:b",), "narrows"),
        ("One", "+", "resource", ("r",), "broadens"),
    ]


@pytest.mark.parametrize("stars", [30, 200])
def test_a_hostile_pattern_takes_no_time(stars: int):
    hostile = "*a" * stars + "b"

    comparison = compare(
        a_document(allows(["s3:GetObject"], [hostile])), a_document(allows(["s3:GetObject"], ["a" * 400, hostile]))
    )

    assert comparison.verdict.kind == "broadens"


@settings(max_examples=15)
@given(DOCUMENTS, DOCUMENTS)
def test_a_verdict_is_what_asking_every_request_shows(before: dict[str, Any], after: dict[str, Any]):
    kind = compare(before, after).verdict.kind

    assert kind in (verdict(before, after), "unknown")


@settings(max_examples=30)
@given(DOCUMENTS, DOCUMENTS)
def test_swapping_the_documents_swaps_the_verdict(one: dict[str, Any], other: dict[str, Any]):
    forth, back = compare(one, other).verdict.kind, compare(other, one).verdict.kind

    assert back == OPPOSITE.get(forth, forth)


@settings(max_examples=30)
@given(DOCUMENTS, st.randoms(use_true_random=False))
def test_another_spelling_is_no_change(document: dict[str, Any], chance: Any):
    comparison = compare(document, respelled(document, chance))

    assert (comparison.verdict.kind, comparison.rows) == ("neutral", ())
