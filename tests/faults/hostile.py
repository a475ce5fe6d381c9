"""Runs the hostile surroundings, and prints what came of each.

    PYTHONPATH=.:tests:tests/aws python -m faults.hostile [WORD ...]

A word runs the rows whose names contain it. faults.table does the same for every call of every preset.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
QUIETLY = ("-q", "-n", "0", "--no-header", "--no-summary", "-p", "no:cacheprovider")
ROWS = {
    "output closed, full, or without the letters": ("cli/test_outputs.py",),
    "first answer slow, throttled, broken, cut": ("aws/test_aws_session.py",),
    "answers nobody can read": ("faults/test_odd_answers.py",),
    "journal deleted, cut, overwritten in mid-run": ("aws/test_lost_journals.py",),
    "journal damaged, disk full, locks of every kind": ("store/test_journals.py",),
    "lists denied; rollbacks that stopped": ("faults/test_unlisted.py",),
    "window too small for what a key does; reads that hang": ("screens/test_leaving.py",),
    "signals, terminals that close": ("screens/test_signals.py", "faults/test_interruptions.py"),
    "killed at every point": ("faults/test_kill.py",),
    "dangling links, names like flags, journals forgotten": ("cli/test_small_promises.py",),
}
"""What surrounds the program, and the tests that put it there."""


class Outcomes:
    """A pytest plugin that counts how tests end."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()
        self.wrong: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Called by pytest after each part of a test."""
        if report.failed:
            self.count["wrong"] += 1
            self.wrong.append(report.nodeid)
        elif report.when == "call" or report.skipped:
            self.count["skipped" if report.skipped else "held"] += 1


def main(words: Sequence[str]) -> int:
    """One line per row; 1 where something did not hold."""
    totals: Counter[str] = Counter()
    for name, files in ROWS.items():
        if words and not any(word in name for word in words):
            continue
        outcomes = Outcomes()
        code = pytest.main(
            [*QUIETLY, *(str(TESTS / one) for one in files)],
            plugins=[outcomes],
        )
        if code and not outcomes.wrong:
            outcomes.wrong.append(f"{name}: pytest ended with {code}")
            outcomes.count["wrong"] += 1
        totals += outcomes.count
        print(f"\n{name:56}" + "".join(f"{outcomes.count[one]:6} {one}" for one in ("held", "skipped", "wrong")))
        print(*outcomes.wrong, sep="\n", flush=True)
    print("all: " + ", ".join(f"{totals[one]} {one}" for one in ("held", "skipped", "wrong")))
    return int(bool(totals["wrong"]))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
