"""Sentences, waivers and checks as headless commands tell them."""

import json
from pathlib import Path

import pytest

from tui.cli import main
from tui.core.checks.findings import Finding
from tui.i18n import Translator
from tui.line.text import print_findings

GOOD = (Path(__file__).parents[2] / "presets" / "lambda-basic.yaml").read_text(encoding="utf-8")
WAIVER = "waivers:\n  {name}: {{en: On purpose, ko: 일부러, ja: 意図的}}\nresources:\n"


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path))


def test_explain_has_every_statement_in_three_languages(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["explain", "qlik-lakehouse-ec2-instance-profile", "--json"])

    record = json.loads(capsys.readouterr().out)
    said = {one["statement"]: one for one in record["sentences"]}
    assert code == 0
    assert said["trust[1]"]["sentences"]["en"] == "This role can be assumed by the AWS service ec2.<DNS_SUFFIX>."
    assert said["qlik-lakehouse[1]"]["sentences"]["ko"].startswith(
        "리소스에 qlik_cluster 태그(aws:ResourceTag/qlik_cluster)가 있을 때만"
    )
    assert all(set(one["sentences"]) == {"en", "ko", "ja"} for one in said.values())
    assert len(said["qlik-lakehouse[6]"]["wildcards"]["kms:*"]) > 50


def test_explain_tells_them_to_people_too(capsys: pytest.CaptureFixture[str]) -> None:
    main(["explain", "ecs-task-role", "--lang", "ja"])

    assert "AWS サービス ecs-tasks.amazonaws.com がこのロールを引き受けられます。" in capsys.readouterr().out


def test_plan_says_which_findings_are_waived_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    main(["plan", "vpc-flow-logs-cloudwatch", "--set", "TRUST=seed", "--json"])

    findings = json.loads(capsys.readouterr().out)["findings"]
    [finding] = [one for one in findings if one["code"] == "source_missing"]
    assert "condition" in finding["waived"]["en"]
    assert [one["waived"] for one in findings if one["code"] == "caller_unknown"] == [None]


def test_people_read_a_waived_finding_with_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    waiver = {"en": "On purpose.", "ko": "일부러 둡니다.", "ja": "意図的です。"}

    print_findings((Finding("full_access", "warning", "role/app", waiver=waiver),), Translator("ko"))

    text = capsys.readouterr().out
    assert "(예외) role/app: 이 문은 존재하는 모든 작업을 허용합니다." in text
    assert "그대로 두는 이유: 일부러 둡니다." in text


def test_lint_refuses_a_waiver_that_no_finding_answers_to(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "lambda-basic.yaml"
    file.write_text(GOOD.replace("resources:\n", WAIVER.format(name="trust_open"), 1), encoding="utf-8")

    code = main(["lint", str(file), "--json"])

    [record] = json.loads(capsys.readouterr().out)["files"]
    assert code == 2
    [error] = record["errors"]
    assert error["code"] == "preset.waiver"
    assert '"trust_open"' in error["message"]
    assert error["where"].startswith(f"{file}:")


def test_lint_refuses_a_trust_policy_open_to_anyone(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "lambda-basic.yaml"
    principal = "Principal: {Service: lambda.amazonaws.com}"
    assert principal in GOOD
    file.write_text(GOOD.replace(principal, 'Principal: "*"', 1), encoding="utf-8")

    code = main(["lint", str(file), "--json"])

    assert code == 2
    assert "trust_open" in capsys.readouterr().out
