"""Journals that are forgotten, links that lead nowhere, names that look like flags."""

import json
from pathlib import Path

import pytest

from tui.cli import main
from tui.core.calls.api_call import iam
from tui.core.calls.command import command_line
from tui.core.run.journal import phase_record
from tui.store.journals import FileJournal
from tui.store.places import run_journals


def applied(capsys: pytest.CaptureFixture[str]) -> str:
    """The run of an apply in the practice account."""
    assert main(["apply", "ec2-wordpress", "--yes", "--json"]) == 0
    return str(json.loads(capsys.readouterr().out.splitlines()[-1])["run"])


def test_a_run_that_has_ended_is_forgotten_after_a_yes_and_an_open_one_is_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run = applied(capsys)
    journal = run_journals() / f"{run}.jsonl"

    assert main(["runs", "forget", run]) == 2
    assert journal.exists()
    assert main(["runs", "forget", "0123456789ab", "--yes"]) == 2
    assert main(["runs", "forgotten"]) == 2
    FileJournal(journal).write(phase_record("undo", ()))
    capsys.readouterr()
    assert main(["runs", "forget", run, "--yes", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "run.still_open"
    assert main(["resume", run, "--yes", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "usage.resume_back"
    assert main(["undo", run, "--yes", "--json"]) == 0
    capsys.readouterr()
    assert main(["runs", "forget", run, "--yes", "--json"]) == 0

    assert json.loads(capsys.readouterr().out) == {"forgotten": run}
    assert not journal.exists()


def test_an_export_follows_no_link_that_leads_nowhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    elsewhere = tmp_path / "elsewhere"
    link = tmp_path / "role.yaml"
    link.symlink_to(elsewhere)

    code = main(["export", "ec2-wordpress", "--format", "cloudformation", "--out", str(link)])

    assert code == 2
    assert not elsewhere.exists()
    assert str(link) in capsys.readouterr().err


@pytest.mark.parametrize("name", ["--yes", "-rf"])
def test_a_role_whose_name_looks_like_a_flag_is_no_flag_in_a_command(name: str) -> None:
    assert command_line(iam("DeleteRole", {"RoleName": name})) == f"aws iam delete-role --role-name={name}"
