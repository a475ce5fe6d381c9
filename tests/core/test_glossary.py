"""The words of IAM: found where they stand, whoever wrote them in whatever language."""

import pytest

from tui.core.catalog.glossary import TERMS, matching_terms, term_for, terms_in
from tui.i18n import LANGUAGES, Translator


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("The trust policy of the role", ("trust-policy", "role")),
        ("a task role", ("task-role",)),
        ("the task execution role, not the task role", ("execution-role", "task-role")),
        ("서비스 연결 역할을 만듭니다", ("service-linked-role",)),
        ("인스턴스 프로파일에 역할을 담습니다", ("instance-profile", "role")),
        ("インスタンスプロファイルとロール", ("instance-profile", "role")),
        ('"sts:ExternalId": "x", "Sid": "A"', ("external-id", "sid")),
        ("iam:PassRole with iam:PassedToService", ("pass-role",)),
        ("arn:aws:iam::123456789012:oidc-provider/x", ("arn", "oidc-provider")),
        ("ROLE_NAME", ()),
        ("roleplay, considered, learn", ()),
        ("", ()),
    ],
)
def test_terms_are_found_in_the_order_they_are_used(text: str, terms: tuple[str, ...]):
    assert terms_in(text) == terms


@pytest.mark.parametrize(
    ("word", "term"),
    [
        ("passrole", "pass-role"),
        ("iam:PassRole", "pass-role"),
        ("PASS ROLE", "pass-role"),
        ("trust policy", "trust-policy"),
        ("신뢰 정책", "trust-policy"),
        ("信頼ポリシー", "trust-policy"),
        ("IRSA", "irsa"),
        ("ec2-wordpress", None),
        ("", None),
    ],
)
def test_a_word_stands_for_a_term_however_it_is_spelled(word: str, term: str | None):
    assert term_for(word) == term


def test_what_is_named_like_the_query_comes_before_what_only_speaks_of_it():
    say = Translator("en")
    texts = {term: say(f"glossary.{term}") for term in TERMS}

    found = matching_terms("instance profile", texts)

    assert found[0] == "instance-profile"
    assert "instance-role" in found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("term", sorted(TERMS))
def test_every_term_has_a_name_and_a_text_and_is_found_by_its_name(term: str, language: str):
    say = Translator(language)

    name, text = say(f"glossary.{term}.term"), say(f"glossary.{term}")

    assert len(text) > 40
    assert term in terms_in(name)
