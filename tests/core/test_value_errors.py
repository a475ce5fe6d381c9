"""What the error about a value says, and the rules of tags."""

import pytest

from tui.core.errors import AnswerRejected
from tui.core.preset.documents import DOCUMENTS, LISTS
from tui.core.preset.values import VALUE_TYPES, check_value, is_tag_text, parse_tags


def rejected(type_name: str, text: str) -> AnswerRejected:
    with pytest.raises(AnswerRejected) as caught:
        check_value(type_name, text, "NAME")
    return caught.value


@pytest.mark.parametrize(
    ("type_name", "text", "code", "params"),
    [
        ("role-name", "ab cd", "value.character", {"character": " ", "position": 3, "type": "role-name"}),
        ("role-name", "역할", "value.character", {"character": "역", "position": 1, "type": "role-name"}),
        ("s3-bucket-name", "myLogs", "value.character", {"character": "L", "position": 3, "type": "s3-bucket-name"}),
        ("text", 'say "x"', "value.character", {"character": '"', "position": 5, "type": "text"}),
        ("role-name", "r" * 70, "value.too_long", {"length": 70, "maximum": 64, "type": "role-name"}),
        ("external-id", "a", "value.too_short", {"length": 1, "minimum": 2, "type": "external-id"}),
        ("role-name", "ab\x1bcd", "value.invisible", {"position": 3, "codepoint": "U+001B"}),
        ("tags", "a=\u202eb", "value.invisible", {"position": 3, "codepoint": "U+202E"}),
        ("role-name", "ab\ud800", "value.invisible", {"position": 3, "codepoint": "U+D800"}),
        ("s3-bucket-name", "xn--a", "value.reserved", {"given": "xn--a", "type": "s3-bucket-name"}),
        ("region", "nowhere", "value.rule", {"given": "nowhere", "type": "region"}),
        ("session-seconds", "60", "value.session_seconds", {"given": "60"}),
        ("tags", "a=1, b", "value.tags", {"given": "b"}),
        ("role-name", " ", "value.empty", {"type": "role-name"}),
        ("role-name", "“”", "value.empty", {"type": "role-name"}),
        ("account-id", "<ACCOUNT_ID>", "value.placeholder", {"given": "<ACCOUNT_ID>", "type": "account-id"}),
        ("arn", "arn:aws:s3:::<your bucket>/*", "value.placeholder", {"given": "<your bucket>", "type": "arn"}),
        ("role-name", "a<b", "value.character", {"character": "<", "position": 2, "type": "role-name"}),
    ],
)
def test_the_error_says_what_is_wrong_and_where(type_name: str, text: str, code: str, params: dict[str, object]):
    error = rejected(type_name, text)

    assert (error.code, error.where, error.params) == (code, "NAME", params)


def test_a_key_alias_is_refused_by_name_because_policies_need_the_key_itself():
    error = rejected("kms-key-arn", "arn:aws:kms:us-east-1:123456789012:alias/lake")

    assert error.code == "value.kms_alias"


QUOTED = ['"app"', "'app'", "`app`", "“app”", "”app“", "‘app’", "„app“", "「app」", "＂ａｐｐ＂", '"app",', " “ app ” "]


@pytest.mark.parametrize("text", QUOTED)
def test_quotes_of_a_web_page_or_of_json_around_a_value_are_left_out(text: str):
    assert check_value("role-name", text) == "app"


def test_only_a_pair_of_quotes_around_all_of_it_is_left_out():
    assert rejected("role-name", "app”").code == "value.character"
    assert check_value("iam-description", "'a' and 'b'") == "'a' and 'b'"


def test_the_hyphens_that_word_processors_write_are_hyphens():
    assert check_value("role-name", "my\u2010app\u2011role") == "my-app-role"


PASTES = {
    "letters": "a" * 10_000,
    "digits": "1" * 10_000,
    "dots": "a." * 5_000,
    "slashes": "/a" * 5_000,
    "almost a bucket URL": "https://" + ".s3." * 2_500,
    "almost a console URL": "https://" + "console." * 1_250,
    "lines": "line\r\n" * 1_666,
    "letters that grow when normalised": "\ufdfa" * 10_000,
}


@pytest.mark.parametrize("text", PASTES.values(), ids=PASTES)
def test_a_paste_of_ten_thousand_characters_is_told_to_be_too_long_or_unreadable(text: str):
    codes = {
        type_name: rejected(type_name, text).code
        for type_name in sorted(set(VALUE_TYPES) - {"tags", *DOCUMENTS, *LISTS})
    }

    assert set(codes.values()) <= {"value.too_long", "value.invisible"}
    assert rejected("tags", text).code in {"value.too_long", "value.invisible", "value.tags"}
    assert {rejected(one, text).code for one in (*DOCUMENTS, *LISTS)} <= {"value.json", "value.rule", "value.invisible"}


def test_tags_are_read_in_order_with_space_around_them_left_out():
    tags = parse_tags(" Team = data , Cost Center=42,Note=a=b ,Empty=, ")

    assert list(tags.items()) == [("Team", "data"), ("Cost Center", "42"), ("Note", "a=b"), ("Empty", "")]


def test_a_role_may_have_fifty_tags_one_of_which_is_ours():
    most = ",".join(f"k{number}=v" for number in range(49))

    assert len(parse_tags(most)) == 49


@pytest.mark.parametrize(
    ("text", "is_taken"),
    [
        ("", True),
        ("팀 チーム équipe 5", True),
        ("a_.:/=+-@", True),
        ("a\u3000b", True),
        ("[x]", False),
        ("a,b", False),
        ("a\x1b", False),
        ("a\n", False),
        ("🙂", False),
        ("a*", False),
    ],
)
def test_tags_take_letters_digits_and_space_of_any_language(text: str, is_taken: bool):
    assert is_tag_text(text) is is_taken
