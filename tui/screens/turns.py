"""Taking turns with the thread that draws the screen."""

import time
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TypeVar

T = TypeVar("T")
LOOK_SECONDS = 0.2
"""How often a thread that waits for a person looks whether its question still matters."""

WORK_SECONDS, REST_SECONDS = 0.002, 0.0002
"""sleep(0) would take the lock back before the other thread has woken up."""


class Turns:
    """core.catalog.entries.Progress.rest of a worker with much to do."""

    def __init__(self) -> None:
        self._since = time.perf_counter()

    def __call__(self) -> None:
        """Lets the screen go first, if this thread has worked for a while."""
        if time.perf_counter() - self._since > WORK_SECONDS:
            time.sleep(REST_SECONDS)
            self._since = time.perf_counter()


def answer_from(answers: SimpleQueue[T], is_wanted: Callable[[], bool]) -> T | None:
    """The person's answer; None once nobody wants it any more."""
    while is_wanted():
        with suppress(Empty):
            return answers.get(timeout=LOOK_SECONDS)
    return None
