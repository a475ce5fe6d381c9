"""`rolewizard onboard` as other programs call it; the practice account is the real child."""

import json
from pathlib import Path
from typing import Any

import pytest

from tui.cli import main

KEY = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
TRUST: dict[str, Any] = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::210987654321:root"},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"sts:ExternalId": "7f3a9c2e51d84b06"}},
        }
    ],
}
POLICY: dict[str, Any] = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": ["ec2:CreateVolume", "ec2:CreateTags"], "Resource": "*"},
        {"Effect": "Allow", "Action": "kms:DescribeKey", "Resource": "<KMS_SYMMETRIC_KEY_ARN"},
        {
            "Effect": "Allow",
            "Action": "iam:PassRole",
            "Resource": "arn:aws:iam::<AWS_ACCOUNT_ID>:role/qlik-lakehouse-instance-role",
            "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}},
        },
    ],
}
PUBLIC, PRIVATE, ISOLATED = (f"subnet-0123456789abcdef{number}" for number in range(3))
ANSWERS: dict[str, Any] = {
    "INTEGRATION_NAME": "my-lakehouse",
    "SPACE": "Lakehouse",
    "VPC_ID": "vpc-0a1b2c3d4e5f67890",
    "SUBNETS": [PUBLIC, PRIVATE],
    "KMS_KEY": "existing",
    "KMS_KEY_ARN": KEY,
    "BUCKET": "existing",
    "BUCKET_NAME": "qlik-open-lakehouse-bucket",
    "STREAM": "existing",
    "STREAM_NAME": "qlik-cluster-sync",
    "MANAGEMENT_TRUST": TRUST,
    "MANAGEMENT_POLICY": POLICY,
}
FIELDS = [
    "INTEGRATION_NAME",
    "SPACE",
    "ACCOUNT_ID",
    "REGION",
    "VPC_ID",
    "SUBNETS",
    "KMS_KEY_ARN",
    "STREAM_NAME",
    "BUCKET_NAME",
    "MANAGEMENT_ROLE_ARN",
    "INSTANCE_PROFILE_ARN",
]
ROLE, INSTANCE = "qlik-lakehouse-management-role", "qlik-lakehouse-instance-role"


