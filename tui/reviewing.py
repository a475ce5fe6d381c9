"""A review made of everything that has a say in it: the account, its surroundings, the checks, AWS's own linter."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from tui.aws.analyzer import ask_analyzer
from tui.aws.observe import observe
from tui.aws.surroundings import survey
from tui.aws.value_facts import look_up
from tui.core.calls.api_call import ApiCall, Gateway
from tui.core.calls.target import PRACTICE_REGION, practice_target
from tui.core.checks import check, with_fixes
from tui.core.checks.findings import Finding, by_severity, findings_of
from tui.core.checks.value_facts import findings_of_values
from tui.core.compare.differences import Differences
from tui.core.errors import AwsRefused
from tui.core.plan.account_context import findings_around
from tui.core.plan.blueprint import Blueprint
from tui.core.plan.plan import Plan, make_plan, plan_between
from tui.core.plan.review import Review
from tui.core.preset.answers import Answers, answer
from tui.core.preset.format import Preset
from tui.core.preset.rendering import render
from tui.store.actions import load_actions


def make_review(
    gateway: Gateway,
    preset: Preset,
    answers: Answers,
    blueprint: Blueprint,
    given: Mapping[str, str],
    fixes: Iterable[str],
    run: str,
    broken: Iterable[str],
) -> Review:
    """The review of a blueprint with these fixes; `broken` are the files that would have taken the preset's place.

    Raises AwsRefused, AwsUnreachable.
    """
    actions = load_actions()
    find = partial(check, target=gateway.target, actions=actions, preset=preset, values=answers.values)
    before = blueprint.resources
    resources, taken = with_fixes(before, fixes, find)
    blueprint = replace(blueprint, resources=resources)
    plan = make_plan(blueprint, observe(gateway, resources), gateway.target, run)
    plan = replace(plan, given=dict(given))
    advice = ask_analyzer(gateway, resources)
    facts = look_up(gateway, preset, answers.values)
    around = survey(gateway, plan)
    # while the account answers
    differences, found = Differences.of(plan), find(resources)
    findings = (
        *(Finding("own_preset_broken", "warning", where, {"preset": preset.id}) for where in broken),
        *findings_of(plan, preset, answers.values),
        *findings_of_values(preset, answers.values, facts(), gateway.target, resources),
        *findings_around(plan, around()),
        *found,
        *advice(),
    )
    return Review(
        preset, answers, blueprint, plan, by_severity(findings), actions, taken, before, differences=differences
    )


class Nobody:
    """A Gateway to an account in which nothing is there, and that nobody has to wait for."""

    target = practice_target(PRACTICE_REGION)

    def call(self, call: ApiCall) -> Mapping[str, Any]:
        """Raises AwsRefused."""
        raise AwsRefused("NoSuchEntity", "", call.operation)


def rehearse(gateway: Gateway, preset: Preset) -> None:
    """Makes a review that nobody sees: what runs for the first time is slow, and the first one is waited for.

    Raises what make_review raises.
    """
    answers = answer(preset, preset.examples(), gateway.target)
    make_review(gateway, preset, answers, render(preset, answers, gateway.target), {}, (), "", ())


def look_again(gateway: Gateway, plan: Plan) -> tuple[Plan, tuple[Finding, ...]]:
    """The plan for the account as it is now, and what its surroundings say about it.

    Raises AwsRefused, AwsUnreachable.
    """
    found = observe(gateway, plan.desired)
    now = plan_between(plan.preset, plan.desired, found, plan.target, plan.run)
    return now, findings_around(now, survey(gateway, now)())
