"""`rolewizard export`: to standard output, into files and folders, masked."""

import json
from pathlib import Path
from typing import Any

import pytest

from tui.cli import main


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return code, captured.out, captured.err

    return call


def test_files_that_belong_together_go_into_a_folder(run: Any, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"

    code, told, _ = run("export", "ec2-wordpress", "--format", "powershell", "--redact", "--out", str(folder))

    names = sorted(one.name for one in folder.iterdir())
    assert code == 0
    assert names[-2:] == ["ec2-wordpress.ps1", "umemoto-wordpress-role-trust.json"]
    assert told.count("Written: ") == len(names) == 4
    assert "arn:aws:iam::XXXXXXXXXXXX:policy/" in (folder / "ec2-wordpress.ps1").read_text()


def test_what_is_printed_as_json_is_what_is_written(run: Any, tmp_path: Path) -> None:
    code, told, _ = run(
        "export", "ec2-wordpress", "--format", "handover", "--lang", "ko", "--json", "--out", str(tmp_path / "x.md")
    )

    record = json.loads(told)
    assert (code, record["format"], record["written"]) == (0, "handover", [str(tmp_path / "x.md")])
    assert record["files"][0]["text"] == (tmp_path / "x.md").read_text()
    assert "되돌리는 방법" in record["files"][0]["text"]


def test_the_format_that_is_gone_names_the_one_that_took_its_place(run: Any) -> None:
    code, _, told = run("export", "ec2-wordpress", "--format", "cmd")

    assert code == 2
    assert told.strip() == "rolewizard: There is no cmd export any more; --format powershell serves Windows."


def test_what_cannot_be_exported_is_an_error_of_usage(run: Any) -> None:
    nothing = run("export", "ebs", "--format", "bash")
    unknown = run("export", "ec2-wordpress", "--format", "pulumi")

    assert (nothing[0], unknown[0]) == (2, 2)
    assert "nothing to make as bash" in nothing[2]
    assert "--format handover" in nothing[2]
