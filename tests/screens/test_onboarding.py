"""The whole way to a lakehouse by keyboard, in Japanese at 80x24, over the practice account's real child."""

import json
from pathlib import Path

import pytest
from driving import driving
from textual.widgets import Input

from tui.desk import WizardDesk
from tui.options import Options
from tui.widgets.choice_field import ChoiceField

TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": "arn:aws:iam::210987654321:root"},
                "Action": "sts:AssumeRole",
                "Condition": {"StringEquals": {"sts:ExternalId": "7f3a9c2e51d84b06"}},
            }
        ],
    },
    indent=2,
)
POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "kms:DescribeKey", "Resource": "<KMS_SYMMETRIC_KEY_ARN"}],
    },
    indent=2,
)
SUBNETS = "subnet-0123456789abcdef0, subnet-0123456789abcdef1"


async def test_from_the_search_to_the_saved_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with WizardDesk(Options(command="wizard")) as desk:
        async with driving(desk, size=(80, 24), language="ja") as person:  # type: ignore[arg-type]
            await person.type("クリック")
            await person.press("enter")
            assert person.stage == "FillPlaceholders"
            assert "ステップ 1/12" in person.text()

            async def at(token: str) -> None:
                for _ in range(60):
                    focused = person.app.focused
                    here = focused.token if isinstance(focused, ChoiceField) else (focused.id if focused else "")
                    if here in (token, f"input-{token}"):
                        return
                    await person.press("tab")
                raise AssertionError(f"no way to {token}:\n{person.text()}")

            await person.type("my-lakehouse")
            await at("SPACE")
            await person.type("Lakehouse")
            await at("DONE_QLIK_ADMIN")
            await person.press("down")
            await at("VPC_ID")
            await person.press("down", "down", "enter")
            assert person.input("VPC_ID").value == "vpc-0a1b2c3d4e5f67890"
            await at("SUBNETS")
            await person.press("down", "enter", "down", "down", "enter")
            assert person.input("SUBNETS").value == SUBNETS
            assert person.input("SUBNET_ZONES").value.startswith("us-east-1a subnet-")
            await at("KMS_KEY_ARN")
            await person.press("down", "enter")
            await at("BUCKET_NAME")
            await person.type("qlik-open-lakehouse-bucket")
            await at("STREAM_NAME")
            await person.type("qlik-cluster-sync")
            await at("MANAGEMENT_TRUST")
            await person.type(TRUST)
            await at("MANAGEMENT_POLICY")
            await person.type(POLICY)
            await person.press("ctrl+n")
            assert person.stage == "ReviewPlan", person.text()
            await person.press("a", "enter")

            assert person.stage == "ReadReport", person.text()
            report = " ".join(one.words for one in person.app.screen.query("Copyable"))  # type: ignore[attr-defined]
            for value in ("my-lakehouse", "123456789012", "us-east-1", "vpc-0a1b2c3d4e5f67890", "qlik-cluster-sync"):
                assert value in report
            assert "管理ロールの ARN arn:aws:iam::123456789012:role/qlik-lakehouse-management-role" in report
            assert "インスタンスプロファイルの ARN arn:aws:iam::123456789012:instance-profile/" in report
            await person.press("s")
            assert person.app.screen.query_one(Input).value.startswith("qlik-open-lakehouse-sheet")
            await person.press("enter")
            written = {one.name for one in tmp_path.rglob("qlik-open-lakehouse-sheet.*")}
            assert written == {f"qlik-open-lakehouse-sheet.{suffix}" for suffix in ("txt", "md", "csv", "json")}


async def test_a_task_that_is_ticked_is_not_told_of_at_the_end() -> None:
    given = {
        "EKS_CLUSTER": "my-cluster",
        "K8S_NAMESPACE": "prometheus",
        "DONE_HELM": "done",
    }
    with WizardDesk(Options(command="wizard")) as desk:
        async with driving(desk, preset="prometheus-on-eks", given=given) as person:  # type: ignore[arg-type]
            await person.press("ctrl+n")
            assert person.stage == "ReviewPlan", person.text()
            await person.press("a", "enter")
            text = "\n".join(str(one.render()) for one in person.app.screen.query("Prose"))
            assert person.stage == "ReadReport"
            assert "Service accounts" in text
            assert "Helm values" not in text


async def test_what_is_picked_twice_is_taken_out_of_the_list_again() -> None:
    with WizardDesk(Options(command="wizard")) as desk:
        async with driving(desk, preset="qlik-open-lakehouse") as person:  # type: ignore[arg-type]
            person.input("SUBNETS").focus()
            await person.press("down", "enter", "down", "down", "enter")
            assert person.input("SUBNETS").value == SUBNETS
            await person.press("down", "up", "enter")
            assert person.input("SUBNETS").value in (SUBNETS.split(", ")[1], SUBNETS.split(", ")[0])


async def test_left_in_the_middle_it_goes_on_another_day_with_the_answers_and_ticks() -> None:
    with WizardDesk(Options(command="wizard")) as desk:
        async with driving(desk, preset="qlik-open-lakehouse") as person:  # type: ignore[arg-type]
            await person.type("my-lakehouse")
            person.app.screen.query_one("#field-DONE_QLIK_ADMIN", ChoiceField).take("done")
            person.input("MANAGEMENT_TRUST").focus()
            await person.type(TRUST)
            await person.pilot.pause(0.5)
            await person.settle()
    with WizardDesk(Options(command="wizard")) as desk:
        async with driving(desk, preset="qlik-open-lakehouse") as person:  # type: ignore[arg-type]
            assert person.input("INTEGRATION_NAME").value == "my-lakehouse"
            assert "210987654321" in person.input("MANAGEMENT_TRUST").value
            assert person.app.answers_left is not None
            assert person.app.answers_left[1]["DONE_QLIK_ADMIN"] == "done"
