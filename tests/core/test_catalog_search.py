"""The catalog's list: what a search finds, and in which order."""

from typing import Any

import pytest

from tui.core.catalog.entries import CatalogEntry, entry_from
from tui.core.catalog.filters import Filters
from tui.core.catalog.search import matching


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
