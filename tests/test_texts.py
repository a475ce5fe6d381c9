"""The texts: the same keys and fields in three languages, compiled, and one for every code."""

import ast
import gettext
import io
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tui.core.preset.values import VALUE_TYPES
from tui.i18n import DOMAINS, LANGUAGES, LOCALES, Translator, language_of
from tui.i18n.po import compiled

SHORT = 8
"""Characters of a label that has no room for the whole name, such as a column of the catalog."""

SOURCES = Path(__file__).parents[1] / "tui"


def catalog(domain: str, language: str) -> Catalog:
    with open(LOCALES / language / "LC_MESSAGES" / f"{domain}.po", "rb") as file:
        return read_po(file, locale=language)


def texts(domain: str, language: str) -> dict[str, str]:
    """By key; of a text that tells one from many, the one for many."""
    return {_first(message.id): _last(message.string) for message in catalog(domain, language) if message.id}


def _first(found: str | Sequence[str]) -> str:
    return found if isinstance(found, str) else found[0]


def _last(found: str | Sequence[str]) -> str:
    return found if isinstance(found, str) else found[-1]


def fields(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("language", ["ko", "ja"])
def test_every_language_has_the_same_keys_and_fields(domain: str, language: str) -> None:
    reference, translated = texts(domain, "en"), texts(domain, language)

    assert set(translated) == set(reference)
    assert {key: fields(text) for key, text in translated.items()} == {
        key: fields(text) for key, text in reference.items()
    }
    assert all(translated.values())


ONE_WORD = {
    "ko": {"세요": "십시오", "인스턴스 프로필": "인스턴스 프로파일"},
    "ja": {"サービスリンク": "サービスにリンクされた", "マネージドポリシー": "管理ポリシー"},
}
"""What is said otherwise elsewhere, and how: a reader must not wonder whether two words mean two things."""


@pytest.mark.parametrize(
    ("language", "other", "usual"), [(one, *pair) for one, pairs in ONE_WORD.items() for pair in pairs.items()]
)
def test_the_same_thing_has_the_same_name_everywhere(language: str, other: str, usual: str) -> None:
    sentences = [text for domain in DOMAINS for text in texts(domain, language).values() if len(text) > SHORT]

    assert [text for text in sentences if other in text] == []
    assert any(usual in text for text in sentences)


def test_no_key_stands_twice():
    keys = [
        key
        for domain in DOMAINS
        for key in re.findall(
            r'^msgid "(.+)"$',
            (LOCALES / "en" / "LC_MESSAGES" / f"{domain}.po").read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    ]

    assert sorted(key for key in set(keys) if keys.count(key) > 1) == []


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_texts_are_compiled_as_babel_reads_them(domain: str, language: str) -> None:
    source = (LOCALES / language / "LC_MESSAGES" / f"{domain}.po").read_text(encoding="utf-8")
    translations = gettext.GNUTranslations(io.BytesIO(compiled(source)))

    def text(key: str) -> str:
        many = translations.ngettext(key, key, 2)
        return many if many != key else translations.gettext(key)

    assert {key: text(key) for key in texts(domain, language)} == texts(domain, language)


@pytest.mark.parametrize(
    ("language", "count", "text"),
    [
        ("en", 0, "0 calls"),
        ("en", 1, "1 call"),
        ("en", 2, "2 calls"),
        ("ko", 1, "호출 1건"),
        ("ja", 1, "呼び出し 1 件"),
    ],
)
def test_one_is_told_from_many_where_the_language_does(language: str, count: int, text: str) -> None:
    assert Translator(language)("review.calls", count=count) == text


def test_one_is_told_from_many_in_the_texts_that_are_read_later_too():
    assert Translator("en")("folded.all", count=1).startswith("1 difference in text")


def codes() -> set[str]:
    """Every error code that some module of ours raises."""
    found = set()
    for file in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
                continue
            first = node.args[0]
            is_error = node.func.id in ("RoleWizardError", "UsageError", "PresetInvalid", "AnswerRejected", "PlanStale")
            is_error = is_error or node.func.id in ("AwsUnreachable", "DryRunRefused", "_unreachable")
            if is_error and isinstance(first, ast.Constant):
                found.add(f"error.{first.value}")
            if node.func.id == "Finding" and isinstance(first, ast.Constant):
                found.add(f"finding.{first.value}")
    return found


def test_every_code_has_a_text() -> None:
    translate = Translator()

    assert len(codes()) > 50
    assert {code for code in codes() if not translate.has(code)} == set()


def test_every_value_type_has_its_rule() -> None:
    translate = Translator()

    assert {name for name in VALUE_TYPES if not translate.has(f"rule.{name}")} == set()


def test_every_call_a_plan_can_make_is_told_in_words() -> None:
    translate = Translator()
    operations = set()
    for file in (SOURCES / "core" / "kinds").glob("*.py"):
        operations |= set(re.findall(r'"([A-Z][a-z]+[A-Z]\w+)"', file.read_text(encoding="utf-8")))
    operations = {
        one
        for one in operations
        if re.match(
            r"(Create|Delete|Put|Attach|Detach|Update|Tag|Untag|Set|Add|Remove|Associate|Replace|Disassociate)", one
        )
    }
    operations -= {"SetAsDefault", "CreateBucketConfiguration", "TagKey", "TagValue", "TagKeys", "TagSet"}

    assert len(operations) > 20
    assert {one for one in operations if not translate.has(f"step.{one}")} == set()


def test_a_missing_field_stays_visible_instead_of_failing() -> None:
    translate = Translator("ko")

    text = translate("step.CreateRole", Other="x")

    assert "{RoleName}" in text


def test_braces_in_a_value_are_text() -> None:
    translate = Translator("en")

    text = translate("error.value.rule", given="{given.__class__}")

    assert "{given.__class__}" in text


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LC_MESSAGES": "ja", "LANG": "ko_KR"}, "ja"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_that_of_the_locale(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language


def test_a_line_that_is_no_text_is_named() -> None:
    with pytest.raises(ValueError, match="line 3: oops"):
        compiled('msgid "a"\nmsgstr "b"\noops\n')
