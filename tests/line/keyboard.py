"""A person at questionary's own prompts: what they type, over the practice account's real child or a faulty account."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from desk import FakeDesk
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from tui.core.plan.plan import Plan
from tui.core.plan.review import Desk
from tui.core.run.events import Event, StepDone
from tui.desk import WizardDesk
from tui.i18n import Translator
from tui.line.wizard import run_line
from tui.options import Options

ENTER, CTRL_C, CTRL_D, ERASE = "\r", "\x03", "\x04", "\x15"
YES, LEAVE = ("y", ENTER), ("q", ENTER)
APPLY = ("a", ENTER, *YES)
LAMBDA = (ENTER, ENTER)
"""Takes the defaults of lambda-basic, whose FUNCTION_NAME the command line gave."""


@contextmanager
def typing(*keys: str) -> Iterator[None]:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text("".join(keys))
        yield


def run_at(desk: Desk, *keys: str, preset: str | None = None, language: str = "en", **given: str) -> int:
    """The exit code of line mode over a desk; a key too few ends the test, since nothing comes after Ctrl+C."""
    with typing(*keys, CTRL_C):
        return run_line(desk, Translator(language), preset, given)


def run(*keys: str, preset: str | None = None, language: str = "en", dry_run: bool = False, **given: str) -> int:
    """The same over the practice account's real child."""
    with WizardDesk(Options(command="wizard", is_dry_run=dry_run)) as desk:
        return run_at(desk, *keys, preset=preset, language=language, **given)


def make_lambda(*keys: str, **options: Any) -> int:
    """lambda-basic for the function thumbnails, from its review on."""
    return run(*LAMBDA, *keys, preset="lambda-basic", FUNCTION_NAME="thumbnails", **options)


class _Interrupted:
    """A desk at which somebody presses Ctrl+C, or another signal comes, after the first call of an apply."""

    number = signal.SIGINT

    def deploy(self, plan: Plan, is_cancelled: Callable[[], bool], kind: Any = "apply", ask: Any = None) -> Any:
        events: Iterator[Event] = super().deploy(plan, is_cancelled, kind, ask)  # type: ignore[misc]
        for event in events:
            yield event
            if kind == "apply" and event == StepDone(0, getattr(event, "seconds", 0)):
                signal.raise_signal(self.number)


class InterruptedDesk(_Interrupted, WizardDesk):
    """Over the practice account's real child."""


class InterruptedFake(_Interrupted, FakeDesk):
    """Over an account in a few dictionaries."""
