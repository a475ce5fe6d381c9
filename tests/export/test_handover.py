"""The sheet to hand over, the masks, eksctl's files and the bare documents."""

import json
import re
import subprocess
from typing import Any

import pytest
import yaml
from builders import a_role, allow
from export_cases import GOLDEN, NAMES, REPRESENTATIVES, exported, review_of, review_with, text_of, variants

from tui.core.errors import UsageError
from tui.core.kinds import PrincipalPolicy, documents_of
from tui.core.plan.exported import FORMATS, ExportFile
from tui.core.plan.review import Review
from tui.export.markdown import code, fence, table, text
from tui.i18n import LANGUAGES


@pytest.mark.parametrize(("name", "format"), REPRESENTATIVES)
def test_the_exports_of_three_presets_are_the_ones_that_were_read(name: str, format: Any) -> None:
    expected = (GOLDEN / name / f"{format}.txt").read_text(encoding="utf-8")

    assert exported(review_of(name), format).text == expected


@pytest.mark.parametrize("name", NAMES)
def test_every_preset_that_makes_something_has_every_export(name: str) -> None:
    review = review_of(name, next((one for one in variants(name) if review_of(name, one).plan.desired), {}))

    found = {format: files for format in FORMATS if (files := files_of(review, format)) is not None}
    expected = set(FORMATS) if review.plan.desired else {"handover"}
    assert set(found) | {"eksctl", "json"} == expected | {"eksctl", "json"}
    assert ("json" in found) is any(documents_of(one) for one in review.plan.desired)
    for files in found.values():
        assert all(one.text.endswith("\n") and one.name.isascii() for one in files)
        assert len({one.name.casefold() for one in files}) == len(files)


def files_of(review: Review, format: Any) -> tuple[ExportFile, ...] | None:
    """None where there is nothing to make that way."""
    try:
        return exported(review, format).files
    except UsageError as refusal:
        if refusal.code not in ("export.nothing", "export.no_irsa"):
            raise
        return None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_speaks_the_language_and_leaves_no_text_untold(language: str) -> None:
    review = review_of("qlik-lakehouse-ec2-instance-profile")

    sheet = exported(review, "handover", language=language).text

    assert sheet.startswith(f"# {text(review.preset.title.by(language))}")
    assert text(review.preset.why.by(language)) in sheet
    reasons = [one for key, one in review.preset.statements.items() if key.endswith("]")]  # of the default choices
    assert len(reasons) == 8
    assert all(text(one.by(language)) in sheet for one in reasons)
    assert "arn:aws:iam::123456789012:instance-profile/qlik-lakehouse-instance-role" in sheet
    assert "aws iam delete-role --role-name qlik-lakehouse-instance-role" in sheet
    assert re.findall(r"\b(?:handover|export|output|need|action|severity)\.[a-z_.]+", sheet) == []


def test_undo_commands_go_backwards_from_what_was_made_last() -> None:
    sheet = text_of(review_of("ec2-wordpress"), "handover")

    back = re.findall(r"^aws iam ((?:remove|delete|detach)-[a-z-]+)", sheet, re.MULTILINE)

    assert back == [
        "remove-role-from-instance-profile",
        "delete-instance-profile",
        "detach-role-policy",
        "detach-role-policy",
        "delete-role",
        "delete-policy",
        "delete-policy",
    ]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("a|b", "a\\|b"),
        ("<script>", "\\<script\\>"),
        ("[x](javascript:y)", "\\[x\\](javascript:y)"),
        ("*bold* _x_", "\\*bold\\* \\_x\\_"),
        ("a_b", "a_b"),
        ("# head", "\\# head"),
        ("- item", "\\- item"),
        ("1. item", "1\\. item"),
        ("one\ntwo", "one␊two"),
    ],
)
def test_words_are_only_words(value: str, written: str) -> None:
    assert text(value) == written


def test_code_holds_any_backticks_and_bars() -> None:
    assert code("a`b``c") == "```a`b``c```"
    assert code("`x`") == "`` `x` ``"
    assert table(["h"], [[code("a|b")]]).splitlines()[2] == "| `a\\|b` |"
    assert fence("```\nx\n```").startswith("````\n")


def test_hostile_values_break_no_line_of_the_sheet() -> None:
    hostile = "x`|<b>\n## Fake heading\n```"
    role = a_role(hostile, tags={hostile: hostile}, inline={hostile: allow("s3:*", Sid=hostile)})

    lines = text_of(review_with(role, PrincipalPolicy(f"arn:aws:iam::123456789012:user/{hostile}", "p")), "handover")

    outside = re.sub(r"(?ms)^(`{3,})\w*\n.*?\n\1$", "", lines)
    assert [line for line in outside.splitlines() if line.startswith("## Fake")] == []
    assert "<b>" not in re.sub(r"(`+)(?:(?!\1).)*\1", "", outside)


@pytest.mark.parametrize("format", FORMATS)
def test_masked_no_format_says_an_account(format: Any) -> None:
    if format == "eksctl":
        review = review_of("amp-irsa-ingest")
    else:
        other = allow("sts:AssumeRole", on="*", Principal={"AWS": "210987654321"})
        inline = {"logs-123456789012": allow("s3:*", on="arn:aws:s3:::aws-logs-123456789012-us-east-1/*")}
        key = "arn:aws:kms:us-east-1:345678901234:key/1234abcd-12ab-34cd-56ef-123456789000"
        inline["key"] = allow("kms:Decrypt", on=key)
        review = review_with(a_role("role-1234-5678-9012", trust=other, inline=inline))

    masked = exported(review, format, is_redacted=True)

    told = masked.text + " ".join(one.name for one in masked.files)
    assert "XXXXXXXXXXXX" in told
    assert re.findall(r"123456789012|210987654321|345678901234|1234-5678-9012", told) == []
    assert format == "eksctl" or "56ef-123456789000" in told


def test_a_service_account_gets_its_role_by_annotation_and_command() -> None:
    found = exported(review_of("amp-irsa-ingest"), "eksctl")

    script, manifest = (one.text for one in found.files)
    account = yaml.safe_load(manifest)
    arn = "arn:aws:iam::123456789012:role/amp-iamproxy-ingest-role"
    assert (account["kind"], account["metadata"]["namespace"]) == ("ServiceAccount", "prometheus")
    assert account["metadata"]["annotations"] == {"eks.amazonaws.com/role-arn": arn}
    assert 'eksctl utils associate-iam-oidc-provider --cluster "$cluster"' in script
    assert f"--attach-role-arn {arn}" in script
    assert subprocess.run(["bash", "-n"], input=script, text=True, check=False).returncode == 0


def test_a_role_of_no_service_account_has_nothing_for_eksctl() -> None:
    for name, given in (("ec2-wordpress", {}), ("amp-irsa-ingest", {"TRUST": "pod-identity"})):
        with pytest.raises(UsageError) as refused:
            exported(review_of(name, given), "eksctl")

        assert refused.value.code == "export.no_irsa"


def test_documents_come_one_by_one_in_files_and_as_one_object() -> None:
    found = exported(review_of("ec2-wordpress"), "json")

    assert [one.name for one in found.files] == [
        "policy-CloudWatch-Wordpress-ut.json",
        "policy-S3-Wordpress-ut.json",
        "role-umemoto-wordpress-role-trust.json",
    ]
    assert json.loads(found.text) == {one.name.removesuffix(".json"): json.loads(one.text) for one in found.files}
