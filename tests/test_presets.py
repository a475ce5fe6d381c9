"""Every bundled preset, in every variant: loads, renders, applies, is then as wanted and does what it promises, and can
be taken back.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from fakes import Remembered
from walk_installed import Memory, there_already, variants

from tui.aws.choices import derive
from tui.aws.observe import observe
from tui.aws.policies import verify
from tui.aws.practice.gateway import PracticeGateway
from tui.aws.users import find_users
from tui.core.calls.api_call import iam
from tui.core.calls.target import practice_target
from tui.core.catalog.card import documents
from tui.core.catalog.diagram import draw
from tui.core.catalog.scenes import scenes_of
from tui.core.checks.findings import findings_of
from tui.core.iam.policy import principals_of, statements_of
from tui.core.iam.principals import is_known
from tui.core.kinds import Role, ServiceLinkedRole, documents_of
from tui.core.plan.blueprint import Blueprint
from tui.core.plan.plan import Plan, make_plan
from tui.core.preset.answers import answer, questions
from tui.core.preset.format import Preset
from tui.core.preset.rendering import render
from tui.core.run.deployer import Deployer
from tui.core.run.events import Finished, Verified
from tui.core.run.journal import read_run
from tui.core.run.undo import UndoPlan, make_undo
from tui.core.terminal_width import cells
from tui.i18n import LANGUAGES, Translator
from tui.store.index import NAME, write_index
from tui.store.load import load_preset
from tui.store.managed_policies import load_managed_policies

FOLDER = Path(__file__).parents[1] / "presets"
PRESETS = {file.stem: load_preset(file) for file in sorted(FOLDER.glob("*.yaml"))}
JOURNEYS = {file.stem: load_preset(file) for file in sorted(FOLDER.glob("journeys/*.yaml"))}
SOURCES: Mapping[str, Mapping[str, Any]] = json.loads(
    (Path(__file__).parent / "golden" / "source_documents.json").read_text(encoding="utf-8")
)
VERDICTS: dict[str, str] = json.loads((Path(__file__).parent / "golden" / "verdicts.json").read_text(encoding="utf-8"))
"""Every entry of the role-needs catalog and of the other sources, with its verdict in the fact sheet."""


TARGET = practice_target()
VARIANTS = [(name, variant) for name, preset in PRESETS.items() for variant in variants(preset)]


def examples(preset: Preset) -> dict[str, str]:
    return preset.examples()


@pytest.fixture(scope="module")
def practice() -> Iterator[PracticeGateway]:
    with PracticeGateway(region="us-east-1", dry_run=False, history=Remembered()) as gateway:
        gateway.start()
        yield gateway


def plan_for(preset: Preset, given: Mapping[str, str], gateway: PracticeGateway) -> Plan:
    blueprint = blueprint_for(preset, given, gateway)
    return make_plan(blueprint, observe(gateway, blueprint.resources), gateway.target, "run0test")


def blueprint_for(preset: Preset, given: Mapping[str, str], gateway: PracticeGateway) -> Blueprint:
    answers = answer(preset, given, gateway.target, lambda kind, source: derive(gateway, kind, source))
    return render(preset, answers, gateway.target)


def undo_of(memory: Memory, plan: Plan, gateway: PracticeGateway) -> UndoPlan:
    """The way back, as a later process would find it; nothing to take back where nothing was written down."""
    if not memory.records:
        return UndoPlan(plan, ())
    record, _ = read_run(memory.records)
    now = observe(gateway, record.desired)
    return make_undo(record, now, find_users(gateway, record.desired, now), gateway.target)


def test_every_entry_of_the_catalog_is_there_with_its_verdict() -> None:
    assert {name: preset.need for name, preset in PRESETS.items() if name in VERDICTS} == VERDICTS


@pytest.mark.parametrize("name", PRESETS)
def test_a_bundled_preset_has_every_text_in_three_languages(name: str) -> None:
    def texts(tree: Any) -> Iterator[dict[str, Any]]:
        if isinstance(tree, Mapping):
            if {"en", "ko", "ja"} & set(tree):
                yield dict(tree)
            for value in tree.values():
                yield from texts(value)
        elif isinstance(tree, list | tuple):
            for value in tree:
                yield from texts(value)

    found = list(texts(PRESETS[name].model_dump(mode="json")))

    assert found
    assert [one for one in found if not {"en", "ko", "ja"} <= set(one)] == []


def test_the_index_beside_the_presets_is_true(tmp_path: Path) -> None:
    (tmp_path / "journeys").mkdir()
    for file in FOLDER.rglob("*.yaml"):
        (tmp_path / file.relative_to(FOLDER)).write_bytes(file.read_bytes())

    write_index(tmp_path)

    assert json.loads((FOLDER / NAME).read_text()) == json.loads((tmp_path / NAME).read_text())


@pytest.mark.parametrize(
    ("name", "variant"), [*VARIANTS, *((name, variant) for name, one in JOURNEYS.items() for variant in variants(one))]
)
def test_applied_it_is_as_wanted_and_undone_nothing_is_left(
    practice: PracticeGateway, name: str, variant: dict[str, str]
) -> None:
    preset = (PRESETS | JOURNEYS)[name]
    given = examples(preset) | there_already(variant) | variant
    plan = plan_for(preset, given, practice)

    memory = Memory()
    events = list(Deployer(practice, observe, journal=memory).deploy(plan))
    again = plan_for(preset, given, practice)
    verified = verify(practice, blueprint_for(preset, given, practice), load_managed_policies())
    back = undo_of(memory, plan, practice)
    undone = list(Deployer(practice, observe, journal=memory).deploy(back.plan, "undo"))
    left = observe(practice, plan.desired)

    assert Verified(True, ()) in events
    assert isinstance(events[-1], Finished)
    assert events[-1].outcome == "done"
    assert again.steps == ()
    assert [one for one in verified.checks if not one.passed] == []
    assert back.refusals == ()
    assert isinstance(undone[-1], Finished)
    assert undone[-1].outcome == "rolled-back"
    assert set(left.values()) <= {None}


@pytest.mark.parametrize(("name", "variant"), VARIANTS)
@pytest.mark.parametrize(
    ("region", "partition"), [("us-east-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")]
)
def test_with_its_examples_it_renders_without_errors_in_every_partition(
    name: str, variant: dict[str, str], region: str, partition: str
) -> None:
    preset = PRESETS[name]
    target = practice_target(region)
    given = {key: value.replace("arn:aws:", f"arn:{partition}:") for key, value in examples(preset).items()}

    answers = answer(preset, given | variant, target)
    blueprint = render(preset, answers, target)
    plan = make_plan(blueprint, {}, target, "run0test")

    text = json.dumps([one.parts() for one in blueprint.resources])
    errors = [one for one in findings_of(plan, preset, answers.values) if one.severity == "error"]
    assert errors == []
    assert "<" not in text
    assert partition == "aws" or "arn:aws:" not in text


@pytest.mark.parametrize("name", sorted(VERDICTS))
def test_every_statement_has_its_reason(name: str) -> None:
    preset = PRESETS[name]

    for label, document in documents(preset.resources):
        for number, statement in enumerate(statements_of(document), start=1):
            keys = {statement.get("Sid"), f"{label}[{number}]"}
            assert keys & set(preset.statements) or any(key.endswith(f"[{number}]") for key in preset.statements)


@pytest.mark.parametrize("name", sorted(VERDICTS))
def test_what_has_no_default_is_what_only_the_person_knows(name: str) -> None:
    preset = PRESETS[name]

    required = {question.name for question in questions(preset) if question.is_required}

    assert "ROLE_NAME" not in required
    assert all(preset.placeholders[one].default is None for one in required)


def rendered(name: str, given: Mapping[str, str]) -> dict[str, Any]:
    preset = PRESETS[name]
    target = practice_target()
    answers = answer(preset, examples(preset) | given, target)
    return {
        f"{one.address} {part}": document
        for one in render(preset, answers, target).resources
        if not isinstance(one, ServiceLinkedRole)
        for part, document in documents_of(one).items()
    }


def as_source(document: Any) -> Any:
    """A source's document with its own spellings of our placeholders put in."""
    spellings = {
        **{
            f"<{name}>": one.example
            for name, one in PRESETS["qlik-lakehouse-ec2-instance-profile"].placeholders.items()
        },
        "${AWS_ACCOUNT_ID}": "123456789012",
        "${OIDC_PROVIDER}": PRESETS["amp-irsa-ingest"].placeholders["OIDC_PROVIDER"].example,
        "${SERVICE_ACCOUNT_NAMESPACE}": "prometheus",
        "${SERVICE_ACCOUNT_AMP_INGEST_NAME}": "amp-iamproxy-ingest-service-account",
        "${SERVICE_ACCOUNT_AMP_QUERY_NAME}": "amp-iamproxy-query-service-account",
    }
    text = json.dumps(document)
    for spelling, value in spellings.items():
        text = text.replace(spelling, value)
    return json.loads(text)


