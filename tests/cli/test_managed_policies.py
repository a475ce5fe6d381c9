"""AWS managed policies, from the copy that comes with the program."""

import json
from typing import Any

import pytest

from tui.cli import main
from tui.i18n import LANGUAGES
from tui.store.managed_policies import load_managed_policies

S3_READ = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"


def explained(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    code = main(["explain", *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("word", ["AmazonS3ReadOnlyAccess", "amazons3readonlyaccess", S3_READ])
def test_a_policy_is_explained_by_its_name_or_arn(capsys: pytest.CaptureFixture[str], word: str) -> None:
    code, found = explained(capsys, word)

    assert code == 0
    assert (found["origin"], found["arn"], found["name"]) == ("managed-policy", S3_READ, "AmazonS3ReadOnlyAccess")
    assert found["version"].startswith("v")
    assert found["source"].startswith("moto ")
    assert "s3:Get*" in found["document"]["Statement"][0]["Action"]
    assert set(found["sentences"][0]["sentences"]) == set(LANGUAGES)
    assert "s3:GetObject" in found["sentences"][0]["wildcards"]["s3:Get*"]
    assert [one["code"] for one in found["findings"]] == ["star_resource_read"]


def test_people_read_version_sentences_findings_and_document(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["explain", "AdministratorAccess"])

    told = capsys.readouterr().out
    assert code == 0
    assert "Version v1, " in told
    assert "every action of every service on every resource" in told
    assert "! warning: AdministratorAccess [1]: " in told
    assert '"Action": "*"' in told


def test_an_arn_that_no_policy_has_is_told_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = explained(capsys, "arn:aws:iam::aws:policy/AWSLambdaBasicExecutionRole")

    assert (code, found["error"]["code"]) == (2, "explain.no_policy")
    assert "policy/service-role/AWSLambdaBasicExecutionRole" in found["error"]["hint"]


def test_a_policy_of_the_accounts_own_is_said_to_be_unknown_without_an_account(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, found = explained(capsys, "arn:aws:iam::123456789012:policy/ours")

    assert (code, found["error"]["code"]) == (2, "explain.policy_of_account")


def test_every_policy_has_a_document_and_is_found_by_its_arn() -> None:
    policies = load_managed_policies()

    assert all(policies.at(one.arn) == one for one in policies.all)
    assert all(policies.document(one)["Statement"] for one in policies.all)
    assert len({one.arn for one in policies.all}) == len(policies.all) > 1500
