"""Preset + answers -> blueprint. Pure."""

from collections.abc import Mapping
from typing import Any

from tui.core.calls.result_reference import put_in, refs_in
from tui.core.calls.target import Target
from tui.core.errors import PresetInvalid
from tui.core.iam.arn import instance_profile_arn, role_arn
from tui.core.kinds import InstanceProfile, Resource, Role
from tui.core.kinds.shapes import resources_from
from tui.core.plan.blueprint import Blueprint, Expectation
from tui.core.preset.answers import Answers
from tui.core.preset.format import Preset, SmokeStep, steps_in
from tui.core.preset.tokens import chosen, filled, tokens_in


def render(preset: Preset, answers: Answers, target: Target) -> Blueprint:
    """The blueprint of these answers.

    Raises PresetInvalid where the template has another shape than its kind, or a token is left over.
    """
    tree = put_in(filled(chosen(preset.resources, answers.choices), answers.values), target)
    if left := sorted(set(tokens_in(tree))):
        raise PresetInvalid("preset.token_left", path=("resources",), token=", ".join(left))
    resources = resources_from(tree, answers.options, target)
    addresses = {one.address for one in resources}
    if lost := [one for one in refs_in(tree) if one.address not in addresses]:
        raise PresetInvalid("preset.result", path=("resources",), result=lost[0].address, field=lost[0].field)
    told = {**answers.values, **_results(resources, target)}
    checks = filled(chosen(preset.checks, answers.choices), answers.values)
    smoke = filled(chosen(list(preset.smoke), answers.choices), told)
    steps = tuple(SmokeStep.model_validate(one) for one in steps_in(_placed(smoke)))
    roles = {one.name for one in resources if isinstance(one, Role)}
    named = (*(one.role for one in steps), *(str(one.get("subject", "")) for one in checks))
    if lost_role := next((one for one in named if one and one not in roles), ""):
        raise PresetInvalid("preset.smoke_role", path=("smoke",), name=lost_role)
    return Blueprint(
        preset=preset.id,
        choices=answers.choices,
        resources=resources,
        caller=filled(chosen(preset.caller, answers.choices), answers.values) if preset.caller else None,
        checks=tuple(
            Expectation(
                one["action"],
                one["resource"],
                one["expect"] == "allowed",
                one.get("context", {}),
                one.get("subject", ""),
            )
            for one in checks
        ),
        smoke=tuple(one for one in smoke if isinstance(one, str)),
        next={language: filled(preset.next.by(language), told) for language in ("en", "ko", "ja")}
        if preset.next
        else {},
        steps=steps,
    )


def _placed(tree: Any) -> Any:
    """The steps without the one region that S3 does not want to be told, us-east-1."""
    if isinstance(tree, Mapping):
        named = {key: _placed(value) for key, value in tree.items()}
        return {key: value for key, value in named.items() if value != {"LocationConstraint": "us-east-1"}}
    return [_placed(one) for one in tree] if isinstance(tree, list) else tree


def _results(resources: tuple[Resource, ...], target: Target) -> dict[str, str]:
    """ARNs that the texts for afterwards may name."""
    found: dict[str, str] = {}
    for one in resources:
        if isinstance(one, Role):
            found.setdefault("ROLE_ARN", role_arn(target, one.name, one.path))
        elif isinstance(one, InstanceProfile):
            found.setdefault("INSTANCE_PROFILE_ARN", instance_profile_arn(target, one.name, one.path))
    return found