@pytest.mark.parametrize(
    ("name", "given", "part", "source"),
    [
        ("qlik-lakehouse-ec2-instance-profile", {}, "inline/", "inline"),
        ("ec2-wordpress", {}, "trust", "trust"),
        ("ec2-wordpress", {}, "policy/CloudWatch-Wordpress-ut document", "cloudwatch"),
        ("ec2-wordpress", {"S3_BUCKET": "ut-wordpress-s3"}, "policy/S3-Wordpress-ut document", "s3"),
        ("amp-irsa-ingest", {"TRUST": "seed"}, "trust", "trust"),
        ("amp-irsa-ingest", {}, "policy/AMPIngestPolicy document", "permissions"),
        ("amp-irsa-query", {"TRUST": "seed"}, "trust", "trust"),
        ("amp-irsa-query", {}, "policy/AMPQueryPolicy document", "permissions"),
        ("ecs-container-instance", {"PERMISSIONS": "seed"}, "inline/", "inline"),
        ("ecs-fargate-execution", {"PERMISSIONS": "seed"}, "inline/", "inline"),
    ],
)
def test_the_source_s_document_appears_exactly_as_the_source_has_it(
    name: str, given: dict[str, str], part: str, source: str
) -> None:
    ours = [document for key, document in rendered(name, given).items() if part in key]

    assert [json.dumps(one) for one in ours] == [json.dumps(as_source(SOURCES[name][source]))]


