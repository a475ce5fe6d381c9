"""The picture of who assumes what and reaches what."""

from pathlib import Path

import pytest
from builders import a_choice, a_placeholder, a_preset, a_role_item, allow, trust

from tui.core.catalog.diagram import draw
from tui.core.catalog.scenes import scenes_of
from tui.core.preset.format import Preset
from tui.core.terminal_width import cells, cut, padded
from tui.i18n import Translator
from tui.store.load import load_preset

GOLDEN = Path(__file__).parents[1] / "golden" / "drawings"
FOLDER = Path(__file__).parents[2] / "presets"


def drawn(preset: Preset, width: int = 80, language: str = "en") -> list[str]:
    return draw(scenes_of(preset), width, Translator(language))


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("qlik-lakehouse-ec2-instance-profile", "en"),
        ("ec2-wordpress", "ko"),
        ("opensearch-domain", "ja"),
        ("config-recorder", "en"),
        ("ecs-cluster-caller", "ko"),
        ("s3", "ja"),
        ("cognito-identity-pool", "en"),
    ],
)
def test_the_picture_of_a_preset_is_the_one_that_was_looked_at(name: str, language: str):
    text = "\n".join(drawn(load_preset(FOLDER / f"{name}.yaml"), language=language)) + "\n"

    assert text == (GOLDEN / f"{name}.{language}.txt").read_text(encoding="utf-8")


def test_everyone_who_may_assume_the_role_is_named_and_under_which_conditions():
    document = trust("ec2.amazonaws.com")
    document["Statement"] += trust("lambda.amazonaws.com")["Statement"]
    document["Statement"][0]["Condition"] = {"StringEquals": {"aws:SourceAccount": "1"}}

    [scene] = scenes_of(a_preset(resources=[a_role_item(trust=document)]))

    assert scene.comers == ("ec2.amazonaws.com", "lambda.amazonaws.com")
    assert scene.conditions == ("aws:SourceAccount",)


def test_a_refusal_looks_other_than_a_permission():
    denied = allow("s3:DeleteBucket")
    denied["Statement"][0]["Effect"] = "Deny"

    text = "\n".join(drawn(a_preset(resources=[a_role_item(inline={"p": denied})])))

    assert "─✗ " in text
    assert "─▶ " not in text


def test_another_option_draws_another_picture():
    role = a_role_item(inline={"p": {"choose": "WITH", "yes": allow("a:B"), "no": allow("c:D")}})
    preset = a_preset(resources=[role], placeholders={"ROLE_NAME": a_placeholder(), "WITH": a_choice("yes", "no")})

    default, other = scenes_of(preset), scenes_of(preset, {"WITH": "no"})

    assert [one.reaches[0].actions for one in (*default, *other)] == [("a:B",), ("c:D",)]


def test_control_characters_of_a_stranger_s_preset_do_not_reach_the_terminal():
    preset = a_preset(resources=[a_role_item(trust=trust("evil\x1b[31m.amazonaws.com"))])

    assert "\x1b" not in "\n".join(drawn(preset))


@pytest.mark.parametrize(
    ("text", "wide"), [("abc", 3), ("역할", 4), ("ロール", 6), ("ａ", 2), ("e\u0301", 1), ("…", 1)]
)
def test_a_character_takes_the_cells_a_terminal_gives_it(text: str, wide: int):
    assert cells(text) == wide


def test_cutting_never_splits_a_wide_character():
    assert cut("역할역할", 6) == "역할…"
    assert cells(padded("역할", 7)) == 7
