"""Commands wait for the linter; what it says is in the plan, and its faults are one note of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tui.cli import main

QLIK = ("plan", "qlik-lakehouse-ec2-instance-profile", "--json")
QLIK += ("--set", "BUCKET_NAME=my-lake", "--set", "STREAM_NAME=my-stream")
QLIK += ("--set", "SYMMETRIC_KMS_KEY=arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab")


@pytest.fixture(autouse=True)
def linter_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ROLEWIZARD_LINTER")


def linter_findings(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    assert main(list(arguments)) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return [one for one in json.loads(captured.out)["findings"] if one["code"].startswith("linter")]


def test_a_plan_has_the_linters_findings_and_the_reason_of_a_wide_statement_counts_for_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = linter_findings(capsys, *QLIK)

    waived = [one for one in found if one["waived"]]
    assert [(one["severity"], one["params"]["check"]) for one in found if not one["waived"]] == [
        ("note", "sensitive_action"),
        ("note", "sensitive_action"),
    ]
    assert [one["where"].rpartition(" ")[2] for one in waived] == ["[6]"]
    assert waived[0]["waived"]["en"].startswith("Qlik's own text")


def test_a_linter_that_breaks_is_one_note_and_the_plan_is_there(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "iam_validator").mkdir()
    (tmp_path / "iam_validator" / "__init__.py").write_text("raise ImportError('of another age')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    [finding] = linter_findings(capsys, *QLIK)

    assert (finding["code"], finding["severity"]) == ("linter_unavailable", "note")
    assert finding["params"] == {"reason": "ImportError: of another age"}


def test_switched_off_it_says_nothing(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLEWIZARD_LINTER", "off")

    assert linter_findings(capsys, *QLIK) == []
