"""The composition root: what a command line asked for meets the parts that can do it."""

import gc
import os
import sys
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.core.calls.target import PRACTICE_REGION
from tui.core.errors import UsageError
from tui.desk import WizardDesk, open_journals
from tui.i18n import Translator
from tui.options import Options
from tui.store.places import practice_calls

if TYPE_CHECKING:
    from tui.core.calls.api_call import ApiCall

    # imports pydantic, which costs 70 ms that the first screen does not have; here only its name is needed
    from tui.core.plan.review import RunSummary
    from tui.core.run.journal import RunRecord


def given_answers(options: Options) -> dict[str, str]:
    """The answers of --answers and --set together; --set wins.

    Raises PresetInvalid, UsageError and AnswerRejected as tui.store.answers says.
    """
    if not options.given and options.answers_file is None:
        return {}
    from tui.store.answers import answers_of

    return answers_of(options.answers_file, options.given)


def reset_practice() -> int:
    """Empties the practice account and forgets its runs; returns how many calls are forgotten."""
    from tui.store.practice_log import PracticeLog

    open_journals().forget("practice")
    return PracticeLog(practice_calls(), PRACTICE_REGION).empty()


def list_runs() -> "tuple[RunSummary, ...]":
    """All runs of this user on this machine, newest first; needs no account."""
    from tui import recovery

    return recovery.summaries(open_journals())


def forget_run(run: str) -> None:
    """Removes the journal of a run that has ended.

    Raises UsageError: run.unknown, run.damaged, run.still_open; RunBusy; JournalFailed.
    """
    open_journals().remove(run)


def for_run(options: Options, run: str) -> Options:
    """The options with the account and region the run was made in, so that nobody has to say them again.

    Raises UsageError.
    """
    target = find_run(run).target
    return replace(options, target=target.kind, region=options.region or target.region)


def find_run(run: str) -> "RunRecord":
    """The run as its journal tells it. Raises UsageError."""
    return open_journals().find(run)


def is_run(word: str) -> bool:
    """Whether the word is the id of a run of this user on this machine."""
    return open_journals().has(word)


def call_problem(call: "ApiCall") -> tuple[str, str]:
    """What botocore finds wrong with a call of AWS; see core.preset.lint.CallProblem."""
    from tui.aws import operations

    return operations.call_problem(call)


def run_wizard(options: Options, translate: Translator) -> int:
    """The screen front end, or line mode where there is no screen or --plain asks for it."""
    # Textual paints on standard error
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise UsageError("usage.no_terminal")
    if options.is_plain or _is_dumb():
        from tui.line.wizard import run_line

        with WizardDesk(options) as desk:
            return run_line(desk, translate, options.words[0] if options.words else None, given_answers(options))
    # importing Textual makes many objects and little garbage: looking for it is a tenth of the way to the first paint,
    # after which the App turns the collector on again
    gc.disable()
    gc.set_threshold(50_000)
    # every refresh waits for the next tick; at 60 a filtered key takes three of them
    os.environ.setdefault("TEXTUAL_FPS", "120")
    from tui.app import RoleWizard

    with WizardDesk(options) as desk:
        given = given_answers(options)
        start_preset = options.words[0] if options.words else None
        if start_preset:
            desk.shelf.find(start_preset)
        app = RoleWizard(desk, translate, start_preset=start_preset, given=given)
        app.run()
        if app.answers_left:
            # of the last moment; before it they were kept as they were typed
            desk.keep_answers(*app.answers_left)
        if app.crash:
            raise app.crash
    # a terminal that was closed may have made Textual give up before the signal's exit came through
    code = app.code_of_signal or app.return_code or 0
    leave(code)
    return code


def leave(code: int) -> None:
    """Ends the process where a thread would keep it alive; everything of ours is closed by now.

    A read that hangs does, and so does Textual's reader of keys, which goes on for ever, at full speed, when its last
    writing to a closed terminal fails.
    """
    left = [one for one in threading.enumerate() if one is not threading.current_thread() and not one.daemon]
    if left:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


def _is_dumb() -> bool:
    return os.environ.get("TERM", "dumb") in ("", "dumb")