@pytest.fixture
def onboard(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Any:
    def call(*arguments: str, **changes: Any) -> tuple[int, list[dict[str, Any]]]:
        answers = {name: one for name, one in {**ANSWERS, **changes}.items() if one is not None}
        file = tmp_path / "answers.json"
        file.write_text(json.dumps(answers), encoding="utf-8")
        code = main(["onboard", "qlik-open-lakehouse", "--answers", str(file), "--json", *arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return code, [json.loads(line) for line in captured.out.splitlines()]

    return call


def test_the_journeys_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["onboard", "--list", "--json"]) == 0

    listed = json.loads(capsys.readouterr().out)["journeys"]
    ids = {one["id"] for one in listed}
    assert {"qlik-open-lakehouse", "prometheus-on-eks", "wordpress-high-availability"} <= ids
    assert all(set(one["title"]) == {"en", "ko", "ja"} for one in listed)


def test_without_a_journey_the_list_says_how_to_begin(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["onboard"]) == 0
    assert "rolewizard onboard qlik-open-lakehouse" in capsys.readouterr().out


def test_an_unknown_journey_is_told_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["onboard", "ec2-wordpress", "--yes"]) == 2
    assert "qlik-open-lakehouse" in capsys.readouterr().err


def test_without_a_yes_nothing_is_made(onboard: Any) -> None:
    code, [answer] = onboard()

    assert (code, answer["error"]["code"]) == (2, "usage.yes_needed")


def test_the_whole_way_ends_with_the_sheet_in_the_order_of_the_form(onboard: Any) -> None:
    code, events = onboard("--yes")

    last = events[-1]
    sheet = {one["field"]: one["value"] for one in last["sheet"]}
    assert (code, last["event"], last["outcome"]) == (0, "finished", "done")
    assert list(sheet) == FIELDS
    assert not any(one["missing"] for one in last["sheet"])
    assert sheet["SUBNETS"] == f"us-east-1a {PUBLIC}, us-east-1b {PRIVATE}"
    assert sheet["MANAGEMENT_ROLE_ARN"] == f"arn:aws:iam::123456789012:role/{ROLE}"
    assert sheet["INSTANCE_PROFILE_ARN"] == f"arn:aws:iam::123456789012:instance-profile/{INSTANCE}"


def test_a_second_time_there_is_nothing_to_do_and_undo_takes_it_all_back(
    onboard: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    run = onboard("--yes")[1][-1]["run"]
    again, events = onboard("--yes")
    assert (again, events[-1]["done"], len(events[-1]["sheet"])) == (0, 0, 11)

    assert main(["undo", run, "--yes"]) == 0
    capsys.readouterr()
    code, [plan] = onboard("--dry-run")
    made = [one["address"] for one in plan["changes"]]
    assert (code, made) == (
        4,
        [
            "service-linked-role/autoscaling.amazonaws.com",
            "service-linked-role/spot.amazonaws.com",
            f"role/{ROLE}",
            f"role/{INSTANCE}",
            f"instance-profile/{INSTANCE}",
        ],
    )


def test_what_the_pasted_documents_leave_open_is_filled_in(onboard: Any) -> None:
    _, [plan] = onboard("--dry-run")

    [document] = [
        json.loads(one["params"]["PolicyDocument"])
        for one in plan["calls"]
        if one["operation"] == "PutRolePolicy" and one["params"]["RoleName"] == ROLE
    ]
    assert document["Statement"][1]["Resource"] == KEY
    assert document["Statement"][2]["Resource"] == f"arn:aws:iam::123456789012:role/{INSTANCE}"


def test_key_bucket_and_stream_can_be_made_and_the_sheet_has_the_new_keys_arn(onboard: Any) -> None:
    made = {"KMS_KEY": "create", "KMS_KEY_ARN": None, "BUCKET": "create", "STREAM": "create"}
    code, events = onboard("--yes", **made, BUCKET_NAME="my-new-lake-4711", STREAM_NAME="new-sync")

    sheet = {one["field"]: one["value"] for one in events[-1]["sheet"]}
    assert code == 0
    assert sheet["KMS_KEY_ARN"].startswith("arn:aws:kms:us-east-1:123456789012:key/")
    assert (sheet["BUCKET_NAME"], sheet["STREAM_NAME"]) == ("my-new-lake-4711", "new-sync")


def test_what_is_not_answered_is_missing_on_the_sheet_with_who_has_it(onboard: Any) -> None:
    code, events = onboard("--yes", "--lang", "ja", SPACE=None, VPC_ID=None, SUBNETS=None)

    missing = {one["field"]: one["who"] for one in events[-1]["sheet"] if one["missing"]}
    assert code == 0
    assert set(missing) == {"SPACE", "VPC_ID", "SUBNETS"}
    assert "Qlik Cloud" in missing["SPACE"]


def test_the_region_of_the_answers_is_the_sessions(onboard: Any) -> None:
    key = KEY.replace("us-east-1", "eu-west-1")
    code, events = onboard("--yes", REGION="eu-west-1", KMS_KEY_ARN=key)

    sheet = {one["field"]: one["value"] for one in events[-1]["sheet"]}
    assert (code, sheet["REGION"], sheet["SUBNETS"][:10]) == (0, "eu-west-1", "eu-west-1a")


def test_documents_may_be_text_or_files(onboard: Any, tmp_path: Path) -> None:
    file = tmp_path / "trust.json"
    file.write_text(json.dumps(TRUST), encoding="utf-8")
    curly = json.dumps(POLICY).replace('"', "”")

    assert onboard("--yes", MANAGEMENT_TRUST=f"@{file}", MANAGEMENT_POLICY=curly)[0] == 0
    code, [answer] = onboard("--yes", MANAGEMENT_TRUST="@nowhere.json")
    assert (code, answer["error"]["code"]) == (2, "answer.file")
    assert "nowhere.json" in answer["error"]["message"]


def statement(**changes: Any) -> dict[str, Any]:
    one = {**TRUST["Statement"][0], **changes}
    return {**TRUST, "Statement": [{name: value for name, value in one.items() if value is not None}]}


def external_id(value: str) -> dict[str, Any]:
    return statement(Condition={"StringEquals": {"sts:ExternalId": value}})


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"VPC_ID": "vpc-0999999999999999a"}, "value_absent"),
        ({"VPC_ID": "VPC-0A1B2C3D4E5F67890"}, "value.character value.rule"),
        ({"SUBNETS": [PUBLIC, ISOLATED]}, "fact.subnet-ids.route"),
        ({"SUBNETS": [PUBLIC, "subnet-0123456789abcdef9"]}, "value_absent"),
        ({"KMS_KEY_ARN": KEY.replace("us-east-1", "eu-west-1")}, "fact.kms-key-arn.region"),
        ({"KMS_KEY_ARN": KEY.replace("1234abcd", "9999abcd")}, "value_absent"),
        ({"BUCKET_NAME": "nobody-has-this-4711"}, "value_absent"),
        ({"STREAM_NAME": "nothing"}, "value_absent"),
        ({"MANAGEMENT_TRUST": statement(Condition=None)}, "fact.trust-document.external_id"),
        ({"MANAGEMENT_TRUST": external_id("paste-from-qlik-cloud")}, "fact.trust-document.external_id"),
        ({"MANAGEMENT_TRUST": external_id("your-external-id")}, "fact.trust-document.external_id"),
        (
            {"MANAGEMENT_TRUST": statement(Principal={"AWS": "arn:aws:iam::111122223333:root"})},
            "fact.trust-document.principal",
        ),
        (
            {"MANAGEMENT_TRUST": statement(Principal={"AWS": "arn:aws:iam::123456789012:root"})},
            "fact.trust-document.principal",
        ),
        (
            {
                "MANAGEMENT_POLICY": {
                    "Version": "2012-10-17",
                    "Statement": {
                        "Effect": "Allow",
                        "Action": "iam:PassRole",
                        "Resource": "arn:aws:iam::999988887777:role/x",
                    },
                }
            },
            "fact.policy-document.account",
        ),
        (
            {
                "MANAGEMENT_POLICY": {
                    "Version": "2012-10-17",
                    "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::<bucket>/*"},
                }
            },
            "value.left_over",
        ),
        ({"MANAGEMENT_POLICY": None}, "answer.missing"),
        ({"MANAGEMENT_POLICY": '{"Version": "2012-10-17", "Statement": [}'}, "value.json"),
    ],
)
def test_what_is_wrong_is_refused_before_anything_is_made(onboard: Any, wrong: dict[str, Any], code: str) -> None:
    exit_code, [answer] = onboard("--yes", **wrong)

    told = answer["error"]
    assert exit_code == 2
    assert any(one == told["code"] or one in told["message"] for one in code.split())
    assert "{" not in told["message"].replace('{"', "")


