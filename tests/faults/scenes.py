"""Applies to break: the bundled presets in all their variants on an empty account, and changes to what is there."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from endpoints import REGION

from tui.core.calls.target import practice_target
from tui.core.kinds import Resource
from tui.core.plan.plan import Plan, make_plan
from tui.core.preset.answers import answer
from tui.core.preset.format import Preset
from tui.core.preset.rendering import render
from tui.store.load import load_preset

FOLDER = Path(__file__).parents[2] / "presets"
TARGET = practice_target(REGION)


@cache
def read(preset: str) -> Preset:
    """A bundled preset."""
    return load_preset(FOLDER / f"{preset}.yaml")


@dataclass(frozen=True)
class Scene:
    """What is applied, and what was applied before it."""

    preset: str
    given: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, str] | None = None
    """Answers of an apply that has already happened; None for an empty account."""
    variant: str = ""
    """The options that differ from the defaults."""

    @property
    def name(self) -> str:
        """For the table and the names of tests."""
        return f"{self.preset}{self.variant and f' ({self.variant})'}{'' if self.before is None else ' changed'}"

    def blank(self) -> Plan:
        """The plan for an account that has nothing."""
        preset = read(self.preset)
        return make_plan(render(preset, answer(preset, self.given, TARGET), TARGET), {}, TARGET, "blank")

    @property
    def desired(self) -> tuple[Resource, ...]:
        """What the scene wants to exist."""
        return self.blank().desired

    @property
    def operations(self) -> tuple[str, ...]:
        """Its changing calls on an account that has nothing."""
        return tuple(step.do.operation for step in self.blank().steps)


def _examples(preset: Preset) -> dict[str, str]:
    found = preset.examples()
    return {name: value for name, value in found.items() if value}


def _variants(preset: Preset) -> Iterator[Scene]:
    """Every combination of options."""
    choices = preset.choices()
    for options in itertools.product(*(one.options for one in choices.values())):
        taken = dict(zip(choices, options, strict=True))
        other = [f"{name}={option}" for name, option in taken.items() if option != choices[name].default]
        yield Scene(preset.id, _examples(preset) | taken, variant=", ".join(other))


def _changes() -> Iterator[Scene]:
    """Applies to what is there already: every call that changes a thing instead of making it."""
    more = {"ROLE_DESCRIPTION": "another", "TAGS": "team=data"}
    yield Scene("ec2-wordpress", more, {"CLOUDWATCH_PERMISSIONS": "least", "S3_PERMISSIONS": "least"})
    given = {"OIDC_PROVIDER": "oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"}
    given |= {"EKS_CLUSTER": "my-cluster", "K8S_NAMESPACE": "prometheus"}
    yield Scene("amp-irsa-ingest", given, {**given, "TRUST": "seed"})


@cache
def every_scene() -> tuple[Scene, ...]:
    """Every preset, in every variant whose calls are not those of another variant of it; and changes."""
    found: dict[tuple[str, tuple[str, ...]], Scene] = {}
    for file in sorted(FOLDER.glob("*.yaml")):
        scenes = list(_variants(read(file.stem)))
        for scene in sorted(scenes, key=lambda one: one.variant.count(",") + bool(one.variant)):
            if calls := scene.operations:
                found.setdefault((scene.preset, calls), scene)
    return (*found.values(), *_changes())


@cache
def distinct_scenes() -> tuple[Scene, ...]:
    """One scene for every distinct sequence of calls: to the engine, presets with the same calls are the same."""
    found: dict[tuple[str, ...], Scene] = {}
    for scene in every_scene():
        if scene.before is None:
            found.setdefault(scene.operations, scene)
    return (*found.values(), *_changes())


def scene(name: str) -> Scene:
    """The scene with that name."""
    return next(one for one in every_scene() if one.name == name)
