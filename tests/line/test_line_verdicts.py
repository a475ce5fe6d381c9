"""A plan's verdicts and statement tables as plain text."""

import pytest
from builders import a_plan, a_role, allow, trust

from tui.i18n import Translator
from tui.line.text import print_plan

BEFORE = allow(
    "s3:GetObject", on="arn:aws:s3:::b/*", Sid="Read", Condition={"StringEquals": {"aws:SourceAccount": "1"}}
)
AFTER = allow("S3:getobject", "s3:DeleteObject", on=["arn:aws:s3:::b/*"], Sid="Read")  # type: ignore[arg-type]


def printed(capsys: pytest.CaptureFixture[str], language: str = "en", **observed: object) -> list[str]:
    plan = a_plan(a_role(inline={"p": AFTER}), observed=[a_role(**observed)])
    print_plan(plan, Translator(language), "plan.nothing")
    return [line.strip() for line in capsys.readouterr().out.splitlines()]


def test_a_changed_document_begins_with_its_verdict_and_ends_with_its_table(capsys: pytest.CaptureFixture[str]):
    lines = printed(capsys, inline={"p": BEFORE})

    at = lines.index("~ inline/p")
    folded = "a single value, with and without brackets, upper and lower case of actions, operators and condition keys"
    assert lines[at + 3] == f"2 more differences in text, which mean nothing ({folded})"
    assert lines[at - 1 : at + 3] == [
        "~ role/app  (update)  broadens",
        "~ inline/p",
        "broadens: s3:DeleteObject newly allowed on arn:aws:s3:::b/*",
        "condition StringEquals aws:SourceAccount removed: 1",
    ]
    table = lines.index("+ Read  Action  s3:DeleteObject")
    assert lines[table + 1] == "- Read  Condition StringEquals aws:SourceAccount  1"


def test_a_document_that_is_only_written_differently_is_folded(capsys: pytest.CaptureFixture[str]):
    lines = printed(capsys, "ko", inline={"p": {**AFTER, "Statement": AFTER["Statement"][0]}}, trust=trust("a.b"))

    at = lines.index("= inline/p")
    assert lines[at + 1 : at + 3] == ["변화 없음", "글자 차이 1곳, 뜻의 차이 0곳 (값 하나를 괄호 있이 또는 없이 씀)"]
