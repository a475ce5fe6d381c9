"""The commands as other programs call them: flags, JSON fields, exit codes. The practice account is the real child."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tui.cli import main

QLIK = (
    "qlik-lakehouse-ec2-instance-profile",
    "--set",
    "BUCKET_NAME=my-lake",
    "--set",
    "STREAM_NAME=my-stream",
    "--set",
    "SYMMETRIC_KMS_KEY=arn:aws:kms:ap-northeast-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*arguments: str) -> tuple[int, list[dict[str, Any]]]:
        code = main([*arguments, "--json"])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return code, [json.loads(line) for line in captured.out.splitlines()]

    return call


def test_the_qlik_profile_is_applied_is_then_as_wanted_and_is_gone_after_a_reset(run: Any) -> None:
    applied, events = run("apply", *QLIK, "--yes")
    planned_again, [plan] = run("plan", *QLIK, "--detailed-exitcode")
    run("practice", "reset")
    planned_after_reset, [fresh] = run("plan", *QLIK, "--detailed-exitcode")

    assert applied == 0
    assert events[-1]["event"] == "finished"
    assert events[-1]["outcome"] == "done"
    assert events[-1]["outputs"]["role_arn"] == "arn:aws:iam::123456789012:role/qlik-lakehouse-instance-role"
    assert events[-1]["outputs"]["instance_profile_arn"].endswith(":instance-profile/qlik-lakehouse-instance-role")
    assert (planned_again, plan["changes"], plan["calls"]) == (0, [], [])
    assert planned_after_reset == 4
    assert [call["operation"] for call in fresh["calls"]] == [
        "CreateRole",
        "PutRolePolicy",
        "CreateInstanceProfile",
        "AddRoleToInstanceProfile",
    ]


def test_what_is_made_carries_the_run_that_made_it(run: Any) -> None:
    _, events = run("apply", "ec2-wordpress", "--yes")
    run("practice", "reset")
    _, [plan] = run("plan", "ec2-wordpress")

    stamps = [
        tag["Value"]
        for call in plan["calls"]
        for tag in call["params"].get("Tags", [])
        if tag["Key"] == "rolewizard:run"
    ]
    assert len(stamps) == 4
    assert len(set(stamps)) == 1
    assert stamps[0] != events[-1]["run"]


def test_a_dry_run_finds_changes_and_makes_none(run: Any) -> None:
    tried, _ = run("apply", *QLIK, "--yes", "--dry-run")
    planned, _ = run("plan", *QLIK, "--detailed-exitcode")

    assert tried == 4
    assert planned == 4


def test_a_dry_undo_tells_the_way_back_and_takes_none_of_it(run: Any) -> None:
    # it printed nothing, and said with a 0 that there was nothing to do
    _, events = run("apply", *QLIK, "--yes")
    name = events[-1]["run"]

    tried, [back] = run("undo", name, "--dry-run")
    resumed, [rest] = run("resume", name, "--dry-run")

    assert (tried, resumed, rest["calls"]) == (4, 0, [])
    assert [call["operation"] for call in back["calls"]] == [
        "RemoveRoleFromInstanceProfile",
        "DeleteInstanceProfile",
        "DeleteRolePolicy",
        "DeleteRole",
    ]
    assert {change["action"] for change in back["changes"]} == {"delete"}
    assert run("plan", *QLIK)[1][0]["calls"] == []


def test_the_plan_has_the_documented_fields(run: Any) -> None:
    code, [plan] = run("plan", "lambda-basic", "--set", "function-name=thumbnails", "--region", "ap-northeast-2")

    assert code == 0
    assert set(plan) == {"preset", "target", "account", "region", "changes", "calls", "findings", "digest"}
    assert (plan["preset"], plan["target"], plan["account"], plan["region"]) == (
        "lambda-basic",
        "practice",
        "123456789012",
        "ap-northeast-2",
    )
    assert set(plan["changes"][0]) == {"address", "action", "parts"}
    assert set(plan["calls"][0]) == {"service", "operation", "params"}
    assert plan["calls"][0]["params"]["RoleName"] == "thumbnails-role"


def test_a_saved_plan_is_the_plan_that_was_printed_and_what_it_takes_to_apply_it(run: Any, tmp_path: Path) -> None:
    _, [plan] = run("plan", *QLIK, "--out", str(tmp_path / "plan.json"))

    saved = json.loads((tmp_path / "plan.json").read_text())
    assert {name: value for name, value in saved.items() if name in plan} == plan
    assert set(saved) - set(plan) == {"saved_plan", "sha256"}


def test_a_preset_with_nothing_to_apply_plans_and_applies_to_nothing(run: Any) -> None:
    planned, [plan] = run("plan", "kinesis-data-streams", "--detailed-exitcode")
    applied, events = run("apply", "kinesis-data-streams", "--yes")

    assert (planned, plan["changes"], plan["calls"]) == (0, [], [])
    assert (applied, events[-1]["outcome"], events[-1]["outputs"]) == (0, "done", {})


def test_an_alias_in_any_letter_case_is_the_placeholder(run: Any) -> None:
    given = [word.replace("BUCKET_NAME", "internal_bucket_name") for word in QLIK]

    code, [plan] = run("plan", *given)

    assert code == 0
    assert "arn:aws:s3:::my-lake/*" in json.dumps(plan)


def test_answers_come_from_a_file_and_set_wins(run: Any, tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text("FUNCTION_NAME: from-file\nROLE_NAME: kept\n")

    code, [plan] = run("plan", "lambda-basic", "--answers", str(answers), "--set", "FUNCTION_NAME=from-flag")

    assert code == 0
    assert plan["calls"][0]["params"]["RoleName"] == "kept"


def test_the_irsa_issuer_is_read_from_the_cluster_and_stays_the_same(run: Any) -> None:
    given = ("amp-irsa-ingest", "--set", "EKS_CLUSTER=my-cluster", "--set", "K8S_NAMESPACE=prometheus")

    applied, events = run("apply", *given, "--yes")
    planned, [plan] = run("plan", *given, "--detailed-exitcode")

    assert applied == 0
    assert events[-1]["outputs"]["oidc_provider_arn"].startswith("arn:aws:iam::123456789012:oidc-provider/oidc.eks.")
    assert (planned, plan["calls"]) == (0, [])


def test_the_catalog_lists_every_preset_with_its_verdict(run: Any) -> None:
    code, [catalog] = run("catalog")
    _, [linked] = run("catalog", "--need", "service-linked")
    _, [found] = run("catalog", "람다")

    assert code == 0
    assert {one["id"] for one in catalog["presets"]} == {
        file.stem for file in (Path(__file__).parents[2] / "presets").rglob("*.yaml")
    }
    wanted = {"id", "catalog", "service", "group", "need", "title", "why", "aliases", "origin"}
    assert all(wanted <= set(one) for one in catalog["presets"])
    assert {one["id"] for one in linked["presets"]} >= {
        "apigateway-custom-domain",
        "autoscaling",
        "batch-service-role",
        "elasticache-redis",
        "elb-alb",
        "opensearch-domain",
    }
    assert {one["id"] for one in found["presets"]} >= {"lambda-basic", "lambda-vpc"}


def test_explain_tells_what_is_asked_and_why_each_statement_is_there(run: Any) -> None:
    code, [card] = run("explain", "qlik-lakehouse-ec2-instance-profile")

    assert code == 0
    placeholders = {one["name"]: one for one in card["placeholders"]}
    wanted = {"name", "type", "required", "default", "example", "aliases", "label"}
    assert all(wanted <= set(one) for one in card["placeholders"])
    assert placeholders["BUCKET_NAME"]["required"]
    assert "INTERNAL_BUCKET_NAME" in placeholders["BUCKET_NAME"]["aliases"]
    assert not placeholders["EXTERNAL_ID"]["required"]
    assert {"qlik-lakehouse[1]", "qlik-lakehouse[7]"} <= set(card["statements"])
    assert {"statements", "caller", "checks", "docs", "stale", "captured"} <= set(card)


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        (["plan", "no-such-preset"], 2, "preset.unknown"),
        (["plan", "lambda-basic"], 2, "answer.missing"),
        (["plan", "lambda-basic", "--set", "FUNCTION_NAM=x"], 2, "answer.unknown"),
        (["plan", "lambda-basic", "--set", "FUNCTION_NAME=bad name"], 2, "value.character"),
        (["plan", "lambda-basic", "--set", "FUNCTION_NAME"], 2, "usage.set"),
        (["plan", "lambda-basic", "--set", "FUNCTION_NAME=a", "--set", "FUNCTION_NAME=b"], 2, "usage.set_twice"),
        (["plan", "lambda-basic", "--set", "FUNCTION_NAME=a", "--set", "PERMISSIONS=most"], 2, "answer.not_an_option"),
        (["plan", "lambda-basic", "--set", "FUNCTION_NAME=a", "--set", "ACCOUNT_ID=210987654321"], 2, "answer.account"),
        (["plan", "amp-irsa-query", "--set", "EKS_CLUSTER=none", "--set", "K8S_NAMESPACE=n"], 2, "answer.not_derived"),
        (["apply", "lambda-basic", "--set", "FUNCTION_NAME=a"], 2, "usage.yes_needed"),
        (["plan"], 2, "usage"),
        (["plan", "lambda-basic", "--nonsense"], 2, "usage"),
        (["plan", "lambda-basic", "--answers", "no-such-file"], 2, "usage.unreadable"),
        (["plan", "lambda-basic", "--presets", "no-such-folder"], 2, "presets.no_folder"),
        (
            ["plan", "lambda-basic", "--account", "--region", "us-east-1", "--set", "FUNCTION_NAME=a"],
            3,
            "aws.no_credentials",
        ),
        (["plan", "lambda-basic", "--profile", "nobody", "--set", "FUNCTION_NAME=a"], 3, "aws.no_profile"),
        (["plan", "ec2-wordpress", "--endpoint-url", "http://127.0.0.1:1"], 2, "usage.account_only"),
        ([], 2, "usage.no_terminal"),
    ],
)
def test_what_is_wrong_is_told_in_one_message(run: Any, arguments: list[str], code: int, error: str) -> None:
    exit_code, [answer] = run(*arguments)

    assert exit_code == code
    assert set(answer) == {"error"}
    assert set(answer["error"]) == {"code", "message", "where", "hint"}
    assert answer["error"]["code"] == error
    assert answer["error"]["message"] != f"error.{error}"
    assert not re.search(r"\{[a-z]+\}", answer["error"]["message"] + answer["error"]["hint"])


@pytest.mark.parametrize(("language", "word"), [("en", "missing"), ("ko", "값"), ("ja", "値")])
def test_errors_are_told_in_the_language_asked_for(
    capsys: pytest.CaptureFixture[str], language: str, word: str
) -> None:
    code = main(["plan", "lambda-basic", "--lang", language])

    assert code == 2
    assert word in capsys.readouterr().err


def test_escape_sequences_in_an_answer_never_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["plan", "lambda-basic", "--set", "FUNCTION_NAME=\x1b]0;owned\x07", "--set", "\x1b[31mred=1"])

    captured = capsys.readouterr()
    assert code == 2
    assert "\x1b" not in captured.out + captured.err


def test_a_plan_of_an_existing_role_shows_only_what_differs(run: Any) -> None:
    run("apply", "lambda-basic", "--set", "FUNCTION_NAME=a", "--yes")

    code, [plan] = run(
        "plan", "lambda-basic", "--set", "FUNCTION_NAME=a", "--set", "TAGS=팀=데이터", "--detailed-exitcode"
    )

    assert code == 4
    assert plan["changes"] == [
        {
            "address": "role/a-role",
            "action": "update",
            "parts": [{"part": "tag/팀", "action": "create", "before": None, "after": "데이터"}],
        }
    ]
    assert [call["operation"] for call in plan["calls"]] == ["TagRole"]


@pytest.mark.parametrize(("region", "partition"), [("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")])
def test_other_partitions_get_their_own_arns_and_principals(run: Any, region: str, partition: str) -> None:
    _, [plan] = run("plan", "ec2-wordpress", "--region", region)

    text = json.dumps(plan["changes"])
    assert f"arn:{partition}:s3:::ut-wordpress-s3" in text
    assert "arn:aws:" not in text
    assert ("ec2.amazonaws.com.cn" in text) == (partition == "aws-cn")
