"""Taking turns with the thread that draws the screen."""

import time

WORK_SECONDS, REST_SECONDS = 0.002, 0.0002
"""sleep(0) would take the lock back before the other thread has woken up."""


class Turns:
    """core.catalog.Progress.rest of a worker with much to do."""

    def __init__(self) -> None:
        self._since = time.perf_counter()

    def __call__(self) -> None:
        """Lets the screen go first, if this thread has worked for a while."""
        if time.perf_counter() - self._since > WORK_SECONDS:
            time.sleep(REST_SECONDS)
            self._since = time.perf_counter()
