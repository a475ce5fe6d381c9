"""Reads that do not depend on one another, at the same time where that saves a person's."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from tui.core.calls.api_call import Gateway

T = TypeVar("T")
MOST = 6
"""Reads in flight; botocore keeps ten connections."""


def side_by_side(gateway: Gateway, reads: Sequence[Callable[[], T]]) -> list[T]:
    """The answers in the order of the reads. Raises what the first failing one raises.

    The practice account answers one question after the other; threads would only get in its way.
    """
    if gateway.target.kind != "account" or len(reads) < 2:
        return [read() for read in reads]
    with ThreadPoolExecutor(max_workers=min(MOST, len(reads))) as pool:
        return [one.result() for one in [pool.submit(read) for read in reads]]
