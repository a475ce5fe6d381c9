"""No bundled preset's first page is red: what its documents allow on purpose is waived with a reason."""

from pathlib import Path

import pytest

from tui.core.answers import answer
from tui.core.checks import check, unmatched
from tui.core.findings import Finding
from tui.core.preset import Preset
from tui.core.render import render
from tui.core.target import practice_target
from tui.store.actions import load_actions
from tui.store.load import load_preset

FILES = sorted((Path(__file__).parents[1] / "presets").glob("*.yaml"))


def findings(preset: Preset, variant: dict[str, str]) -> tuple[tuple[Finding, ...], set[str]]:
    """Those of one variant with its examples, and the waivers that answered to none."""
    target = practice_target()
    examples = {name: one.example for name, one in preset.placeholders.items() if one.type != "choice"}
    answers = answer(preset, examples | variant, target)
    found = check(render(preset, answers, target).resources, target, load_actions(), preset, answers.values)
    return found, unmatched(preset, found, answers.values)


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
