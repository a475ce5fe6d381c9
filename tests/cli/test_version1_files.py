"""What the first version left on people's disks stays of use: its runs, saved plans, practice account and own presets.

tests/golden/version1 was made by that version: five applies in one practice account (one of them interrupted as by
kill -9, with three calls under way of which the account made none; one taken back after such an interruption; one
undone), two saved plans, and the preset that `preset new` wrote.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tui.cli import main

SAMPLES = Path(__file__).parents[1] / "golden" / "version1"
DONE, IRSA, UNDONE = "022887e97ce2", "92f30ce7f0ac", "c15a91f55ffd"
ROLLED_BACK, INTERRUPTED = "977d1e32d82c", "5148604a5aa4"
WORDPRESS = ("ec2-wordpress", "--set", "S3_BUCKET=my-media")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], a_home_of_its_own: Path) -> Any:
    """Calls a command in a home folder with the samples in it."""
    state = a_home_of_its_own / ".local" / "state" / "rolewizard"
    shutil.copytree(SAMPLES / "runs", state / "runs")
    shutil.copy(SAMPLES / "practice.jsonl", state)
    shutil.copytree(SAMPLES / "presets", a_home_of_its_own / ".config" / "rolewizard" / "presets")

    def call(*arguments: str) -> tuple[int, list[dict[str, Any]]]:
        code = main([*arguments, "--json"])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return code, [json.loads(line) for line in captured.out.splitlines()]

    return call


def test_the_runs_are_listed_with_their_ends(run: Any) -> None:
    _, [found] = run("runs")

    told = {one["run"]: (one["preset"], one["state"], one["done"], one["total"]) for one in found["runs"]}
    assert told == {
        DONE: ("qlik-lakehouse-ec2-instance-profile", "done", 10, 10),
        IRSA: ("amp-irsa-ingest", "done", 4, 4),
        UNDONE: ("ec2-wordpress", "undone", 7, 7),
        ROLLED_BACK: ("ecs-fargate-execution", "rolled-back", 1, 2),
        INTERRUPTED: ("ec2-wordpress", "interrupted", 0, 7),
    }
    assert all(one["started"].startswith("2026-12-01T01:34:") for one in found["runs"])


def test_the_practice_account_has_what_was_made_in_it(run: Any) -> None:
    irsa = ("--set", "EKS_CLUSTER=my-cluster", "--set", "K8S_NAMESPACE=prometheus", "--set", "TAGS=팀=데이터")

    code, [plan] = run("plan", "amp-irsa-ingest", *irsa, "--detailed-exitcode")

    assert (code, plan["calls"]) == (0, [])


def test_an_interrupted_run_is_gone_on_with_and_then_taken_back(run: Any) -> None:
    resumed, events = run("resume", INTERRUPTED, "--yes")
    planned, [plan] = run("plan", *WORDPRESS, "--detailed-exitcode")
    undone, back = run("undo", INTERRUPTED, "--yes")

    assert (resumed, events[-1]["outcome"]) == (0, "done")
    assert (planned, plan["calls"]) == (0, [])
    assert (undone, back[-1]["outcome"]) == (0, "rolled-back")
    assert run("plan", *WORDPRESS, "--detailed-exitcode")[0] == 4


def test_an_interrupted_run_is_taken_back_at_once(run: Any) -> None:
    code, events = run("undo", INTERRUPTED, "--yes")

    assert (code, events[-1]["outcome"]) == (0, "rolled-back")
    [state] = [one["state"] for one in run("runs")[1][0]["runs"] if one["run"] == INTERRUPTED]
    assert state == "rolled-back"


@pytest.mark.parametrize("name", [DONE, IRSA])
def test_a_run_that_was_done_is_undone(run: Any, name: str) -> None:
    _, [before] = run("undo", name, "--dry-run")

    code, events = run("undo", name, "--yes")

    assert before["calls"]
    assert (code, events[-1]["outcome"]) == (0, "rolled-back")
    [state] = [one["state"] for one in run("runs")[1][0]["runs"] if one["run"] == name]
    assert state == "undone"


@pytest.mark.parametrize("name", [UNDONE, ROLLED_BACK])
def test_a_run_that_was_taken_back_has_nothing_more_to_take_back(run: Any, name: str, a_home_of_its_own: Path) -> None:
    """The policy that the undone run had made is there again, from the interrupted one: it is another one's now."""
    log = next(a_home_of_its_own.rglob("practice.jsonl"))
    before = log.read_text()

    code, events = run("undo", name, "--yes")

    refused = [one["address"] for one in events if one["event"] == "refused"]
    assert (code, refused) == ((1, ["policy/CloudWatch-Wordpress-ut"]) if name == UNDONE else (0, []))
    assert log.read_text() == before


@pytest.mark.parametrize(("file", "calls"), [("new-role", 2), ("changed-trust", 1)])
def test_a_saved_plan_is_applied_once_it_was_read(run: Any, file: str, calls: int) -> None:
    words = ("apply", str(SAMPLES / "plans" / f"{file}.json"), "--replace-trust")

    tried, [_, plan] = run(*words, "--dry-run")
    applied, events = run(*words, "--yes")

    assert (tried, len(plan["calls"])) == (4, calls)
    assert (applied, events[-1]["outcome"], events[-1]["done"]) == (0, "done", calls)


def test_an_own_preset_is_in_the_catalog_and_planned(run: Any, a_home_of_its_own: Path) -> None:
    file = a_home_of_its_own / ".config" / "rolewizard" / "presets" / "my-own-role.yaml"

    _, [catalog] = run("catalog", "my-own-role")
    linted, _ = run("lint", str(file))
    planned, [plan] = run("plan", "my-own-role", "--set", "BUCKET_NAME=my-files", "--set", "ROLE_NAME=my-application")

    assert [one["id"] for one in catalog["presets"]] == ["my-own-role"]
    assert (linted, planned) == (0, 0)
    assert [one["operation"] for one in plan["calls"]][:2] == ["CreateRole", "PutRolePolicy"]
