"""What a preset file may hold, and which error leads to which line where it holds something else."""

from typing import Any

import pytest
from builders import a_choice, a_placeholder, a_preset, a_preset_tree, a_role_item, texts, trust

from tui.core.errors import PresetInvalid
from tui.core.preset.format import parse


def test_a_preset_of_one_role_and_one_question_is_read():
    preset = parse(a_preset_tree())

    assert preset.id == "test"
    assert preset.placeholders["ROLE_NAME"].type == "role-name"
    assert preset.title.by("ko") == "글"
    assert preset.has_role


def test_a_text_in_a_language_that_is_none_of_the_three_is_english():
    preset = a_preset(title=texts("Title"))

    assert preset.title.by("fr") == "Title"


def test_a_preset_that_needs_nothing_made_is_read():
    preset = a_preset(need="not-needed", placeholders={}, resources=[])

    assert not preset.has_role


def test_a_role_in_a_branch_of_a_choice_counts_as_a_role():
    branches = {"choose": "VARIANT", "with": a_role_item(), "without": []}

    preset = a_preset(placeholders=NAME | VARIANT, resources=[branches])

    assert preset.has_role
    assert list(preset.choices()) == ["VARIANT"]


NAME = {"ROLE_NAME": a_placeholder()}
VARIANT = {"VARIANT": a_choice("with", "without")}
BUCKET = {"BUCKET": a_placeholder("s3-bucket-name")}
USING_BUCKET = [a_role_item(tags={"b": "<BUCKET>"})]


def asks(**placeholders: Any) -> dict[str, Any]:
    return {"placeholders": NAME | placeholders}


def chooses(node: Any, **fields: Any) -> dict[str, Any]:
    return {"placeholders": NAME | VARIANT, "resources": [a_role_item(), node], **fields}


