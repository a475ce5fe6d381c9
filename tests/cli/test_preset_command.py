"""`rolewizard preset`: a starter that is whole as it is, and the format's schema for editors."""

import json
from pathlib import Path
from typing import Any

import pytest
from builders import a_preset_tree, texts
from jsonschema import Draft202012Validator

from tui.cli import main
from tui.core.preset.json_schema import json_schema
from tui.i18n import LANGUAGES, Translator
from tui.store.places import own_presets
from tui.store.strict_yaml import parse_yaml

BUNDLED = Path(__file__).parents[2] / "presets"
VALIDATOR = Draft202012Validator(json_schema(Translator()))


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    code = main([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_starter_passes_lint_and_is_in_the_catalog(capsys: pytest.CaptureFixture[str], language: str) -> None:
    code, made = said(capsys, "preset", "new", "my-app", "--lang", language)
    linted, _ = said(capsys, "lint", made["file"])
    _, catalog = said(capsys, "catalog", "my-app")

    comment = Translator(language)("field.Placeholder.example").split()[0]
    assert (code, linted) == (0, 0)
    assert made["file"] == str(own_presets() / "my-app.yaml")
    assert comment in Path(made["file"]).read_text(encoding="utf-8")
    assert [(one["id"], one["origin"], one["file"]) for one in catalog["presets"]] == [("my-app", "own", made["file"])]


def test_a_starter_can_be_planned_with_its_examples(capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "preset", "new", "my-app")

    code, plan = said(capsys, "plan", "my-app", "--set", "BUCKET_NAME=my-files")

    assert code == 0
    assert [call["operation"] for call in plan["calls"]][:2] == ["CreateRole", "PutRolePolicy"]


def test_a_starter_overwrites_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    mine, link = tmp_path / "mine.yml", tmp_path / "linked.yaml"
    mine.write_text("precious", encoding="utf-8")
    link.symlink_to(tmp_path / "nowhere")

    answers = [said(capsys, "preset", "new", name, "--out", str(tmp_path)) for name in ("mine", "linked")]

    assert [(code, answer["error"]["code"]) for code, answer in answers] == [(2, "preset.exists")] * 2
    assert mine.read_text(encoding="utf-8") == "precious"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["home", "linked.yaml", "mine.yml"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["new"], "preset.words"),
        (["new", "a", "b"], "preset.words"),
        (["old", "a"], "preset.words"),
        (["new", "../a"], "preset.id_invalid"),
        (["new", "A"], "preset.id_invalid"),
        (["new", "a" * 65], "preset.id_invalid"),
        (["new", "a", "--out", "b.yaml"], "preset.out_name"),
        (["new", "a", "--out", "no-such-folder/a.yaml"], "usage.unwritable"),
    ],
)
def test_what_cannot_be_written_is_said(capsys: pytest.CaptureFixture[str], words: list[str], code: str) -> None:
    exit_code, answer = said(capsys, "preset", *words)

    assert (exit_code, answer["error"]["code"]) == (2, code)


def test_a_starter_names_the_schema_where_it_lies_beside_it(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    said(capsys, "preset", "new", "before", "--out", str(tmp_path / "before.yaml"))
    said(capsys, "preset", "schema", "--out", str(tmp_path / "preset.schema.json"))
    said(capsys, "preset", "new", "after", "--out", str(tmp_path))

    assert "yaml-language-server" not in (tmp_path / "before.yaml").read_text(encoding="utf-8")
    first = (tmp_path / "after.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=./preset.schema.json"
    assert json.loads((tmp_path / "preset.schema.json").read_text(encoding="utf-8")) == json_schema(Translator())


def test_the_schema_says_what_keys_mean_in_the_language_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, schema = said(capsys, "preset", "schema", "--lang", "ko")

    Draft202012Validator.check_schema(schema)
    assert code == 0
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["properties"]["why"]["description"] == Translator("ko")("field.Preset.why")
    described = [field for name in ("Placeholder", "Reason", "Check") for field in schema["$defs"][name]["properties"]]
    assert all("description" in field for field in schema["properties"].values())
    assert len(described) > 10


def test_every_bundled_preset_and_the_starter_fit_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    files = [*sorted(BUNDLED.glob("*.yaml")), Path(said(capsys, "preset", "new", "mine")[1]["file"])]

    wrong = {
        file.name: [error.message for error in VALIDATOR.iter_errors(parse_yaml(file.read_text("utf-8"), "").tree)]
        for file in files
    }

    assert len(files) > 1
    assert {name: errors for name, errors in wrong.items() if errors} == {}


@pytest.mark.parametrize(
    "fields",
    [
        {"titel": texts()},
        {"schema": "2"},
        {"id": "Not An Id"},
        {"need": "maybe"},
        {"group": "misc"},
        {"title": {}},
        {"title": {"fr": "a"}},
        {"title": None},
        {"placeholders": {"lower": {"type": "role-name", "label": texts(), "help": texts()}}},
        {"placeholders": {"A": {"type": "no-such-type", "label": texts(), "help": texts()}}},
        {"resources": [{"rolle": {}}]},
        {"resources": [{"role": {"name": "x"}}]},
        {"resources": [{"role": {"name": "x", "trust": {}, "inlne": {}}}]},
        {"resources": [{"role": {"name": "x", "trust": {}}, "log_group": {"name": "x"}}]},
        {"statements": {"A": texts() | {"source": "gossip"}}},
        {"checks": [{"action": "s3:GetObject", "resource": "*", "expect": "perhaps"}]},
    ],
)
def test_what_is_no_preset_does_not_fit_the_schema(fields: dict[str, Any]) -> None:
    assert list(VALIDATOR.iter_errors(a_preset_tree() | {"schema": 1})) == []

    assert list(VALIDATOR.iter_errors(a_preset_tree() | fields)) != []


def test_the_schema_of_journeys_fits_the_bundled_ones_and_says_what_every_key_means(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, schema = said(capsys, "preset", "schema", "journey", "--lang", "ja")

    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    files = sorted(BUNDLED.glob("journeys/*.yaml"))
    wrong = {file.name: list(validator.iter_errors(parse_yaml(file.read_text("utf-8"), "").tree)) for file in files}
    assert code == 0
    assert len(files) > 1
    assert {name: errors for name, errors in wrong.items() if errors} == {}
    models = ("Step", "SheetField", "Fact")
    fields = [field for model in models for field in schema["$defs"][model]["properties"].values()]
    assert all("description" in field for field in [*schema["properties"].values(), *fields])
