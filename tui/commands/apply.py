"""`rolewizard apply PRESET --yes`: the plan, carried out."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tui.commands import plan as planning
from tui.commands import print_json
from tui.core.errors import UsageError
from tui.core.events import Event, Finished, event_record
from tui.core.wizard import Review
from tui.i18n import Translator
from tui.line.text import print_event, print_findings, print_review
from tui.options import Options
from tui.start import WizardDesk, given_answers

FAILED, INTERRUPTED = 1, 130


def run(options: Options, t: Translator) -> int:
    """Applies, one line per event; on a dry run it only plans."""
    if options.is_dry_run:
        return planning.run(options, t)
    if not options.is_confirmed:
        raise UsageError("usage.yes_needed", options.words[0], preset=options.words[0])
    with WizardDesk(options) as desk:
        review = desk.review(desk.preset(options.words[0]), given_answers(options))
        if review.is_blocked:
            if not options.as_json:
                print_findings(review.findings, t)
            codes = ", ".join(one.code for one in review.findings if one.severity == "error")
            raise UsageError("plan.blocked", options.words[0], findings=codes)
        if not options.as_json:
            print_review(review, t)
        with _interruptible() as interrupted:
            last = _deploy(desk, review, interrupted, options, t)
    if interrupted.is_set():
        return INTERRUPTED
    return 0 if last.outcome == "done" else FAILED


def _deploy(desk: WizardDesk, review: Review, stop: threading.Event, options: Options, t: Translator) -> Finished:
    events: Iterator[Event] = desk.deploy(review.plan, stop.is_set)
    for event in events:
        if options.as_json:
            print_json(event_record(event))
        else:
            print_event(event, review.plan, t)
        if isinstance(event, Finished):
            return event
    raise AssertionError("a run ends with Finished")


@contextmanager
def _interruptible() -> Iterator[threading.Event]:
    """Ctrl+C lets the call in flight finish and stops before the next one."""
    asked = threading.Event()
    before = signal.signal(signal.SIGINT, lambda *_: asked.set())
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)
