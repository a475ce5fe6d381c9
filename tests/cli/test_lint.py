"""`rolewizard lint`, and broken presets elsewhere: file, line, reason; nothing else is hidden."""

import json
from pathlib import Path
from typing import Any

import pytest

from tui.cli import main

GOOD = (Path(__file__).parents[2] / "presets" / "lambda-basic.yaml").read_text(encoding="utf-8")

BUNDLED = {file.stem for file in (Path(__file__).parents[2] / "presets").rglob("*.yaml")}


def lint(capsys: pytest.CaptureFixture[str], *paths: Path) -> tuple[int, list[dict[str, Any]]]:
    code = main(["lint", *map(str, paths), "--json"])
    return code, json.loads(capsys.readouterr().out)["files"]


def test_the_bundled_presets_are_fine(capsys: pytest.CaptureFixture[str]) -> None:
    code, files = lint(capsys)

    assert code == 0
    assert {Path(one["file"]).stem for one in files} == BUNDLED


def test_the_callers_own_policy_is_held_to_the_grammar_too(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "lambda-basic.yaml"
    file.write_text(GOOD.replace("ArnEquals: {", "ArnEqual: {"), encoding="utf-8")

    exit_code, [record] = lint(capsys, file)

    assert exit_code == 2
    assert [one["where"].rpartition(":")[2] for one in record["errors"]] == ["120"]
    assert "ArnEquals" in record["errors"][0]["message"]


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        (("schema: 1", "schema: 2"), "preset.field", 1),
        (("need: required", "need: perhaps"), "preset.field", 7),
        (("service: lambda", "service: lambda\nservice: s3"), "preset.key_twice", 5),
        (("service: lambda", "service: lambda\nserivce: s3"), "preset.field", 5),
        (("id: lambda-basic", "id: lambda-other"), "preset.id", 2),
        (("<FUNCTION_NAME>-role", "<FUNCTION>-role"), "preset.token_undeclared", None),
        (("type: lambda-function-name", "type: lambda-name"), "preset.unknown_type", None),
        (("resources:\n  - role:", "resources:\n  - rolle:"), "preset.unknown_kind", None),
        (('Action: "sts:AssumeRole"', "Action: *"), "preset.yaml", None),
    ],
)
def test_a_broken_file_is_told_with_file_line_and_reason(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, change: tuple[str, str], code: str, line: int | None
) -> None:
    assert change[0] in GOOD
    file = tmp_path / "lambda-basic.yaml"
    file.write_text(GOOD.replace(*change, 1), encoding="utf-8")

    exit_code, [record] = lint(capsys, file)

    assert exit_code == 2
    assert record["errors"][0]["code"] == code
    assert record["errors"][0]["where"].startswith(f"{file}:")
    if line:
        assert record["errors"][0]["where"] == f"{file}:{line}"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe broken", "preset.encoding"),
        (b"", "preset.field"),
        (b"- a list", "preset.not_a_mapping"),
        (b"just text", "preset.not_a_mapping"),
        (b"a: &x [*x]", "preset.too_large"),
        (b"a: 1\n" * 300_000, "preset.too_large"),
        (b"[" * 500 + b"]" * 500, "preset.too_large"),
    ],
)
def test_no_file_however_odd_makes_a_traceback(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes, code: str
) -> None:
    file = tmp_path / "odd.yaml"
    file.write_bytes(content)

    exit_code, [record] = lint(capsys, file)

    assert exit_code == 2
    assert record["errors"][0]["code"] == code


