"""Refused calls as people read them: what is the same is told once, and what is missing can be copied in one go."""

import pytest
from builders import a_plan, a_policy, a_profile, a_role
from desk import FakeDesk

from tui.app import RoleWizard
from tui.core.run.events import StepFailed
from tui.i18n import Translator
from tui.screens.sending import denials, failure_lines

PLAN = a_plan(a_policy(), a_role(managed=("arn:aws:iam::aws:policy/A", "arn:aws:iam::aws:policy/B")), a_profile())
ATTACHING = [index for index, step in enumerate(PLAN.steps) if step.do.operation == "AttachRolePolicy"]
OTHER = next(index for index, step in enumerate(PLAN.steps) if step.do.operation == "CreateInstanceProfile")


def denied(index: int, why: str = "because no identity-based policy allows it") -> StepFailed:
    operation = PLAN.steps[index].do.operation
    message = f"User: me is not authorized to perform: iam:{operation} on resource: role app {why}"
    return StepFailed(index, operation, "AccessDenied", message)


def page(*failures: StepFailed) -> str:
    return "\n".join(line.plain for line in failure_lines(failures, PLAN, Translator("en")))


def test_calls_that_were_refused_with_the_same_words_are_told_once():
    text = page(*map(denied, ATTACHING), denied(OTHER))

    assert text.count("✗ AttachRolePolicy  AccessDenied  × 2") == 1
    assert text.count("iam:AttachRolePolicy on resource") == 1
    assert text.count("✗ CreateInstanceProfile  AccessDenied\n") == 1


def test_every_permission_that_is_missing_is_among_what_is_copied():
    found = [one.action for one in denials((*map(denied, ATTACHING), denied(OTHER)), PLAN)]

    assert found == ["iam:AttachRolePolicy", "iam:CreateInstanceProfile"]


def test_where_a_deny_stands_in_the_way_no_statement_is_offered():
    barred = denied(OTHER, "with an explicit deny in a service control policy")

    assert "One more Allow does not help" in page(barred)
    assert '"Effect": "Allow"' not in page(barred)
    assert denials([barred], PLAN) == []


async def test_an_app_that_crashes_shows_no_traceback_and_leaves_the_error_to_whoever_started_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    # Textual prints a traceback with the value of every variable
    class Broken(RoleWizard):
        CSS_PATH = None

        def on_mount(self) -> None:
            secret = "hunter2"
            raise ValueError(len(secret))

    app = Broken(FakeDesk(), Translator())
    await app.run_async(headless=True)

    assert isinstance(app.crash, ValueError)
    told = capsys.readouterr()
    assert "hunter2" not in told.out + told.err
    assert "Traceback" not in told.out + told.err
