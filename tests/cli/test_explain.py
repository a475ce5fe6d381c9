"""`rolewizard explain`: the answer card without a screen, and the glossary behind it."""

import json
from typing import Any

import pytest

from tui.cli import main


def explained(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    code = main(["explain", *words, "--json"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found | {"code": code}


def test_the_card_holds_no_template_nodes_and_lists_the_variants(capsys: pytest.CaptureFixture[str]) -> None:
    card = explained(capsys, "lambda-vpc")

    names = {one["name"]: [option["option"] for option in one["options"]] for one in card["variants"]}
    assert '"choose"' not in json.dumps(card)
    assert names["PERMISSIONS"][0] == "managed"
    assert set(card["variants"][0]["options"][0]["label"]) == {"en", "ko", "ja"}


def test_the_text_has_the_picture_the_variants_and_the_documents(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["explain", "amp-irsa-ingest"])
    text = capsys.readouterr().out

    assert code == 0
    assert "┌─ role ─" in text
    assert "irsa (default):" in text
    assert "Document: <POLICY_NAME>" in text


def test_for_a_service_without_a_role_it_says_what_is_needed_instead(capsys: pytest.CaptureFixture[str]) -> None:
    main(["explain", "mysql-client", "--lang", "ko"])

    text = capsys.readouterr().out
    assert "역할 없음" in text
    assert "클라이언트" in text


@pytest.mark.parametrize("word", ["passrole", "PassRole", "신뢰 정책", "irsa"])
def test_a_word_of_the_glossary_is_explained_too(capsys: pytest.CaptureFixture[str], word: str) -> None:
    found = explained(capsys, word)

    assert found["code"] == 0
    assert set(found["text"]) == {"en", "ko", "ja"}
    assert found["term"] in ("pass-role", "trust-policy", "irsa")


def test_neither_preset_nor_word_is_an_error_with_the_nearest_presets(capsys: pytest.CaptureFixture[str]) -> None:
    found = explained(capsys, "lambda-vpn")

    assert found["code"] == 2
    assert "lambda-vpc" in found["error"]["hint"]