@pytest.mark.parametrize(
    ("fields", "code", "path"),
    [
        pytest.param({"titel": texts()}, "preset.field", ("titel",), id="an unknown field"),
        pytest.param({"schema": "2"}, "preset.field", ("schema",), id="another version of the format"),
        pytest.param({"id": "Not An Id"}, "preset.field", ("id",), id="an id that is no id"),
        pytest.param({"id": "a" * 65}, "preset.field", ("id",), id="an id too long"),
        pytest.param({"need": "maybe"}, "preset.field", ("need",), id="an unknown verdict"),
        pytest.param({"group": "misc"}, "preset.field", ("group",), id="an unknown group"),
        pytest.param({"title": {}}, "preset.field", ("title",), id="a text in no language"),
        pytest.param({"title": {"fr": "a"}}, "preset.field", ("title", "fr"), id="a language we do not have"),
        pytest.param({"title": texts("")}, "preset.field", ("title", "en"), id="an empty text"),
        pytest.param({"resources": {"role": {}}}, "preset.field", ("resources",), id="resources that are no list"),
        pytest.param({"resources": ["role"]}, "preset.field", ("resources", 0), id="a resource that is text"),
        pytest.param(
            {"statements": {"A": texts() | {"source": "gossip"}}},
            "preset.field",
            ("statements", "A", "source"),
            id="a reason from nowhere",
        ),
        pytest.param(
            {"placeholders": {"lower": a_placeholder()}},
            "preset.field",
            ("placeholders", "lower", "[key]"),
            id="a token in small letters",
        ),
        pytest.param(
            asks(ROLE_NAME=a_placeholder("no-such-type")),
            "preset.unknown_type",
            ("placeholders", "ROLE_NAME", "type"),
            id="an unknown type",
        ),
        pytest.param(
            {"placeholders": NAME | {"VARIANT": a_choice("with", default="other")}},
            "preset.choice_default",
            ("placeholders", "VARIANT"),
            id="a default that is no option",
        ),
        pytest.param(
            {"placeholders": NAME | {"VARIANT": a_choice("with", default=None)}},
            "preset.choice_default",
            ("placeholders", "VARIANT"),
            id="a choice without a default",
        ),
        pytest.param(
            asks(ROLE_NAME=a_placeholder(example="")),
            "preset.example_missing",
            ("placeholders", "ROLE_NAME"),
            id="no example",
        ),
        pytest.param(
            asks(ROLE_NAME=a_placeholder(options=VARIANT["VARIANT"]["options"])),
            "preset.example_missing",
            ("placeholders", "ROLE_NAME"),
            id="options of something that is no choice",
        ),
        pytest.param(
            asks(BUCKET=a_placeholder(aliases=["ROLE_NAME"])),
            "preset.token_twice",
            ("placeholders", "BUCKET"),
            id="an alias that is another's name",
        ),
        pytest.param(
            asks(ROLE_NAME=a_placeholder(aliases=["X", "X"])),
            "preset.token_twice",
            ("placeholders", "ROLE_NAME"),
            id="an alias twice",
        ),
        pytest.param(
            asks(REGION=a_placeholder("region")),
            "preset.token_twice",
            ("placeholders", "REGION"),
            id="a name that the target answers",
        ),
        pytest.param({"resources": [{"user": {}}]}, "preset.unknown_kind", ("resources",), id="an unknown kind"),
        pytest.param(
            {"resources": [a_role_item() | {"oidc_provider": {}}]},
            "preset.unknown_kind",
            ("resources",),
            id="two kinds in one item",
        ),
        pytest.param(
            {"resources": [a_role_item(), {}]}, "preset.unknown_kind", ("resources",), id="an item of no kind"
        ),
        pytest.param(
            chooses({"choose": "VARIANT", "with": "oops", "without": []}),
            "preset.unknown_kind",
            ("resources",),
            id="text where a branch has a resource",
        ),
        pytest.param(
            chooses({"choose": "VARIANT", "with": None, "without": []}),
            "preset.unknown_kind",
            ("resources",),
            id="nothing where a branch has a resource",
        ),
        pytest.param(
            chooses({"choose": "VARIANT", "with": [[a_role_item()]], "without": []}),
            "preset.unknown_kind",
            ("resources",),
            id="a list in a branch's list",
        ),
        pytest.param({"placeholders": {}}, "preset.token_undeclared", ("resources",), id="an undeclared token"),
        pytest.param(
            {"caller": {"x": "<OTHER>"}}, "preset.token_undeclared", ("caller",), id="undeclared, for the caller"
        ),
        pytest.param({"smoke": ["ls <OTHER>"]}, "preset.token_undeclared", ("smoke",), id="undeclared, in a command"),
        pytest.param(
            {"next": texts("<OTHER>")}, "preset.token_undeclared", ("next",), id="undeclared, in what is next"
        ),
        pytest.param(
            {"resources": [a_role_item(tags={"arn": "<ROLE_ARN>"})]},
            "preset.token_undeclared",
            ("resources",),
            id="an ARN before it exists",
        ),
        pytest.param(
            asks(ROLE_NAME=a_placeholder(default="<OTHER>")),
            "preset.token_undeclared",
            ("placeholders", "ROLE_NAME", "default"),
            id="undeclared, in a default",
        ),
        pytest.param(
            asks(ROLE_NAME=a_placeholder(**{"from": "OTHER"})),
            "preset.token_undeclared",
            ("placeholders", "ROLE_NAME", "from"),
            id="undeclared, as a source",
        ),
        pytest.param(asks(**BUCKET), "preset.token_unused", ("placeholders", "BUCKET"), id="an unused placeholder"),
        pytest.param(asks(**VARIANT), "preset.token_unused", ("placeholders", "VARIANT"), id="an unused choice"),
        pytest.param(
            {"caller": {"choose": "OTHER", "a": {}}},
            "preset.choice_undeclared",
            ("caller",),
            id="an undeclared choice",
        ),
        pytest.param(
            {"resources": [a_role_item(trust={"choose": "ROLE_NAME", "a": {}})]},
            "preset.choice_undeclared",
            ("resources", 0, "role", "trust"),
            id="a choice between the values of a plain placeholder",
        ),
        pytest.param(
            {"resources": [a_role_item(trust={"choose": ["VARIANT"], "a": {}})]},
            "preset.choice_undeclared",
            ("resources", 0, "role", "trust"),
            id="a choice by a list",
        ),
        pytest.param(
            chooses({"choose": "VARIANT", "with": []}),
            "preset.choice_branches",
            ("resources", 1),
            id="a branch missing",
        ),
        pytest.param(
            chooses({"choose": "VARIANT", "with": [], "without": [], "else": []}),
            "preset.choice_branches",
            ("resources", 1),
            id="a branch too many",
        ),
        pytest.param(
            {"checks": [{"resource": "*", "expect": "allowed"}]},
            "preset.field",
            ("checks",),
            id="a check without an action",
        ),
        pytest.param(
            {"checks": [{"action": "a:b", "resource": "*", "expect": "maybe"}]},
            "preset.field",
            ("checks",),
            id="a check that expects neither",
        ),
        pytest.param(
            chooses(
                {"choose": "VARIANT", "with": [], "without": []},
                checks=[{"choose": "VARIANT", "with": [{"action": "a:b"}], "without": []}],
            ),
            "preset.field",
            ("checks",),
            id="half a check in a branch",
        ),
    ],
)
def test_a_broken_preset_is_refused_with_a_code_and_the_path_to_the_node(fields: Any, code: str, path: Any):
    with pytest.raises(PresetInvalid) as caught:
        parse(a_preset_tree(**fields))

    assert (caught.value.code, caught.value.path) == (code, path)


