"""Exports on disk: where they go, and what they never replace unasked."""

import os
from pathlib import Path

import pytest

from tui.core.errors import UsageError
from tui.core.plan.exported import Exported, ExportFile
from tui.store.exports import write_export

SCRIPT = Exported("bash", (ExportFile("role.sh", "echo\n"),))
FOLDER = Exported("powershell", (ExportFile("role.ps1", "exit\n"), ExportFile("trust.json", "{}\n")))


def test_a_script_can_be_run_by_whoever_can_read_it(tmp_path: Path) -> None:
    [written] = write_export(SCRIPT, tmp_path / "mine.sh", overwrites=False)

    assert written == tmp_path / "mine.sh"
    assert written.read_text() == "echo\n"
    assert os.access(written, os.X_OK)


def test_one_file_goes_into_a_folder_that_is_there(tmp_path: Path) -> None:
    assert write_export(SCRIPT, tmp_path, overwrites=False) == (tmp_path / "role.sh",)


def test_several_files_make_their_folder_and_windows_scripts_get_windows_line_ends(tmp_path: Path) -> None:
    written = write_export(FOLDER, tmp_path / "a" / "b", overwrites=False)

    assert [one.read_bytes() for one in written] == [b"exit\r\n", b"{}\n"]


def test_nothing_is_replaced_unless_somebody_says_so_and_then_nothing_else_goes(tmp_path: Path) -> None:
    (tmp_path / "trust.json").write_text("mine")
    (tmp_path / "other").write_text("mine")

    with pytest.raises(UsageError) as refused:
        write_export(FOLDER, tmp_path, overwrites=False)

    assert (refused.value.code, refused.value.where) == ("export.exists", str(tmp_path / "trust.json"))
    assert not (tmp_path / "role.ps1").exists()
    write_export(FOLDER, tmp_path, overwrites=True)
    assert (tmp_path / "trust.json").read_text() == "{}\n"
    assert (tmp_path / "other").read_text() == "mine"


def test_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    for exported, path in (
        (SCRIPT, tmp_path / "none" / "x.sh"),
        (FOLDER, tmp_path / "file" / "folder"),
        (SCRIPT, tmp_path / ("x" * 300)),
    ):
        with pytest.raises(UsageError) as refused:
            write_export(exported, path, overwrites=True)

        assert refused.value.code == "usage.unwritable"