def test_every_service_that_a_trust_policy_names_is_known() -> None:
    named = set()
    for name, variant in VARIANTS:
        answers = answer(PRESETS[name], examples(PRESETS[name]) | variant, TARGET)
        trusts = [one.trust for one in render(PRESETS[name], answers, TARGET).resources if isinstance(one, Role)]
        named |= {service for trust in trusts for kind, service in principals_of(trust) if kind == "Service"}

    assert {service for service in named if not is_known(service)} == set()


def test_every_service_linked_role_gets_its_documented_name_in_the_practice_account(practice: PracticeGateway) -> None:
    linked = {
        (item["service_linked_role"]["service"], item["service_linked_role"]["role_name"])
        for preset in PRESETS.values()
        for item in preset.items()
        if "service_linked_role" in item
    }

    made = set()
    for service, _ in linked:
        role = practice.call(iam("CreateServiceLinkedRole", {"AWSServiceName": service}))["Role"]
        made.add((service, role["RoleName"]))
        practice.call(iam("DeleteServiceLinkedRole", {"RoleName": role["RoleName"]}))

    assert made == linked


@pytest.mark.parametrize("name", sorted(VERDICTS))
def test_the_caller_s_permissions_are_shown_without_choices(name: str) -> None:
    caller = PRESETS[name].caller_by_default

    assert caller is None or statements_of(caller)
    assert '"choose"' not in json.dumps(caller)


@pytest.mark.parametrize("width", [24, 80])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_of_any_picture_is_wider_than_the_room_and_every_box_closes(width: int, language: str):
    for preset in (PRESETS | JOURNEYS).values():
        lines = draw(scenes_of(preset), width, Translator(language))

        assert max(map(cells, lines)) <= width
        boxes = [line for line in lines if line[:1] in tuple("┌│└")]
        edges = [at for at, line in enumerate(boxes) if line[0] == "┌"]
        for start in edges:
            end = next(at for at in range(start, len(boxes)) if boxes[at][0] == "└")
            assert len({cells(line) for line in boxes[start : end + 1]}) == 1
