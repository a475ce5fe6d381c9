"""`rolewizard export`: to standard output, into files and folders, masked."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tui.cli import main

GIVEN = ("ec2-wordpress", "--set", "S3_BUCKET=my-media")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return code, captured.out, captured.err

    return call


def test_a_script_goes_to_standard_output_or_into_a_file_that_can_be_run(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "role.sh"

    code, printed, _ = run("export", *GIVEN, "--format", "bash")
    written, told, _ = run("export", *GIVEN, "--format", "bash", "--out", str(file))
    again, _, _ = run("export", *GIVEN, "--format", "bash", "--out", str(file), "--redact")

    assert (code, written, again) == (0, 0, 0)
    assert printed.startswith("#!/usr/bin/env bash\n")
    assert "arn:aws:s3:::my-media" in printed
    assert told == f"Written: {file}\n"
    assert os.access(file, os.X_OK)
    assert file.read_text() == printed.replace("123456789012", "XXXXXXXXXXXX")


def test_files_that_belong_together_go_into_a_folder(run: Any, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"

    code, told, _ = run("export", *GIVEN, "--format", "cmd", "--out", str(folder))
    _, printed, _ = run("export", *GIVEN, "--format", "cmd")

    names = sorted(one.name for one in folder.iterdir())
    assert code == 0
    assert names[-2:] == ["ec2-wordpress.cmd", "umemoto-wordpress-role-trust.json"]
    assert told.count("Written: ") == len(names) == 4
    assert all(f"===== {name} =====" in printed for name in names)
    assert b"\r\n" in (folder / "ec2-wordpress.cmd").read_bytes()


def test_one_file_goes_into_a_folder_that_is_there(run: Any, tmp_path: Path) -> None:
    run("export", *GIVEN, "--format", "terraform", "--out", str(tmp_path))

    assert (tmp_path / "ec2-wordpress.tf").read_text().startswith("# ec2-wordpress")


def test_documents_are_one_json_object_and_files_are_told_as_json(run: Any, tmp_path: Path) -> None:
    _, documents, _ = run("export", *GIVEN, "--format", "json")
    _, told, _ = run(
        "export", *GIVEN, "--format", "handover", "--lang", "ko", "--json", "--out", str(tmp_path / "x.md")
    )

    assert set(json.loads(documents)) == {
        "policy-CloudWatch-Wordpress-ut",
        "policy-S3-Wordpress-ut",
        "role-umemoto-wordpress-role-trust",
    }
    record = json.loads(told)
    assert (record["format"], record["written"]) == ("handover", [str(tmp_path / "x.md")])
    assert record["files"][0]["text"] == (tmp_path / "x.md").read_text()
    assert "되돌리는 방법" in record["files"][0]["text"]


def test_what_cannot_be_exported_or_written_is_an_error_of_usage(run: Any, tmp_path: Path) -> None:
    nothing = run("export", "ebs", "--format", "bash")
    no_irsa = run("export", *GIVEN, "--format", "eksctl")
    nowhere = run("export", *GIVEN, "--format", "bash", "--out", str(tmp_path / "none" / "x.sh"))
    unknown = run("export", *GIVEN, "--format", "pulumi")

    assert [one[0] for one in (nothing, no_irsa, nowhere, unknown)] == [2, 2, 2, 2]
    assert "nothing to make as bash" in nothing[2]
    assert "IRSA" in no_irsa[2]
    assert "cannot be written" in nowhere[2]
