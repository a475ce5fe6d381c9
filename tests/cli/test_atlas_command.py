"""`explain` and `catalog` for services without a curated entry, and for entries that bear a service's name."""

import json
from typing import Any

import pytest

from tui.cli import main
from tui.store.atlas import load_atlas

EVIDENCE = {"operations", "principals", "service_linked_roles", "managed_policies", "pass_role"}


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main([*words, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_explain_and_catalog_answer_for_every_service_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    # "Billing" is a managed policy too
    for name in [*sorted(load_atlas().services)[::9], "billing"]:
        record = answer(capsys, "explain", name)
        assert record.get("term") or set(record["evidence"]) >= EVIDENCE, name
        rows = answer(capsys, "catalog", name)["presets"]
        assert any(set(row.get("evidence", {})) >= EVIDENCE for row in rows), name


def test_a_row_of_the_atlas_is_never_taken_for_an_entry(capsys: pytest.CaptureFixture[str]) -> None:
    record = answer(capsys, "explain", "stepfunctions")

    assert (record["origin"], record["need"]) == ("atlas", "required")
    assert record["why"]["en"] == "CreateStateMachine requires a role (roleArn)."
    assert {"operation": "CreateStateMachine", "member": "roleArn", "required": True, "when": ""} in record["evidence"][
        "operations"
    ]


@pytest.mark.parametrize("name", ["ec2", "s3", "iam"])
def test_an_entry_that_bears_a_services_name_has_its_evidence_too(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    record = answer(capsys, "explain", name)
    [row] = [one for one in answer(capsys, "catalog", name)["presets"] if one["id"] == name]

    assert record["origin"] == row["origin"] == "bundled"
    assert set(record["evidence"]) >= EVIDENCE
    assert record["evidence"] == row["evidence"]


def test_people_read_that_it_is_awss_own_data(capsys: pytest.CaptureFixture[str]) -> None:
    main(["explain", "AWS Glue", "--lang", "ko"])
    korean = capsys.readouterr().out
    main(["catalog", "forecastquery"])
    english = capsys.readouterr().out

    assert "검토를 거친 항목이 아닙니다" in korean
    assert "CreateJob: Role (필수)" in korean
    assert "not a reviewed entry" in english
