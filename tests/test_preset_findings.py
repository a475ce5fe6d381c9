"""No bundled preset's first page is red: what its documents allow on purpose is waived with a reason."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tui.core.calls.target import practice_target
from tui.core.checks import check, unmatched
from tui.core.checks.findings import Finding
from tui.core.checks.linted import additions, documents_to_lint
from tui.core.checks.waivers import waived
from tui.core.kinds import Resource
from tui.core.preset.answers import answer
from tui.core.preset.format import Preset
from tui.core.preset.rendering import render
from tui.linter.process import Linter
from tui.store.actions import load_actions
from tui.store.load import load_preset
from tui.store.places import linter_files

PATIENCE_SECONDS = 120.0
"""The whole catalog at once takes the linter longer than a person waits for one preset."""
FILES = sorted((Path(__file__).parents[1] / "presets").glob("*.yaml"))


def findings(preset: Preset, variant: dict[str, str]) -> tuple[tuple[Finding, ...], set[str]]:
    """Those of one variant with its examples, and the waivers that answered to none."""
    _, found, values = checked(preset, variant)
    return found, unmatched(preset, found, values)


def checked(
    preset: Preset, variant: dict[str, str]
) -> tuple[tuple[Resource, ...], tuple[Finding, ...], Mapping[str, str]]:
    """What the variant makes of its examples, what our checks say about it, and all of its values."""
    target = practice_target()
    examples = preset.examples()
    answers = answer(preset, examples | variant, target)
    resources = render(preset, answers, target).resources
    return resources, check(resources, target, load_actions(), preset, answers.values), answers.values


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nothing_but_notes_is_left_unwaived_in_any_variant_and_every_waiver_is_needed(file: Path) -> None:
    preset = load_preset(file)
    variants = [{}, *({name: option} for name, one in preset.choices().items() for option in one.options)]

    results = [findings(preset, variant) for variant in variants]

    left = {(one.code, one.where) for found, _ in results for one in found if one.severity != "note" and not one.waiver}
    assert left == set()
    assert set.intersection(*(idle for _, idle in results)) == set()


def test_the_lakehouse_presets_wide_statements_are_waived_with_their_reasons() -> None:
    preset = load_preset(FILES[0].with_name("qlik-lakehouse-ec2-instance-profile.yaml"))

    found, _ = findings(preset, {})

    assert [one.code for one in found] == ["star_resource_read", "service_wildcard", "star_resource_read"]
    assert all(one.waiver and set(one.waiver) == {"en", "ko", "ja"} for one in found)


def test_the_linter_adds_two_notes_at_most_to_a_preset_as_it_is_proposed_and_no_warning_in_any_variant() -> None:
    presets = {file.stem: load_preset(file) for file in FILES}
    variants = {}
    for file in FILES:
        preset = presets[file.stem]
        variants[file.stem, "as proposed"] = checked(preset, {})
        for name, one in preset.choices().items():
            variants |= {(file.stem, f"{name}={option}"): checked(preset, {name: option}) for option in one.options}

    documents = [one for resources, _, _ in variants.values() for one in documents_to_lint(resources)]
    linted = Linter(linter_files(), patience_seconds=PATIENCE_SECONDS).read(documents, lambda: False)

    added = {
        key: [one for one in waived(additions(found, resources, linted), presets[key[0]], values) if not one.waiver]
        for key, (resources, found, values) in variants.items()
    }
    warnings = {key: one.params for key, some in added.items() for one in some if one.severity != "note"}
    counts = {key: len(some) for key, some in added.items() if key[1] == "as proposed" and some}
    assert warnings == {}
    assert {key: count for key, count in counts.items() if count > 2} == {}
