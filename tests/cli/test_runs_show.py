"""`rolewizard runs show RUN`: all of a past run, from its journal alone."""

import json
from typing import Any

import pytest

from tui.cli import main
from tui.core.run.journal import begin_record, intent_record, outcome_record
from tui.desk import WizardDesk
from tui.i18n import LANGUAGES
from tui.options import Options


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["apply", "ec2-wordpress", "--set", "S3_BUCKET=my-media", "--yes", "--json"]) == 0
    found: str = json.loads(capsys.readouterr().out.splitlines()[-1])["run"]
    return found


def shown(capsys: pytest.CaptureFixture[str], run: str) -> dict[str, Any]:
    assert main(["runs", "show", run, "--json"]) == 0
    page: dict[str, Any] = json.loads(capsys.readouterr().out)
    return page


def test_a_run_tells_what_it_made_with_which_documents_and_calls(run: str, capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, run)

    assert (page["run"], page["preset"], page["state"]) == (run, "ec2-wordpress", "done")
    assert page["outputs"]["role_arn"].startswith("arn:aws:iam::123456789012:role/")
    assert any("trust" in one["name"] for one in page["documents"])
    assert any(one["command"].startswith("aws iam create-role") for one in page["calls"])
    assert {one["status"] for one in page["calls"]} == {"done"}
    assert page["answers"]["S3_BUCKET"] == "my-media"
    assert set(page["next"]) == set(LANGUAGES)
    assert "<" not in page["next"]["en"]


def test_a_run_that_was_taken_back_has_no_outputs(run: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["undo", run, "--yes"])
    capsys.readouterr()

    page = shown(capsys, run)

    assert (page["state"], page["outputs"], page["next"]) == ("undone", {}, {})


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_read_it_in_their_language(run: str, capsys: pytest.CaptureFixture[str], language: str) -> None:
    assert main(["runs", "show", run, "--lang", language]) == 0

    told = capsys.readouterr().out
    assert "role_arn = arn:aws:iam::" in told
    assert f"rolewizard undo {run}" in told
    assert "runs.calls" not in told


def test_a_run_there_is_not_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["runs", "show", "0123456789ab", "--json"])

    assert (code, json.loads(capsys.readouterr().out)["error"]["code"]) == (2, "run.unknown")


@pytest.mark.parametrize("done", range(4))
def test_of_a_run_that_broke_off_only_what_was_made_is_told(done: int, capsys: pytest.CaptureFixture[str]) -> None:
    """It listed the ARNs and documents of everything it had wanted."""
    with WizardDesk(Options("wizard")) as desk:
        plan = desk.review(desk.preset("ec2-wordpress"), {"S3_BUCKET": "my-media"}).plan
        journal = desk.journals.writer(plan.run)
        journal.write(begin_record(plan, "2026-11-22T09:00:00Z"))
        for index in range(done):
            journal.write(intent_record(index))
            journal.write(outcome_record(index, "done"))
    operations = [step.do.operation for step in plan.steps[:done]]

    page = shown(capsys, plan.run)
    main(["runs", "show", plan.run])
    text = capsys.readouterr().out

    assert page["state"] == "interrupted"
    assert ("role_arn" in page["outputs"]) == ("CreateRole" in operations)
    assert len(page["outputs"].get("policy_arns", [])) == operations.count("CreatePolicy")
    assert len(page["documents"]) == sum(one in ("CreateRole", "CreatePolicy") for one in operations)
    assert "instance_profile_arn" not in page["outputs"]
    assert "instance-profile" not in text
    assert page["next"] == {}
