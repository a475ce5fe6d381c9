"""Answers from files and standard input: what is no answer is told with its line, and never means the default."""

import io
import json
import sys
from pathlib import Path

import pytest

from tui.cli import main
from tui.core.errors import AnswerRejected, PresetInvalid, UsageError
from tui.store.answers import STANDARD_INPUT, read_answers


def written(folder: Path, text: str) -> Path:
    file = folder / "answers.yaml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('{"ROLE_NAME": null}', "answer.empty", 1),
        ("A: x\nROLE_NAME: 12345", "answer.not_text", 2),
        ('{"A": "x",\n "ROLE_NAME": 12345}', "answer.not_text", 2),
        ("A: x\nFLAG: true", "answer.not_text", 2),
        ("A: 1.5", "answer.not_text", 1),
        ("A: x\n\nS3_BUCKET:", "answer.empty", 3),
        ("S3_BUCKET: ''", "answer.empty", 1),
        ("S3_BUCKET: ~", "answer.empty", 1),
        ("S3_BUCKET: '  '", "answer.empty", 1),
    ],
)
def test_what_is_no_answer_is_told_with_its_line(tmp_path: Path, text: str, code: str, line: int) -> None:
    file = written(tmp_path, text)

    with pytest.raises(AnswerRejected) as caught:
        read_answers(file)

    assert (caught.value.code, caught.value.where) == (code, f"{file}:{line}")


def test_broken_json_that_yaml_happens_to_read_is_an_error(tmp_path: Path) -> None:
    # it made a policy for somebody's bucket
    with pytest.raises(UsageError) as caught:
        read_answers(written(tmp_path, '{"S3_BUCKET": }'))

    assert caught.value.code == "usage.json"
    assert (caught.value.params["line"], caught.value.params["column"]) == (1, 15)


@pytest.mark.parametrize(
    ("text", "error"), [("- a", UsageError), ("A: [", PresetInvalid), ("A: x\nA: y", PresetInvalid)]
)
def test_what_is_no_mapping_is_told(tmp_path: Path, text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_answers(written(tmp_path, text))


def test_text_account_ids_seconds_and_documents_are_taken(tmp_path: Path) -> None:
    text = 'ROLE_NAME: "12345"\nOTHER: 123456789012\nMAX_SESSION_SECONDS: 3600\nTRUST: {Version: "2012-10-17"}\n'

    found = read_answers(written(tmp_path, text))

    assert found == {
        "ROLE_NAME": "12345",
        "OTHER": "123456789012",
        "MAX_SESSION_SECONDS": "3600",
        "TRUST": '{"Version":"2012-10-17"}',
    }


def test_answers_come_from_standard_input_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO('{"FUNCTION_NAME": "from-stdin"}'))

    assert read_answers(STANDARD_INPUT) == {"FUNCTION_NAME": "from-stdin"}


@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_setting_never_means_the_default(capsys: pytest.CaptureFixture[str], value: str) -> None:
    code = main(["plan", "ec2-wordpress", "--set", f"S3_BUCKET={value}", "--json"])

    error = json.loads(capsys.readouterr().out)["error"]
    assert (code, error["code"]) == (2, "answer.empty")
    assert "S3_BUCKET" in error["message"]
