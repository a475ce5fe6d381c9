"""Journeys: presets put together, what is refused in a file, the facts of values, the sheet."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tui.core.calls.target import practice_target
from tui.core.checks.value_facts import Seen, findings_of_values
from tui.core.errors import AnswerRejected, PresetInvalid
from tui.core.journey.compose import compose
from tui.core.journey.format import Journey
from tui.core.preset.answers import answer
from tui.core.preset.documents import put_into
from tui.core.preset.format import Preset, parse
from tui.core.preset.rendering import render
from tui.store.load import load_preset
from tui.store.places import bundled_presets

TARGET = practice_target("us-east-1")
JOURNEYS = sorted(Path(str(bundled_presets())).glob("journeys/*.yaml"))
ROLE: dict[str, Any] = {
    "schema": "1",
    "id": "reader",
    "title": "Reader",
    "placeholders": {
        "ROLE_NAME": {"type": "role-name", "example": "reader", "default": "reader"},
        "BUCKET_NAME": {"type": "s3-bucket-name", "example": "my-lake"},
        "SIZE": {
            "type": "choice",
            "default": "small",
            "options": {"small": {"label": "s"}, "large": {"label": "l"}},
        },
    },
    "resources": [
        {
            "role": {
                "name": "<ROLE_NAME>",
                "trust": {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Principal": {"Service": "ec2.amazonaws.com"},
                            "Action": "sts:AssumeRole",
                        }
                    ],
                },
                "inline": {
                    "read": {
                        "Version": "2012-10-17",
                        "Statement": [
                            {
                                "Sid": "Read",
                                "Effect": "Allow",
                                "Action": {"choose": "SIZE", "small": "s3:GetObject", "large": "s3:*"},
                                "Resource": "arn:<PARTITION>:s3:::<BUCKET_NAME>/*",
                            }
                        ],
                    }
                },
            }
        }
    ],
    "statements": {"Read": {"en": "Read."}, "trust[1]": {"en": "EC2."}},
    "caller": {
        "Version": "2012-10-17",
        "Statement": [{"Sid": "Make", "Effect": "Allow", "Action": "iam:CreateRole", "Resource": "*"}],
    },
    "checks": [{"action": "s3:GetObject", "resource": "arn:<PARTITION>:s3:::<BUCKET_NAME>/x", "expect": "allowed"}],
    "next": {"en": "Take <ROLE_ARN>."},
}
WRITER = {**ROLE, "id": "writer", "statements": {"Read": {"en": "Read and write."}, "trust[1]": {"en": "EC2."}}}
TWO: dict[str, Any] = {
    "schema": "1",
    "id": "both",
    "title": "Both",
    "why": "Two roles for one bucket",
    "steps": [
        {"id": "know", "title": "Know", "read": "Something to know."},
        {"id": "reader", "title": "Reader", "preset": "reader", "names": {"ROLE_NAME": "READER_NAME"}},
        {
            "id": "writer",
            "title": "Writer",
            "preset": "writer",
            "names": {"ROLE_NAME": "WRITER_NAME"},
            "set": {"SIZE": "large"},
        },
        {"id": "tell", "title": "Tell", "do": "Tell the others.", "after": True},
    ],
    "sheet": [
        {"field": "BUCKET", "label": "Bucket", "value": "<BUCKET_NAME>", "who": "Its owner"},
        {"field": "READER_ARN", "label": "Reader", "arn": "role/<READER_NAME>", "who": "Apply"},
    ],
}


def find(preset_id: str) -> Preset:
    return parse({"reader": ROLE, "writer": WRITER}[preset_id])


def two(**changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(TWO), **changes}


@pytest.fixture
def journey() -> Journey:
    return compose(two(), find)


def test_values_of_one_name_are_asked_once_and_renamed_ones_apart(journey: Journey) -> None:
    assert list(journey.placeholders) == ["READER_NAME", "BUCKET_NAME", "SIZE", "WRITER_NAME", "DONE_TELL"]
    assert [one.tokens for one in journey.steps] == [
        (),
        ("READER_NAME", "BUCKET_NAME", "SIZE"),
        ("WRITER_NAME",),
        ("DONE_TELL",),
    ]


def test_an_alias_that_two_values_would_have_is_none(journey: Journey) -> None:
    assert journey.placeholders["READER_NAME"].aliases == ()
    with pytest.raises(AnswerRejected, match=r"answer\.unknown"):
        answer(journey, {"ROLE_NAME": "x", "BUCKET_NAME": "my-lake"}, TARGET)


def test_a_choice_the_journey_has_made_is_made_for_that_preset_alone(journey: Journey) -> None:
    answers = answer(journey, {"BUCKET_NAME": "my-lake", "READER_NAME": "one", "WRITER_NAME": "two"}, TARGET)

    blueprint = render(journey, answers, TARGET)

    actions = {one.name: one.inline["read"]["Statement"][0]["Action"] for one in blueprint.resources}  # type: ignore[union-attr]
    assert actions == {"one": "s3:GetObject", "two": "s3:*"}


def test_checks_are_about_the_role_of_their_preset_and_reasons_too(journey: Journey) -> None:
    answers = answer(journey, {"BUCKET_NAME": "my-lake", "READER_NAME": "one", "WRITER_NAME": "two"}, TARGET)

    assert [one.subject for one in render(journey, answers, TARGET).checks] == ["one", "two"]
    assert journey.statements["role/<READER_NAME> Read"].en == "Read."
    assert journey.statements["role/<WRITER_NAME> Read"].en == "Read and write."
    assert journey.statements["trust[1]"].en == "EC2."


def test_what_the_person_needs_is_said_once(journey: Journey) -> None:
    assert journey.caller is not None
    assert len(journey.caller["Statement"]) == 1


def test_a_step_under_a_condition_makes_nothing_without_it() -> None:
    steps = copy.deepcopy(TWO["steps"])
    steps[2]["when"] = {"WRITES": "yes"}
    steps[2]["ask"] = ["WRITES"]
    choice = {"type": "choice", "default": "no", "options": {"no": {"label": "no"}, "yes": {"label": "yes"}}}
    found = compose(two(steps=steps, placeholders={"WRITES": choice}), find)
    given = {"BUCKET_NAME": "my-lake"}

    without = render(found, answer(found, given, TARGET), TARGET)
    with_it = render(found, answer(found, {**given, "WRITES": "yes", "WRITER_NAME": "two"}, TARGET), TARGET)

    assert [one.address for one in without.resources] == ["role/reader"]
    assert [one.address for one in with_it.resources] == ["role/reader", "role/two"]
    assert (len(without.checks), len(with_it.checks)) == (1, 2)


def changed_step(number: int, **fields: Any) -> dict[str, Any]:
    steps = copy.deepcopy(TWO["steps"])
    steps[number] |= fields
    return two(steps=steps)


@pytest.mark.parametrize(
    ("tree", "code", "path"),
    [
        (changed_step(1, names={"NOBODY": "X"}), "journey.no_such_token", ("steps", 1, "names", "NOBODY")),
        (changed_step(2, set={"SIZE": "huge"}), "journey.not_a_choice", ("steps", 2, "set", "SIZE")),
        (changed_step(3, id="know"), "journey.step_twice", ("steps", 3, "id")),
        (changed_step(0, ask=["BUCKET_NAME", "MISSING"]), "journey.no_such_token", ("steps",)),
        (changed_step(3, ask=["BUCKET_NAME"]), "journey.asked_twice", ("steps", 3, "ask")),
        (changed_step(2, names={"ROLE_NAME": "BUCKET_NAME"}), "journey.other_type", ("steps", 2, "names")),
        (changed_step(2, when={"NOBODY": "yes"}), "journey.no_such_token", ("steps", 2, "when", "NOBODY")),
        (changed_step(0, read=None), "preset.field", ("steps", 0)),
        (two(steps=[]), "preset.field", ("steps",)),
        (two(sheet=[TWO["sheet"][0], TWO["sheet"][0]]), "journey.sheet_twice", ("sheet",)),
        (two(sheet=[{**TWO["sheet"][0], "value": "<NOBODY>"}]), "preset.token_undeclared", ("sheet",)),
        (two(sheet=[{**TWO["sheet"][0], "arn": "role/x"}]), "preset.field", ("sheet", 0)),
        (two(expects=[{"value": "NOBODY", "fact": "state", "is": "x"}]), "preset.token_undeclared", ("expects",)),
        (two(expects=[{"value": "BUCKET_NAME", "fact": "region"}]), "preset.field", ("expects", 0)),
        (two(program="rm -rf /"), "preset.field", ("program",)),
    ],
)
def test_what_cannot_be_a_journey_is_told_with_its_place(tree: Any, code: str, path: tuple[Any, ...]) -> None:
    with pytest.raises(PresetInvalid) as told:
        compose(tree, find)

    assert (told.value.code, told.value.path) == (code, path)


@pytest.mark.parametrize("file", JOURNEYS, ids=lambda file: file.stem)
def test_the_bundled_ones_speak_three_languages_and_place_every_value(file: Path) -> None:
    journey = load_preset(file)
    assert isinstance(journey, Journey)

    def texts(node: Any) -> Iterator[dict[str, str]]:
        if isinstance(node, dict):
            if node and set(node) <= {"en", "ko", "ja", "source"}:
                yield node
            else:
                for one in node.values():
                    yield from texts(one)
        elif isinstance(node, list):
            for one in node:
                yield from texts(one)

    found = list(texts(yaml.safe_load(file.read_text(encoding="utf-8"))))
    assert len(found) > 10
    assert all({"en", "ko", "ja"} <= set(one) for one in found)
    placed = [token for one in journey.steps for token in one.tokens]
    assert sorted(placed) == sorted(journey.placeholders)
    assert all(one.label.ko and one.who.ja for one in journey.sheet)


def test_names_left_in_a_pasted_document_are_put_in_also_without_their_closing_bracket() -> None:
    pasted = json.dumps({"Resource": ["<KMS_SYMMETRIC_KEY_ARN", "arn:aws:iam::<AWS ACCOUNT-ID>:role/x", "*"]})

    found = put_into(pasted, "DOC", {"KMS_SYMMETRIC_KEY_ARN": {"result": "kms-key/a"}, "AWS_ACCOUNT_ID": "1"})

    assert json.loads(found) == {"Resource": [{"result": "kms-key/a"}, "arn:aws:iam::1:role/x", "*"]}


def test_a_name_nothing_stands_for_is_refused_with_the_name() -> None:
    with pytest.raises(AnswerRejected) as told:
        put_into('{"Resource":"arn:aws:s3:::<bucket_name>/*"}', "DOC", {})

    assert (told.value.code, told.value.params["given"]) == ("value.left_over", "<bucket_name>")


def fact(kind: str, name: str, **wanted: Any) -> Preset:
    tree = copy.deepcopy(ROLE)
    tree["placeholders"]["IT"] = {"type": kind, "example": "x"}
    tree["expects"] = [{"value": "IT", "fact": name, **wanted}]
    return parse(tree)


def told_of(preset: Preset, value: str, seen: Seen | None) -> list[str]:
    values = {"IT": value, "REGION": "us-east-1", "ACCOUNT_ID": TARGET.account}
    looked_up = {} if seen is None else {"IT": seen}
    return [f"{one.severity} {one.code}" for one in findings_of_values(preset, values, looked_up, TARGET, ())]


ACTIVE = {"is": "ACTIVE"}


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        (Seen({"status": (("", "ACTIVE"),)}), []),
        (Seen({"status": (("", "CREATING"),)}), ["error fact.kinesis-stream-name.status"]),
        (Seen({}, is_absent=True), ["error value_absent"]),
        (Seen({}, is_unread=True), ["warning value_unread"]),
        (None, ["warning value_unread"]),
    ],
)
def test_what_is_not_known_is_never_told_as_right(seen: Seen | None, told: list[str]) -> None:
    assert told_of(fact("kinesis-stream-name", "status", **ACTIVE), "sync", seen) == told


def trust(principal: Any, external_id: str | None = "7f3a9c2e51d84b06", operator: str = "StringEquals") -> str:
    statement: dict[str, Any] = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    if external_id is not None:
        statement["Condition"] = {operator: {"sts:ExternalId": external_id}}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


QLIK = {"AWS": "arn:aws:iam::210987654321:root"}


@pytest.mark.parametrize(
    ("document", "wrong"),
    [
        (trust(QLIK), set()),
        (trust({"AWS": "210987654321"}), set()),
        (trust(QLIK, None), {"external_id"}),
        (trust(QLIK, "your-external-id"), {"external_id"}),
        (trust(QLIK, "12345"), {"external_id"}),
        (trust(QLIK, "<external id>"), {"external_id"}),
        (trust(QLIK, "7f3a9c2e51d84b06", "StringNotEquals"), {"external_id"}),
        (trust({"AWS": f"arn:aws:iam::{TARGET.account}:root"}), {"principal"}),
        (trust({"AWS": "arn:aws:iam::111122223333:root"}), {"principal"}),
        (trust({"Service": "ec2.amazonaws.com"}), {"principal"}),
        (trust("*"), {"principal"}),
        (trust({"AWS": ["arn:aws:iam::210987654321:root", "*"]}), {"principal"}),
    ],
)
def test_a_pasted_trust_policy_has_to_be_the_other_products_own(document: str, wrong: set[str]) -> None:
    found = {
        name
        for name, wanted in (("principal", "other-account"), ("external_id", "there"))
        if told_of(fact("trust-document", name, **{"is": wanted}), document, None)
    }

    assert found == wrong


def test_a_pasted_policy_about_another_account_or_region_is_told() -> None:
    resources = ["arn:aws:iam::210987654321:role/x", "arn:aws:kinesis:eu-west-1:123456789012:stream/s", "*"]
    document = json.dumps({"Statement": [{"Effect": "Allow", "Action": "*", "Resource": resources}]})

    account = told_of(fact("policy-document", "account", **{"is": "<ACCOUNT_ID>"}), document, None)
    region = told_of(fact("policy-document", "region", **{"is": "<REGION>", "severity": "warning"}), document, None)

    assert account == ["error fact.policy-document.account"]
    assert region == ["warning fact.policy-document.region"]