@pytest.mark.parametrize("field", ["id", "title", "schema"])
def test_a_missing_field_is_named(field: str):
    tree = a_preset_tree()
    del tree[field]

    with pytest.raises(PresetInvalid) as caught:
        parse(tree)

    assert caught.value.params["field"] == field


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"caller": {"x": "<BUCKET>"}}, id="the caller's policy"),
        pytest.param({"checks": [{"action": "a:b", "resource": "<BUCKET>", "expect": "denied"}]}, id="a check"),
        pytest.param({"smoke": ["aws s3 ls <BUCKET>"]}, id="a command"),
        pytest.param({"next": texts("<BUCKET>")}, id="what is next"),
        pytest.param({"resources": USING_BUCKET}, id="a resource"),
        pytest.param({"placeholders": {"ROLE_NAME": a_placeholder(default="<BUCKET>")} | BUCKET}, id="a default"),
        pytest.param({"placeholders": {"ROLE_NAME": a_placeholder(**{"from": "BUCKET"})} | BUCKET}, id="a source"),
    ],
)
def test_a_placeholder_may_be_used_anywhere(fields: Any):
    preset = a_preset(**{"placeholders": NAME | BUCKET} | fields)

    assert list(preset.placeholders) == ["ROLE_NAME", "BUCKET"]


@pytest.mark.parametrize("field", ["smoke", "next"])
def test_texts_for_afterwards_may_name_what_was_made(field: str):
    text = "<ROLE_ARN> <INSTANCE_PROFILE_ARN> <ACCOUNT_ID> <REGION> <PARTITION> <DNS_SUFFIX>"

    preset = a_preset(**{field: texts(text) if field == "next" else [text]})

    assert getattr(preset, field)


def test_checks_may_differ_by_choice():
    check = {"action": "a:b", "resource": "*", "expect": "allowed", "context": {"aws:k": "v"}}
    branches = {"choose": "VARIANT", "with": [check], "without": []}

    preset = a_preset(placeholders=NAME | VARIANT, resources=[a_role_item(trust=trust())], checks=[branches, check])

    assert preset.checks == [branches, check]


SHORT: dict[str, Any] = {
    "schema": "1",
    "id": "mine",
    "title": "내 역할",
    "placeholders": {"ROLE_NAME": {"type": "role-name", "example": "app"}},
    "resources": [{"role": {"name": "<ROLE_NAME>", "trust": {"Version": "2012-10-17", "Statement": []}}}],
}


def test_four_keys_are_enough_and_the_others_follow_from_them():
    preset = parse(SHORT)

    assert (preset.need, preset.group, preset.service) == ("required", "own", "")
    assert preset.why.by("ja") == preset.title.by("ko") == "내 역할"
    assert preset.placeholders["ROLE_NAME"].label.by("en") == "ROLE_NAME"


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
def test_a_text_in_one_language_is_read_in_all(language: str):
    preset = parse(SHORT | {"title": {"ja": "自分のロール"}})

    assert preset.title.by(language) == "自分のロール"
    assert preset.title.model_dump() == {"ja": "自分のロール"}


def test_an_option_may_be_its_label_alone():
    choice = {"type": "choice", "default": "on", "options": {"on": "Switched on", "off": {}}}
    asked = {**SHORT["placeholders"], "SWITCH": choice}
    tree = SHORT | {"placeholders": asked, "checks": [{"choose": "SWITCH", "on": [], "off": []}]}

    options = parse(tree).placeholders["SWITCH"].options

    assert [options[one].label.by("ko") for one in ("on", "off")] == ["Switched on", "off"]
    assert options["on"].why.by("en") == "Switched on"
