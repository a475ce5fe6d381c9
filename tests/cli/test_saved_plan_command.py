"""`plan --out FILE` and `apply FILE`: exactly that, or nothing. The practice account is the real child."""

import json
from pathlib import Path
from typing import Any

import pytest

from tui.cli import main
from tui.core.saved_plan import sha256_of

FIELDS = {"preset", "target", "account", "region", "changes", "calls", "findings", "digest"}
WORDPRESS = ("ec2-wordpress", "--set", "S3_BUCKET=my-media")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*arguments: str) -> tuple[int, list[dict[str, Any]]]:
        code = main([*arguments, "--json"])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return code, [json.loads(line) for line in captured.out.splitlines()]

    return call


def error_of(lines: list[dict[str, Any]]) -> str:
    return str(lines[-1]["error"]["code"])


def test_a_saved_plan_is_applied_once_and_stale_from_then_on(run: Any, tmp_path: Path) -> None:
    file = str(tmp_path / "plan.json")
    _, [printed] = run("plan", *WORDPRESS, "--out", file)

    tried = run("apply", file, "--yes", "--dry-run")
    applied, events = run("apply", file, "--yes")
    again, told = run("apply", file, "--yes")
    planned, _ = run("plan", *WORDPRESS, "--detailed-exitcode")

    assert set(printed) == FIELDS
    assert tried[0] == 4
    assert tried[1][-1]["calls"] == printed["calls"]
    assert (applied, events[-1]["outcome"], planned) == (0, "done", 0)
    assert events[0]["sha256"] == json.loads(Path(file).read_text())["sha256"]
    assert events[-1]["run"] == json.loads(Path(file).read_text())["saved_plan"]["run"]
    assert (again, told[-2]["event"], told[-2]["changes"], error_of(told)) == (1, "stale", [], "plan.stale")


def test_a_saved_plan_without_a_yes_is_only_shown(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    main(["plan", *WORDPRESS, "--out", str(file)])
    sha256 = json.loads(file.read_text())["sha256"]
    assert f"SHA-256 {sha256}" in capsys.readouterr().out

    code = main(["apply", str(file)])

    shown = capsys.readouterr()
    assert code == 2
    assert f"SHA-256 {sha256}" in shown.out
    assert "7 calls, in this order" in shown.out
    assert "--yes" in shown.err


def test_a_plan_that_somebody_overtook_is_refused_with_the_new_differences(run: Any, tmp_path: Path) -> None:
    file = str(tmp_path / "plan.json")
    run("plan", *WORDPRESS, "--out", file)
    run("apply", "ec2-wordpress", "--set", "S3_BUCKET=other", "--yes")

    code, told = run("apply", file, "--yes")

    assert (code, error_of(told)) == (1, "plan.stale")
    assert [one["address"] for one in told[-2]["changes"]] == ["policy/S3-Wordpress-ut"]
    assert [one["operation"] for one in told[-2]["calls"]] == ["CreatePolicyVersion"]


def test_another_account_region_or_target_is_refused(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    run("plan", *WORDPRESS, "--out", str(file))
    record = json.loads(file.read_text())
    record["account"] = "210987654321"
    foreign = tmp_path / "foreign.json"
    foreign.write_text(json.dumps(record))
    live = tmp_path / "live.json"
    live.write_text(json.dumps(signed(record | {"target": "account"})))

    results = {
        "tampered": run("apply", str(foreign), "--yes"),
        "other region": run("apply", str(file), "--yes", "--region", "eu-west-1"),
        "practice plan": run("apply", str(file), "--yes", "--account"),
        "answers": run("apply", str(file), "--yes", "--set", "S3_BUCKET=x"),
        "live plan": run("apply", str(live), "--yes", "--practice"),
        "no plan": run("apply", str(tmp_path / "none.json"), "--yes"),
    }

    assert {name: (code, error_of(told)) for name, (code, told) in results.items()} == {
        "tampered": (2, "saved_plan.tampered"),
        "other region": (2, "saved_plan.target"),
        "practice plan": (2, "saved_plan.kind"),
        "answers": (2, "saved_plan.answers"),
        "live plan": (2, "saved_plan.inconsistent"),
        "no plan": (2, "usage.unreadable"),
    }


def signed(record: dict[str, Any]) -> dict[str, Any]:
    return record | {"sha256": sha256_of({key: value for key, value in record.items() if key != "sha256"})}


def test_a_plan_that_replaces_a_trust_policy_needs_its_own_yes_when_it_is_applied(run: Any, tmp_path: Path) -> None:
    file = str(tmp_path / "plan.json")
    given = ("amp-irsa-ingest", "--set", "EKS_CLUSTER=my-cluster", "--set", "K8S_NAMESPACE=prometheus")
    run("apply", *given, "--set", "TRUST=seed", "--yes")
    run("plan", *given, "--out", file)

    refused, told = run("apply", file, "--yes")
    applied, events = run("apply", file, "--yes", "--replace-trust")

    assert (refused, error_of(told)) == (2, "plan.trust_changes")
    assert (applied, events[-1]["outcome"]) == (0, "done")


def test_a_plan_that_a_finding_blocks_is_refused(run: Any, tmp_path: Path) -> None:
    file = str(tmp_path / "plan.json")
    principal = "arn:aws:iam::123456789012:user/nobody-of-that-name"
    given = ("route53-readonly", "--set", "CALLER=attach", "--set", f"PRINCIPAL_ARN={principal}")
    _, [plan] = run("plan", *given, "--out", file)
    assert "error" in {one["severity"] for one in plan.get("findings", [])}

    code, told = run("apply", file, "--yes")

    assert (code, error_of(told)) == (2, "plan.blocked")


def test_a_preset_wins_over_a_file_of_its_name(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ec2-wordpress").write_text("no plan")
    (tmp_path / "saved").write_text("no plan")
    monkeypatch.chdir(tmp_path)

    preset, _ = run("apply", "ec2-wordpress", "--yes", "--dry-run")
    by_path, told = run("apply", "./ec2-wordpress", "--yes")
    by_name, told_too = run("apply", "saved", "--yes")

    assert preset == 4
    assert (by_path, error_of(told)) == (2, "saved_plan.not_one")
    assert (by_name, error_of(told_too)) == (2, "saved_plan.not_one")
