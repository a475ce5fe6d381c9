"""The catalog's list: what a search finds, and in which order."""

from pathlib import Path
from typing import Any

import pytest

from tui.core.catalog.entries import CatalogEntry, entry_from
from tui.core.catalog.filters import Filters
from tui.core.catalog.search import CatalogSearch, matching
from tui.store.index import read_index


def an_entry(entry_id: str, **fields: Any) -> CatalogEntry:
    record = {"id": entry_id, "catalog": "<0>", "service": "ec2", "group": "compute", "need": "required"}
    record |= {
        "title": {"en": entry_id.title()},
        "why": {"en": "-"},
        "aliases": [],
        "assumed_by": [],
        "reaches": [],
        "actions": [],
    }
    return entry_from(record | fields)


FIREHOSE = an_entry(
    "firehose-s3",
    service="firehose",
    catalog="<6>",
    group="analytics",
    title={"en": "Delivery to S3", "ko": "S3로 전송", "ja": "S3 への配信"},
    aliases=["Kinesis Firehose", "파이어호스"],
)
KINESIS = an_entry(
    "kinesis-data-streams", need="not-needed", why={"en": "Feeds Firehose deliveries", "ja": "ロールは不要"}
)
LAMBDA = an_entry("lambda-basic", title={"en": "Lambda", "ja": "ラムダ"})
ALL = (KINESIS, FIREHOSE, LAMBDA)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("", [KINESIS, FIREHOSE, LAMBDA], id="no words find all, in the catalog's order"),
        pytest.param("   ", [KINESIS, FIREHOSE, LAMBDA], id="space finds all"),
        pytest.param("lambda", [LAMBDA], id="a title"),
        pytest.param("LAMBDA", [LAMBDA], id="letter case does not count"),
        pytest.param("s3 firehose", [FIREHOSE], id="every word has to be there, in any order"),
        pytest.param("firehose", [FIREHOSE, KINESIS], id="in the id before in the reasons"),
        pytest.param("DELIVER", [FIREHOSE, KINESIS], id="in the title before in the reasons"),
        pytest.param("파이어", [FIREHOSE], id="a Korean alias"),
        pytest.param("配信", [FIREHOSE], id="a Japanese title while the screen is English"),
        pytest.param("不要", [KINESIS], id="a reason"),
        pytest.param("<6>", [FIREHOSE], id="the number in the list"),
        pytest.param("analytics", [FIREHOSE], id="the group"),
        pytest.param("kinesis", [KINESIS, FIREHOSE], id="in the id before in an alias"),
        pytest.param("nothing-of-the-kind", [], id="nothing"),
        pytest.param("lambda firehose", [], id="words of two entries"),
    ],
)
def test_a_search_finds_entries_that_hold_every_word(query: str, expected: list[CatalogEntry]):
    assert list(matching(ALL, query)) == expected


def test_a_verdict_narrows_the_list():
    assert matching(ALL, "", Filters("not-needed")) == (KINESIS,)
    assert matching(ALL, "lambda", Filters("not-needed")) == ()


@pytest.mark.parametrize(("language", "title"), [("en", "Lambda"), ("ja", "ラムダ"), ("ko", "Lambda")])
def test_a_text_missing_in_a_language_is_shown_in_english(language: str, title: str):
    assert LAMBDA.text("title", language) == title


BUNDLED = CatalogSearch(read_index(Path(__file__).parents[2] / "presets", "bundled")[0])


@pytest.mark.parametrize(
    ("query", "never"),
    [("rds", "kinesis-data-streams"), ("rds", "route53-readonly"), ("eks", "batch-instance-role")],
)
def test_latin_letters_are_looked_for_at_the_beginning_of_words_only(query: str, never: str):
    # rds stood in PutRecords and ResourceRecordSets
    assert never not in {one.id for one in BUNDLED.find(query)}


@pytest.mark.parametrize(
    ("typed", "meant", "first"),
    [
        ("lamda", "lambda", "lambda-basic"),
        ("cloudwach", "cloudwatch", "cloudwatch"),
        ("kinesys", "kinesis", "kinesis-data-streams"),
        ("firehsoe", "firehose", "firehose-s3"),
        ("람디", "람다", "lambda-basic"),
    ],
)
def test_a_mistyped_word_is_read_as_the_name_most_like_it_and_that_is_said(typed: str, meant: str, first: str):
    assert BUNDLED.read_as(typed) == meant
    assert BUNDLED.find(typed)[0].id == first
    assert BUNDLED.read_as(meant) == ""


def test_nothing_like_any_name_finds_nothing():
    assert BUNDLED.find("zzzzqq") == ()
    assert BUNDLED.read_as("zzzzqq") == ""


@pytest.mark.parametrize("query", ["람다함수", "람다 함수", "람다에 역할이 필요한가요", "does lambda need a role?"])
def test_words_written_together_and_questions_find_the_service(query: str):
    assert BUNDLED.find(query)[0].id == "lambda-basic"


def test_an_operation_is_looked_for_by_its_whole_name():
    error = "An error occurred (AccessDenied) when calling the CreateService operation: no"

    found = BUNDLED.find(error)

    assert all(
        any(action.partition(":")[2].casefold() in ("createservice", "*") or "*" in action for action in actions)
        for actions in ((*one.actions, *one.caller_actions) for one in found)
    )