def test_a_preset_whose_documents_iam_would_refuse_is_found_by_its_examples(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "lambda-basic.yaml"
    file.write_text(GOOD.replace("Sid: CreateOwnLogGroup", "Sid: Create-OwnLogGroup", 1), encoding="utf-8")

    exit_code, [record] = lint(capsys, file)

    assert exit_code == 2
    assert "sid" in record["errors"][0]["message"]


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        (("Sid: CreateOwnLogGroup, Effect", "Sid: CreateOwnLogGroup, Efect"), "preset.document_key", 89),
        (("Sid: CreateOwnLogGroup, Effect: Allow", "Sid: CreateOwnLogGroup, Effect: allow"), "preset.effect", 89),
        (
            ("Sid: WriteOwnLogs, Effect: Allow, Action", "Sid: WriteOwnLogs, Effect: Allow, Actions"),
            "preset.one_of",
            90,
        ),
        (("\n  WriteOwnLogs:", "\n  WriteOurLogs:"), "preset.reason_unused", 107),
        (('"2012-10-17"', '"2012-10-18"'), "preset.document_version", 75),
        (("arn:<PARTITION>:logs", "arn:aws:logs"), "preset.partition", 89),
        (("      inline:", "      inlne:"), "preset.field", 82),
        (("Sid: WriteOwnLogs", "Sid: Write-OwnLogs"), "preset.finding", 90),
        (("example: my-function\n", "example: my function\n"), "value.character", 39),
        (('default: "<FUNCTION_NAME>-role"', 'default: "<FUNCTION_NAME> role"'), "value.character", 47),
    ],
)
def test_what_shows_only_in_the_whole_is_told_with_its_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, change: tuple[str, str], code: str, line: int
) -> None:
    assert change[0] in GOOD
    file = tmp_path / "lambda-basic.yaml"
    file.write_text(GOOD.replace(*change, 1), encoding="utf-8")

    exit_code, [record] = lint(capsys, file)

    assert exit_code == 2
    assert (code, f"{file}:{line}") in [(error["code"], error["where"]) for error in record["errors"]]


def test_a_broken_file_hides_no_other_preset_and_an_own_one_replaces_the_bundled(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "lambda-basic.yaml").write_text(GOOD.replace("group: compute", "group: security", 1), encoding="utf-8")
    (tmp_path / "odd.yaml").write_text("a: [", encoding="utf-8")

    code = main(["catalog", "--json", "--presets", str(tmp_path)])

    answer = json.loads(capsys.readouterr().out)
    presets = {one["id"]: one for one in answer["presets"]}
    [broken] = answer["broken"]
    assert code == 0
    assert (broken["file"], broken["line"]) == (str(tmp_path / "odd.yaml"), 1)
    assert "YAML" in broken["message"]
    assert presets["lambda-basic"]["replaces"] == "bundled"
    assert set(presets) == BUNDLED
    assert (presets["lambda-basic"]["group"], presets["lambda-basic"]["origin"]) == ("security", "folder")
    assert presets["lambda-vpc"]["origin"] == "bundled"


def test_opening_a_broken_preset_names_file_and_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("schema: 1\nid: mine\nid: again\n", encoding="utf-8")

    code = main(["plan", "mine", "--presets", str(tmp_path), "--json"])

    assert code == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert str(tmp_path / "mine.yaml") + ":3" in error["where"] + error["hint"] + error["message"]


def test_a_broken_file_is_told_on_standard_error_beside_the_list(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "odd.yaml").write_text("a: [", encoding="utf-8")

    code = main(["catalog", "ㄹㄷ", "--group", "compute", "--presets", str(tmp_path)])

    captured = capsys.readouterr()
    assert code == 0
    assert captured.out.startswith("lambda-basic <3>.1")
    assert "elasticache" not in captured.out
    assert f"{tmp_path / 'odd.yaml'}:1" in captured.err
    assert "odd.yaml" not in captured.out


def test_a_plan_made_of_the_bundled_preset_because_the_own_one_is_broken_warns(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "lambda-basic.yaml").write_text("schema: 1\n", encoding="utf-8")

    code = main(["plan", "lambda-basic", "--set", "FUNCTION_NAME=f", "--presets", str(tmp_path), "--json"])

    findings = json.loads(capsys.readouterr().out)["findings"]
    assert code == 0
    assert ("own_preset_broken", "warning") in [(one["code"], one["severity"]) for one in findings]


def test_a_statement_without_a_reason_is_a_hint_in_a_preset_of_ones_own(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "lambda-basic.yaml"
    reason = GOOD[GOOD.index("\n  WriteOwnLogs:") : GOOD.index("\n    source", GOOD.index("\n  WriteOwnLogs:"))]
    file.write_text(GOOD.replace(f"{reason}\n    source: aws-docs", "", 1), encoding="utf-8")

    exit_code, [record] = lint(capsys, file)

    assert (exit_code, record["errors"]) == (0, [])
    assert [one["code"] for one in record["hints"]] == ["preset.reason_missing"]


def test_bundled_presets_need_no_hint(capsys: pytest.CaptureFixture[str]) -> None:
    _, files = lint(capsys)

    assert {one["file"]: one["hints"] for one in files if one["hints"]} == {}