def test_a_single_zone_is_told_and_does_not_stop_it(onboard: Any) -> None:
    code, events = onboard("--yes", SUBNETS=[PUBLIC])

    warnings = {one["code"]: one["text"] for one in events[-1]["findings"] if one["severity"] == "warning"}
    assert code == 0
    assert "1 Availability Zone" in warnings["fact.subnet-ids.zones"]


def test_verify_and_export_take_a_journey_too(onboard: Any, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    onboard("--yes")
    answers = ("--answers", str(tmp_path / "answers.json"))

    assert main(["verify", "qlik-open-lakehouse", *answers, "--json"]) == 0
    verified = json.loads(capsys.readouterr().out)
    subjects = {one["subject"] for one in verified["checks"] if one["check"] == "access"}
    assert subjects == {f"role/{ROLE}", f"role/{INSTANCE}"}
    assert main(["export", "qlik-open-lakehouse", *answers, "--format", "sheet", "--out", str(tmp_path / "out")]) == 0
    written = {one.name: one.read_text(encoding="utf-8") for one in (tmp_path / "out").iterdir()}
    assert set(written) == {f"qlik-open-lakehouse-sheet.{suffix}" for suffix in ("txt", "md", "csv", "json")}
    assert [one["field"] for one in json.loads(written["qlik-open-lakehouse-sheet.json"])] == FIELDS
    assert f"instance-profile/{INSTANCE}" in written["qlik-open-lakehouse-sheet.csv"]


def test_a_past_run_shows_its_sheet_again(onboard: Any, capsys: pytest.CaptureFixture[str]) -> None:
    run = onboard("--yes")[1][-1]["run"]

    assert main(["runs", "show", run, "--json", "--lang", "ko"]) == 0
    sheet = json.loads(capsys.readouterr().out)["sheet"]
    assert [one["field"] for one in sheet] == FIELDS
    assert not any(one["missing"] for one in sheet)
    assert main(["undo", run, "--yes"]) == 0
    capsys.readouterr()
    assert main(["runs", "show", run, "--json"]) == 0
    sheet = json.loads(capsys.readouterr().out)["sheet"]
    assert [one["field"] for one in sheet if one["missing"]] == ["MANAGEMENT_ROLE_ARN", "INSTANCE_PROFILE_ARN"]


def test_a_sheet_is_not_asked_of_what_is_no_journey(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "ec2-wordpress", "--format", "sheet"]) == 2
    assert "onboard --list" in capsys.readouterr().err


@pytest.mark.parametrize("value", ["=1+1", "@SUM(A1)", "[@click=app.quit]x[/]", "名前 | 表"])
def test_values_stay_values_in_the_sheets_files(onboard: Any, tmp_path: Path, value: str) -> None:
    code, events = onboard("--yes", INTEGRATION_NAME=value)
    assert code == 0
    assert events[-1]["sheet"][0]["value"] == value
    answers = ("--answers", str(tmp_path / "answers.json"))
    assert main(["export", "qlik-open-lakehouse", *answers, "--format", "sheet", "--out", str(tmp_path / "out")]) == 0
    table = (tmp_path / "out" / "qlik-open-lakehouse-sheet.csv").read_text(encoding="utf-8")
    assert not any(cell.startswith(("=", "@")) for line in table.splitlines() for cell in line.split(","))
