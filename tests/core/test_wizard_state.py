"""Going back keeps what was typed and drops what was decided later."""

from dataclasses import replace

import pytest
from builders import a_plan, a_preset, a_role, a_target

from tui.core.checks.findings import Finding
from tui.core.plan.review import Review, WizardState
from tui.core.preset.answers import answer
from tui.core.preset.rendering import render
from tui.core.run.events import Event, Finished, RunStarted
from tui.core.stage import Stage

PRESET, OTHER = a_preset(id="one"), a_preset(id="other")
GIVEN = {"ROLE_NAME": "app"}
FINISHED = Finished("done", "r1", {}, 1)


def a_review(*findings: Finding) -> Review:
    answers = answer(PRESET, GIVEN, a_target())
    return Review(PRESET, answers, render(PRESET, answers, a_target()), a_plan(a_role()), findings)


REVIEW = a_review()


def after(*events: Event) -> WizardState:
    """The state of a wizard that was approved and to which these events happened."""
    state = WizardState().picked(PRESET).answered(GIVEN, REVIEW).approved()
    for event in events:
        state = state.happened(event)
    return state


def test_a_wizard_goes_through_the_five_stages():
    state = WizardState()
    stages = [state.stage]

    for decide in (
        lambda now: now.picked(PRESET),
        lambda now: now.answered(GIVEN, REVIEW),
        lambda now: now.approved(),
        lambda now: now.happened(RunStarted("r1", 1)),
        lambda now: now.happened(FINISHED),
    ):
        state = decide(state)
        stages.append(state.stage)

    assert stages == [Stage.PICK, Stage.FILL, Stage.REVIEW, Stage.APPLY, Stage.APPLY, Stage.REPORT]
    assert state.events == (RunStarted("r1", 1), FINISHED)


def test_back_from_the_review_keeps_the_answers_and_drops_the_plan():
    state = WizardState().picked(PRESET).answered(GIVEN, REVIEW).back()

    assert state == WizardState(Stage.FILL, PRESET, GIVEN)


def test_back_from_applying_keeps_the_plan_and_drops_the_events():
    state = after(RunStarted("r1", 1)).back()

    assert state == WizardState(Stage.REVIEW, PRESET, GIVEN, REVIEW)


def test_back_to_the_catalog_and_the_same_preset_again_finds_the_answers():
    state = WizardState().picked(PRESET).answered(GIVEN, REVIEW).back().back()

    assert state.stage is Stage.PICK
    assert state.picked(PRESET) == WizardState(Stage.FILL, PRESET, GIVEN)


@pytest.mark.parametrize("times", [1, 2, 3])
def test_back_on_the_catalog_loses_nothing(times: int):
    state = WizardState().picked(PRESET).answered(GIVEN, REVIEW).back().back()

    for _ in range(times):
        state = state.back()

    assert state.picked(PRESET).given == GIVEN


def test_another_preset_starts_with_no_answers():
    state = WizardState().picked(PRESET).answered(GIVEN, REVIEW).back().back()

    assert (state.picked(OTHER).stage, state.picked(OTHER).preset, state.picked(OTHER).given) == (Stage.FILL, OTHER, {})


def test_answers_are_still_there_after_a_look_at_another_preset():
    # they were lost, although the form says that going back keeps them
    state = WizardState().picked(PRESET).answered(GIVEN, REVIEW).back().back().picked(OTHER).back()

    assert state.picked(PRESET) == WizardState(Stage.FILL, PRESET, GIVEN)


def test_what_was_applied_is_no_draft_any_more_but_others_are():
    looked_at_first = replace(WizardState().picked(OTHER), given={"ROLE_NAME": "draft"}).back()

    state = looked_at_first.picked(PRESET).answered(GIVEN, REVIEW).approved().happened(FINISHED).back()

    assert (state.picked(PRESET).given, state.picked(OTHER).given) == ({}, {"ROLE_NAME": "draft"})


def test_back_from_the_report_starts_over():
    state = after(FINISHED).back()

    assert (state.stage, state.preset, state.review, state.events) == (Stage.PICK, None, None, ())
    assert state.picked(PRESET).given == {}


def test_other_answers_replace_the_plan_made_from_the_old_ones():
    other = replace(REVIEW, plan=a_plan(a_role("other")))

    state = WizardState().picked(PRESET).answered(GIVEN, REVIEW).back().answered({"ROLE_NAME": "other"}, other)

    assert (state.stage, state.given, state.review) == (Stage.REVIEW, {"ROLE_NAME": "other"}, other)


@pytest.mark.parametrize(("severity", "is_blocked"), [("error", True), ("warning", False)])
def test_a_review_is_blocked_by_errors_alone(severity, is_blocked: bool):
    assert a_review(Finding("x", severity, "")).is_blocked is is_blocked
